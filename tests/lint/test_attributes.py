"""Attribute lists: what runs, fetches or is none of the attributes that a text gives is refused where it is written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from faircopy.content.settings import Site
from faircopy.lint.check import lint_document
from faircopy.markdown.document import parse_document
from markdown import Markdown

HEAD = "Title: A\nDate: 2020-01-02\nSlug: a\nSummary: S\n\n"
# What Pelican would be given, without the plugins that refuse more.
EXTENSIONS = [
    "meta",
    "abbr",
    "admonition",
    "attr_list",
    "def_list",
    "footnotes",
    "md_in_html",
    "smarty",
    "tables",
    "toc",
]


def found(body: str, head: str = HEAD) -> list[tuple[int, int, str]]:
    diagnostics = [
        one.diagnostic for one in lint_document(parse_document("a.md", head + body), Site(), dated=True).findings
    ]
    return [(one.line, one.column, one.code) for one in diagnostics if one.code in ("FM142", "FM134", "PR207")]


PLACES = [
    "# Heading {}",
    "Heading {}\n=======",
    "## Heading {} ##",
    "A paragraph\n{}",
    "A paragraph\n  {}\n\nanother",
    "a *word*{} b",
    "a **word**{} b",
    "a __word__{} b",
    "a `word`{} b",
    "[a](x.html){} b",
    "[a](x.html 'title'){} b",
    "[a][b]{}\n\n[b]: x.html",
    "![a](x.png){}",
    "[![a](x.png){}](x.html)",
    "<https://example.org>{}",
    "- item {}",
    "1. item {}",
    "- item {}\n    - inner",
    "- one\n\n    two\n    {}",
    "- a *b* {}",
    "> quoted\n> {}",
    "!!! note\n    text\n    {}",
    "term {}\n:   text",
    "term\n:   text\n    {}",
    "| a {} | b |\n| --- | --- |\n| c | d |",
    "| a | b |\n| --- | --- |\n| c | d {} |",
    "| a | b |\n| --- | --- |\n| *c*{} | d |",
    "a[^1]{}\n\n[^1]: note",
    "a[^1]\n\n[^1]: note *b*{}",
    "An ABBR{} here.\n\n*[ABBR]: words",
    "<div markdown='1'>\n*a*{}\n</div>",
    "*a*\n{}",
]
LISTS = [
    '{: onmouseover="alert(1)" }',
    "{: onmouseover='alert(1)'}",
    "{onclick=alert(1)}",
    "{% onclick=alert(1) %}",
    "{:onclick=alert(1)}",
    "{: ONCLICK=alert(1) }",
    "{: .a #b onfocus=alert(1) tabindex=0 }",
    '{: title="}" onclick="alert(1)" }',
    '{: onpointerrawupdate="x" }',
    '{: style="background:url(//evil.example/x)" }',
    '{: srcset="https://evil.example/x 2x" }',
    '{: src="//evil.example/x" }',
    '{: src="x.png, y.png" data-x="1" ping="https://evil.example" }',
    '{: href="javascript:x" }',
    '{: formaction="javascript:x" }',
    '{: srcdoc="<b>" }',
    '{: is="x-y" }',
    '{: poster="//evil.example/x" }',
    '{: background="\\\\evil.example/x" }',
]


@pytest.mark.parametrize("place", PLACES)
def test_what_runs_or_fetches_is_refused_wherever_it_is_given(place: str) -> None:
    for one in LISTS:
        text = place.replace("{}", one)
        assert found(text), text


@pytest.mark.parametrize(
    "name", ["target", "style", "data-item", "data-level", "http-equiv", "autofocus", "onclick", "x"]
)
@pytest.mark.parametrize(
    "form", ["*a*{{: {}='y' }}", "# A {{ {}='y' }}", "| a | b |\n| - | - |\n| c | d {{: {}=y }} |", "a\n{{: .b {}=y }}"]
)
def test_what_is_on_no_list_is_refused(name: str, form: str) -> None:
    (one,) = found(form.format(name))
    assert one[2] == "FM142"


def test_it_is_told_at_its_line_and_column_with_a_remedy() -> None:
    text = HEAD + 'One.\n\nA *b*{: .c onclick="x()" target=_blank } d.\n'
    diagnostics = [one.diagnostic for one in lint_document(parse_document("a.md", text), Site(), dated=True).findings]
    assert [(one.message, one.hint) for one in diagnostics if one.code == "FM142"] == [
        (
            "'onclick=\"x()\"' in an attribute list: an element that has 'onclick', which runs a script",
            "take it out; to show it, put it in backticks",
        ),
        (
            "'target=\"_blank\"' in an attribute list is not an attribute that a text may set",
            "take it out, or write a class; to show it, put it in backticks",
        ),
    ]
    assert found('One.\n\nA *b*{: .c onclick="x()" } d.\n') == [(8, 12, "FM142")]


def test_the_summary_is_markdown_too() -> None:
    head = "Title: A\nDate: 2020-01-02\nSlug: a\nSummary: See *a*{: onclick=x() }\n    and [b](c){: onfocus=x }.\n\n"
    assert [line for line, _, _ in found("Body.", head)] == [4, 5]


@pytest.mark.parametrize("field", ["Title", "Summary", "Tags", "Category", "Author", "Authors", "Series", "Original"])
def test_no_field_of_the_front_matter_has_a_tag(field: str) -> None:
    head = f"Title: A\nDate: 2020-01-02\nSlug: a\nSummary: S\n{field}: <img src=x onerror=x()>\n\n"
    document = parse_document("a.md", head + "Body.\n")
    diagnostics = [one.diagnostic for one in lint_document(document, Site(), dated=True).findings]
    assert [(one.line, one.code) for one in diagnostics if one.code == "FM133"] == [(5, "FM133")]


@pytest.mark.parametrize(
    "body",
    [
        "# A heading {#id .class}",
        "*a*{: #b .c title='d' lang=mi dir=ltr aria-label='e' }",
        "![a](x.png 'title'){.chart .bars} ![b](y.png){ width=20 height=30 loading=lazy }",
        "- [ ] Is it? {#is-it}",
        "1. a\n2. b\n{: start=3 reversed }",
        "`{: onclick=x }` and ``*a*{onclick=x}``",
        "```\n*a*{: onclick=x }\n```\n",
        "    *a*{: onclick=x }\n",
        "<!-- *a*{: onclick=x } -->",
        "The set {a, b} and {x = 1} of f{x}, ${HOME}, {{ name }} and {% if a %}.",
        "A URL with {filename}/x.md and [a]({filename}/x.md) ![b]({attach}x.png).",
        "once = {one: 1}",
        "{{< highlight go >}}\ntext\n{{< /highlight >}}",
        "A *b*{% include x.html %}\n{% endfor %}\n\n# A {{ title }}",
        "a\n{# a comment of a template #}",
    ],
)
def test_what_a_text_may_say_is_left_alone(body: str) -> None:
    assert found(body) == []


PIECES = [
    *"{}[]()<>!\"'=:#.*_`| \n\\",
    "{: ",
    "{",
    " }",
    "onclick=x",
    "onload='y'",
    'onfocus="z"',
    "title=",
    "word",
    "[a](b)",
]
PIECES += [
    "![a](b)",
    "<b ",
    "<img alt=",
    "\n\n",
    "- ",
    "# ",
    "    ",
    "&#61;",
    "*c*",
    "/",
    "| a |\n| --- |\n| b ",
    "<div>",
    "</div>",
]
BEGUN = st.sampled_from(
    ["", "*a*{: ", "# A {", "a\n{: ", "- a {", "<img alt='", "<b ", "<b\n", "<div\n", "| a |\n| --- |\n| b {"]
)
ENDED = st.sampled_from(["", "}", " }", "}}", "}\n", ">", '">', "'>"])


@pytest.mark.slow
@given(st.tuples(BEGUN, st.lists(st.sampled_from(PIECES), max_size=12).map("".join), ENDED).map("".join))
def test_no_handler_that_markdown_lets_through_is_missed(body: str) -> None:
    html = Markdown(extensions=EXTENSIONS, output_format="html").convert(HEAD + body)
    handlers = [
        name
        for node in LexborHTMLParser(f"<body>{html}</body>").css("*")
        for name, value in node.attributes.items()
        if name.startswith("on") and len(name) > 2 and value
    ]
    if handlers:
        assert found(body), html
