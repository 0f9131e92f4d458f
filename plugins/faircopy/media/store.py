"""Caches assets that take long to make, by their inputs."""

import hashlib
from collections.abc import Callable
from functools import cache
from importlib.metadata import version
from pathlib import Path
from types import ModuleType

from faircopy.cache.namespaces import ASSETS
from faircopy.cache.store import EntryStore


def cached_asset(folder: Path, maker: ModuleType, made_from: object, make: Callable[[], bytes]) -> bytes:
    """Return the cached result of `make`, or make and cache it.

    `made_from` are the inputs, as a value with a complete repr; `maker` is the module that makes the asset. A change of
    that module, one beside it, or a drawing library invalidates the entry.
    """
    key = hashlib.sha256(
        repr((made_from, maker.__name__, state_of(Path(str(maker.__file__)).parent))).encode()
    ).hexdigest()
    store = EntryStore(ASSETS, folder)
    found = store.get(key)
    if found is None:
        found = make()
        store.put(key, found)
    return found


@cache
def state_of(package: Path) -> tuple[str, ...]:
    """Return a key that changes with the modules of a folder and the drawing libraries."""
    sources = [(file.name, hashlib.sha256(file.read_bytes()).hexdigest()) for file in sorted(package.glob("*.py"))]
    return repr(sources), version("pillow"), version("matplotlib")
