"""The author's site in memory: changes are loaded when somebody asks, and each file is made on request."""

import os
import shutil
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from faircopy.build.build import BuildFailedError
from faircopy.cache.namespaces import PREVIEW
from faircopy.cache.workspace import use_together, workspace_of
from faircopy.content.moment import MOMENT
from faircopy.content.settings import site_of
from faircopy.content.templates import IN_TEXTS
from faircopy.content.theme import theme_folders
from faircopy.diagnostics.model import Diagnostic, has_errors
from faircopy.incremental.in_memory import InMemorySite
from faircopy.incremental.output import LAZY_OUTPUT
from faircopy.incremental.state import open_state
from faircopy.languages.words import CATALOGUE
from faircopy.lint.check import lint_document
from faircopy.lint.layout import layout_of
from faircopy.lint.report_cache import ReportCache
from faircopy.markdown.document import Document, read_document
from faircopy.preview.changes import SourceWatch
from faircopy.preview.file_stamps import Stamps
from faircopy.preview.first_proofs import FirstProofs
from faircopy.preview.model import Response, SiteChange
from faircopy.preview.output import THEME_FOLDER, OutputFiles, name_at
from faircopy.preview.port import port_of
from faircopy.preview.proofread_sources import ProofreadSources
from faircopy.preview.proofreading import Proofreading
from faircopy.preview.site_settings import loaded_for_preview
from faircopy.snippets.pages.publication import PROVEN


def open_site(settings_file: Path, address: str) -> "PreviewSite":
    """Return the site of `settings_file`, to be served at `address`. Raises BuildFailedError."""
    # A folder for each port, so that two previews at once do not take each other's files away.
    folder = workspace_of(PREVIEW, Path())
    use_together(folder)
    output = (folder / port_of(address)).absolute()
    return PreviewSite(settings_file, output, {"SITEURL": address, "FEED_DOMAIN": address})


def is_in(path: Path, folders: Iterable[Path]) -> bool:
    return any(path.is_relative_to(folder) for folder in folders)


