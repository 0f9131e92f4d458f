"""One list of schemes: whatever an address hides behind, it is refused where it is written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from faircopy.content.settings import Site
from faircopy.lint.check import lint_document
from faircopy.markdown.document import parse_document
from faircopy.markdown.schemes import ALLOWED_SCHEMES, FORBIDDEN_SCHEMES, forbidden_scheme
from markdown import Markdown

HEAD = "Title: A\nDate: 2020-01-02\nSlug: a\nSummary: S\n\n"
# What Pelican would be given, without the plugins that refuse more.
EXTENSIONS = ["meta", "abbr", "admonition", "attr_list", "def_list", "footnotes", "md_in_html", "smarty", "tables"]


def refused(body: str, head: str = HEAD) -> list[tuple[int, int, str]]:
    found = [one.diagnostic for one in lint_document(parse_document("a.md", head + body), Site(), dated=True).findings]
    return [(one.line, one.column, one.code) for one in found if one.code in ("PR207", "FM134")]


FORMS = [
    "[a]({})",
    "[a](<{}>)",
    "[a]( {} 'title')",
    '[a]({} "title")',
    "![a]({})",
    "![a](<{}>)",
    "[![a](x.png)]({})",
    "[a][b]\n\n[b]: {}",
    "[b]\n\n[b]: <{}>",
    "[b]:\n    {}\n\n[b]",
    "[unused]: {} 'title'",
    "<{}>",
    "<a href='{}'>a</a>",
    '<a href="{}">a</a>',
    "<a href={}>a</a>",
    "<a title='>' href='{}'>a</a>",
    '<img alt="" src="{}">',
    '<video poster="{}"></video>',
    '<form action="{}"></form>',
    '<button formaction="{}">a</button>',
    '<img alt="" srcset="{} 2x">',
    '<q cite="{}">a</q>',
    "<div>\n<a href='{}'>a</a>\n</div>",
    "<div markdown='1'>\n[a]({})\n</div>",
    'a [b](x.html){{: href="{}" }}',
    "# Heading [a]({})",
    "> quoted [a]({})",
    "- item [a]({})",
    "!!! note\n    [a]({})",
    "a[^1]\n\n[^1]: note [a]({})",
    "term\n:   [a]({})",
    "| a |\n| --- |\n| [a]({}) |",
    "*[a]({})*",
]
OBFUSCATED = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "&#106;avascript:alert(1)",
    "&#x6A;avascript&colon;alert(1)",
    "&#0000106avascript:alert(1)",
    "&amp;#106;avascript:alert(1)",
    "java&Tab;script:alert(1)",
    "java&#10;script:alert(1)",
    "&#1;javascript:alert(1)",
    "java\u200bscript:alert(1)",
    "java\u00adscript:alert(1)",
    "javascript&#58;alert(1)",
    "%6Aavascript:alert(1)",
    "vbscript:x",
    "data:text/html,x",
    "DATA:text/html;base64,AAAA",
    "file:///etc/passwd",
    "blob:https://example.org/1",
    "view-source:https://example.org/",
]


@pytest.mark.parametrize("form", FORMS)
def test_a_forbidden_scheme_is_found_in_every_form(form: str) -> None:
    for address in OBFUSCATED:
        if address.startswith("%") and not form.startswith(
            ("[", "!", "#", ">", "-", "*", "<a href=", '<img alt="" src=')
        ):
            continue  # only what is read as an address is decoded
        assert refused(form.format(address)), (form, address)


@pytest.mark.parametrize(
    "written", ["[a](java\nscript:x)", "[a](java script:x)", "[a](\tjavascript:x)", "[a](\n javascript:x)"]
)
def test_white_space_hides_nothing(written: str) -> None:
    assert refused(written)


def test_it_is_told_where_it_stands() -> None:
    assert refused("One.\n\nTwo [a](javascript:x).\n") == [(8, 9, "PR207")]
    assert refused("[a][b]\n\n[b]: vbscript:x\n") == [(8, 6, "PR207")]


def test_the_summary_is_markdown_too() -> None:
    head = "Title: A\nDate: 2020-01-02\nSlug: a\nSummary: See [a](javascript:x)\n    and [b](data:x).\n\n"
    assert [line for line, _, _ in refused("Body.", head)] == [4, 5]


@pytest.mark.parametrize(
    "body",
    [
        "`[a](javascript:x)` and ``<a href='javascript:x'>``",
        "```\n[a](javascript:x)\n```\n",
        "    <a href='javascript:x'>\n",
        "JavaScript: the good parts (data: none), file: x, about: y.",
        "Of x = data: nothing is known, said she (javascript: no).",
        "[a](https://example.org/?next=javascript:x) [b](x/javascript:x) [c](#data:x) [d](?data:x)",
        "[a](mailto:a@example.org) [b](tel:+64) <https://example.org> [c](//example.org/) [d]({filename}/x.md)",
        "[a](irc://irc.example.org/x) [b](magnet:?xt=urn:x) [c](sftp://x.example/) [d](xmpp:a@example.org) [e](news:x)",
        "<!-- [a](javascript:x) -->",
        "[the javascript: scheme](https://example.org)",
        '[a](x.html "javascript: how not to")',
    ],
)
def test_what_may_be_linked_to_and_what_is_no_link_is_left_alone(body: str) -> None:
    assert refused(body) == []


@pytest.mark.parametrize(
    "scheme", ["foo", "C", "localhost", "vscode", "chrome", "intent", "jar", "ms-word", "resource"]
)
def test_a_scheme_that_is_on_no_list_is_refused(scheme: str) -> None:
    assert refused(f"[a]({scheme}:x)") == [(6, 5, "PR207")]


def test_the_lists_have_nothing_in_common() -> None:
    assert not ALLOWED_SCHEMES.intersection(FORBIDDEN_SCHEMES)


PIECES = [
    *"[]()<>!\"'=:&;#\\ \n\t",
    "javascript",
    "JAVA",
    "script",
    "data",
    ":",
    "&#106;",
    "&Tab;",
    "&colon;",
    "[a](",
    "](",
]
PIECES += [
    "<a href=",
    "<img src='",
    ">",
    "[b]: ",
    "x1",
    "{: href=",
    " }",
    "%3A",
    "\u200b",
    "\u00ad",
    "alert(1)",
    "*",
    "`",
]


BEGUN = st.sampled_from(["", "[a](", "![a](<", "<a href=", "<a href='", '<p>\n<img src="', "[b]: ", "[b]\n\n[b]:\n"])
ENDED = st.sampled_from(["", ")", ">)", ">x</a>", "'>x</a>", '">', " 'x')", "\n\n[b]"])


@given(st.tuples(BEGUN, st.lists(st.sampled_from(PIECES), max_size=25).map("".join), ENDED).map("".join))
def test_nothing_that_markdown_makes_a_link_of_is_missed(body: str) -> None:
    markdown = Markdown(extensions=EXTENSIONS, output_format="html")
    tree = LexborHTMLParser(markdown.convert(HEAD + body))
    addresses = [
        value or ""
        for node in tree.css("[href], [src]")
        for name, value in node.attributes.items()
        if name in ("href", "src")
    ]
    if any(forbidden_scheme(address) in FORBIDDEN_SCHEMES for address in addresses):
        assert refused(body), addresses
