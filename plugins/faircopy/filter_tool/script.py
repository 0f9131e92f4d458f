"""The script that runs in Node at build, and in a reader's browser."""

from importlib.resources import files


def matcher_script() -> str:
    """Return the source of the matcher: plain JavaScript without DOM, which defines `FilterTool`."""
    return (files(__package__) / "web" / "matcher.js").read_text(encoding="utf-8")


def prover_script() -> str:
    """Return the script for Node: it reads `{data, samples: [{lines, jails}]}` and writes what comes of each sample."""
    return f"{matcher_script()}\n{(files(__package__) / 'prove.js').read_text(encoding='utf-8')}"
