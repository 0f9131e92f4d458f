"""Builds a site with Pelican, and checks its inputs and its output."""

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path, PurePath
from typing import Any

from pelican import Pelican
from pelican.settings import get_settings_from_file, read_settings

from faircopy.build import rules
from faircopy.build.collisions import check_collisions
from faircopy.build.complaints import describe, watched
from faircopy.build.leaks.files import BuiltFiles
from faircopy.build.leaks.search import check_held_back
from faircopy.build.leaks.search_settings import search_settings
from faircopy.build.leaks.sources import sources_for
from faircopy.build.linkcheck import SiteInputs, check_links
from faircopy.build.origin import line_of
from faircopy.build.siteurl import is_siteurl, unusable
from faircopy.build.source_lines import PageSource, record_page_sources, sources_below
from faircopy.build.steps import Steps, silent
from faircopy.cache.database import Store
from faircopy.checklists.pages.assets import TEMPLATES as CHECKLIST
from faircopy.content import rules as content_rules
from faircopy.content.deprecated import hint_for, take_renamed
from faircopy.content.moment import MOMENT, Moment, moment_of
from faircopy.content.plugin import DATES_AHEAD, holds_back
from faircopy.content.rules import HELD_BACK
from faircopy.content.schedule import check_clock, next_change
from faircopy.content.setting_kinds import unfit_settings
from faircopy.content.settings import SETTINGS, site_of
from faircopy.content.settings_file import SettingsFileError, literals_of, unfit_in
from faircopy.content.theme import ThemeFolders, theme_folders
from faircopy.diagnostics.model import ContentError, Diagnostic, has_errors
from faircopy.incremental.output_files import names_below
from faircopy.incremental.plugin import keep_pages
from faircopy.incremental.state import open_state
from faircopy.lint.check import LintReport, check_content
from faircopy.lint.report_cache import ReportCache
from faircopy.markdown import rules as markdown_rules
from faircopy.markdown.site_boundary import site_around, why_outside
from faircopy.media.check import check_files
from faircopy.media.sniffing import HTML
from faircopy.snippets.model import Status
from faircopy.snippets.pages.publication import PROVEN
from faircopy.snippets.pages.site_check import check_settings
from faircopy.snippets.verdicts import are_lasting

REPORT_CACHE = "REPORT_CACHE"  # a setting of builds of a commit, whose own cache goes with it
NO_CONTENT = "You need to specify a path containing the content"  # how pelican.settings.configure_settings begins


def run_pelican(
    settings_file: Path, output: Path, overrides: Mapping[str, Any], steps: Steps = silent
) -> list[Diagnostic]:
    """Build the site of `settings_file` into `output`, and return all diagnostics.

    If there is an error among them, `output` must not be used.
    """
    settings = load_settings(settings_file, {**overrides, "OUTPUT_PATH": str(output), "DEBUG": True})
    if isinstance(settings, Diagnostic):
        return [settings]
    former = [*take_renamed(settings, os.path.relpath(settings_file))]
    if not is_siteurl(settings["SITEURL"]):
        return [rules.SITEURL_UNUSABLE.at(os.path.relpath(settings_file), 1, *unusable(settings["SITEURL"]))]
    try:
        site_build = SiteBuild(settings_file, output, settings, moment_of(settings), steps)
    except ContentError as error:
        return error.diagnostics
    return former + site_build.run()


class SiteBuild:
    """One build of a site: its sources are checked, its pages made, and its output checked."""

    def __init__(
        self, settings_file: Path, output: Path, settings: dict[str, Any], moment: Moment, steps: Steps
    ) -> None:
        self.settings_file = settings_file
        self.output = output
        self.settings = settings
        self.moment = moment
        self.steps = steps
        self.site = site_of(settings, settings_file.parent)
        self.content = Path(os.path.relpath(settings["PATH"]))
        self.theme = theme_folders(settings)
        self.state = open_state(settings, settings["PLUGINS"])
        self.session = self.state.session

    def run(self) -> list[Diagnostic]:
        """Return all diagnostics; each step runs only if the steps before it have found no error."""
        read = self.read_sources()
        diagnostics = self.check_sources(read)
        if has_errors(diagnostics):
            return diagnostics
        ahead: set[datetime] = set()  # when posts that are held back fall due
        with record_page_sources() as pages:
            diagnostics += self.make_pages(read, ahead)
        if has_errors(diagnostics):
            return diagnostics
        diagnostics += self.check_output(pages)
        if not has_errors(diagnostics):
            keep_pages(self.state)
            self.complete_report(read, diagnostics, ahead)
        self.session.store.save()
        return diagnostics

    def read_sources(self) -> LintReport:
        self.steps("checking texts")
        store = self.report_store()
        read = check_content(
            self.content,
            check_settings(self.settings),
            self.site,
            moment=self.moment,
            cache=ReportCache(store, forks=True),
            progress=partial(self.steps, "proving snippets"),
        )
        store.save(and_drop=False)
        return read

    def report_store(self) -> Store:
        """Return the cache of what was found in each text: that of this build, unless the settings name another."""
        folder = self.settings.get(REPORT_CACHE)
        return Store(Path(folder)) if folder else self.session.store

    def check_sources(self, read: LintReport) -> list[Diagnostic]:
        diagnostics = [*read.diagnostics, *links_out_of_theme(self.theme, self.settings_file.parent)]
        if not holds_back(self.settings):
            return diagnostics
        documents = (one.document for one in read.proven)
        posts = [one for one in documents if self.site.paths.is_post(Path(one.path).relative_to(self.content))]
        return with_clock(diagnostics, [*check_clock(posts, self.moment)])

    def make_pages(self, read: LintReport, ahead: set[datetime]) -> list[Diagnostic]:
        self.steps("making pages")
        known = {PROVEN: read.proven, MOMENT: self.moment, DATES_AHEAD: ahead}
        return build({**self.settings, **known}, self.settings_file)

    def check_output(self, pages: Mapping[Path, PageSource]) -> list[Diagnostic]:
        self.steps("following links")
        sources = partial(sources_below, self.content, self.site.paths)
        templates = (*self.theme.templates, CHECKLIST)
        inputs = SiteInputs(self.settings_file, Path(self.settings["THEME"]), sources, templates)
        written = self.state.report.written
        diagnostics = [
            *check_collisions(self.output, written, pages, self.content, self.settings_file),
            *check_written(self.output),
            *check_links(self.output, self.settings["SITEURL"], pages, inputs, self.session),
        ]
        if holds_back(self.settings):
            self.steps("searching for unpublished content")
            unpublished = sources_for(search_settings(self.settings, self.settings_file.parent, self.moment))
            diagnostics += check_held_back(BuiltFiles(self.output), unpublished, self.session)
        return diagnostics

    def complete_report(self, read: LintReport, diagnostics: list[Diagnostic], ahead: set[datetime]) -> None:
        report = self.state.report
        report.folders = (self.content.absolute(), self.theme.theme, *self.theme.own)
        # A tool that is missing now may be there the next time.
        checked = (one for one in read.report.checked if one.verdict.status is not Status.TOOL_MISSING)
        if are_lasting(checked, diagnostics):
            report.since, report.until = self.moment.now, next_change(ahead, self.moment)


