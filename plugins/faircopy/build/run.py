"""Run Pelican so that every error of its own, of a plugin or of a source is seen.

Pelican by itself ends with status 0 after most of them: it logs, leaves the page out, and goes on.
"""

import logging
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from pelican import Pelican
from pelican.log import console
from pelican.settings import get_settings_from_file, read_settings

from faircopy._compat.pelican import forget_logged_messages
from faircopy.build import rules
from faircopy.build.collisions import check_collisions
from faircopy.build.leaks.files import BuiltFiles
from faircopy.build.leaks.search import check_held_back
from faircopy.build.leaks.search_settings import search_settings
from faircopy.build.leaks.sources import sources_for
from faircopy.build.linkcheck import SiteInputs, check_links
from faircopy.build.origin import line_of
from faircopy.build.siteurl import is_siteurl, unusable
from faircopy.build.source_lines import lines_quoted, record_page_sources, source_named, sources_below
from faircopy.checklists.assets import TEMPLATES as CHECKLIST
from faircopy.content.deprecated import hint_for, take_renamed
from faircopy.content.moment import MOMENT, moment_of
from faircopy.content.plugin import holds_back
from faircopy.content.rules import HELD_BACK
from faircopy.content.schedule import check_clock
from faircopy.content.settings import site_of
from faircopy.content.theme import ThemeFolders, theme_folders
from faircopy.diagnostics.model import ContentError, Diagnostic, has_errors
from faircopy.incremental.plugin import keep_pages
from faircopy.incremental.state import open_state
from faircopy.lint.check import check_content
from faircopy.lint.report_cache import ReportCache
from faircopy.markdown import rules as markdown_rules
from faircopy.markdown.site_boundary import site_around, why_outside
from faircopy.media.check import check_files
from faircopy.media.sniffing import HTML
from faircopy.snippets.plugin import check_settings
from faircopy.snippets.publication import PROVEN
from faircopy.system_errors import explain, is_of_machine

# How Pelican's message of pelican.readers.find_empty_alt begins.
NO_CONTENT = "You need to specify a path containing the content"  # how pelican.settings.configure_settings begins
EMPTY_ALT = "Empty alt attribute for image "

# What no text of a usual size and shape makes a program raise.
TOO_MUCH = (RecursionError, MemoryError)


def run_pelican(settings_file: Path, output: Path, overrides: Mapping[str, Any]) -> list[Diagnostic]:
    """Build the site of `settings_file` into `output`, and return all that is wrong.

    With errors among it, `output` holds nothing that may be used.
    """
    settings = load_settings(settings_file, {**overrides, "OUTPUT_PATH": str(output), "DEBUG": True})
    if isinstance(settings, Diagnostic):
        return [settings]
    former = [*take_renamed(settings, os.path.relpath(settings_file))]
    if not is_siteurl(settings["SITEURL"]):
        return [rules.SITEURL_UNUSABLE.at(os.path.relpath(settings_file), 1, *unusable(settings["SITEURL"]))]
    try:
        moment = moment_of(settings)
    except ContentError as error:
        return error.diagnostics
    site = site_of(settings, settings_file.parent)
    state = open_state(settings, settings["PLUGINS"])
    session = state.session
    cache = ReportCache(session.store, session.code)
    content = Path(os.path.relpath(settings["PATH"]))
    read = check_content(content, check_settings(settings), site, moment=moment, cache=cache)
    session.store.save(and_drop=False)
    diagnostics = [*former, *read.diagnostics, *links_out_of_theme(theme_folders(settings), settings_file.parent)]
    if holds_back(settings):
        documents = (one.document for one in read.proven)
        posts = [one for one in documents if site.paths.is_post(Path(one.path).relative_to(content))]
        diagnostics = with_clock(diagnostics, [*check_clock(posts, moment)])
    if has_errors(diagnostics):
        return diagnostics
    with record_page_sources() as pages:
        diagnostics += build({**settings, PROVEN: read.proven, MOMENT: moment}, settings_file)
    if has_errors(diagnostics):
        return diagnostics
    templates = (*theme_folders(settings).templates, CHECKLIST)
    sources_there = partial(sources_below, content, site.paths)
    site_inputs = SiteInputs(settings_file, Path(settings["THEME"]), sources_there, templates)
    diagnostics += check_collisions(output, state.report.written, pages, content, settings_file)
    diagnostics += check_written(output)
    diagnostics += check_links(output, settings["SITEURL"], pages, site_inputs, session)
    if holds_back(settings):
        sources = sources_for(search_settings(settings, settings_file.parent, moment))
        diagnostics += check_held_back(BuiltFiles(output), sources, session)
    if not has_errors(diagnostics):
        keep_pages(state)
    session.store.save()
    return diagnostics


def check_written(output: Path) -> list[Diagnostic]:
    """Return what would run in the files of a built site that are no pages of its theme, whoever has put them there."""
    files = sorted(file for file in output.rglob("*") if file.suffix.lower() not in HTML)
    return [replace(one, path=os.path.relpath(one.path, output)) for one in check_files(files)]