class PreviewSite:
    """One site, for one thread at a time; `findings` may run in parallel with the other methods."""

    def __init__(self, settings_file: Path, output: Path, overrides: Mapping[str, Any]) -> None:
        """Read the site. `output` is a folder for copied files; `overrides` are Pelican settings.

        Raises BuildFailedError if there is nothing to show.
        """
        self.settings_file = settings_file.absolute()
        self.overrides = {**overrides, "OUTPUT_PATH": str(output), LAZY_OUTPUT: True, "DEBUG": True}
        self.output = output
        self.settings = self.loaded()
        self.content = Path(self.settings["PATH"])
        self.looks = theme_folders(self.settings)
        self.site = site_of(self.settings, self.settings_file.parent)
        session = open_state(self.settings, self.settings["PLUGINS"]).session
        reports = ReportCache(session.store, forks=True)
        self.proofreading = Proofreading(self.settings, reports)
        self.sources = ProofreadSources(self.settings, self.proofreading)
        self.broken: list[Diagnostic] = []  # why the newest site is not shown
        self.gone: dict[Path, str] = {}  # sources that are no longer there, with their titles
        self.settings_files = sorted(self.settings_file.parent.glob("*.py"))
        looks = (self.looks.theme, *self.looks.watched(self.settings_file.parent))
        self.watch = SourceWatch(self.settings_file, self.content, looks)
        self.files = OutputFiles(lambda: self.in_memory, self.settings, output, self.watched)
        self.start()
        reports.forks = False  # from now on, threads work beside this one

    def loaded(self) -> dict[str, Any]:
        return loaded_for_preview(self.settings_file, self.overrides)

    def start(self) -> None:
        shutil.rmtree(self.output, ignore_errors=True)
        layout = layout_of(self.content, self.site.paths)
        self.sources.load({*layout.posts, *layout.pages}, self.site)
        self.begin_watched()
        # All texts are shown but those at which reading has ended.
        while not self.has_pages and self.sources.hold_back(self.sources_of_errors()):
            self.begin_watched()
        if not self.has_pages:
            raise BuildFailedError(self.problems())

    @property
    def proofs(self) -> FirstProofs:
        return self.sources.proofs

    @property
    def has_pages(self) -> bool:
        # Without a site in memory, Pelican could not even begin.
        return hasattr(self, "in_memory") and bool(self.in_memory.outputs.pages)

    def sources_of_errors(self) -> dict[Path, Diagnostic]:
        return {Path(one.path).absolute(): one for one in self.broken if has_errors([one])}

    def begin_watched(self) -> None:
        self.settings[PROVEN] = list(self.sources.proven.values())
        self.broken = self.proofreading.explained(self.watched(self.begin), self.site)

    def begin(self) -> None:
        self.in_memory = InMemorySite(self.settings)
        self.in_memory.excluded = set(self.sources.wrong)
        self.in_memory.read()

    def warm_up(self) -> None:
        """Run the code of the next save once, so that dictionaries, lexers and so on are loaded."""
        latest = max(self.in_memory.contents, key=lambda source: self.stamps.get(source, (0, 0, 0, 0)))
        document = read_document(Path(os.path.relpath(latest)))
        if isinstance(document, Document):
            lint_document(document, self.site, dated=self.site.paths.is_post(latest.relative_to(self.content)))
            self.in_memory.warm_up(latest)

    def watched(self, run: Callable[[], None]) -> list[Diagnostic]:
        return self.proofreading.watched(run, self.settings_file, self.site)

    # What has changed

    @property
    def folders(self) -> Sequence[Path]:
        """The folders to watch, recursively."""
        return self.watch.folders

    @property
    def stamps(self) -> Stamps:
        return self.watch.stamps

    def load_changes(self, paths: Collection[Path] | None = None) -> SiteChange:
        """Load the changes in these files; without arguments, in any file."""
        if self.watch.has_new_folder(paths or ()):
            # It was taken away and made anew: what watches it still watches the old one.
            return SiteChange(changed=True, restart=True)
        new = self.watch.changed(paths) | self.proofs.taken()
        if any(self.watch.needs_restart(path) for path in new):
            return SiteChange(changed=True, restart=True)
        if new:
            again = self.files.start_anew()
            self.load_files(new)
            # Else what is still wrong would be reported as fixed until somebody looks.
            for name in again:
                self.files.content_of(name)
        only_styles = all(is_in(path, self.looks.static) and path.suffix == ".css" for path in new)
        return SiteChange(
            changed=bool(new), stylesheets=frozenset(self.address_of(path) for path in new if only_styles)
        )

    def address_of(self, static: Path) -> str:
        (folder, *_) = (one for one in self.looks.static if static.is_relative_to(one))
        return f"{self.settings[THEME_FOLDER]}/{static.relative_to(folder).as_posix()}"

    def load_files(self, new: set[Path]) -> None:
        """Load changed files of content and theme: into the pages in memory if that is enough, else read all again."""
        theme = any(is_in(path, self.looks.static) for path in new)
        templates = any(is_in(path, self.looks.templates) for path in new)
        if templates:
            self.site = site_of(self.settings, self.settings_file.parent)  # which knows their names
        # Where the theme has such templates, any of its own may take part in the HTML of texts.
        in_texts = (Path(one, folder) for one in self.looks.templates for folder in IN_TEXTS)
        words = any(path.suffix == CATALOGUE for path in new)
        texts = words or (templates and any(map(Path.exists, in_texts)))
        if texts:
            self.in_memory.forget_below(self.content)
        content = {path for path in new if path.is_relative_to(self.content)}
        documents = {path for path in content if path.suffix in self.site.paths.suffixes}
        for path in content - documents:
            # A picture, the data of a chart, the record of a list: whatever stands beside it may show it.
            self.in_memory.forget_below(path.parent)
            documents |= {source for source in self.in_memory.contents if source.parent == path.parent}
        taken = self.sources.load(documents, self.site)
        in_place = not (theme or texts) and content == taken and not self.broken
        if not in_place or not all(self.refreshed(source) for source in sorted(taken)):
            self.read_again(theme=theme)

    def refreshed(self, source: Path) -> bool:
        done: list[bool] = []
        self.broken = self.watched(lambda: done.append(self.in_memory.refresh(source)))
        return not self.broken and done == [True]

    def read_again(self, *, theme: bool) -> None:
        if theme:
            shutil.rmtree(self.output / self.settings[THEME_FOLDER], ignore_errors=True)
            self.settings[THEME_FOLDER] = self.loaded()[THEME_FOLDER]
        before = self.in_memory.contents
        known = set(before)
        self.in_memory.pinned = known & set(self.sources.wrong)
        self.in_memory.excluded = set(self.sources.wrong) - known
        self.settings[PROVEN] = list(self.sources.proven.values())
        self.settings.pop(MOMENT, None)  # the time has gone on
        self.broken = self.proofreading.explained(self.watched(self.in_memory.read), self.site)
        # What is wrong with the whole site holds back no text; but one that Pelican drops, or complains of, does.
        lost = {source for source in known - set(self.in_memory.contents) if source.exists()}
        if has_errors(self.broken) and (lost or known & self.sources_of_errors().keys()):
            self.in_memory.restore()
        self.files.forget_removed()
        self.gone |= {source: before[source].title for source in known - set(self.in_memory.contents)}

    # What stands where

    def first_look(self, path: str) -> Collection[Path]:
        """Return the files to look at before answering `path`: the page's own source, and the settings."""
        source = self.source_of(path)
        return [*self.settings_files, *([source] if source else [])]

    def answer(self, path: str) -> Response:
        """Return what is at `path`, which is decoded and below the root: '2017/09/fail2ban/'."""
        return self.files.answer(path)

    def source_of(self, path: str) -> Path | None:
        """Return the Markdown file of the page at `path`; None for a page of many sources."""
        rendering = self.in_memory.outputs.pages.get(name_at(path))
        content = rendering and (rendering.context.get("article") or rendering.context.get("page"))
        return Path(content.source_path) if content else None

    def path_of(self, source: Path) -> str | None:
        contents = self.in_memory.contents
        # One whose folder and slug have both changed is known by its title.
        alike = (one for one in contents.values() if one.title == self.gone.get(source))
        content = contents.get(source) or next(alike, None)
        return content.save_as.removesuffix("index.html") if content else None

    # What is wrong

    def problems(self) -> list[Diagnostic]:
        """Return why the newest state cannot be shown; meanwhile the last good one is."""
        found = [self.broken, *self.sources.wrong.values(), *self.files.unmade.values()]
        return sorted({diagnostic for some in found for diagnostic in some})

    def findings(self, source: Path) -> Sequence[Diagnostic]:
        """Return all findings in one source, warnings included; this may take seconds."""
        found = self.proofreading.found(self.site, lambda path: path.absolute() == source)
        self.proofreading.save()
        self.in_memory.clean_up()
        return found
