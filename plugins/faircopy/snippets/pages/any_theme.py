"""Gives proven code blocks a style and a button that copies, in a theme that does not know them."""

from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from functools import lru_cache
from pathlib import Path
from typing import Any

from faircopy._compat.pelican import html_of, set_html
from faircopy.content.any_theme import STRONGER
from faircopy.content.assets import compact, compact_module, digest_of_files
from faircopy.content.page_only import page_only, simplify_summary
from faircopy.content.templates import templates_of
from faircopy.content.texts import root_of
from faircopy.snippets.pages.lines import linked_lines
from faircopy.snippets.pages.render import TEMPLATES

WEB = Path(__file__).parent / "web"
FIGURE = '<figure id="snippet-'
FOLDER = "snippets"  # of the site


@lru_cache(maxsize=1)
def snippet_assets() -> Mapping[str, bytes]:
    """Return the files by their paths in the site: in a folder that is named after them."""
    style = compact(f"{STRONGER}{{{(WEB / 'snippet.css').read_text(encoding='utf-8')}}}").encode()
    files = {"any-theme.css": style, "copy.js": compact_module((WEB / "copy.js").read_bytes())}
    return {f"{FOLDER}/{digest_of_files(files)}/{name}": data for name, data in files.items()}


def place_style(content: Any, names_in: Callable[[str], AbstractSet[str]]) -> bool:
    """Put style and script before the first proven block; False if there is none, or the theme knows them.

    `names_in` returns what a template of the theme names. If the theme knows proven blocks, that links their lines.
    """
    before, figure, after = html_of(content).partition(FIGURE)
    if not figure or linked_lines.__name__ in names_in(content.template):
        return False
    root = root_of(content.save_as or content.url, content.settings)
    folder = next(iter(snippet_assets())).rpartition("/")[0]
    templates = templates_of(content.settings, TEMPLATES)
    made = templates.render("snippet/any_theme.html", lang=content.lang, assets=f"{root}/{folder}")
    set_html(content, f"{before}{page_only(made)}{figure}{after}")
    simplify_summary(content)
    return True
