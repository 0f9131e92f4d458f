"""The Python interpreter in a sandbox."""

import compileall
import os
import sys
from collections.abc import Iterable
from functools import cache
from importlib.util import cache_from_source
from pathlib import Path
from typing import NamedTuple

from faircopy.snippets.sandbox.paths import SANDBOX_FOLDER

INTERPRETER = f"{SANDBOX_FOLDER}/python"
# Nothing of the environment, no packages but those that are named, and no files beside what is read.
PYTHON_OPTIONS = ("-I", "-S", "-B")


class Interpreter(NamedTuple):
    """The path of Python in a sandbox, and the mounts for it: see `SandboxRoot`."""

    program: str
    bind_mounts: dict[str, str]
    hidden: tuple[str, ...]
    environment: dict[str, str]  # where its own libraries are, if it is not the machine's own


@cache
def interpreter() -> Interpreter:
    """Return what a sandbox needs to run this Python.

    It is the base interpreter, because that of a virtual environment would first read the environment. If it is outside
    /usr, it is mounted at INTERPRETER, without any packages, so that no message reveals a user's path.
    """
    program, base = Path(sys.executable).resolve(), Path(sys.base_prefix).resolve()
    name = f"python{sys.version_info.major}.{sys.version_info.minor}"
    if base == Path("/usr"):
        return Interpreter(str(program), {}, (), {})
    library = base / "lib" / name
    packages = tuple(
        f"{INTERPRETER}/lib/{name}/{folder}"
        for folder in ("site-packages", "dist-packages")
        if (library / folder).is_dir()
    )
    environment = {"LD_LIBRARY_PATH": f"{INTERPRETER}/lib"}
    if base == Path("/usr/local"):
        # No more of it than Python: an administrator's files lie there too.
        shared = {f"{INTERPRETER}/lib/{path.name}": str(path) for path in (base / "lib").glob("libpython*.so*")}
        bind_mounts = {f"{INTERPRETER}/bin/{name}": str(program), f"{INTERPRETER}/lib/{name}": str(library), **shared}
        return Interpreter(f"{INTERPRETER}/bin/{name}", bind_mounts, packages, environment)
    return Interpreter(f"{INTERPRETER}/{program.relative_to(base)}", {INTERPRETER: str(base)}, packages, environment)


def compile_modules(folders: Iterable[Path]) -> None:
    """Compile what only sandboxes import, as Python would do if it might write there.

    uv compiles nothing that it installs: each sandbox would then compile for as long as half a second.
    """
    if sys.dont_write_bytecode:
        return
    for one in folders:
        if os.access(one, os.W_OK) and not is_compiled(one):
            # What cannot be compiled is compiled in the sandbox, which says why.
            compileall.compile_dir(one, quiet=2)


def is_compiled(folder: Path) -> bool:
    """Tell whether each module of a folder is; folders in it are not looked at."""
    caches = ((file, Path(cache_from_source(str(file)))) for file in folder.glob("*.py"))
    return all(cache.exists() and cache.stat().st_mtime >= file.stat().st_mtime for file, cache in caches)
