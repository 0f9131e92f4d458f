"""Renders diagnostics for pages of the preview, by the templates in `overlay/`."""

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from faircopy.diagnostics.formats import diagnostic_to
from faircopy.diagnostics.model import Diagnostic
from faircopy.preview.editor import editor_link
from faircopy.preview.model import Response

if TYPE_CHECKING:
    from jinja2 import Environment

OVERLAY = Path(__file__).parent / "overlay"
HTML = "text/html; charset=utf-8"
EXCERPT_CONTEXT_LINES = 2  # before and after the line that is meant
MAX_LINE_CHARS = 300
MAX_SOURCE_BYTES = 2_000_000  # of a source that is looked into


class OverlayTemplates:
    """The templates of the error overlay. A theme's own, in `templates/preview/`, take precedence."""

    def __init__(self, folders: Sequence[Path], report: Callable[[str], None]) -> None:
        """`folders` are the site's template folders, the theme's included; `report` receives their errors."""
        self.folders = [*(folder / "templates" / "preview" for folder in folders), OVERLAY]
        self.report = report
        self.reported: set[str] = set()

    def render(self, name: str, **values: object) -> str:
        """Render a template; fall back to ours if the theme's fails."""
        try:
            return environment(*self.folders).get_template(name).render(values)
        except Exception as error:  # noqa: BLE001  # a template is a program
            text = f"warning: the theme's 'preview/{name}' cannot be used: {type(error).__name__}: {error}"
            if text not in self.reported:
                self.reported.add(text)
                self.report(text)
            return environment(OVERLAY).get_template(name).render(values)

    def view(self, diagnostic: Diagnostic, editor: str | None) -> dict[str, Any]:
        """Return a diagnostic as JSON data for a page. `editor` is the pattern of editor links."""
        found = diagnostic_view(diagnostic, editor)
        return {**found, "html": self.render("finding.html", found=found)}


@cache
def environment(*folders: Path) -> "Environment":
    # To import it takes longer than to answer with what was kept.
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415

    return Environment(loader=FileSystemLoader(folders), autoescape=True, undefined=StrictUndefined)


def diagnostic_view(diagnostic: Diagnostic, editor: str | None) -> dict[str, Any]:
    """Return the data for `finding.html`."""
    path = Path(diagnostic.path)
    link = editor_link(editor, path, diagnostic.line, diagnostic.column) if editor and path.is_file() else None
    return {
        **diagnostic_to(diagnostic),
        "excerpt": excerpt(path, diagnostic.line),
        "editor": link,
    }


def excerpt(path: Path, line: int) -> list[tuple[int, str]]:
    """Return the lines around `line` with their numbers; none if the file cannot be read."""
    try:
        if path.stat().st_size > MAX_SOURCE_BYTES:
            return []
        lines = path.read_text(encoding="utf-8-sig", errors="replace").split("\n")
    except OSError:
        return []
    first = max(line - EXCERPT_CONTEXT_LINES, 1)
    return [
        (number, text[:MAX_LINE_CHARS])
        for number, text in enumerate(lines[first - 1 : line + EXCERPT_CONTEXT_LINES], first)
    ]


def no_page(problems: Iterable[Diagnostic]) -> Response:
    """Return a page that says why the requested one is missing."""
    text = environment(OVERLAY).get_template("no_page.html").render(problems=map(str, problems))
    return Response(text.encode(), HTML, status=500, is_page=True)
