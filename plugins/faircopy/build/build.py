"""Build a site into its output folder, or leave that folder as it was."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from faircopy.build import rules
from faircopy.build.run import run_pelican
from faircopy.build.steps import Steps, silent
from faircopy.build.swap import BeingBuiltError, NotReplaceableError, replacing
from faircopy.diagnostics.model import Diagnostic, has_errors
from faircopy.incremental.state import STATE, BuildState
from faircopy.system_errors import explain


class BuildFailedError(Exception):
    """The site was not built, and the old output is untouched. `diagnostics` says why."""

    def __init__(self, diagnostics: list[Diagnostic]) -> None:
        self.diagnostics = diagnostics
        super().__init__("\n".join(map(str, diagnostics)))


def build_site(
    settings_file: Path, output: Path, overrides: Mapping[str, Any] | None = None, steps: Steps = silent
) -> list[Diagnostic]:
    """Build the site of `settings_file` into `output`; return the warnings.

    `overrides` are Pelican settings; `steps` is called at each step. Raises BuildFailedError on any error.
    """
    state = (overrides or {}).get(STATE) or BuildState()
    state.previous = output
    try:
        with replacing(output) as fresh:
            diagnostics = run_pelican(settings_file, fresh, {**(overrides or {}), STATE: state}, steps)
            if has_errors(diagnostics):
                raise BuildFailedError(diagnostics)
    except OSError as error:
        raise BuildFailedError([output_unusable(output, error)]) from error
    return diagnostics


def output_unusable(output: Path, error: OSError) -> Diagnostic:
    if isinstance(error, BeingBuiltError):
        fact, hint = f"'{output}' is not replaced: {error}", "wait until it has ended, or build into another folder"
        if error.process:
            hint = f"{hint}; 'kill {error.process}' ends it, and what was there stays"
    elif isinstance(error, NotReplaceableError):
        fact, hint = f"'{output}' is not replaced: {error}", "move it away, or build into another folder"
    else:
        fact, hint = explain(error)
        fact = f"'{output}' cannot be replaced: {fact}"
    return rules.OUTPUT_UNUSABLE.at(str(output), 1, fact, hint)
