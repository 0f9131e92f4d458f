"""A page reads as CommonMark and GitHub read its text, and Python-Markdown's additions as ever."""

import re
from typing import Any

import pytest

import faircopy.settings
from conftest import ROOT
from faircopy.markdown.bare_links import trimmed
from faircopy.markdown.literal_words import protected
from markdown import Markdown

CASES = ROOT / "tests/cases/markdown"
SITE: dict[str, Any] = faircopy.settings.MARKDOWN
BOX = re.compile(
    r'<div aria-label="Table"[^>]*>|(?<=</table>)</div>| id="[^"]*"|<a class="anchor"[^>]*>|</?figure[^>]*>'
)


def html(text: str, **settings: Any) -> str:
    made = Markdown(**{**SITE, **settings}).convert(f"Title: x\n\n{text}")
    # What the theme adds to tables and headings is not at stake.
    return re.sub(r"\s*\n\s*", "", BOX.sub("", made))


def cases(name: str) -> list[tuple[str, str]]:
    """Return the pairs of Markdown and HTML of a file, without line breaks between elements."""
    texts = (CASES / f"{name}.txt").read_text(encoding="utf-8").split("===========\n")
    pairs = (one.split("----------->\n") for one in texts)
    return [(text.removesuffix("\n"), re.sub(r"\s*\n\s*", "", expected)) for text, expected in pairs]


@pytest.mark.parametrize(("text", "expected"), cases("everywhere"))
def test_as_everywhere(text: str, expected: str) -> None:
    assert html(text) == expected


@pytest.mark.parametrize(("text", "expected"), cases("additions"))
def test_additions_are_as_ever(text: str, expected: str) -> None:
    assert html(text) == expected


def test_a_note_is_read_as_the_rest_is() -> None:
    made = html("A[^1] and [^no].\n\n[^1]: Words:\n    - one\n\n    ~~two~~\n")
    assert "and [^no]." in made
    assert "Words:</p><ul><li>one</li></ul><p><del>two</del>" in made


def test_a_text_without_additions_is_read_without_them() -> None:
    assert html("!!! note\n\nA\n: b", extensions=["faircopy.markdown.extension"]).endswith("<p>!!! note</p><p>A: b</p>")


def test_one_text_knows_nothing_of_the_one_before() -> None:
    markdown = Markdown(extensions=["faircopy.markdown.extension"])
    markdown.convert("[a]: /x")
    assert markdown.reset().convert("[a]") == "<p>[a]</p>"


@pytest.mark.parametrize(
    "word",
    ["--help", '--name="x y"', "-v", "(--all)", "1.2--3", "v2.0--rc1", "main...feature", ".../src", "/usr/.../bin",
     "C:\\a--b", "--no-verify's"],
)  # fmt: skip
def test_a_word_for_a_program_keeps_its_characters(word: str) -> None:
    plain = re.sub(
        r"&(?:quot|rsquo);", lambda found: {"&quot;": '"', "&rsquo;": "'"}[found[0]], html(f"Use {word} now")
    )
    assert plain == f"<p>Use {word} now</p>"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('He said "hi" -- and left...', "<p>He said &ldquo;hi&rdquo; &ndash; and left&hellip;</p>"),
        ("Pages 3--5---or so. It's", "<p>Pages 3&ndash;5&mdash;or so. It&rsquo;s</p>"),
        ('The option "--help" helps...', "<p>The option &ldquo;--help&rdquo; helps&hellip;</p>"),
        ("\\-- and `--x`", "<p>-- and <code>--x</code></p>"),
    ],
)
def test_prose_is_typeset(text: str, expected: str) -> None:
    assert html(text) == expected


def test_a_text_without_such_words_is_left_alone() -> None:
    assert protected("well-known words, 3--5, and so on...") == "well-known words, 3--5, and so on..."


def test_what_ends_a_sentence_is_no_part_of_an_address() -> None:
    assert [trimmed(one) for one in ("://a/b).", "://a/(b)", "://a?b&copy;", "://a/b_*")] == [
        "://a/b", "://a/(b)", "://a?b", "://a/b"]  # fmt: skip
