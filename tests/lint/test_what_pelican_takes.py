"""What proofreading passes, a build takes, and both read the same; neither crashes, whatever a file holds."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import ROOT
from examples import examples
from faircopy.checklists.check import check_posts
from faircopy.content.settings import Site, site_of
from faircopy.diagnostics.model import Diagnostic, has_errors
from faircopy.lint.addresses import date_of, value_of
from faircopy.lint.check import lint_document
from faircopy.lint.parts import parts_of
from faircopy.markdown.document import Document, read_document
from faircopy.markdown.rules import NOT_UTF8
from faircopy.snippets.pages.rendered import verified_document
from pelicanreading import PelicanReader

POSTS = sorted((ROOT / "content").rglob("*.md"))
CASES = [file for folder in ("cases", "lint/cases") for file in sorted((ROOT / "tests" / folder).rglob("*.md"))]
SHORT = ROOT / "content" / "posts" / "2011" / "famous-for-fifteen-seconds" / "index.md"
HEAD = "Title: A\nDate: 2020-01-02\nSlug: a\nCategory: Personal\nTags: x, y\nSummary: S\n"
FIELDS = ["Title", "Date", "Modified", "Slug", "Status", "Summary", "Category", "Tags", "Author", "Authors", "Series"]
FIELDS += ["Lang", "Template", "Original", "Date_approximate", "Redirect_from", "Feed_slug", "Save_as", "Timezone"]
VALUES = ["", "x", "x, y", "x; y", "Draft", "DRAFT", "skip", "Skip", "SKIP", "hidden", "2020-01-02", "2020-01-02 10:00"]
VALUES += [
    "2020-01-02 2:00",
    "0001-01-01",
    "9999-12-31 23:59 +14:00",
    "A b",
    "'x'",
    "[a]",
    "x\n    y",
    "\n    y",
    "x\n\ty",
]
VALUES += [
    "a\tb",
    "*x*",
    "![](x.png)",
    "<b>x",
    "&lt;",
    "{slug}",
    "../x",
    "\u00a0x\u00a0",
    "*",
    "...",
    "---",
    "%",
    "```",
    ":",
]
ODD = [
    "\t",
    "\x0c",
    "\0",
    "\r",
    "\r\n",
    "\u2028",
    "\x85",
    "\ufeff",
    "\x1c",
    "\u200b",
    "<",
    "[",
    "](",
    "`",
    "```\n",
    "    ",
]
ODD += [
    "> ",
    "- ",
    "\n",
    "\n\n",
    "---\n",
    "...\n",
    ": ",
    "*",
    "_",
    "{",
    "&#",
    "\x02",
    "\x03",
    "!!! x\n",
    "[^1]: ",
    "[^1]",
]
ODD += [
    "| a |\n|--|\n",
    "<div>",
    '<div markdown="1">',
    "<!--",
    "-->",
    "<?",
    "wzxhzdk:0",
    "[TOC]",
    '<img alt="" src="x.png">',
]


@pytest.fixture(scope="module")
def pelican(tmp_path_factory: pytest.TempPathFactory) -> PelicanReader:
    return PelicanReader(ROOT / "pelicanconf.py", tmp_path_factory.mktemp("content"))


@pytest.fixture(scope="module")
def site(pelican: PelicanReader) -> Site:
    return site_of(pelican.settings, ROOT)


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("scratch") / "index.md"


def proofread(
    data: bytes, site: Site, scratch: Path, *, dated: bool = True
) -> tuple[Document | None, list[Diagnostic]]:
    """Return a text as it is read, and all that is said of it without another file."""
    scratch.write_bytes(data)
    document = read_document(scratch)
    if isinstance(document, Diagnostic):
        return None, [document]
    found = [finding.diagnostic for finding in lint_document(document, site, dated=dated).findings]
    verified_document(document)
    return document, [*found, *check_posts([document])]


def agrees(data: bytes, pelican: PelicanReader, site: Site, scratch: Path, *, dated: bool = True) -> None:
    document, found = proofread(data, site, scratch, dated=dated)
    if document is None or has_errors(found):
        return
    reading = pelican.read(data, dated=dated)
    assert not reading.complaints, (data, reading.complaints)
    if reading.skipped:
        assert value_of(document, "status") == "skip"
        return
    read = reading.metadata
    for key in ("title", "slug", "status", "series", "lang", "template", "original", "feed_slug", "checklist"):
        assert str(read.get(key, "")) == value_of(document, key), (data, key)
    for key in ("category", "tags") if dated else ():
        theirs = read.get(key, [])
        names = [tag.name for tag in theirs] if isinstance(theirs, list) else [str(theirs)]
        if document.field(key):
            assert names == list(dict.fromkeys(part.text for part in parts_of(document, key))), data
    ours, theirs = date_of(document), read.get("date")
    assert (ours and ours.timetuple()[:6]) == (theirs and theirs.timetuple()[:6]), data


@pytest.mark.slow
@pytest.mark.parametrize("dated", [True, False])
@pytest.mark.parametrize("field", FIELDS)
def test_a_field_says_the_same_to_both(
    field: str, dated: bool, pelican: PelicanReader, site: Site, scratch: Path
) -> None:
    head = HEAD if dated else "Title: A\nSlug: a\nSummary: S\n"
    others = "".join(f"{line}\n" for line in head.splitlines() if not line.startswith(f"{field}:"))
    for value in VALUES:
        agrees(f"{field}: {value}\n{others}\nBody\n".encode(), pelican, site, scratch, dated=dated)


def changed(text: str, changes: list[tuple[str, int, int, str]]) -> str:
    for kind, row, column, odd in changes:
        lines = text.split("\n")
        here = row % len(lines)
        at = column % (len(lines[here]) + 1)
        line = lines[here]
        match kind:
            case "without a line":
                lines.pop(here)
            case "a line twice":
                lines.insert(here, line)
            case "two lines exchanged":
                there = column % len(lines)
                lines[here], lines[there] = lines[there], line
            case "without a character":
                lines[here] = line[:at] + line[at + 1 :]
            case "a character twice":
                lines[here] = line[: at + 1] + line[at:]
            case "something odd":
                lines[here] = line[:at] + odd + line[at:]
            case _:
                lines = [*lines[:here], line[:at]]
        text = "\n".join(lines)
    return text


KINDS = ["without a line", "a line twice", "two lines exchanged", "without a character", "a character twice", "cut off"]
# Half of all in the front matter, where a character decides what is read.
ROWS = st.one_of(st.integers(0, 10), st.integers(0, 400))
CHANGE = st.tuples(st.sampled_from([*KINDS, *["something odd"] * 4]), ROWS, st.integers(0, 80), st.sampled_from(ODD))


@pytest.mark.slow
@settings(max_examples=examples(250))
@given(
    source=st.sampled_from(POSTS + [file for file in CASES if file.stat().st_size < 2500]),
    changes=st.lists(CHANGE, min_size=1, max_size=4),
    ends=st.sampled_from(["\n", "\n", "\r\n", "\r"]),
)
def test_what_passes_a_build_takes(
    source: Path, changes: list[tuple[str, int, int, str]], ends: str, pelican: PelicanReader, site: Site, scratch: Path
) -> None:
    text = source.read_text(encoding="utf-8")
    text = text if text.startswith("Title") else f"{HEAD}\n{text}"
    agrees(changed(text, changes).replace("\n", ends).encode(), pelican, site, scratch)


def cuts(file: Path) -> Iterator[bytes]:
    """Yield what is left of a file that ends too soon: a short one anywhere, in others here and there."""
    data = file.read_bytes()
    every = (1, 401) if file == SHORT else (53, 401)
    # Each file somewhere else, so that all together are cut at every place.
    yield from (data[:end] for end in range(len(data) % every[0], min(len(data), 700), every[0]))
    yield from (data[:end] for end in range(700, len(data), every[1]))


@pytest.mark.slow
@pytest.mark.parametrize("file", [*POSTS, *CASES], ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_a_file_that_is_cut_off_is_read(file: Path, site: Site, scratch: Path) -> None:
    for data in cuts(file):
        document, found = proofread(data, site, scratch)
        if document is None:
            assert [one.code for one in found] == [NOT_UTF8.code]
        else:
            assert all(1 <= one.line <= len(document.lines) for one in found)


@pytest.mark.parametrize("end", ["Author:", "Tags:", "Lang:", "Series: ", "Template:\t", "Redirect_from:", "Author:\r"])
def test_an_empty_field_may_be_the_last_thing_in_a_file(end: str, site: Site, scratch: Path) -> None:
    _, found = proofread(f"Title: A\nDate: 2020-01-02\nSlug: a\n{end}".encode(), site, scratch)
    assert "FM110" in {one.code for one in found}


@pytest.mark.parametrize("image", ['<img alt="" src="x.png">', "<img src='x.png' alt=''>", '<img alt src="x.png">'])
def test_an_image_may_be_a_decoration(image: str, pelican: PelicanReader, site: Site, scratch: Path) -> None:
    data = f"{HEAD}\n{image}\n".encode()
    assert not has_errors(proofread(data, site, scratch)[1])
    assert pelican.read(data, dated=True).complaints == ()
