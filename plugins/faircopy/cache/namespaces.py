"""The namespaces of the cache: what each holds, whose it is, and where it is stored."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from faircopy.cache.sealed import user_folder

PROJECT_FOLDER = ".cache"


class Scope(StrEnum):
    """Whose the cached values are: a user's or a project's."""

    PROJECT = "this project"  # in PROJECT_FOLDER, beside the settings
    USER = "all projects"  # in the user's own cache folder, because it is the same for every project


class StorageForm(StrEnum):
    """How the files of a namespace are used, and so how it can be cleared while others use it."""

    ENTRIES = "entries"  # sealed files, one an entry: each can go at any time
    DATABASE = "database"  # files of SQLite with sealed rows: emptied through SQLite, which knows who uses them
    WORKSPACE = "workspace"  # files of one process at a time, which holds a lock: left alone while it runs


@dataclass(frozen=True, slots=True)
class Namespace:
    """A part of the store."""

    name: str  # of its folder, and what `faircopy cache clear` takes
    holds: str
    scope: Scope = Scope.PROJECT
    form: StorageForm = StorageForm.ENTRIES

    def folder(self, root: Path = Path()) -> Path | None:
        """Return the folder; `root` is the folder of the settings. None for a user without a home folder."""
        if self.scope is Scope.PROJECT:
            return root / PROJECT_FOLDER / self.name
        home = user_folder()
        return home and home / self.name


SNIPPETS = Namespace("snippets", "verdicts on snippets", Scope.USER)
VERSIONS = Namespace("versions", "versions of the tools that check snippets", Scope.USER)
INCREMENTAL = Namespace("incremental", "what builds have read and made", form=StorageForm.DATABASE)
BUILDS = Namespace("builds", "what the last builds were made from")
ASSETS = Namespace("assets", "charts, cards and smaller pictures")
EXTERNAL_LINKS = Namespace("external-links", "what other sites have answered")
PREVIEW_PAGES = Namespace("preview-pages", "pages that the preview showed last")
PREVIEW = Namespace("preview", "files that a preview has copied", form=StorageForm.WORKSPACE)
PUBLISH = Namespace("publish", "the last site that was checked for publishing", form=StorageForm.WORKSPACE)

NAMESPACES = (SNIPPETS, VERSIONS, INCREMENTAL, BUILDS, ASSETS, EXTERNAL_LINKS, PREVIEW_PAGES, PREVIEW, PUBLISH)
