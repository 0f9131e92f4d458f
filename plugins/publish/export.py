"""A commit as files, built: what is published is what is committed, whatever else lies in the folder."""

import shutil
from collections.abc import Mapping
from contextlib import chdir
from pathlib import Path
from typing import Any

from mdsource.diagnostics import Diagnostic
from publish.git import Repository
from sitebuild.build import build_site


def export(repository: Repository, commit: str, folder: Path) -> None:
    """Write the files of `commit` into `folder`, replacing what is there."""
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    repository.write_out(commit, folder)


def build_export(source: Path, settings_file: str, output: Path, overrides: Mapping[str, Any]) -> list[Diagnostic]:
    """Build the site of the exported sources into `output`; return what is worth a warning.

    From within their folder, so that a message names a file as the author knows it. Raises BuildFailedError.
    """
    with chdir(source):
        return build_site(Path(settings_file), output, overrides)
