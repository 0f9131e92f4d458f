"""The author's site in memory: what has changed is proofread and taken in, and a file is made when it is asked for."""

import os
import re
import shutil
import tempfile
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from faircopy.build.build import BuildFailedError
from faircopy.build.rules import PELICAN_COMPLAINED
from faircopy.build.run import load_settings, watched
from faircopy.cache.namespaces import PREVIEW
from faircopy.cache.workspace import use_together, workspace_of
from faircopy.checklists.worker import WORKER, data_of_worker, worker_at
from faircopy.content.moment import MOMENT, moment_of
from faircopy.content.renamed import take_renamed
from faircopy.content.settings import site_of
from faircopy.content.templates import IN_TEXTS
from faircopy.diagnostics.model import Diagnostic, has_errors
from faircopy.incremental.offers import ON_REQUEST
from faircopy.incremental.plugin import open_session
from faircopy.incremental.resident import ResidentSite
from faircopy.lint.check import check_content, check_document, lint_document
from faircopy.lint.layout import layout_of
from faircopy.lint.report_cache import ReportCache
from faircopy.lint.reports import SnippetReport
from faircopy.lint.rules.link_targets import LINK_CASE, LINK_DEAD
from faircopy.markdown.document import Document, read_document
from faircopy.markdown.ignored import is_ignored
from faircopy.preview.diagnostics_view import no_page
from faircopy.preview.folder import content_type_of
from faircopy.preview.listening import port_of
from faircopy.preview.model import Answer, Taken
from faircopy.preview.stamps import Stamps, changed, stamps_of
from faircopy.search.index import FOLDER as SEARCH_FOLDER
from faircopy.search.index import index_files
from faircopy.snippets.plugin import PROVEN, PUBLICATION, check_settings, update
from faircopy.snippets.rendered import VerifiedDocument

# What Pelican says of a link to a file of the content folder that is not there.
LOST = re.compile(r"^(Unable to find|Cannot get modification stamp for) ")
# So many pages that could not be made are tried again at once when something has changed.
RETRIED = 20
THEME_FOLDER = "THEME_STATIC_DIR"


def open_site(settings_file: Path, address: str) -> "PreviewSite":
    """Return the site of `settings_file`, to be served at `address`. Raises BuildFailedError."""
    # A folder for each port, so that two previews at once do not take each other's files away.
    folder = workspace_of(PREVIEW, Path())
    use_together(folder)
    output = (folder / port_of(address)).absolute()
    return PreviewSite(settings_file, output, {"SITEURL": address, "FEED_DOMAIN": address})


