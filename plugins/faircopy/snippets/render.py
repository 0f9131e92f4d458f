"""A fence as HTML that reads back as exactly its code, with what is known of it around it."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from html import escape
from posixpath import basename

from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

from faircopy.snippets.colours import coloured
from faircopy.snippets.downloads import Download, Places, address
from faircopy.snippets.marks import mark_of
from faircopy.snippets.model import LineMatch, Snippet, Verdict
from faircopy.snippets.proofs import proof_line
from faircopy.snippets.rendered import RenderedFence


def fence_html(shown: RenderedFence, downloads: Iterable[Download] = (), places: Places | None = None) -> str:
    """Return a fence: a figure when it claims something, a plain code block when it does not.

    `downloads` are those that it offers; without `places` it offers none.
    """
    # A filter knows how many lines matched, but they are not its own.
    is_sample = shown.snippet is not None and shown.snippet.log is not None
    matches = shown.verdict.matches if shown.verdict and is_sample else None
    block = code_block(shown.fence.content, shown.language, matches)
    if shown.snippet is None:
        return f'<div id="{shown.id}" class="highlight">{block}</div>'
    parts = [
        f'<figure id="{shown.id}" {figure_attributes(shown)}>',
        caption(shown, links(downloads, places) if places else ()),
        f'<div class="highlight">{block}</div>',
        proof(shown.snippet, shown.verdict) if shown.verdict else "",
        "</figure>",
    ]
    return "".join(parts)


def figure_attributes(shown: RenderedFence) -> str:
    names = 'class="snippet snippet-broken"' if shown.is_broken else 'class="snippet"'
    if shown.verdict is None:
        return names
    level = f' data-level="{shown.verdict.level}"' if shown.verdict.level else ""
    return f'{names} data-verdict="{shown.verdict.status}"{level}'


def caption(shown: RenderedFence, links: Iterable[str]) -> str:
    """Return what stands above the code, or nothing when there is nothing to say."""
    snippet = shown.snippet
    parts = []
    if snippet and snippet.file:
        parts.append(f'<span class="snippet-file">{escape(snippet.file)}</span>')
    elif snippet and snippet.log:
        parts.append(f'<span class="snippet-log">Log sample for {escape(snippet.log)}</span>')
    if shown.is_broken:
        words = "Broken on purpose" if snippet and snippet.must_fail else "Broken"
        parts.append(f'<strong class="snippet-warning">{words}</strong>')
    parts += links
    return f"<figcaption>{' '.join(parts)}</figcaption>" if parts else ""


def links(downloads: Iterable[Download], places: Places) -> Iterator[str]:
    for download in downloads:
        target = escape(address(places, download))
        if download.is_archive:
            count = "Both" if download.files == 2 else f"All {download.files}"
            yield f'<a class="snippet-archive" href="{target}" download>{count} files as tar</a>'
        else:
            # There may be many on a page: read out of context each says which.
            name = escape(basename(download.path))
            yield f'<a class="snippet-download" href="{target}" aria-label="Download {name}" download>Download</a>'


def proof(snippet: Snippet, verdict: Verdict) -> str:
    """Return the line under the code."""
    line = proof_line(snippet, verdict)
    quote = f" <samp>{escape(line.quote)}</samp>" if line.quote else ""
    return f'<p class="snippet-proof">{mark_of(line.mark)} {escape(line.text)}{quote}</p>'


def code_block(code: str, language: str, matches: Iterable[LineMatch] | None = None) -> str:
    """Return `code` as an HTML `pre`, highlighted where Pygments knows `language`.

    The text of the result is `code`, to the last white space. `matches` are lines that are marked with the address
    that was caught in them.
    """
    name = f' class="language-{escape(language)}"' if language else ""
    html = highlighted(code, language)
    if matches is not None:
        html = with_marks(html, matches)
    # tabindex: a block that scrolls sideways must be reachable by keyboard (WCAG 2.1.1).
    return f'<pre tabindex="0"><code{name}>{html}</code></pre>'


def with_marks(html: str, matches: Iterable[LineMatch]) -> str:
    """Return highlighted code with a mark at the end of each line that matched.

    The mark has no text: the stylesheet draws it from its attribute, so that what is copied stays what it was.
    """
    caught = {match.line: match.address for match in matches}
    # Pygments closes its elements at the end of each line, and opens them again.
    lines = html.split("\n")
    return "\n".join(
        f'<span class="log-line log-matched">{line}<span class="log-mark" data-address="{escape(caught[number])}">'
        "</span></span>"
        if number in caught
        else line
        for number, line in enumerate(lines, 1)
    )


def highlighted(code: str, language: str) -> str:
    lexer = lexer_for(language)
    html = escape(code, quote=False) if lexer is None else coloured(code, lexer)
    if not code.endswith("\n"):
        # The formatter ends every line; the last one of a fence that the file ends may have no end.
        html = html.removesuffix("\n")
    # Python-Markdown takes these two for its own marks.
    return html.replace("\x02", "&#2;").replace("\x03", "&#3;")


@lru_cache(maxsize=64)
def lexer_for(language: str) -> Lexer | None:
    # Pygments' defaults strip blank lines at both ends and add a final newline.
    try:
        return get_lexer_by_name(language, stripnl=False, ensurenl=False) if language else None
    except ClassNotFound:
        return None
