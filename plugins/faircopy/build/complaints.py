"""Runs Pelican so that every error of its own, of a plugin or of a source is noticed.

After most errors Pelican logs, leaves the page out, goes on, and exits with status 0.
"""

import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pelican.log import console

from faircopy._compat.pelican import forget_logged_messages
from faircopy.build import rules
from faircopy.build.origin import line_of
from faircopy.build.source_lines import lines_quoted, source_named
from faircopy.diagnostics.model import ContentError, Diagnostic
from faircopy.system_errors import explain, is_of_machine

# How Pelican's message of pelican.readers.find_empty_alt begins.
EMPTY_ALT = "Empty alt attribute for image "

# What no text of a usual size and shape makes a program raise.
TOO_MUCH = (RecursionError, MemoryError)


def watched(run: Callable[[], None], content: Path, settings_file: Path) -> list[Diagnostic]:
    """Run a function that uses Pelican; return the exceptions that it raises and the messages that Pelican logs."""
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
    # Without a better place, report at the settings file, and likewise a crash that Pelican does not explain.
    explained = {diagnostic.path for diagnostic in logged} - {os.path.relpath(settings_file)}
    return sorted([*logged, *(diagnostic for diagnostic in crash if diagnostic.path not in explained)])


class ListHandler(logging.Handler):
    def __init__(self, records: list[logging.LogRecord]) -> None:
        super().__init__(logging.WARNING)
        self.records = records

    def emit(self, record: logging.LogRecord) -> None:
        # `alt=""` marks an image as decoration; proofreading reports missing alternative texts.
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
    """Return Pelican's log message as diagnostics, at the source that it names or wherever its quoted text occurs."""
    fact, fallback = record.getMessage(), (os.path.relpath(settings_file), 1)
    places: list[tuple[str, int]] = []
    if cause := record.exc_info[1] if record.exc_info else None:
        if of_machine := refused(cause):
            return [of_machine]
        places = [line_of(cause, settings_file)]
        fact += f": {describe(cause)}"
        # An exception from outside the site's own files has no better place.
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
    """Return the diagnostic of an operating-system error; None if a text, setting, theme or plugin is to blame."""
    if not is_of_machine(error):
        return None
    place = os.path.relpath(os.fsdecode(error.filename)) if error.filename is not None else os.curdir
    return rules.SYSTEM_REFUSES.at(place, 1, *explain(error))


def describe(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"