class PreviewSite:
    """One site, for one thread at a time; `findings` may be called beside the other methods."""

    def __init__(self, settings_file: Path, output: Path, overrides: Mapping[str, Any]) -> None:
        """Read the site. `output` is a folder for what is copied; `overrides` are Pelican settings.

        Raises BuildFailedError where there is nothing to show.
        """
        self.settings_file = settings_file.absolute()
        self.overrides = {**overrides, "OUTPUT_PATH": str(output), ON_REQUEST: True, "DEBUG": True}
        self.output = output
        self.settings = self.loaded()
        self.content = Path(self.settings["PATH"])
        self.theme = Path(self.settings["THEME"])
        self.site = site_of(self.settings, self.settings_file.parent)
        session = open_session(self.settings, self.settings["PLUGINS"])
        self.store, self.reports = session.store, ReportCache(session.store, session.code)
        self.proven: dict[Path, VerifiedDocument] = {}  # by source, of the text that is shown
        self.wrong: dict[Path, list[Diagnostic]] = {}  # by source, why its newest text is not shown
        self.broken: list[Diagnostic] = []  # why the newest site is not shown
        self.unmade: dict[str, list[Diagnostic]] = {}  # by path, why the newest state of a page cannot be made
        self.good: dict[str, bytes] = {}  # by path, what was made last
        self.gone: dict[Path, str] = {}  # sources that are no longer there, with their titles
        self.index: dict[str, bytes] = {}  # the search index, empty when it has to be made
        self.settings_files = sorted(self.settings_file.parent.glob("*.py"))
        self.stamps = self.look()
        self.roots = self.inodes()
        self.start()

    def loaded(self) -> dict[str, Any]:
        settings = load_settings(self.settings_file, self.overrides)
        if isinstance(settings, Diagnostic):
            raise BuildFailedError([settings])
        list(take_renamed(settings, self.settings_file.name))  # a build says so
        return settings

    def start(self) -> None:
        shutil.rmtree(self.output, ignore_errors=True)
        layout = layout_of(self.content)
        self.take_in_sources({*layout.posts, *layout.pages})
        self.settings[PROVEN] = list(self.proven.values())
        self.broken = self.explained(watched(self.begin, self.content, self.settings_file))
        # Without a resident, Pelican could not even begin.
        if not hasattr(self, "resident") or not self.resident.notes.pages:
            raise BuildFailedError(self.problems())

    def begin(self) -> None:
        self.resident = ResidentSite(self.settings)
        self.resident.passed_over = set(self.wrong)
        self.resident.read()

    def warm_up(self) -> None:
        """Do for nothing what the next save will ask for: dictionaries, lexers and so on are loaded on the way."""
        latest = max(self.resident.contents, key=lambda source: self.stamps.get(source, (0, 0, 0, 0)))
        document = read_document(Path(os.path.relpath(latest)))
        if isinstance(document, Document):
            lint_document(document, self.site, dated=latest.is_relative_to(self.content / "posts"))
            self.resident.rehearse(latest)

    # What has changed

    @property
    def folders(self) -> Sequence[Path]:
        """The folders whose changes matter, all that is below them included."""
        return [self.content, self.theme, self.settings_file.parent / "plugins"]

    def look(self) -> Stamps:
        beside = (file for file in self.settings_file.parent.iterdir() if file.is_file())
        return stamps_of([*self.folders, *beside])

    def take_in(self, paths: Collection[Path] | None = None) -> Taken:
        """Take in what has changed in these files and no other; in any, when none are named."""
        before = self.stamps
        if self.has_new_folder(paths or ()):
            # It was taken away and made anew: what watches it still watches the old one.
            return Taken(changed=True, restart=True)
        if paths is None:
            self.stamps = self.look()
        else:
            now = stamps_of(path for path in paths if self.matters(path))
            gone = {path for path in paths if not path.exists()}
            lost = {file for file in before if gone and not gone.isdisjoint((file, *file.parents))}
            if any(before.get(file) != one for file, one in now.items()) or lost:
                self.stamps = {**{file: one for file, one in before.items() if file not in lost}, **now}
        new = changed(before, self.stamps) if self.stamps is not before else set()
        if any(self.needs_restart(path) for path in new):
            return Taken(changed=True, restart=True)
        if new:
            again, self.index, self.unmade = [*self.unmade][:RETRIED], {}, {}
            self.take_in_files(new)
            # Else what is still wrong would be said to be mended until somebody looks.
            for name in again:
                self.made(name)
        only_styles = all(path.is_relative_to(self.theme / "static") and path.suffix == ".css" for path in new)
        return Taken(changed=bool(new), stylesheets=frozenset(self.address_of(path) for path in new if only_styles))

    def has_new_folder(self, paths: Collection[Path]) -> bool:
        """Tell whether one of the folders is another than it was; a new one may have the old one's inode."""
        before, self.roots = self.roots, self.inodes()
        named = (folder in paths and folder.is_dir() for folder in self.folders)
        return any(new and new != old for old, new in zip(before, self.roots, strict=True)) or any(named)

    def inodes(self) -> list[int]:
        return [folder.stat().st_ino if folder.is_dir() else 0 for folder in self.folders]

    def matters(self, path: Path) -> bool:
        """Tell whether a file is one of the site's, and not what an editor or Python keeps beside it."""
        root = self.settings_file.parent
        inside = path.relative_to(root).parts if path.is_relative_to(root) else ()
        return not any(map(is_ignored, inside))

    def needs_restart(self, path: Path) -> bool:
        outside = not path.is_relative_to(self.content) and not path.is_relative_to(self.theme)
        # A plugin's templates and scripts are read once.
        of_plugin = path.is_relative_to(self.settings_file.parent / "plugins")
        return outside and (of_plugin or path.suffix in {".py", ".txt", ".toml"})

    def address_of(self, static: Path) -> str:
        return f"{self.settings[THEME_FOLDER]}/{static.relative_to(self.theme / 'static').as_posix()}"

    def take_in_files(self, new: set[Path]) -> None:
        theme = any(path.is_relative_to(self.theme / "static") for path in new)
        if any(path.is_relative_to(self.theme / "templates") for path in new):
            self.site = site_of(self.settings, self.settings_file.parent)  # which knows their names
            if any((self.theme / "templates" / folder).exists() for folder in IN_TEXTS):
                # Any of them may take part in the HTML of texts.
                self.resident.forget_below(self.content)
        content = {path for path in new if path.is_relative_to(self.content)}
        documents = {path for path in content if path.suffix == ".md"}
        for path in content - documents:
            # A picture, the data of a chart, the record of a list: whatever stands beside it may show it.
            self.resident.forget_below(path.parent)
            documents |= {source for source in self.resident.contents if source.parent == path.parent}
        taken = self.take_in_sources(documents)
        in_place = not theme and content == taken and not self.broken
        if not in_place or not all(self.refreshed(source) for source in sorted(taken)):
            self.read_again(theme=theme)

    def take_in_sources(self, sources: Collection[Path]) -> set[Path]:
        """Proofread some sources, and return those whose newest text is to be shown: neither wrong nor gone."""
        read = {source: read_document(Path(os.path.relpath(source))) for source in sources if source.exists()}
        for source in sources:
            self.wrong.pop(source, None)
            if source not in read:
                self.proven.pop(source, None)
        documents = {source: one for source, one in read.items() if isinstance(one, Document)}
        self.wrong |= {source: [one] for source, one in read.items() if isinstance(one, Diagnostic)}
        reports = self.reports.snippet_reports(documents.values(), check_settings(self.settings))
        for source, one in zip(documents, reports, strict=True):
            if found := self.errors_of(source, one):
                self.wrong[source] = found
            else:
                self.proven[source] = one.proven
                update(self.settings, source, one.proven)
        return set(documents) - set(self.wrong)

    def errors_of(self, source: Path, report: SnippetReport) -> list[Diagnostic]:
        dated = source.is_relative_to(self.content / "posts")
        found = check_document(report.proven.document, dated=dated, site=self.site, cache=self.reports)
        return [one for one in (*found, *report.diagnostics) if has_errors([one])]

    def refreshed(self, source: Path) -> bool:
        done: list[bool] = []
        self.broken = watched(lambda: done.append(self.resident.refresh(source)), self.content, self.settings_file)
        return not self.broken and done == [True]

    def read_again(self, *, theme: bool) -> None:
        if theme:
            shutil.rmtree(self.output / self.settings[THEME_FOLDER], ignore_errors=True)
            self.settings[THEME_FOLDER] = self.loaded()[THEME_FOLDER]
        before = self.resident.contents
        known = set(before)
        self.resident.held = known & set(self.wrong)
        self.resident.passed_over = set(self.wrong) - known
        self.settings[PROVEN] = list(self.proven.values())
        self.settings.pop(MOMENT, None)  # the time has gone on
        self.broken = self.explained(watched(self.resident.read, self.content, self.settings_file))
        if has_errors(self.broken):
            self.resident.go_back()
        self.good = {
            name: body for name, body in self.good.items() if self.resident.notes.has(name) or name.endswith(WORKER)
        }
        self.gone |= {source: before[source].title for source in known - set(self.resident.contents)}

    def explained(self, broken: list[Diagnostic]) -> list[Diagnostic]:
        """Return what keeps the site from being read; where Pelican misses a file, at the link that names it."""
        lost = [one for one in broken if one.code == PELICAN_COMPLAINED.code and LOST.search(one.message)]
        dead = [one for one in self.found() if one.code in (LINK_DEAD.code, LINK_CASE.code)] if lost else []
        return sorted({*dead, *(one for one in broken if one not in lost)}) if dead else broken

    # What stands where

    def first_look(self, path: str) -> Collection[Path]:
        """Return the files to take in before `path` is answered: the page's own source, and the settings."""
        source = self.source_of(path)
        return [*self.settings_files, *([source] if source else [])]

    def answer(self, path: str) -> Answer:
        """Return what stands at `path`, which is decoded and below the root: '2017/09/fail2ban/'."""
        name, status = name_at(path), 200
        body = self.made(name)
        if body is None:
            name, status = "404.html", 404
            body = self.made(name)
        if name in self.unmade and name not in self.good:
            return no_page(self.unmade[name])
        return Answer(body or b"", content_type_of(name), status, is_page=self.is_page(name))

    def is_page(self, name: str) -> bool:
        """Tell whether a file of the site is made by templates or plugins, and not put there by an author."""
        notes, publication = self.resident.notes, self.settings[PUBLICATION]
        is_html = content_type_of(name).startswith("text/html")
        offered = (file for page in publication.pages.values() for file in page.downloads)
        return name in notes.pages or (is_html and name in notes.files and self.output / name not in offered)

    def made(self, name: str) -> bytes | None:
        """Return the bytes of the file `name` below the output folder; None where a build would write none."""
        notes, file = self.resident.notes, self.output / name
        # Pelican copies files when it has written all pages.
        is_copied = name in self.resident.copied or name.startswith(f"{self.settings[THEME_FOLDER]}/")
        if is_copied and file.is_file():
            return file.read_bytes()
        if name in notes.pages:
            return self.rendered(name, lambda: notes.pages[name].render().encode())
        if name in notes.files:
            return self.rendered(name, notes.files[name])
        if name.endswith(WORKER) and data_of_worker(name) in notes.files:
            return self.rendered(name, lambda: worker_at(name, self.settings["SITEURL"], self.read) or b"")
        return self.searched(name) if name.startswith(f"{SEARCH_FOLDER}/") else None

    def rendered(self, name: str, make: Callable[[], bytes]) -> bytes:
        """Return what `make` makes, or what it made last when it cannot now."""
        made: list[bytes] = []
        if found := watched(lambda: made.append(make()), self.content, self.settings_file):
            self.unmade[name] = found
        if made:
            self.good[name] = made[0]
        return self.good.get(name, b"")

    def read(self, path: str) -> bytes | None:
        return self.made(name_at(path))

    def searched(self, name: str) -> bytes | None:
        """Return a file of the search index, for which all pages have to be made."""
        if not self.index:
            with tempfile.TemporaryDirectory() as folder:
                for page in self.resident.notes.pages:
                    file = Path(folder, page)
                    file.parent.mkdir(parents=True, exist_ok=True)
                    file.write_bytes(self.made(page) or b"")
                self.index = index_files(Path(folder))
        return self.index.get(name)

    def source_of(self, path: str) -> Path | None:
        """Return the Markdown file that the page at `path` is made from; None for what is made from many."""
        rendering = self.resident.notes.pages.get(name_at(path))
        content = rendering and (rendering.context.get("article") or rendering.context.get("page"))
        return Path(content.source_path) if content else None

    def path_of(self, source: Path) -> str | None:
        contents = self.resident.contents
        # One whose folder and slug have both changed is known by its title.
        alike = (one for one in contents.values() if one.title == self.gone.get(source))
        content = contents.get(source) or next(alike, None)
        return content.save_as.removesuffix("index.html") if content else None

    # What is wrong

    def problems(self) -> list[Diagnostic]:
        """Return what keeps the newest state from being shown; the last good one is shown instead."""
        found = [self.broken, *self.wrong.values(), *self.unmade.values()]
        return sorted({diagnostic for some in found for diagnostic in some})

    def findings(self, source: Path) -> Sequence[Diagnostic]:
        """Return all that can be said against one source, warnings too; this may take seconds."""
        found = self.found(lambda path: path.absolute() == source)
        self.store.save()
        self.resident.tidy()
        return found

    def found(self, only: Callable[[Path], bool] | None = None) -> Sequence[Diagnostic]:
        settings, moment = check_settings(self.settings), moment_of(self.settings)
        content = Path(os.path.relpath(self.content))
        return check_content(content, settings, self.site, moment=moment, cache=self.reports, only=only).diagnostics


def name_at(path: str) -> str:
    """Return the file of the site that stands at a path."""
    return f"{path}index.html" if not path or path.endswith("/") else path
