"""What stands in the page is, to the byte, what stands between the fences."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from faircopy.markdown.document import parse_document
from faircopy.markdown.fences import find_fences
from markdown import Markdown


def converter() -> Markdown:
    return Markdown(
        extensions=["meta", "attr_list", "smarty", "tables", "faircopy.snippets.extension"], output_format="html"
    )


def code_in(html: str) -> list[str]:
    return [node.text() for node in LexborHTMLParser(html).css("div.highlight > pre > code")]


@pytest.mark.parametrize(
    "source",
    [
        "```ini\n[Definition]\nfailregex = ^<HOST> -\n```\n",
        "```\n\n  leading and trailing lines and spaces  \n\n```\n",
        "```make\nall:\n\techo tab\n```\n",
        '```{.text log="x" match="all"}\n"quotes" -- and ... \'more\'\n```\n',
        "```bash\nln -s a \\\n```\n",
        "```html\n<script>alert('&amp;')</script>\n```\n",
        "```nosuchlanguage\nstays & plain\n```\n",
        "text\n```\nright after a paragraph\n```\nand before one\n",
        "- item\n\n    ```sh\n    echo\n    ```\n- [link](x)\n",
        "> quote\n>\n> ```\n> a\n> ```\n",
        "Title: x\n\n```\nwith front matter\n```\n",
        "```\nmacrons: Māori, Ōtaki\n```",
        "~~~\n```\n~~~\n\n````md\n```\nx\n```\n````\n",
        "```\nnot closed\n",
        "```\n```\n",
    ],
)
def test_code_is_what_the_author_wrote(source: str) -> None:
    expected = [fence.content for fence in find_fences(parse_document("", source))]
    assert expected
    assert code_in(converter().convert(source)) == expected


LINES = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], include_characters="\t", exclude_characters="\u2028\u2029\x85"),
    max_size=30,
)


@pytest.mark.slow
@given(
    st.lists(LINES.filter(lambda line: "`" not in line), max_size=6), st.sampled_from(["ini", "bash", "text", "python"])
)
def test_any_code_survives_every_language(lines: list[str], language: str) -> None:
    code = "".join(f"{line}\n" for line in lines)
    assert code_in(converter().convert(f"```{language}\n{code}```\n")) == [code]


def test_a_converter_can_be_used_again() -> None:
    markdown, html = converter(), ""
    for text in ("```\none\n```\n", "no code", "```\ntwo\n```\n"):
        markdown.reset()
        html = markdown.convert(text)
    assert code_in(html) == ["two\n"]


@pytest.mark.parametrize(
    ("source", "shape"),
    [
        ("- ```\n  a\n  ```\n- b\n", ["ul", "li", "pre", "li", "p"]),
        ("1. ```\n   a\n   ```\n", ["ol", "li", "pre"]),
        ("- - ```\n    a\n    ```\n", ["ul", "li", "ul", "li", "pre"]),
        ("- a\n\n  ```\n  b\n  ```\n\n- c\n", ["ul", "li", "p", "pre", "li", "p"]),
        ("> a\n> ```\n> b\n> ```\n> c\n", ["blockquote", "p", "pre", "p"]),
        ("> - ```\n>   a\n>   ```\n", ["blockquote", "ul", "li", "pre"]),
        ("a\n```\nb\n```\nc\n", ["p", "pre", "p"]),
    ],
)
def test_code_stands_where_the_author_put_it(source: str, shape: list[str]) -> None:
    nodes = LexborHTMLParser(converter().convert(source)).css("ul, ol, li, p, pre, blockquote")
    assert [node.tag for node in nodes] == shape


SETUP = '<!-- snippet-setup file="/etc/x.conf"\nhidden = 1\n\n```\nhidden\n```\n-->'


@pytest.mark.parametrize(
    ("source", "shape"),
    [
        (SETUP, []),
        (f"one\n{SETUP}\ntwo\n", ["p", "p"]),
        (f"one\n\n{SETUP}\n\n```\na\n```\n", ["p", "pre"]),
        (f"- {SETUP.replace(chr(10), chr(10) + '  ')}\n- two\n", ["ul", "li", "li"]),
        (f"> {SETUP.replace(chr(10), chr(10) + '> ')}\n> two\n", ["blockquote", "p"]),
    ],
)
def test_a_hidden_file_leaves_no_trace(source: str, shape: list[str]) -> None:
    html = converter().convert(source)
    assert "hidden" not in html
    assert [node.tag for node in LexborHTMLParser(html).css("ul, ol, li, p, pre, blockquote")] == shape


def test_another_comment_stays() -> None:
    assert "<!-- a remark -->" in converter().convert("one\n\n<!-- a remark -->\n\ntwo\n")
