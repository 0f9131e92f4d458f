"""What stands around the code, and that the code stays what it is."""

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from faircopy.markdown.document import parse_document
from faircopy.snippets.model import CheckedSnippet, Level, LineMatch, Snippet, Status, Verdict
from faircopy.snippets.pages.downloads import DownloadPaths, downloads_of
from faircopy.snippets.pages.render import DEFAULT, fence_html
from faircopy.snippets.pages.rendered import verified_document
from faircopy.snippets.reading.read import read_snippets

PLACES = DownloadPaths("https://example.org/post/", "post")
FILE = '```{.ini file="/etc/a b/<x>.conf"}\nhost = <HOST>\n```\n'
BROKEN = '```{.ini file="/etc/x.conf" expect="fail" error="no"}\nhost =\n```\n'
LOG = '```{.text log="scan" match="all"}\none <1>\ntwo &amp;\nthree\n```\n'
UNCHECKED = '```{.sh check="none" reason="it is <interactive>"}\nssh\n```\n'


def figure(source: str, verdict: Verdict | None) -> LexborNode:
    document = parse_document("a.md", source)
    (snippet,) = read_snippets(document, ["ini"])[0]
    verified = verified_document(document, [CheckedSnippet(snippet, verdict)] if verdict else [])
    html = fence_html(verified.fences[0], downloads_of(verified, "post"), PLACES)
    tree = LexborHTMLParser(html)
    assert tree.body is not None
    (node,) = tree.body.iter()
    assert node.css_first("pre > code").text() == verified.fences[0].fence.content  # type: ignore[union-attr]
    return node


def words(node: LexborNode, selector: str) -> list[str]:
    return [" ".join(found.text().split()) for found in node.css(selector)]


def passed(level: Level, **values: object) -> Verdict:
    return Verdict(Status.PASSED, "ini", level, "tool 1", **values)  # type: ignore[arg-type]


def test_a_proven_file() -> None:
    node = figure(FILE, passed(Level.LOADED))
    assert node.tag == "figure"
    assert node.attributes == {
        "id": "snippet-1", "class": "snippet", "data-verdict": "passed", "data-level": "loaded",
    }  # fmt: skip
    assert words(node, "figcaption > .snippet-file") == ["/etc/a b/<x>.conf"]
    link = node.css_first("a.snippet-download")
    assert link is not None
    assert link.attributes == {
        "class": "snippet-download",
        "href": "https://example.org/post/snippets/etc/a%20b/%3Cx%3E.conf",
        "aria-label": "Download <x>.conf",
        "download": None,
    }
    assert words(node, ".snippet-proof") == ["Loaded by tool 1"]
    assert node.css(".snippet-proof > svg.proof-loaded[aria-hidden=true]")


def test_what_is_broken_on_purpose_is_said_to_be_so_and_not_offered() -> None:
    node = figure(BROKEN, passed(Level.EXPECTED_FAILURE, message="there is <no> value"))
    assert node.attributes["class"] == "snippet snippet-broken"
    assert node.attributes["data-level"] == "expected-failure"
    assert words(node, "figcaption > strong") == ["Broken on purpose"]
    assert words(node, ".snippet-proof > samp") == ["there is <no> value"]
    assert not node.css("a")


@pytest.mark.parametrize("status", [Status.FAILED, Status.TIMED_OUT])
def test_what_is_broken_by_mistake_is_not_offered_either(status: Status) -> None:
    node = figure(FILE, Verdict(status, "ini", tool="tool 1"))
    assert words(node, "figcaption > strong") == ["Broken"]
    assert not node.css("a")


def test_what_nobody_checked_says_why() -> None:
    node = figure(UNCHECKED, Verdict(Status.SKIPPED, reason="it is <interactive>"))
    assert words(node, ".snippet-proof") == ["Not checked: it is <interactive>"]
    assert not node.css("figcaption")


def test_matched_lines_are_marked_with_what_was_caught_and_read_the_same() -> None:
    matches = (LineMatch(1, "203.0.113.1"), LineMatch(3, '"odd"'))
    node = figure(LOG, passed(Level.EXERCISED, matches=matches, lines=3))
    assert words(node, "figcaption") == ["Log sample for scan"]
    assert [line.text() for line in node.css(".log-matched")] == ["one <1>", "three"]
    assert [mark.attributes["data-address"] for mark in node.css(".log-mark")] == ["203.0.113.1", '"odd"']
    assert [mark.text() for mark in node.css(".log-mark")] == ["", ""]


def test_a_filter_that_matched_lines_has_no_lines_marked() -> None:
    assert not figure(FILE, passed(Level.EXERCISED, matches=(LineMatch(1, "x"),), lines=1)).css(".log-mark")


def test_without_a_check_there_is_a_caption_and_no_claim() -> None:
    node = figure(FILE, None)
    assert node.attributes == {"id": "snippet-1", "class": "snippet"}
    assert words(node, "figcaption > .snippet-file") == ["/etc/a b/<x>.conf"]
    assert not node.css(".snippet-proof")


@pytest.mark.parametrize(
    "source", ["```ini\na = 1\n```\n", '```{.ini flie="x"}\na = 1\n```\n', "```\nplain\n```\n", "```ini\nopen\n"]
)
def test_what_claims_nothing_is_a_plain_block(source: str) -> None:
    verified = verified_document(parse_document("a.md", source))
    html = fence_html(verified.fences[0], (), PLACES)
    assert html.startswith('<div id="snippet-1" class="highlight"><pre tabindex="0"><code')
    assert "<figure" not in html


def test_a_snippet_that_says_too_little_to_be_checked_is_a_plain_block() -> None:
    document = parse_document("a.md", "```ini\na = 1\n```\n")
    (snippet,) = read_snippets(document, [])[0]
    verified = verified_document(
        document, [CheckedSnippet(snippet, Verdict(Status.SKIPPED, reason="it does not say which file"))]
    )
    assert verified.fences[0].snippet is None


def test_a_language_that_stands_for_itself_is_proven() -> None:
    document = parse_document("a.md", "```json\n{}\n```\n")
    (snippet,) = read_snippets(document, [])[0]
    verified = verified_document(document, [CheckedSnippet(snippet, passed(Level.PARSED))])
    html = fence_html(verified.fences[0])
    assert '<p class="snippet-proof">' in html
    assert "<figcaption" not in html


def test_every_mark_is_a_drawing_of_its_own() -> None:
    mark = DEFAULT.environment.get_template("snippet/mark.html").module.mark  # type: ignore[attr-defined]
    drawings = {name: str(mark(name)).partition(">")[2] for name in (*map(str, Level), "missing", "unchecked")}
    assert len(set(drawings.values())) == len(drawings)
    for name, drawing in drawings.items():
        assert drawing.startswith("<")
        (svg,) = LexborHTMLParser(str(mark(name))).css("svg")
        assert svg.attributes["aria-hidden"] == "true"
        assert svg.text().strip() == ""


def test_a_hidden_file_is_never_shown() -> None:
    source = '<!-- snippet-setup file="/etc/x"\na\n-->\n'
    document = parse_document("a.md", source)
    (snippet,) = read_snippets(document, [])[0]
    verified = verified_document(document, [CheckedSnippet(snippet)])
    assert verified.fences == ()
    assert verified.hidden == (snippet,)
    assert isinstance(snippet, Snippet)
