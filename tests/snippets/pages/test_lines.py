"""Links to lines, and code that stays what it is."""

import pytest
from selectolax.lexbor import LexborHTMLParser

from faircopy.markdown.document import parse_document
from faircopy.snippets.pages.fidelity import check_html
from faircopy.snippets.pages.lines import linked_lines
from faircopy.snippets.pages.render import fence_html
from faircopy.snippets.pages.rendered import verified_document


def blocks(source: str) -> str:
    return "".join(fence_html(visible) for visible in verified_document(parse_document("a.md", source)).fences)


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        ("one\n", 1),
        ('# a\n\n[b]\n  c = <d> & "e"\n', 4),
        ("\n\n", 2),
        ("form\x0cfeed and\u2028separator\n", 1),
        ("", 0),
        ("'''a\nb'''\n", 2),
    ],
)
@pytest.mark.parametrize("info", ["python", '{.ini file="/etc/x.ini"}', ""])
def test_each_line_has_a_link_and_no_byte_is_changed(code: str, lines: int, info: str) -> None:
    source = f"```\n```\n\n```{info}\n{code}```\n"
    html = linked_lines(f"<p>Text.</p>{blocks(source)}")
    assert list(check_html("the page", html, verified_document(parse_document("a.md", source)))) == []
    links = [link.attributes for link in LexborHTMLParser(html).css("pre > code > a")]
    assert [link["id"] for link in links] == [f"snippet-2-{number}" for number in range(1, lines + 1)]
    assert all(link["href"] == f"#{link['id']}" for link in links)


def test_a_link_stands_at_the_start_of_its_line() -> None:
    html = linked_lines(blocks('```python\na = """b\nc"""\n```\n'))
    before, first, second = html.split("<a ")
    assert before.endswith('<code class="language-python">')
    assert first.endswith("\n")
    assert LexborHTMLParser(f"<a {second}").text(separator="").startswith('c"""')


def test_only_the_first_line_is_a_stop_of_the_tab_key() -> None:
    first, *others = LexborHTMLParser(linked_lines(blocks("```\na\nb\nc\n```\n"))).css("pre a")
    assert first.attributes["aria-label"] == "Line 1"
    assert "tabindex" not in first.attributes
    assert [(other.attributes["tabindex"], other.attributes["aria-hidden"]) for other in others] == [("-1", "true")] * 2


@pytest.mark.parametrize(
    "html", ["<p>no code</p>", "<pre><code>one\ntwo</code></pre>", '<p id="snippet-1">a <code>b</code></p>']
)
def test_what_is_no_block_of_ours_is_left_alone(html: str) -> None:
    assert linked_lines(html) == html
