"""Build a site into its output folder, or leave that folder as it was."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mdsource.diagnostics import Diagnostic, has_errors
from sitebuild.run import run_pelican
from sitebuild.swap import replacing


class BuildFailedError(Exception):
    """The site was not built, and the old output is untouched. `diagnostics` says why."""

    def __init__(self, diagnostics: list[Diagnostic]) -> None:
        self.diagnostics = diagnostics
        super().__init__("\n".join(map(str, diagnostics)))


def build_site(settings_file: Path, output: Path, overrides: Mapping[str, Any] | None = None) -> list[Diagnostic]:
    """Build the site of `settings_file` into `output`; return what is worth a warning.

    `overrides` are Pelican settings. Raises BuildFailedError on any error.
    """
    with replacing(output) as fresh:
        diagnostics = run_pelican(settings_file, fresh, overrides or {})
        if has_errors(diagnostics):
            raise BuildFailedError(diagnostics)
    return diagnostics
