"""Run Pelican so that every error of its own, of a plugin or of a source is seen.

Pelican by itself ends with status 0 after most of them: it logs, leaves the page out, and goes on.
"""

import logging
import os
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pelican import Pelican
from pelican.log import LimitFilter, console
from pelican.settings import read_settings

from mdsource.diagnostics import Diagnostic, has_errors
from proofread.check import check_content
from proofread.plugin import DroppedPagesError
from sitebuild import rules


def run_pelican(settings_file: Path, output: Path, overrides: Mapping[str, Any]) -> list[Diagnostic]:
    """Build the site of `settings_file` into `output`, and return all that is wrong.

    With errors among it, `output` holds nothing that may be used.
    """
    settings = load_settings(settings_file, {**overrides, "OUTPUT_PATH": str(output), "DEBUG": True})
    if isinstance(settings, Diagnostic):
        return [settings]
    diagnostics = check_content(Path(os.path.relpath(settings["PATH"])))
    if has_errors(diagnostics):
        return diagnostics
    return diagnostics + build(settings, settings_file)


def load_settings(settings_file: Path, overrides: Mapping[str, Any]) -> dict[str, Any] | Diagnostic:
    """Read a settings file, which imports the plugins; any exception is a diagnostic at its line."""
    try:
        settings: dict[str, Any] = read_settings(str(settings_file), override=dict(overrides))
    except Exception as error:  # noqa: BLE001  # a settings file is a program: anything may come out of it
        return rules.SETTINGS_BROKEN.at(*place_of(error, settings_file), describe(error), "mend it, then build again")
    return settings


def build(settings: dict[str, Any], settings_file: Path) -> list[Diagnostic]:
    with collected_records() as records:
        try:
            Pelican(settings).run()
        except DroppedPagesError as error:
            crash = error.diagnostics
        except Exception as error:  # noqa: BLE001  # ... and so is a theme, and a plugin
            crash = [rules.BUILD_CRASHED.at(*place_of(error, settings_file), describe(error))]
        else:
            crash = []
    logged = {complaint(record, Path(settings["PATH"]), settings_file) for record in records}
    explained = {diagnostic.path for diagnostic in logged}
    return sorted([*logged, *(diagnostic for diagnostic in crash if diagnostic.path not in explained)])


class ListHandler(logging.Handler):
    def __init__(self, records: list[logging.LogRecord]) -> None:
        super().__init__(logging.WARNING)
        self.records = records

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@contextmanager
def collected_records() -> Iterator[list[logging.LogRecord]]:
    """Collect what Pelican logs as a warning or worse, each record once."""
    records: list[logging.LogRecord] = []
    handler = ListHandler(records)
    # Pelican drops a warning that this process has logged before; a second build would look clean.
    LimitFilter._raised_messages.clear()  # noqa: SLF001
    LimitFilter._group_count.clear()  # noqa: SLF001
    logger = logging.getLogger("pelican")
    before = logger.propagate, console.quiet
    logger.addHandler(handler)
    logger.propagate, console.quiet = False, True
    try:
        yield records
    finally:
        logger.removeHandler(handler)
        logger.propagate, console.quiet = before


def complaint(record: logging.LogRecord, content: Path, settings_file: Path) -> Diagnostic:
    """Return what Pelican logged as a diagnostic, at the source that it names where it names one."""
    fact = record.getMessage()
    place = os.path.relpath(settings_file), 1
    cause = record.exc_info[1] if record.exc_info else None
    if cause:
        raised_at = place_of(cause, settings_file)
        fact += f": {describe(cause)}, raised at {raised_at[0]}:{raised_at[1]}"
        place = raised_at
    if source := source_named(record, content):
        place = source, 1
    return rules.PELICAN_COMPLAINED.at(*place, " ".join(fact.split()))


def source_named(record: logging.LogRecord, content: Path) -> str | None:
    arguments = record.args.values() if isinstance(record.args, Mapping) else record.args or ()
    for argument in arguments:
        name = str(argument)
        # A content object prints as its path; a message may hold any other text.
        if "\n" not in name and len(name) < 1000 and (content / name).is_file():
            return os.path.relpath(content / name)
    return None


def place_of(error: BaseException, fallback: Path) -> tuple[str, int]:
    """Return the file and line of ours where `error` came from: the innermost below this folder, .venv left out."""
    if isinstance(error, SyntaxError) and error.filename:
        return os.path.relpath(error.filename), error.lineno or 1
    # A Jinja error names its template's line itself.
    if getattr(error, "filename", None) and getattr(error, "lineno", None):
        return os.path.relpath(str(error.filename)), int(error.lineno)  # type: ignore[attr-defined]
    here = Path.cwd()
    ours = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if Path(frame.filename).is_relative_to(here)
        and ".venv" not in Path(frame.filename).parts
        and Path(frame.filename) != Path(__file__)
    ]
    return (os.path.relpath(ours[-1].filename), ours[-1].lineno or 1) if ours else (os.path.relpath(fallback), 1)


def describe(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"