def links_out_of_theme(looks: ThemeFolders, folder: Path) -> Iterator[Diagnostic]:
    """Yield each symbolic link of a theme, or a part of one, that is the site's own, and leads out of it."""
    root = site_around(folder)
    ours = (Path(os.path.relpath(one)) for one in (looks.theme, *looks.own) if one.is_relative_to(root))
    links = (path for here in ours for path in (here, *sorted(here.rglob("*"))) if path.is_symlink())
    for link in links:
        if why := why_outside(link, root):
            hint = "put the file itself, or a copy of it, there"
            yield markdown_rules.LEADS_OUT.at(str(link), 1, f"it is a symbolic link that {why}", hint)


def with_clock(diagnostics: list[Diagnostic], wrong: list[Diagnostic]) -> list[Diagnostic]:
    """Add what is wrong with the clock; of the posts that it would hold back, nothing more is to be said."""
    return [*(one for one in diagnostics if one.code != HELD_BACK.code), *wrong] if wrong else diagnostics


def load_settings(settings_file: Path, overrides: Mapping[str, Any]) -> dict[str, Any] | Diagnostic:
    """Read a settings file, which imports the plugins; any exception is a diagnostic at its line."""
    # Its lists and dictionaries are a settings file's to change: each reading has fresh ones.
    sys.modules.pop("faircopy.settings", None)
    try:
        settings: dict[str, Any] = read_settings(str(settings_file), override=dict(overrides))
    except Exception as error:  # noqa: BLE001  # a settings file is a program: anything may come out of it
        if str(error).startswith(NO_CONTENT):
            return without_content(settings_file)
        hint = hint_for(error) or "correct it, then build again"
        return rules.SETTINGS_BROKEN.at(*line_of(error, settings_file), describe(error), hint)
    return settings


def without_content(settings_file: Path) -> Diagnostic:
    path = get_settings_from_file(str(settings_file)).get("PATH") or "content"
    fact = f"there is no content folder '{os.path.relpath(str(path))}', which PATH names"
    hint = "make it, or begin the first post there: faircopy new TITLE"
    return rules.SETTINGS_BROKEN.at(os.path.relpath(settings_file), 1, fact, hint)


def build(settings: dict[str, Any], settings_file: Path) -> list[Diagnostic]:
    return watched(lambda: Pelican(settings).run(), Path(settings["PATH"]), settings_file)


def watched(run: Callable[[], None], content: Path, settings_file: Path) -> list[Diagnostic]:
    """Call something that has Pelican at work, and return all that it raises and all that Pelican complains of."""
    with collected_records() as records:
        try:
            run()
        except ContentError as error:
            crash = error.diagnostics
        except Exception as error:  # noqa: BLE001  # ... and so is a theme, and a plugin
            crash = [refused(error) or rules.BUILD_CRASHED.at(*line_of(error, settings_file), describe(error))]
        else:
            crash = []
    logged = {found for record in records for found in complaints(record, content, settings_file)}
    explained = {diagnostic.path for diagnostic in logged}
    return sorted([*logged, *(diagnostic for diagnostic in crash if diagnostic.path not in explained)])


class ListHandler(logging.Handler):
    def __init__(self, records: list[logging.LogRecord]) -> None:
        super().__init__(logging.WARNING)
        self.records = records

    def emit(self, record: logging.LogRecord) -> None:
        # `alt=""` says that an image is a decoration; proofread tells of those that have no words by mistake.
        if not str(record.msg).startswith(EMPTY_ALT):
            self.records.append(record)


@contextmanager
def collected_records() -> Iterator[list[logging.LogRecord]]:
    """Collect what Pelican logs as a warning or worse, each record once."""
    records: list[logging.LogRecord] = []
    handler = ListHandler(records)
    forget_logged_messages()
    logger = logging.getLogger("pelican")
    before = logger.propagate, console.quiet
    logger.addHandler(handler)
    logger.propagate, console.quiet = False, True
    try:
        yield records
    finally:
        logger.removeHandler(handler)
        logger.propagate, console.quiet = before


def complaints(record: logging.LogRecord, content: Path, settings_file: Path) -> list[Diagnostic]:
    """Return what Pelican logged, at the source that it names, or wherever the text that it quotes is."""
    fact, fallback = record.getMessage(), (os.path.relpath(settings_file), 1)
    places: list[tuple[str, int]] = []
    if cause := record.exc_info[1] if record.exc_info else None:
        if of_machine := refused(cause):
            return [of_machine]
        places = [line_of(cause, settings_file)]
        fact += f": {describe(cause)}"
        # Of what is raised outside of the site's own files, no place of them tells more.
        if places != [fallback]:
            fact += f", raised at {places[0][0]}:{places[0][1]}"
    if source := source_named(record, content):
        places = [(source, 1)]
    places = places or list(lines_quoted(fact, content))
    # The line is only where a search begins.
    hint = "" if places else "Pelican names no place: a setting, the theme or a plugin may be meant"
    if isinstance(cause, TOO_MUCH):
        hint = "something in it nests too deep, or is too large: write it with fewer levels, or divide it"
    places = places or [fallback]
    return [rules.PELICAN_COMPLAINED.at(*place, " ".join(fact.split()), hint) for place in places]


def refused(error: BaseException) -> Diagnostic | None:
    """Return what the machine is to blame for; None where a text, a setting, a theme or a plugin is."""
    if not is_of_machine(error):
        return None
    place = os.path.relpath(os.fsdecode(error.filename)) if error.filename is not None else os.curdir
    return rules.SYSTEM_REFUSES.at(place, 1, *explain(error))


def describe(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"
