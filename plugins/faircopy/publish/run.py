"""Runs a publication, and reports the result."""

import signal
from collections.abc import Callable
from pathlib import Path

from faircopy.build.build import BuildFailedError
from faircopy.console import progress, result
from faircopy.diagnostics.formats import count, totals
from faircopy.publish.artifact import make_artifact
from faircopy.publish.context import PublishOptions, Reporter
from faircopy.publish.publish import publish as publish_site
from faircopy.publish.refusal import PublishRefusedError
from faircopy.publish.undo import unpublish_last as put_back

__all__ = ["PublishOptions", "artifact", "publish", "unpublish_last"]


def artifact(settings_file: str, folder: Path) -> int:
    return status_of(lambda: make_artifact(Path(), settings_file, folder, Reporter(progress, result)))


def publish(settings_file: str, options: PublishOptions) -> int:
    return status_of(lambda: publish_site(Path(), settings_file, options, Reporter(progress, result)))


def unpublish_last(settings_file: str, *, dry_run: bool) -> int:
    return status_of(lambda: put_back(Path(), settings_file, Reporter(progress, result), dry_run=dry_run))


def status_of(run: Callable[[], object]) -> int:
    """Run a publication; return 1, with the reasons printed, if it is refused."""
    # As Ctrl-C: what was begun is tidied up.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        run()
    except PublishRefusedError as error:
        for diagnostic in error.diagnostics:
            result(str(diagnostic))
        errors = sum(diagnostic.severity == "error" for diagnostic in error.diagnostics)
        progress(f"{error.standing}: {count(errors, 'problem')}")
        return 1
    except BuildFailedError as error:
        for diagnostic in error.diagnostics:
            result(str(diagnostic))
        progress(f"not built: {totals(error.diagnostics)}; the old output is untouched")
        return 1
    return 0
