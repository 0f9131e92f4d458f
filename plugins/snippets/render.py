"""A code block as HTML that reads back as exactly the code."""

from functools import lru_cache
from html import escape

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound


def code_block(code: str, language: str) -> str:
    """Return `code` as an HTML `pre`, highlighted where Pygments knows `language`.

    The text of the result is `code`, to the last white space.
    """
    name = f' class="language-{escape(language)}"' if language else ""
    # tabindex: a block that scrolls sideways must be reachable by keyboard (WCAG 2.1.1).
    return f'<div class="highlight"><pre tabindex="0"><code{name}>{highlighted(code, language)}</code></pre></div>'


def highlighted(code: str, language: str) -> str:
    lexer = lexer_for(language)
    return escape(code, quote=False) if lexer is None else highlight(code, lexer, formatter())


@lru_cache(maxsize=64)
def lexer_for(language: str) -> Lexer | None:
    # Pygments' defaults strip blank lines at both ends and add a final newline.
    try:
        return get_lexer_by_name(language, stripnl=False, ensurenl=False) if language else None
    except ClassNotFound:
        return None


@lru_cache(maxsize=1)
def formatter() -> "HtmlFormatter[str]":
    # One for all: making a formatter takes longer than highlighting a short block.
    return HtmlFormatter(nowrap=True)
