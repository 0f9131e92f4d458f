"""The table of checkers in docs/snippets.md: `make docs` writes it, and a test compares it."""

import re
from collections.abc import Iterable
from pathlib import Path

from faircopy.snippets.checkers import Checker, all_checkers

HEAD = ("checker", "files", "languages", "fragments, with a `context`", "tool (package)", "how far")


def table_of(checkers: Iterable[Checker]) -> list[str]:
    """Return the lines of the table, in Markdown."""
    return [line_of(HEAD), line_of(["---"] * len(HEAD)), *map(row_of, checkers)]


def with_table(page: str) -> str:
    """Return the text of docs/snippets.md with the table of all checkers."""
    table = re.compile(rf"^{re.escape(line_of(HEAD))}\n(?:\|.*\n)*", re.MULTILINE)
    return table.sub(lambda _: "\n".join(table_of(all_checkers())) + "\n", page)


def write_table(page: Path) -> None:
    """Bring the table of a page up to date."""
    page.write_text(with_table(page.read_text(encoding="utf-8")), encoding="utf-8")


def row_of(checker: Checker) -> str:
    own = checker.fragment_languages - checker.languages
    named = quoted(own) or ("the same" if checker.fragment_languages else "")
    fragments = f"{named}: {quoted(checker.contexts)}" if checker.contexts else named
    packages = ", ".join(dict.fromkeys(checker.programs.values()))
    return line_of([
        f"`{checker.name}`",
        quoted(pattern.removeprefix("*/") for pattern in checker.files),
        quoted(checker.languages),
        "log samples, with `log`" if checker.reads_logs else fragments,
        f"{checker.command} ({packages})" if packages else checker.command,
        str(checker.level),
    ])  # fmt: skip


def quoted(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in (sorted(words) if isinstance(words, frozenset) else words))


def line_of(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |".replace("|  |", "| |")
