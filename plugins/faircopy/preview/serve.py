"""Starts the preview."""

from collections.abc import Callable
from pathlib import Path

from faircopy.preview.editor import check_variable
from faircopy.preview.supervisor import serve as supervise

# What makes the site in memory: a function of the settings file and the site's address.
SITE = "faircopy.preview.startup_cache:open_site"


def serve(settings_file: Path, report: Callable[[str], None]) -> None:
    """Serve the site of `settings_file` until interrupted. Raises NoFreePortError, EditorUrlError."""
    check_variable()
    supervise(settings_file, SITE, report)
