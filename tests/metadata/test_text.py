"""Reading time, contents, and the hashes of data blocks: what is read from the HTML of a text."""

import base64
import hashlib

import pytest

from faircopy.metadata.counts import WORDS_PER_MINUTE, reading_minutes
from faircopy.metadata.outline import PageSection, sections_of
from faircopy.metadata.policy import data_hashes
from faircopy.metadata.summaries import MAX_CHARS, first_prose


@pytest.mark.parametrize(
    ("words", "minutes"), [(0, 1), (1, 1), (WORDS_PER_MINUTE, 1), (WORDS_PER_MINUTE + 1, 2), (WORDS_PER_MINUTE * 7, 7)]
)
def test_reading_time_is_in_whole_minutes(words: int, minutes: int) -> None:
    assert reading_minutes(f"<p>{'word ' * words}</p>") == minutes


@pytest.mark.parametrize(
    ("letters", "minutes"), [("日" * 510, 2), ("日" * 511, 3), ("の日" * 357, 2), ("한 국" * 100, 1)]
)
def test_characters_count_where_words_have_no_blanks_between_them(letters: str, minutes: int) -> None:
    assert reading_minutes(f"<p>{letters}</p>") == minutes


def test_code_and_pictures_are_not_read() -> None:
    code = "word " * 5000
    assert reading_minutes(f"<p>One.</p><pre><code>{code}</code></pre><svg><text>{code}</text></svg>") == 1


@pytest.mark.parametrize(
    "between",
    [
        *(" ", "\n", "<br>", "</p>\n<p>", "&nbsp;", "<!-- more words > here -->", '<img alt="more words > here">'),
        *("<a title='it is > so'></a>", "<script>more < words</script >", '<pre class="a">more\n<b>words</b></pre>'),
    ],
)
def test_words_are_what_stands_between_tags(between: str) -> None:
    text = between.join(["word"] * (WORDS_PER_MINUTE + 1))
    assert reading_minutes(f"<p>{text}</p>") == 2
    assert reading_minutes(f"<p>{text.removesuffix('word')}</p>") == 1


def test_a_tag_that_is_never_closed_takes_no_long_time() -> None:
    assert reading_minutes("<a '\"" * 20_000) >= 1


def test_sections_are_the_headings_that_can_be_linked_to() -> None:
    html = (
        '<h2 id="one"><a href="#one">The <em>first</em>\n one</a></h2><h3 id="deep">Deeper</h3>'
        '<h2>No id</h2><h2 id="two">A &amp; B</h2><pre>&lt;h2 id="x"&gt;</pre>'
    )
    assert sections_of(html) == (PageSection("one", "The first one"), PageSection("two", "A & B"))


def test_data_blocks_are_named_by_their_hash() -> None:
    html = (
        '<script type="application/ld+json">{"a": "ā"}</script><p>text</p>'
        '<script type="application/json" id="data">\n[1]\n</script><script src="x.js"></script>'
    )
    expected = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in ('{"a": "ā"}', "\n[1]\n")]
    assert data_hashes(html) == "".join(f" 'sha256-{value}'" for value in expected)
    assert data_hashes("<p>none</p>") == ""


PROSE = "A word of prose, and so on. " * 4


@pytest.mark.parametrize(
    ("html", "summary"),
    [
        ("", ""),
        ("<h2>No</h2><pre>no</pre><ul><li><p>no</p></ul><blockquote><p>no</p></blockquote>", ""),
        (f"<figure><pre>x</pre><p>Checked by nginx</p></figure><h2>No</h2><p>{PROSE}</p><p>More</p>", PROSE.strip()),
        ("<p>See:</p><pre>no</pre><p>A &lt;b> &amp;<br><code>c</code></p>", "See: A &lt;b&gt; &amp; c"),
        (f"<p>{'long ' * MAX_CHARS}</p>", f"{'long ' * ((MAX_CHARS - 2) // 5)}…"),
        (f"<p>{'長' * 2 * MAX_CHARS}</p>", f"{'長' * (MAX_CHARS - 2)}…"),
        ('<p><img alt="no"></p><p>x<script>no</script><a class="headerlink">no</a></p>', "x"),
    ],
)
def test_a_summary_is_the_first_prose(html: str, summary: str) -> None:
    assert first_prose(html) == summary
