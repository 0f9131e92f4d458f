"""Renders a fence as HTML with its exact code, its caption and its proof, by templates."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from gettext import NullTranslations
from html import escape
from pathlib import Path
from posixpath import basename

from markupsafe import Markup
from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

from faircopy.content.templates import TextTemplates, html
from faircopy.snippets.model import LineMatch, Snippet, Verdict
from faircopy.snippets.pages.colours import coloured
from faircopy.snippets.pages.downloads import Download, DownloadPaths, address
from faircopy.snippets.pages.proofs import proof_line
from faircopy.snippets.pages.rendered import RenderedFence

TEMPLATES = Path(__file__).parent / "templates"
# Those of the package; a site's plugin has those of its theme, too.
DEFAULT = TextTemplates(TEMPLATES)


def fence_html(
    fence: RenderedFence,
    downloads: Iterable[Download] = (),
    places: DownloadPaths | None = None,
    templates: TextTemplates = DEFAULT,
    language: str = "",
) -> str:
    """Return the HTML of a fence: a figure if it makes a claim, otherwise a plain code block.

    `downloads` are its own; without `places` there are none. `language` is that of the surrounding text.
    """
    # A filter knows how many lines matched, but they are not its own.
    is_sample = fence.snippet is not None and fence.snippet.log is not None
    matches = fence.verdict.matches if fence.verdict and is_sample else None
    words = templates.words.of(language)
    return templates.render(
        "snippet/fence.html",
        lang=language,
        fence=known_of(fence),
        code=Markup(code_block(fence.fence.content, fence.language, matches)),  # noqa: S704  # escaped there
        downloads=[offered(one, places) for one in downloads] if places else [],
        proof=proof(fence.snippet, fence.verdict, words) if fence.snippet and fence.verdict else None,
    )


def known_of(fence: RenderedFence) -> Mapping[str, object]:
    """Return the template data of a fence."""
    snippet, verdict = fence.snippet, fence.verdict
    return {
        "id": fence.id,
        "is_snippet": snippet is not None,  # otherwise it claims nothing
        "file": html(snippet.file) if snippet and snippet.file else "",  # where it would live
        "log": html(snippet.log) if snippet and snippet.log else "",  # the filter that it is a sample for
        "is_broken": fence.is_broken,
        "must_fail": snippet is not None and snippet.must_fail,
        "verdict": verdict.status if verdict else "",  # "" as long as nobody has checked
        "level": verdict.level or "" if verdict else "",
    }


def offered(download: Download, places: DownloadPaths) -> Mapping[str, object]:
    return {
        "url": html(address(places, download)),
        "name": html(basename(download.path)),
        "is_archive": download.is_archive,
        "files": download.files,  # how many are in it
    }


def proof(snippet: Snippet, verdict: Verdict, words: NullTranslations) -> Mapping[str, object]:
    """Return the line below the code: its mark, its text, and the tool's message."""
    line = proof_line(snippet, verdict, words)
    return {"mark": line.mark, "text": html(line.text), "quote": html(line.quote)}


def code_block(code: str, language: str, matches: Iterable[LineMatch] | None = None) -> str:
    """Return `code` as an HTML `pre`, highlighted if Pygments knows `language`.

    Its text content is exactly `code`. `matches` are lines to mark with the address that was found in them.
    """
    name = f' class="language-{escape(language)}"' if language else ""
    inside = highlighted(code, language)
    if matches is not None:
        inside = with_marks(inside, matches)
    # tabindex: a block that scrolls sideways must be reachable by keyboard (WCAG 2.1.1).
    return f'<pre tabindex="0"><code{name}>{inside}</code></pre>'


def with_marks(inside: str, matches: Iterable[LineMatch]) -> str:
    """Return highlighted code with a mark at the end of each matching line.

    The mark is an attribute that the stylesheet shows, so copied text is unchanged.
    """
    caught = {match.line: match.address for match in matches}
    # Pygments closes its elements at the end of each line, and opens them again.
    lines = inside.split("\n")
    return "\n".join(
        f'<span class="log-line log-matched">{line}<span class="log-mark" data-address="{escape(caught[number])}">'
        "</span></span>"
        if number in caught
        else line
        for number, line in enumerate(lines, 1)
    )


def highlighted(code: str, language: str) -> str:
    lexer = lexer_for(language)
    inside = escape(code, quote=False) if lexer is None else coloured(code, lexer)
    if not code.endswith("\n"):
        # The formatter ends every line; the last one of a fence that the file ends may have no end.
        inside = inside.removesuffix("\n")
    # Python-Markdown takes these two for its own marks.
    return inside.replace("\x02", "&#2;").replace("\x03", "&#3;")


@lru_cache(maxsize=64)
def lexer_for(language: str) -> Lexer | None:
    # Pygments' defaults strip blank lines at both ends and add a final newline.
    try:
        return get_lexer_by_name(language, stripnl=False, ensurenl=False) if language else None
    except ClassNotFound:
        return None
