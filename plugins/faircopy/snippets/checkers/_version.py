"""Versions of tools: asked of the tool once, then cached by the size and time of its file."""

import hashlib
import re
import shutil
import sysconfig
from functools import cache
from pathlib import Path

from faircopy.cache.namespaces import VERSIONS
from faircopy.cache.store import EntryStore
from faircopy.snippets.sandbox.paths import SANDBOX_FOLDER
from faircopy.snippets.sandbox.process import PROGRAM_PATH, TimeLimitError
from faircopy.snippets.sandbox.root import SandboxRoot
from faircopy.snippets.sandbox.runner import Sandbox
from faircopy.system_errors import is_of_machine

DPKG_STATUS = Path("/var/lib/dpkg/status")
MAX_VERSION_CHARS = 80


def wheel_program(name: str) -> str | None:
    """Return the path of a program from a wheel, or else the machine's own of that name."""
    brought = Path(sysconfig.get_path("scripts"), name)
    return str(brought) if brought.is_file() else shutil.which(name, path=PROGRAM_PATH)


def program_version(sandbox: Sandbox, program: str, arguments: tuple[str, ...], pattern: str) -> str | None:
    """Return the match of `pattern` (one group) in the program's output, or None if it cannot be run.

    Raises OSError for what is wrong with the machine.
    """
    path = sandbox.find(program)
    if path is None or not Path(path).is_file():
        return None
    state = Path(path).stat()
    return known_version(sandbox.kind, path, arguments, pattern, (state.st_size, state.st_mtime_ns))


@cache
def known_version(
    kind: str | None, path: str, arguments: tuple[str, ...], pattern: str, state: tuple[int, int]
) -> str | None:
    # A process a tool takes longer than all else that a run with kept verdicts does.
    name = hashlib.sha256(repr((path, arguments, pattern, state)).encode()).hexdigest()
    if known := cached_version(name):
        return known
    version = printable(version_of_tool(Sandbox(kind), path, arguments, pattern))
    return version and cache_version(name, version)


@cache
def debian_version(package: str) -> str | None:
    """Return the version of a Debian package, for a program that does not print its own."""
    try:
        state = DPKG_STATUS.stat()
    except OSError:
        return None
    name = hashlib.sha256(repr((package, state.st_size, state.st_mtime_ns)).encode()).hexdigest()
    if known := cached_version(name):
        return known
    paragraph = rf"^Package: {re.escape(package)}\n(?:\S.*\n|[ \t].*\n)*?Version: (\S+)"
    found = re.search(paragraph, DPKG_STATUS.read_text(encoding="utf-8", errors="replace"), re.MULTILINE)
    version = printable(found[1] if found else None)
    return version and cache_version(name, version)


def version_of_tool(sandbox: Sandbox, path: str, arguments: tuple[str, ...], pattern: str) -> str | None:
    try:
        place, bind_mounts = in_sandbox(path)
        completed = sandbox.run([place, *arguments], SandboxRoot({}, bind_mounts))
    except TimeLimitError:
        return None
    except OSError as error:
        if is_of_machine(error):
            raise  # a full disk is no missing tool
        return None
    found = re.search(pattern, completed.stdout + completed.stderr)
    return found[1] if found else None


def in_sandbox(program: str) -> tuple[str, dict[str, str]]:
    """Return the path of a program in the sandbox, and its bind mounts. It never contains the user's own paths."""
    if program.startswith(("/usr/bin/", "/usr/sbin/", "/bin/", "/sbin/")) or not program.startswith("/"):
        return program, {}
    place = f"{SANDBOX_FOLDER}/programs/{Path(program).name}"
    return place, {place: program}


def printable(version: str | None) -> str | None:
    """Return a version that is safe to print: it comes from a program or file, and goes to terminals and pages."""
    if not version:
        return None
    return "".join(one if one.isprintable() else "?" for one in version[:MAX_VERSION_CHARS])


def cached_version(name: str) -> str | None:
    """Return a cached version, if it is one that may be printed."""
    data = EntryStore(VERSIONS, VERSIONS.folder()).get(name)
    try:
        version = (data or b"").decode()
    except UnicodeDecodeError:
        return None
    return version if version == printable(version) else None


def cache_version(name: str, version: str) -> str:
    EntryStore(VERSIONS, VERSIONS.folder()).put(name, version.encode())
    return version
