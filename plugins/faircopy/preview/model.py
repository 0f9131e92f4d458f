"""What the server asks of a site, and what it gets."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from faircopy.diagnostics.model import Diagnostic
from faircopy.preview.pending_proofs import PendingProofs


@dataclass(frozen=True, slots=True)
class Answer:
    """What stands at one address."""

    body: bytes
    content_type: str
    status: int = 200  # 404 with the site's own page
    is_page: bool = False  # made from a template of ours, and not a file that somebody has put there


@dataclass(frozen=True, slots=True)
class SiteChange:
    """What has changed on disk since the last look."""

    changed: bool = False
    stylesheets: frozenset[str] = frozenset()  # addresses below the root, when nothing but these has changed
    restart: bool = False  # a plugin or a setting has changed: only a new process can take that in


class Site(Protocol):
    """A site in memory.

    The server calls the methods one at a time, from any thread; only `findings` may be called beside the others.
    """

    @property
    def proofs(self) -> PendingProofs:
        """The proofs that have yet to be made for the first time."""

    @property
    def folders(self) -> Sequence[Path]:
        """Folders whose changes matter, all that is below them included; missing ones do no harm."""

    def load_changes(self, paths: Collection[Path] | None = None) -> SiteChange:
        """Take in what has changed in these files, all absolute; without `paths`, look at all there are."""

    def first_look(self, path: str) -> Collection[Path] | None:
        """Return the files to take in before `path` is answered, None for all: a save need not wait for a watcher."""

    def answer(self, path: str) -> Answer:
        """Return what stands at `path`, which is decoded and below the root: '2017/09/fail2ban/'.

        A path has no empty, '.' or '..' segment. Raises nothing for what is wrong with content.
        """

    def source_of(self, path: str) -> Path | None:
        """Return the Markdown file that the page at `path` is made from; None where there is no such file."""

    def path_of(self, source: Path) -> str | None:
        """Return where the page that is made from `source` stands; None where there is none."""

    def problems(self) -> Sequence[Diagnostic]:
        """Return what keeps the newest state from being shown; the last good one is shown instead."""

    def findings(self, source: Path) -> Sequence[Diagnostic]:
        """Return all that can be said against one source, warnings too; this may take seconds."""
