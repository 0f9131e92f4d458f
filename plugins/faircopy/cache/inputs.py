"""Inputs of a build besides its sources: all code, and the files that are opened during a piece of work."""

import hashlib
import os
import sys
import sysconfig
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from types import ModuleType

from faircopy.cache.fingerprints import DIGEST_BYTES, MAX_DEPTH, fingerprint_of_bytes


def fingerprint_of_code(modules: Iterable[ModuleType], sources: Iterable[Path] = ()) -> str:
    """Return the fingerprint of the interpreter, all that is installed, `sources`, and the sources beside `modules`.

    That is the folder from which a module is imported, and everything below it: a plugin may use the modules beside it.
    """
    hasher = hashlib.blake2b(digest_size=DIGEST_BYTES)
    hasher.update(sys.version.encode())
    installed = installed_folders()
    known = installed | standard_folders()
    for folder in sorted(installed):
        # Its `….dist-info` entries name each distribution with its version.
        names = sorted(entry.name for entry in folder.iterdir())
        hasher.update("\n".join(names).encode("utf-8", "surrogateescape"))
        for name in names:
            hasher.update(contents_of_revision(folder / name) if name.endswith(".dist-info") else b"")
    roots = {root for module in modules if (root := root_of(module)) and root not in known}
    for source in sorted({*sources, *(source for root in roots for source in sources_below(root))}, key=str):
        hasher.update(f"\n{source.name}\n".encode("utf-8", "surrogateescape"))
        hasher.update(source.read_bytes())
    return hasher.hexdigest()


def contents_of_revision(info: Path) -> bytes:
    """Return what identifies a distribution besides its version: nothing for one from an index.

    What was installed from a folder, a repository or a file may be another revision with the same version.
    https://packaging.python.org/en/latest/specifications/direct-url/ says how to tell, and RECORD has a digest of each
    file. The scripts, outside the folder, name the interpreter; what stands in `info` itself names the place of the
    source.
    """
    if not (info / "direct_url.json").exists():
        return b""
    try:
        lines = (info / "RECORD").read_bytes().splitlines()
    except OSError:
        return b""
    outside = (b"../", f"{info.name}/".encode("utf-8", "surrogateescape"))
    return b"\n".join(sorted(line for line in lines if not line.startswith(outside)))


def installed_folders() -> set[Path]:
    named = (sysconfig.get_path(name) for name in ("purelib", "platlib"))
    entries = (entry for entry in sys.path if Path(entry).name in {"site-packages", "dist-packages"})
    return {Path(folder).resolve() for folder in [*named, *entries] if Path(folder).is_dir()}


def standard_folders() -> set[Path]:
    return {Path(sysconfig.get_path(name)).resolve() for name in ("stdlib", "platstdlib")}


def root_of(module: ModuleType) -> Path | None:
    """Return the folder of the top-level package of `module`; None for a built-in module."""
    file = getattr(module, "__file__", None)
    if not file:
        return None
    depth = module.__name__.count(".") + (Path(file).name == "__init__.py")
    return Path(file).resolve().parents[depth]


def sources_of(value: object, depth: int = 0) -> Iterator[Path]:
    """Yield the sources of the functions, classes and objects in a setting."""
    match value:
        case str() | int() | float() | None:
            return
        case Mapping():
            parts: Iterable[object] = value.values()
        case list() | tuple() | set():
            parts = value
        case partial():
            parts = (value.func, value.args, value.keywords)
        case _:
            module = getattr(value, "__module__", None) or type(value).__module__
            file = Path(getattr(sys.modules.get(str(module)), "__file__", None) or "")
            if file.suffix == ".py" and file.is_file():
                yield file.resolve()
            return
    if depth < MAX_DEPTH:
        for part in parts:
            yield from sources_of(part, depth + 1)


def sources_below(root: Path) -> Iterator[Path]:
    for folder, folders, files in os.walk(root):
        # Neither what hides, nor a virtual environment, nor npm's packages.
        folders[:] = [
            name
            for name in folders
            if not name.startswith(".")
            and name not in {"__pycache__", "node_modules", "site-packages"}
            and not Path(folder, name, "pyvenv.cfg").exists()
        ]
        yield from (Path(folder, name) for name in files if name.endswith(".py"))


# What takes part as code is known by its version, see `code`.
CODE = (".py", ".pyc", ".so")
NO_FILE = "<unknown>"  # where newer Pythons than 3.12 look for the source of a text that `ast` cannot parse
NOT_THERE = "-"

under_way = threading.local()


@contextmanager
def files_opened() -> Iterator[set[str]]:
    """Record the absolute path of each file that this thread opens for reading; code is left out."""
    listen()
    before = getattr(under_way, "paths", None)
    paths: set[str] = set()
    under_way.paths = paths
    try:
        yield paths
    finally:
        under_way.paths = before


def note(event: str, arguments: tuple[object, ...]) -> None:
    # An audit hook is called for everything that the interpreter does, so the first look is the cheapest.
    if event == "open" and (paths := getattr(under_way, "paths", None)) is not None:
        path, _, flags = arguments
        writes = isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR)
        if isinstance(path, str | bytes | os.PathLike) and not writes:
            file = os.path.abspath(os.fsdecode(path))  # noqa: PTH100  # this must be quick, and never fail
            if not file.endswith((*CODE, NO_FILE)):
                paths.add(file)


LISTENING: list[bool] = []


def listen() -> None:
    """Install the audit hook, once: Python never removes one."""
    if not LISTENING:
        LISTENING.append(True)
        sys.addaudithook(note)


def state_of_file(path: str) -> str:
    """Return the fingerprint of a file's contents; constant for devices and the like."""
    try:
        return fingerprint_of_bytes(Path(path).read_bytes()) if Path(path).is_file() else NOT_THERE
    except OSError:
        return NOT_THERE
