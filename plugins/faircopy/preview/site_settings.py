"""The settings of any Pelican site, prepared for a preview."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from faircopy.build.build import BuildFailedError
from faircopy.build.run import load_settings
from faircopy.content.deprecated import take_renamed
from faircopy.diagnostics.model import Diagnostic

# Pelican's own reader keeps no text as it was read.
KEEPER = "faircopy.incremental.plugin"
CONTENT = "content"


def loaded_for_preview(file: Path, overrides: Mapping[str, Any]) -> dict[str, Any]:
    """Return the settings of a file, with those that keep a site in memory. Raises BuildFailedError."""
    settings = load_settings(file, overrides)
    if isinstance(settings, Diagnostic):
        raise BuildFailedError([settings])
    list(take_renamed(settings, file.name))  # a build says so
    # Without PATH, Pelican is called with the folder's name, which is nearly always this.
    if os.path.normpath(file.parent / settings["PATH"]) == str(file.parent) and (file.parent / CONTENT).is_dir():
        settings["PATH"] = str(file.parent / CONTENT)
    if isinstance(settings.get("PLUGINS"), list | tuple):
        own = {getattr(one, "__name__", one) for one in settings["PLUGINS"]}
        settings["PLUGINS"] = [*settings["PLUGINS"], *({KEEPER} - own)]
    return settings
