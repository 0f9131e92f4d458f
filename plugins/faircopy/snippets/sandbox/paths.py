"""Where paths (of snippets, stand-ins, includes, setups) end up in a sandbox, or why they cannot.

Pure functions: nothing here looks at the machine. `root.materialise` creates the files, and validates the paths again.
"""

from collections.abc import Iterable, Mapping
from typing import TypeVar
from unicodedata import category

Content = TypeVar("Content")

# Limits of Linux: limits.h, NAME_MAX and PATH_MAX less the byte that ends a path.
MAX_NAME_BYTES = 255
MAX_PATH_BYTES = 4095
# A configuration has fewer; what walks a tree by recursion has a limit of its own.
MAX_DEPTH = 64
# Unicode's control characters, format characters, surrogates, and separators of lines and paragraphs.
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
# What a sandbox borrows besides the machine's programs lies here. A file of a snippet beside it would be taken for a
# part of the program that looks there, as Python takes any file beside a package for a module.
SANDBOX_FOLDER = "/.faircopy"
# Folders in which nothing of a reader lies, and whose they are.
RESERVED_FOLDERS = {"/proc": "the kernel", "/sys": "the kernel", "/dev": "the kernel", SANDBOX_FOLDER: "the sandbox"}
# Folders on every machine, and in every sandbox.
FOLDERS = frozenset({
    *("/", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/boot", "/dev", "/etc", "/home", "/media", "/mnt"),
    *("/opt", SANDBOX_FOLDER, "/proc", "/root", "/run", "/srv", "/sys", "/tmp", "/usr", "/var", "/checked"),  # noqa: S108  # names
    *("/usr/bin", "/usr/sbin", "/usr/lib", "/usr/lib32", "/usr/lib64", "/usr/libx32", "/usr/libexec", "/usr/share"),
    *("/usr/local", "/usr/local/bin", "/usr/local/sbin", "/usr/local/etc", "/usr/local/lib", "/usr/src"),
    *("/var/cache", "/var/lib", "/var/log", "/var/run", "/var/spool", "/var/tmp", "/var/www"),  # noqa: S108
    *("/etc/alternatives", "/etc/apache2", "/etc/cron.d", "/etc/default", "/etc/fail2ban", "/etc/init.d"),
    *("/etc/logrotate.d", "/etc/nginx", "/etc/ssh", "/etc/ssl", "/etc/sudoers.d", "/etc/systemd"),
    "/etc/systemd/system",
})  # fmt: skip
# Files that every sandbox has, so that nothing can lie below them.
FILES = frozenset({
    *("/etc/passwd", "/etc/group", "/etc/hosts", "/etc/services", "/etc/protocols", "/etc/nsswitch.conf"),
    *("/etc/machine-id", "/etc/os-release", "/checked/snippet"),
})  # fmt: skip


def path_in_sandbox(path: str) -> str:
    """Return the normalised absolute path in a sandbox, never above its root."""
    parts: list[str] = []
    for part in path.split("/"):
        if part == "..":
            del parts[-1:]
        elif part not in ("", "."):
            parts.append(part)
    return "/" + "/".join(parts)


def fault_of(path: str) -> str:
    """Return why a path is impossible in a sandbox, as the end of a sentence; "" if it is fine."""
    if odd := next((one for one in path if category(one) in UNSEEN), None):
        kind = "a control character" if category(odd) == "Cc" else "a character that is not seen"
        return f"has {kind} in it, U+{ord(odd):04X}"
    if leaves(path):
        return "leaves its folder with '..'"
    if path.rpartition("/")[2] in ("", ".", ".."):
        return "names a folder, not a file"
    return fault_of_sandbox_path(path_in_sandbox(path))


def fault_of_sandbox_path(place: str) -> str:
    names = place.split("/")[1:]
    if longest := next((one for one in names if len(one.encode()) > MAX_NAME_BYTES), ""):
        return f"has a name of {len(longest.encode())} bytes in it, and {MAX_NAME_BYTES} is the most"
    if len(place.encode()) > MAX_PATH_BYTES:
        return f"has {len(place.encode())} bytes, and {MAX_PATH_BYTES} is the most"
    if len(names) > MAX_DEPTH:
        return f"is {len(names)} folders deep, and {MAX_DEPTH} is the most"
    if place in FOLDERS:
        return "names a folder, not a file"
    if folder := next((one for one in RESERVED_FOLDERS if place.startswith(f"{one}/")), ""):
        return f"lies in '{folder}', which is {RESERVED_FOLDERS[folder]}'s own"
    file = next((above for above in folders_above(place) if above in FILES), "")
    return f"lies below '{file}', which is a file" if file else ""


def leaves(path: str) -> bool:
    """Tell whether a `..` in the path leads above its start."""
    depth = 0
    for part in path.split("/"):
        depth += -1 if part == ".." else part not in ("", ".")
        if depth < 0:
            return True
    return False


def folders_above(place: str) -> list[str]:
    """Return the folders that a place lies in, without the root."""
    names = place.split("/")[1:-1]
    return ["/" + "/".join(names[: count + 1]) for count in range(len(names))]


class SandboxFiles:
    """The files of a sandbox, added one by one: the first at a path wins."""

    def __init__(self) -> None:
        self.files: dict[str, str] = {}  # place -> the path as it was given
        self.folders: dict[str, str] = {}  # place -> a path that needs it

    def add(self, path: str) -> str:
        """Add a file. Return "", or the reason why it does not fit."""
        place = path_in_sandbox(path)
        if fault := fault_of(path):
            return fault
        if place in self.folders:
            return f"is a folder here: '{self.folders[place]}' lies in it"
        if file := next((self.files[above] for above in folders_above(place) if above in self.files), ""):
            return f"needs '{file}' to be a folder, and that is a file here"
        self.files[place] = path
        for above in folders_above(place):
            self.folders.setdefault(above, path)
        return ""


def fitting(wanted: Mapping[str, Content], taken: Iterable[str] = ()) -> tuple[dict[str, Content], dict[str, str]]:
    """Return the files that fit in one tree, by their place, and why each other path does not.

    `taken` are paths of files that come first. A path among them is left out silently: it has a content.
    """
    tree = SandboxFiles()
    for path in taken:
        tree.add(path)
    laid: dict[str, Content] = {}
    refused: dict[str, str] = {}
    taken_paths = set(tree.files)
    for path, content in wanted.items():
        if fault := tree.add(path):
            refused[path] = fault
        elif path_in_sandbox(path) not in taken_paths:
            laid[path_in_sandbox(path)] = content
    return laid, refused
