"""Compares a site with what the installed version would create. Nothing is written here."""

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from faircopy.starter.record import Record, digest

# The heading of a version in CHANGELOG.md: "## 0.2.0 - 2026-11-23".
VERSION = re.compile(r"^## \[?(\d+(?:\.\d+)*)\]?.*$", re.MULTILINE)


class FileState(Enum):
    """How a file compares with the one that the new version would create."""

    NEW = "is new"
    AS_MADE = "has changed, and yours is as it was made"
    CHANGED = "has changed, and you have changed yours"
    REMOVED = "is gone from new sites; yours stays"


@dataclass(frozen=True, slots=True)
class FileChange:
    """A file that differs in new sites."""

    name: str
    state: FileState
    ours: str  # what a new site has
    yours: str  # the site's text; empty if the file is missing

    @property
    def report(self) -> str:
        """What the author is told."""
        return f"{self.name} {self.state.value}\n{self.diff if self.state is not FileState.REMOVED else ''}"

    @property
    def diff(self) -> str:
        """The diff from the site's file to the new one."""
        lines = difflib.unified_diff(
            self.yours.splitlines(keepends=True), self.ours.splitlines(keepends=True), self.name, f"{self.name} (new)"
        )
        return "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)


def file_changes(record: Record, files: Mapping[str, str], folder: Path) -> Iterator[FileChange]:
    """Yield the differences between the recorded files and those of this version. Raises OSError."""
    for name, text in sorted(files.items()):
        before = record.files.get(name)
        if before == digest(text):
            continue
        yours = text_in(folder / name)
        if yours is None and before is not None:
            continue  # it was taken away on purpose
        if yours == text:
            continue
        state = FileState.NEW if yours is None else FileState.AS_MADE if digest(yours) == before else FileState.CHANGED
        yield FileChange(name, state, text, yours or "")
    for name in sorted(record.files.keys() - files.keys()):
        if (yours := text_in(folder / name)) is not None:
            yield FileChange(name, FileState.REMOVED, "", yours)


def text_in(file: Path) -> str | None:
    try:
        return file.read_text(encoding="utf-8", errors="surrogateescape")
    except FileNotFoundError:
        return None


def settings_changes(before: tuple[str, ...], now: tuple[str, ...]) -> list[str]:
    """Return a line for new settings, and one for removed ones."""
    new, gone = sorted(set(now) - set(before)), sorted(set(before) - set(now))
    return [
        *([f"settings that are new: {', '.join(new)}"] if new else []),
        *([f"settings that are gone, and do nothing now: {', '.join(gone)}"] if gone else []),
    ]


def news_since(changelog: str, version: str) -> str:
    """Return the changelog sections of versions after `version`, newest first."""
    found = list(VERSION.finditer(changelog))
    ends = [one.start() for one in found[1:]] + [len(changelog)]
    newer = [(one, end) for one, end in zip(found, ends, strict=True) if numbers(one[1]) > numbers(version)]
    return "\n".join(changelog[one.start() : end].strip() + "\n" for one, end in newer)


def numbers(version: str) -> tuple[int, ...]:
    """Return a version as numbers: '1.10.2.dev3' is (1, 10, 2)."""
    found = re.match(r"\d+(?:\.\d+)*", version)
    return tuple(map(int, found[0].split("."))) if found else ()
