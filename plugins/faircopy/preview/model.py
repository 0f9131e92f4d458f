"""The interface between the server and a site."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from faircopy.diagnostics.model import Diagnostic
from faircopy.preview.pending_proofs import PendingProofs


@dataclass(frozen=True, slots=True)
class Response:
    """The response at one address."""

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


class SiteInMemory(Protocol):
    """A site in memory.

    The server calls the methods one at a time, from any thread; only `findings` may run in parallel with others.
    """

    @property
    def proofs(self) -> PendingProofs:
        """The proofs that are still to be made for the first time."""

    @property
    def folders(self) -> Sequence[Path]:
        """The folders to watch, recursively; missing ones do no harm."""

    def load_changes(self, paths: Collection[Path] | None = None) -> SiteChange:
        """Load the changes in these files, all absolute; without `paths`, look at all files."""

    def first_look(self, path: str) -> Collection[Path] | None:
        """Return the files to look at before answering `path`, None for all: a reload does not wait for the watcher."""

    def answer(self, path: str) -> Response:
        """Return what is at `path`, which is decoded and below the root: '2017/09/fail2ban/'.

        A path has no empty, '.' or '..' segment. Problems in the content raise nothing.
        """

    def source_of(self, path: str) -> Path | None:
        """Return the Markdown file of the page at `path`; None if there is none."""

    def path_of(self, source: Path) -> str | None:
        """Return the path of the page that is made from `source`; None if there is none."""

    def problems(self) -> Sequence[Diagnostic]:
        """Return why the newest state cannot be shown; meanwhile the last good one is."""

    def findings(self, source: Path) -> Sequence[Diagnostic]:
        """Return all findings in one source, warnings included; this may take seconds."""
