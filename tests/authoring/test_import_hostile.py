"""A source of a stranger: what cannot be read is named, the rest is taken over, and nothing ends with a traceback."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from faircopy.authoring.importing.command import main
from faircopy.authoring.importing.links import words_in
from faircopy.authoring.importing.wordpress import paragraphs, without_shortcodes

GOOD = "---\ntitle: Good\ndate: 2020-01-02\n---\nWords.\n"
DEEP = "<div>" * 5000
# Ten levels of ten aliases each: a text of some of them would have 10,000,000,000 words.
BOMB = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 10)}]\n"
    for before, name in zip("abcdefghi", "bcdefghij", strict=True)
)
SETTINGS = ("url", "baseurl", "permalink", "include", "collections", "lang", "languages", "defaults", "title")
RST = "T\n=\n\n:date: 2020-01-02\n\n"
GHOST = {"title": "Good", "slug": "good", "html": "<p>Words.</p>", "status": "published", "published_at": "2020-01-02"}


def imported(folder: Path, source: str, files: dict[str, str | bytes], kind: str) -> tuple[int, dict[str, str]]:
    """Import a source; return the exit status, and the texts by their paths."""
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
    into = folder / "into"
    status = main([str(folder / source), "--from", kind, "--into", str(into)])
    return status, {file.relative_to(into).as_posix(): file.read_text(encoding="utf-8") for file in into.rglob("*.md")}


def wordpress(*contents: str, head: str = '<?xml version="1.0"?>') -> str:
    spaces = 'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wp="http://wordpress.org/export/1.2/"'
    items = "".join(
        f"<item><title>T{number}</title><wp:post_type>post</wp:post_type><wp:status>publish</wp:status>"
        f"<wp:post_date>2020-01-02 03:04:05</wp:post_date>"
        f"<content:encoded><![CDATA[{content}]]></content:encoded></item>"
        for number, content in enumerate(contents)
    )
    return f"{head}<rss {spaces}><channel>{items}</channel></rss>"


def ghost(*rows: object, **tables: object) -> str:
    return json.dumps({"db": [{"data": {"posts": rows, **tables}}]})


@pytest.mark.slow
def test_aliases_that_multiply_are_never_written_out(tmp_path: Path) -> None:
    """In a process with little memory, and in any setting: none of them is text."""
    (tmp_path / "_posts").mkdir()
    (tmp_path / "_posts/2020-01-02-good.md").write_text(GOOD)
    (tmp_path / "_config.yml").write_text(BOMB + "".join(f"{name}: *j\n" for name in SETTINGS))
    program = "import resource, sys; resource.setrlimit(resource.RLIMIT_AS, (2 << 30,) * 2); "
    program += "from faircopy.authoring.importing.command import main; sys.exit(main(sys.argv[1:]))"
    command = [sys.executable, "-c", program, str(tmp_path), "--from", "jekyll", "--into", str(tmp_path / "into")]
    subprocess.run(command, check=True, capture_output=True)
    assert [*(tmp_path / "into").rglob("index.md")]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "name", "text"),
    [
        ("jekyll", "_config.yml", "a: " + "[" * 5000),
        ("hugo", "hugo.yaml", "a: " + "[" * 5000),
        ("hugo", "hugo.json", "[" * 5000),
        ("hugo", "hugo.toml", "a = " + "[" * 5000),
    ],
)
def test_settings_that_are_too_deep_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str, name: str, text: str
) -> None:
    status, texts = imported(tmp_path, "old", {f"old/{name}": text}, kind)
    assert (status, texts) == (1, {})
    assert f"error: '{name}' cannot be read: " in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "files"),
    [
        ("jekyll", {"old/_posts/2020-01-02-a.md": GOOD, "old/_posts/2020-01-02-b.html": f"---\ntitle: B\n---\n{DEEP}"}),
        ("hugo", {"old/content/posts/a.md": GOOD, "old/content/posts/b.html": f"---\ntitle: B\n---\n{DEEP}"}),
        ("wordpress", {"old": wordpress("Words.", DEEP)}),
        ("ghost", {"old": ghost(GHOST, {"title": "B", "html": DEEP})}),
    ],
)
def test_html_that_is_too_deep_is_left_out_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str, files: dict[str, str | bytes]
) -> None:
    status, texts = imported(tmp_path, "old", files, kind)
    assert status == 0
    (text,) = texts.values()
    assert "Words." in text
    assert "it is left out: its elements lie too deep" in capsys.readouterr().out


HALF = "a\ud83db"


@pytest.mark.parametrize(
    ("kind", "files"),
    [
        ("ghost", {"old": ghost({**GHOST, "title": HALF, "slug": HALF, "html": f"<p>{HALF}</p>"})}),
        ("ghost", {"old": ghost({**GHOST, "html": None, "plaintext": HALF, "custom_excerpt": HALF})}),
        ("jekyll", {"old/_posts/2020-01-02-a.md": '---\ntitle: "a\\uD83Db"\ntags: ["\\uD83D"]\n---\nWords.\n'}),
        ("hugo", {"old/content/posts/a.md": '{"title": "a\\ud83db", "date": "2020-01-02"}\nWords.\n'}),
    ],
)
def test_half_a_character_is_no_character(tmp_path: Path, kind: str, files: dict[str, str | bytes]) -> None:
    status, texts = imported(tmp_path, "old", files, kind)
    assert status == 0
    assert "?" in next(iter(texts.values()))


@pytest.mark.parametrize("order", ["abc", 1.5, None, [1], {}, True, "7", 10**40])
def test_an_order_of_tags_may_be_anything(tmp_path: Path, order: object) -> None:
    links = [{"post_id": 1, "tag_id": 2, "sort_order": order}, {"post_id": 1, "tag_id": 3, "sort_order": 0}]
    tags = [{"id": 2, "name": "one"}, {"id": 3, "name": "two"}]
    status, texts = imported(tmp_path, "old", {"old": ghost({**GHOST, "id": 1}, posts_tags=links, tags=tags)}, "ghost")
    assert status == 0
    assert len(texts) == 1


@pytest.mark.parametrize("encoding", ["no-such", "utf-7", "rot13", "idna", "base64"])
def test_an_encoding_that_is_none_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str], encoding: str) -> None:
    head = f'<?xml version="1.0" encoding="{encoding}"?>'
    status, _ = imported(tmp_path, "old.xml", {"old.xml": wordpress("x", head=head)}, "wordpress")
    assert status == 1
    assert "'old.xml' is no XML that can be read" in capsys.readouterr().err


@pytest.mark.parametrize("text", ["<pre-0>", "<pre-7>", "<pre-\u00b2>", "<pre->", "<pre>x</pre>\n\n<pre-1>"])
def test_a_text_that_looks_like_our_mark_is_a_text(text: str) -> None:
    assert text.removeprefix("<pre>x</pre>\n\n") in paragraphs(text)


@pytest.mark.parametrize(
    "piece", ["[code]", "[caption]", "<pre>", "<!-- wp:", "<!-- more", "[embed]http://x", "[a]", "[gallery a=", "x\n"]
)
def test_what_is_opened_and_never_closed_takes_time_by_its_length(piece: str) -> None:
    """So long a text took minutes where each beginning looked for an end through the whole rest."""
    html, _ = without_shortcodes(piece * 60_000)
    assert paragraphs(html)


@pytest.mark.parametrize(
    "text",
    [
        f"{RST}===\na: |s|\n\n.. |s| replace:: x\n\n===\n\n.. |s| replace:: y\n\n|n| `l <a>\n",
        f"{RST}.. image:: {{static}}/a.png\n   :linjn- \n   :alt: x\n\n.. |s| replace:: x\n\n`u`_ |s|_\n",
        f"{RST}.. image:: https://%5B/b.png\n\n.. image:: //[x]y/c.png\n\n`l <http://[x>`_\n",
    ],
)
def test_restructuredtext_with_mistakes_is_taken_over(tmp_path: Path, text: str) -> None:
    files: dict[str, str | bytes] = {"pelicanconf.py": "PATH = 'content'\n", "content/a.rst": text}
    status, texts = imported(tmp_path, ".", files, "pelican")
    assert (status, len(texts)) == (0, 1)


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("a/two-trees.png?x#y", "two trees"),
        ("https://%5Bx/two_trees.png", "two trees"),
        ("//[x/tree.png", "tree"),
        ("https://host.org", "Picture"),
        ("caf%C3%A9.png", "café"),
    ],
)
def test_words_of_a_picture_come_from_its_name(target: str, words: str) -> None:
    assert words_in(target) == words
