"""BuildState: the state of a build, in one setting that its parts and other plugins share; and its report."""

import logging
import os
import pkgutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec
import pelican.plugins

from faircopy.cache.database import Session, Store
from faircopy.cache.fingerprints import fingerprint_of_bytes
from faircopy.cache.inputs import fingerprint_of_code, sources_of
from faircopy.cache.namespaces import INCREMENTAL, PROJECT_FOLDER
from faircopy.incremental.dependency_db import NewDependencyDb
from faircopy.incremental.output_manifest import OutputManifest
from faircopy.incremental.report import BuildReport

logger = logging.getLogger(__name__)

# A Pelican setting: the BuildState of the build that is under way, or of several in a row of one process.
STATE = "INCREMENTAL_BUILD"
# Another one: where things are kept.
CACHE = "INCREMENTAL_CACHE"
DEFAULT_CACHE = f"{PROJECT_FOLDER}/{INCREMENTAL.name}"
# Pelican settings that may hold functions, whose source may be the settings file itself.
WITH_FUNCTIONS = ("MARKDOWN", "JINJA_ENVIRONMENT", "JINJA_FILTERS", "JINJA_GLOBALS", "JINJA_TESTS")


class FunctionResults:
    """A cache of function results for texts, for functions that take longer than a lookup."""

    KIND = "results"

    def __init__(self, store: Store, code: str) -> None:
        """`code` is the fingerprint of all code that takes part, the functions among it."""
        self.store = store
        self.code = code
        self.before = self.decoded(store.get(self.KIND, code))
        self.now: dict[str, int] = {}

    def of(self, function: Callable[[str], int], text: str) -> int:
        """Return the result of `function` for `text`; it must depend only on the text."""
        key = f"{function.__qualname__} {fingerprint_of_bytes(text.encode('utf-8', 'surrogatepass'))}"
        found = self.before.get(key)
        self.now[key] = result = function(text) if found is None else found
        return result

    def save(self) -> None:
        """Save the results that this build has used."""
        if self.now != self.before:
            self.store.put(self.KIND, self.code, msgspec.msgpack.encode(self.now))
        self.before, self.now = self.now, {}

    @staticmethod
    def decoded(data: bytes | None) -> dict[str, int]:
        """Return stored results; none if they are invalid."""
        try:
            return msgspec.msgpack.decode(data, type=dict[str, int]) if data else {}
        except (msgspec.MsgspecError, UnicodeError, RecursionError):
            return {}


@dataclass(slots=True)
class BuildState:
    """One build, or successive builds of one process. The code that starts it sets `previous` and `report`."""

    previous: Path | None = None  # the output of the build before, where that is another folder
    report: BuildReport = field(default_factory=BuildReport)
    # What is opened once, …
    session: Session = field(init=False)
    results: FunctionResults = field(init=False)
    # … and what belongs to the build that is under way.
    context: dict[str, Any] | None = None  # what all pages share
    generators: list[Any] = field(default_factory=list)
    manifest: OutputManifest | None = None
    dependencies: NewDependencyDb | None = None
    # What is known of pages, by key, until the output is in its place: see `previous`.
    pending: dict[str, NewDependencyDb] = field(default_factory=dict)

    @property
    def is_open(self) -> bool:
        return hasattr(self, "session")

    def open(self, settings: Mapping[str, Any], plugins: Iterable[object]) -> None:
        store = Store(Path(settings.get(CACHE, DEFAULT_CACHE)))
        functions = [settings.get(name) for name in WITH_FUNCTIONS]
        code = fingerprint_of_code(code_of(settings, plugins), sources_of(functions))
        self.session, self.results = Session(store, code), FunctionResults(store, code)
        if store.database is None:
            folder = os.path.relpath(store.file.parent)
            logger.warning("nothing can be kept in '%s', so that each build makes all; make room, or remove it", folder)


def open_state(settings: dict[str, Any], plugins: Iterable[object] | None) -> BuildState:
    """Return the state of the builds with some settings; the first call opens the cache.

    `plugins` are those of the settings; None stands for all that are installed in Pelican's namespace.
    """
    state: BuildState = settings.setdefault(STATE, BuildState())
    if not state.is_open:
        state.open(settings, installed_plugins() if plugins is None else plugins)
    return state


def installed_plugins() -> list[str]:
    """Return the plugins that Pelican loads if the settings name none."""
    return [one.name for one in pkgutil.iter_modules(pelican.plugins.__path__, "pelican.plugins.") if one.ispkg]


def state_of(settings: Mapping[str, Any]) -> BuildState | None:
    """Return the state of the current build; None if this plugin is not active."""
    state: BuildState | None = settings.get(STATE)
    return state if state and state.is_open else None


def code_of(settings: Mapping[str, Any], plugins: Iterable[object]) -> Iterator[ModuleType]:
    """Yield the modules that influence the result of a build."""
    markdown = settings["MARKDOWN"]
    extensions = (*markdown.get("extensions", ()), *markdown.get("extension_configs", ()))
    for one in (*plugins, *extensions, *settings["JINJA_ENVIRONMENT"].get("extensions", ())):
        if isinstance(one, ModuleType):
            yield one
        elif isinstance(one, str):
            # By its module, or with a class in it. A plugin may be named without the name space; what is not there,
            # Pelican complains of.
            for name in (one.partition(":")[0], one.rpartition(".")[0], f"pelican.plugins.{one}"):
                with suppress(ImportError, ValueError):
                    yield import_module(name)
                    break
        else:
            yield sys.modules[type(one).__module__]