def check_written(output: Path) -> list[Diagnostic]:
    """Return active content in built files that are not pages of the theme, wherever it comes from."""
    files = (output / name for name in names_below(output) if PurePath(name).suffix.lower() not in HTML)
    return [replace(one, path=os.path.relpath(one.path, output)) for one in check_files(files)]


def links_out_of_theme(looks: ThemeFolders, folder: Path) -> Iterator[Diagnostic]:
    """Yield each symbolic link in the site's own theme files that leads out of them."""
    root = site_around(folder)
    ours = (Path(os.path.relpath(one)) for one in (looks.theme, *looks.own) if one.is_relative_to(root))
    links = (path for here in ours for path in (here, *sorted(here.rglob("*"))) if path.is_symlink())
    for link in links:
        if why := why_outside(link, root):
            hint = "put the file itself, or a copy of it, there"
            yield markdown_rules.LEADS_OUT.at(str(link), 1, f"it is a symbolic link that {why}", hint)


def with_clock(diagnostics: list[Diagnostic], wrong: list[Diagnostic]) -> list[Diagnostic]:
    """Add the diagnostics of a wrong clock, and drop those of the posts that it would hold back."""
    return [*(one for one in diagnostics if one.code != HELD_BACK.code), *wrong] if wrong else diagnostics


def load_settings(settings_file: Path, overrides: Mapping[str, Any]) -> dict[str, Any] | Diagnostic:
    """Read a settings file, which imports the plugins; any exception is a diagnostic at its line.

    So is a value of another kind than its setting needs.
    """
    if wrong := next(unfit_written(settings_file), None):
        return wrong
    # A settings file may modify its lists and dictionaries: import them afresh each time.
    sys.modules.pop("faircopy.settings", None)
    try:
        settings: dict[str, Any] = read_settings(str(settings_file), override=dict(overrides))
    except Exception as error:  # noqa: BLE001  # a settings file is a program: anything may come out of it
        if str(error).startswith(NO_CONTENT):
            return without_content(settings_file)
        hint = hint_for(error) or "correct it, then build again"
        return rules.SETTINGS_BROKEN.at(*line_of(error, settings_file), describe(error), hint)
    for one in unfit_settings(settings):
        line = literals_of(settings_file).lines.get(one.name, 1)
        return content_rules.SETTING_UNFIT.at(os.path.relpath(settings_file), line, one.fact, one.hint)
    return settings


def unfit_written(settings_file: Path) -> Iterator[Diagnostic]:
    """Yield what is of a wrong kind as it stands in the settings, and in those of the preview, which they take over.

    Pelican puts a default in the place of some of these.
    """
    for file in dict.fromkeys((settings_file, settings_file.with_name(SETTINGS))):
        # What cannot be read is said as it is run.
        with suppress(OSError, SettingsFileError):
            yield from unfit_in(Path(os.path.relpath(file)))


def without_content(settings_file: Path) -> Diagnostic:
    path = get_settings_from_file(str(settings_file)).get("PATH") or "content"
    fact = f"there is no content folder '{os.path.relpath(str(path))}', which PATH names"
    hint = "make it, or begin the first post there: faircopy new TITLE"
    return rules.SETTINGS_BROKEN.at(os.path.relpath(settings_file), 1, fact, hint)


def build(settings: dict[str, Any], settings_file: Path) -> list[Diagnostic]:
    """Run Pelican, and return its complaints."""
    return watched(lambda: Pelican(settings).run(), Path(settings["PATH"]), settings_file)
