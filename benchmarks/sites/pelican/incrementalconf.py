"""The same site as stockconf.py, with `incremental` switched on."""

import runpy
from importlib import import_module
from pathlib import Path

globals().update(runpy.run_path(str(Path(__file__).with_name("stockconf.py"))))
# Imported here: Pelican would only log that a plugin cannot be imported, and build without it.
PLUGINS = [*globals()["PLUGINS"], import_module("faircopy.incremental.plugin")]
