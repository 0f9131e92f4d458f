"""Things that take long to make, kept by what they were made from."""

import hashlib
import os
from collections.abc import Callable
from functools import cache
from importlib.metadata import version
from pathlib import Path
from types import ModuleType


def kept(folder: Path, maker: ModuleType, made_from: object, make: Callable[[], bytes]) -> bytes:
    """Return what `make` returns, from `folder` if it was made before.

    `made_from` is what the result depends on, as a value whose repr tells it whole; `maker` is the module
    that makes it. When that module or a library that draws is another, the thing is made anew.
    """
    file = folder / hashlib.sha256(repr((made_from, state_of(maker))).encode()).hexdigest()
    if file.exists():
        return file.read_bytes()
    made = make()
    folder.mkdir(parents=True, exist_ok=True)
    # Another build may be at work: a file is there whole or not at all.
    unfinished = file.with_suffix(f".{os.getpid()}")
    unfinished.write_bytes(made)
    unfinished.replace(file)
    return made


@cache
def state_of(maker: ModuleType) -> tuple[str, ...]:
    source = Path(str(maker.__file__)).read_bytes()
    return hashlib.sha256(source).hexdigest(), version("pillow"), version("matplotlib")
