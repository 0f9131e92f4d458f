"""Builds a site, reports the result, and records the inputs, so that an unchanged site need not be built again."""

import os
from pathlib import Path

from faircopy.build.build import BuildFailedError, build_site
from faircopy.build.run import load_settings
from faircopy.build.siteurl import is_stand_in
from faircopy.build.steps import steps_on_terminal
from faircopy.build.unchanged.record import BuildEnd, BuildOutcome, BuildStart, keep_record
from faircopy.build.unchanged.watching import watching
from faircopy.console import progress, result
from faircopy.diagnostics.formats import totals
from faircopy.diagnostics.model import Diagnostic
from faircopy.incremental.report import BuildReport
from faircopy.incremental.state import STATE, BuildState

KEPT = "not built: the old output is untouched, and what was proven and converted so far is kept for the next build"
STAND_IN = "warning: SITEURL is not set, so links go to a stand-in; make build SITEURL=https://…"


def build_and_record(settings_file: str, output: Path, begin: BuildStart) -> BuildReport | None:
    """Build the site of `settings_file` into `output`, and report problems. Return None if it was not built."""
    report = BuildReport()
    with watching() as reads:
        notes = () if os.environ.get("SITEURL") or not has_no_address(settings_file) else (STAND_IN,)
        for note in notes:
            progress(note)
        try:
            with steps_on_terminal() as steps:
                warnings = build_site(Path(settings_file), output, {STATE: BuildState(report=report)}, steps)
        except KeyboardInterrupt:
            progress(KEPT)
            raise
        except BuildFailedError as error:
            for diagnostic in error.diagnostics:
                result(str(diagnostic))
            progress(f"not built: {totals(error.diagnostics)}; the old output is untouched")
            return None
    lines = (*map(str, warnings),)
    for line in lines:
        result(line)
    outcome = BuildOutcome((*report.kept, *report.rendered), lines, notes)
    if report.since and report.until:
        keep_record(begin, BuildEnd(reads, report.folders, report.since, report.until, outcome))
    return report


def has_no_address(settings_file: str) -> bool:
    """Tell whether the settings have no real address either; unreadable settings are the build's to report."""
    settings = load_settings(Path(settings_file), {})
    return not isinstance(settings, Diagnostic) and is_stand_in(str(settings["SITEURL"]))
