"""Lets our parts stand in any theme: their styles are stronger than its own, and take their colours from the page."""

from functools import lru_cache
from pathlib import Path

from faircopy.content.assets import compact, compact_module

WEB = Path(__file__).parent / "web"
STYLE = "any-theme.css"
COLOURS = "theme-colours.js"
# Nothing has this id. It makes each selector within stronger than all that have none, as those of themes.
STRONGER = ":is(#faircopy,:root)"


def any_theme_style(*styles: str) -> bytes:
    """Return one stylesheet for any theme, of the common part and stylesheets that expect a theme of ours.

    In them, `&` outside of all rules is the root.
    """
    common = (WEB / STYLE).read_text(encoding="utf-8")
    return compact(f"{STRONGER}{{{common}{''.join(styles)}}}").encode()


@lru_cache(maxsize=1)
def colours_script() -> bytes:
    """Return the module that takes the colours of a page for our parts."""
    return compact_module((WEB / COLOURS).read_bytes())
