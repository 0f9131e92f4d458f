"""What a machine lacks for checking snippets, and what to install."""

import platform
import shutil
import sys

from faircopy.snippets.sandbox.process import MAX_OPEN_FILES, ResourceLimits

# By the names that systems give themselves in os-release(5), ID and ID_LIKE: what installs a package there.
INSTALLERS = {
    "debian": "sudo apt-get install --no-install-recommends",
    "ubuntu": "sudo apt-get install --no-install-recommends",
    "fedora": "sudo dnf install",
    "rhel": "sudo dnf install",
    "arch": "sudo pacman -S",
    "suse": "sudo zypper install",
    "alpine": "sudo apk add",
}
NOT_VERIFIED = "this snippet is not verified here"
ELSEWHERE = "check it on Linux: in a container, in a virtual machine or in CI"
# Programs that enter the sandbox -> the package that brings each, which the systems above call alike.
NEEDED = {"prlimit": "util-linux", "bwrap": "bubblewrap"}


def why_no_sandbox(path: str) -> tuple[str, str]:
    """Return why no sandbox works here, and what to do; `path` is the search path of its programs."""
    if sys.platform != "linux":
        return f"the sandbox that snippets are checked in needs Linux, and this is {name_of_system()}", ELSEWHERE
    for program, package in NEEDED.items():
        if not shutil.which(program, path=path):
            return f"there is no sandbox to check it in: '{program}' is not there", install(package)
    if low := low_limit():
        return low
    fact = "there is no sandbox to check it in: bubblewrap is there, and this system does not let it work"
    return fact, "allow user namespaces, or run it as root; in a container, see docs/platforms.md"


def low_limit() -> tuple[str, str] | None:
    """Return which limit of this process no program in a sandbox can have, and what to do; None without one.

    A program has the limits of `process.limiting`, and may not raise those that it inherits (setrlimit(2)).
    """
    import resource  # noqa: PLC0415  # Windows has none

    limits = ResourceLimits()
    needed = (
        (resource.RLIMIT_NOFILE, "open files", MAX_OPEN_FILES, "n", 1),
        (resource.RLIMIT_NPROC, "processes", limits.processes, "u", 1),
        (resource.RLIMIT_AS, "KiB of memory", limits.memory, "v", 1024),
        (resource.RLIMIT_FSIZE, "KiB in a file", limits.file_size, "f", 1024),
        (resource.RLIMIT_CPU, "seconds of processor time", limits.cpu_seconds, "t", 1),
    )
    for kind, noun, number, letter, unit in needed:
        hard = resource.getrlimit(kind)[1]
        if hard != resource.RLIM_INFINITY and hard < number:
            fact = (
                f"{hard // unit} {noun} are the most that a program may have here, and a sandbox gives {number // unit}"
            )
            hint = f"start it where 'ulimit -H{letter}' says {number // unit} or more"
            return f"there is no sandbox to check it in: {fact}", hint
    return None


def why_missing(tool: str, kind: str | None, path: str) -> tuple[str, str]:
    """Return why a tool is unavailable, and what to do; `kind` is that of the sandbox, None for none."""
    if kind is None:
        fact, hint = why_no_sandbox(path)
    else:
        fact, hint = f"{tool} is not installed here", "install it: docs/platforms.md names its package"
    return fact, f"{hint}; {NOT_VERIFIED}"


def install(package: str) -> str:
    """Return the command that installs a package here, or the package's name if that is unknown."""
    try:
        system = platform.freedesktop_os_release()
    except OSError:
        system = {}
    for name in [system.get("ID", ""), *system.get("ID_LIKE", "").split()]:
        if name in INSTALLERS:
            return f"{INSTALLERS[name]} {package}"
    return f"install the package '{package}'"


def name_of_system() -> str:
    return {"darwin": "macOS", "win32": "Windows"}.get(sys.platform, sys.platform)
