"""The context of a publication: the repository, the settings, and a workspace."""

import errno
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from faircopy.build import rules as build_rules
from faircopy.build.run import REPORT_CACHE, load_settings
from faircopy.build.siteurl import is_siteurl, unusable
from faircopy.cache.namespaces import ASSETS, INCREMENTAL, PROJECT_FOLDER, PUBLISH
from faircopy.cache.workspace import used_alone, workspace_of
from faircopy.content.deprecated import take_renamed
from faircopy.diagnostics.model import Diagnostic
from faircopy.incremental.state import CACHE as INCREMENTAL_CACHE
from faircopy.markdown.files import alone_in
from faircopy.publish import rules
from faircopy.publish.git import GitError, Repository, repository_around
from faircopy.publish.phrases import HERE
from faircopy.publish.refusal import PublishRefusedError, refuse_errors
from faircopy.publish.settings import PublishSettings, check_settings, settings_of
from faircopy.system_errors import explain


@dataclass(frozen=True, slots=True)
class PublishOptions:
    """The options of the command line."""

    dry_run: bool = False
    diff: bool = False
    allow_shrink: bool = False
    allow_gone: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Reporter:
    """How messages reach the author."""

    progress: Callable[[str], None]  # what is being done
    result: Callable[[str], None]  # what was found


@dataclass(frozen=True, slots=True)
class PublishContext:
    """Everything that the steps of a publication need."""

    folder: Path  # of the settings file
    repository: Repository
    settings: PublishSettings
    caches: Mapping[str, str]  # settings of what is kept from one build to the next
    reporter: Reporter

    @property
    def workspace(self) -> Path:
        return self.folder / PROJECT_FOLDER / PUBLISH.name

    @property
    def exported(self) -> Path:
        return self.workspace / "source"

    @property
    def sources(self) -> Path:
        """The folder of the exported settings file, which need not be the root of the repository."""
        return self.exported / self.inside

    @property
    def inside(self) -> str:
        """The folder of the settings file, relative to the repository."""
        return self.folder.relative_to(self.repository.root.resolve()).as_posix()

    @property
    def read_from(self) -> tuple[str, ...]:
        """The folders of the repository that the site is made from."""
        names = (self.settings.content, self.settings.theme, *self.settings.own_theme)
        return tuple(PurePosixPath(self.inside, name).as_posix() for name in names if not name.startswith("/"))


@contextmanager
def publish_context(folder: Path, settings_name: str, reporter: Reporter) -> Iterator[PublishContext]:
    """Prepare to publish the site of the settings file in `folder`, one publication at a time.

    Raises PublishRefusedError.
    """
    folder = folder.resolve()
    with git_explained():
        repository = repository_around(folder)
        if repository.commit_at("HEAD") is None:
            raise GitError("there is no commit yet")
    given = load_settings(Path(os.path.relpath(folder / settings_name)), {})
    if isinstance(given, Diagnostic):
        raise PublishRefusedError([given])
    list(take_renamed(given, settings_name))  # the build says so
    if not is_siteurl(given["SITEURL"]):
        raise PublishRefusedError([build_rules.SITEURL_UNUSABLE.at(settings_name, 1, *unusable(given["SITEURL"]))])
    settings = settings_of(given, folder / settings_name)
    refuse_errors(check_settings(settings))
    context = PublishContext(folder, repository, settings, caches(given, folder), reporter)
    with only_one(folder), only_one_of(repository):
        try:
            yield context
        except GitError as error:
            hint = "do what git says, then publish again"
            raise PublishRefusedError([rules.GIT_FAILED.at(HERE, 1, f"git says: {error}", hint)]) from None


def caches(given: Mapping[str, Any], folder: Path) -> dict[str, str]:
    """Return the settings of the caches that a build of a commit shares with the site's own builds.

    What they hold is found by content: pictures, and what was found in each text. Pages are made anew.
    """
    project = folder / PROJECT_FOLDER
    return {
        "ASSET_CACHE": str(folder / given.get("ASSET_CACHE", project / ASSETS.name)),
        REPORT_CACHE: str(folder / given.get(INCREMENTAL_CACHE, project / INCREMENTAL.name)),
    }


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Lock the workspace of a site. Raises PublishRefusedError."""
    try:
        workspace = workspace_of(PUBLISH, folder)
    except OSError as error:
        raise PublishRefusedError([rules.WORKSPACE_UNUSABLE.at(HERE, 1, *explain(error))]) from None
    with used_alone(workspace) as is_ours:
        if not is_ours:
            fact = "the site of this folder is being published already"
            raise PublishRefusedError([rules.ALREADY_RUNNING.at(HERE, 1, fact, "wait until that has ended")])
        yield


@contextmanager
def only_one_of(repository: Repository) -> Iterator[None]:
    """Lock a repository: its working trees, and the sites in its folders, share the refs of a publication.

    Raises PublishRefusedError if another process has the lock.
    """
    shared = repository.root / repository.ask("rev-parse", "--git-common-dir")
    with ExitStack() as stack:
        try:
            stack.enter_context(alone_in(shared))
        except OSError as error:
            if error.errno != errno.EBUSY:
                raise
            fact = "another site or working tree of this repository is being published"
            hint = "wait until that has ended"
            raise PublishRefusedError([rules.ALREADY_RUNNING.at(HERE, 1, fact, hint)]) from None
        yield


@contextmanager
def git_explained() -> Iterator[None]:
    """Turn a GitError into a PublishRefusedError."""
    try:
        yield
    except GitError as error:
        hint = "git init, commit, and add a remote: docs/publishing.md"
        raise PublishRefusedError([rules.NO_REPOSITORY.at(HERE, 1, f"git says: {error}", hint)]) from None


@contextmanager
def remote_explained(settings: PublishSettings) -> Iterator[None]:
    """Turn a GitError about the remote into a PublishRefusedError."""
    try:
        yield
    except GitError as error:
        fact = f"the remote '{settings.remote}' cannot be asked: {error}"
        hint = "git remote -v shows it; PUBLISH_REMOTE names it"
        raise PublishRefusedError([rules.REMOTE_SILENT.at(HERE, 1, fact, hint)]) from None
