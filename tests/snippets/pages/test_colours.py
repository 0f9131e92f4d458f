"""Which parts of code have a colour, and that colours change nothing."""

import pytest
from pygments.lexers import get_lexer_by_name
from pygments.token import STANDARD_TYPES
from selectolax.lexbor import LexborHTMLParser

from faircopy.snippets.pages.colours import coloured, kind

CLASSES = {"k", "s", "m", "c", "gp", "gd", "ge", "gs", "ges", ""}


@pytest.mark.parametrize(
    ("language", "code", "html"),
    [
        ("ini", "[a]\nb = c\n", '<span class="k">[a]</span>\nb = <span class="s">c</span>\n'),
        ("ini", '# it\'s "c"\n', '<span class="c"># it&#39;s &quot;c&quot;</span>\n'),
        ("python", "x = f'{y}'\n", 'x = <span class="s">f&#39;{</span>y<span class="s">}&#39;</span>\n'),
        ("python", "not 1\n", '<span class="k">not</span> <span class="m">1</span>\n'),
        ("html", "<p>&amp;\n", '&lt;<span class="k">p</span>&gt;&amp;amp;\n'),
        ("diff", "-a\n+b\n", '<span class="gd">-a</span>\n<span class="s">+b</span>\n'),
        ("console", "$ ls\na b\n", '<span class="gp">$ </span>ls\na b\n'),
    ],
)
def test_a_few_kinds_are_told_apart(language: str, code: str, html: str) -> None:
    made = coloured(code, get_lexer_by_name(language, stripnl=False, ensurenl=False))
    assert LexborHTMLParser(f"<pre>{made}</pre>").css("pre")[0].text() == code
    assert made == html


def test_each_kind_of_pygments_belongs_to_one_of_ours() -> None:
    assert {STANDARD_TYPES[kind(token)] for token in STANDARD_TYPES} == CLASSES
