"""Things that take long to make, kept by what they were made from."""

import hashlib
from collections.abc import Callable
from functools import cache
from importlib.metadata import version
from pathlib import Path
from types import ModuleType

from faircopy.cache.namespaces import ASSETS
from faircopy.cache.store import EntryStore


def kept(folder: Path, maker: ModuleType, made_from: object, make: Callable[[], bytes]) -> bytes:
    """Return what `make` returns, from `folder` if it was made before.

    `made_from` is what the result depends on, as a value whose repr tells it whole; `maker` is the module
    that makes it. When that module, one beside it, or a library that draws is another, the thing is made anew.
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
    """Return what is another value once the modules of a folder, or the libraries that draw, are others."""
    sources = [(file.name, hashlib.sha256(file.read_bytes()).hexdigest()) for file in sorted(package.glob("*.py"))]
    return repr(sources), version("pillow"), version("matplotlib")
