"""The script that runs in Node at build, and in a reader's browser."""

from importlib.resources import files


def matcher_script() -> str:
    """Return the source of the matcher: plain JavaScript without DOM, which defines `FilterTool`."""
    return (files(__package__) / "web" / "matcher.js").read_text(encoding="utf-8")
