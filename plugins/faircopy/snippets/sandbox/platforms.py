"""What a machine lacks for checking snippets, and what to install."""

import platform
import shutil
import sys

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
    fact = "there is no sandbox to check it in: bubblewrap is there, and this system does not let it work"
    return fact, "allow user namespaces, or run it as root; in a container, see docs/platforms.md"


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
