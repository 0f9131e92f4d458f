"""Builds with Pelican as it comes, in a process that knows nothing of our plugin."""

import sys
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from types import ModuleType
from typing import Any

from pelican import Pelican
from pelican.contents import Content
from pelican.log import console
from pelican.settings import read_settings


class StockPelican:
    """A process that builds when it is told to."""

    def __init__(self) -> None:
        context = get_context("spawn")
        self.end, theirs = context.Pipe()
        self.process = context.Process(target=serve, args=(theirs, sys.path), daemon=True)
        self.process.start()

    def build(self, settings: dict[str, Any], code: str) -> None:
        """Build; `code` is that of the site's own plugin. Raises RuntimeError with what went wrong."""
        self.end.send((settings, code))
        answer = self.end.recv()
        if answer:
            raise RuntimeError(answer)

    def close(self) -> None:
        self.end.send(None)
        self.process.join()


def serve(end: Connection, path: list[str]) -> None:
    sys.path[:] = path
    while task := end.recv():
        try:
            build(*task)
        except Exception as error:  # noqa: BLE001  # told at the other end
            end.send(repr(error))
        else:
            end.send("")


def build(settings: dict[str, Any], code: str) -> None:
    Pelican(settings_of(settings, code)).run()


def settings_of(settings: dict[str, Any], code: str) -> dict[str, Any]:
    """Return all of Pelican's settings, and have it forget what it knows from the build before."""
    console.quiet = True
    for method in (Content.get_content, Content.get_summary):
        method.cache.clear()
    plugin = plugin_of(code, Path(settings["PATH"]).parent / "siteplugin.py")
    read: dict[str, Any] = read_settings(override={**settings, "PLUGINS": [*settings.get("PLUGINS", ()), plugin]})
    return read


def plugin_of(code: str, file: Path) -> Any:
    """Return the site's own plugin as a module, as Python would import it now."""
    module = forget_plugin()
    module.__file__ = str(file)
    exec(compile(code, str(file), "exec"), vars(module))  # noqa: S102  # it is the test's own text
    return module


def forget_plugin() -> ModuleType:
    """Take all from the site's own plugin: what it has connected to signals is weakly connected, and goes with it."""
    module = sys.modules.setdefault("siteplugin", ModuleType("siteplugin"))
    for name in [name for name in vars(module) if not name.startswith("__")]:
        delattr(module, name)
    return module
