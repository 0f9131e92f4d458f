"""The file tree of a sandbox, laid out so that nothing outside can be touched."""

import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from faircopy.snippets.sandbox.paths import leaves, path_in_sandbox
from faircopy.system_errors import is_of_machine

# The parts of /usr that programs are made of. Not /usr/local and the like, where an administrator's files lie.
PROGRAM_FOLDERS = ("bin", "sbin", "lib", "lib32", "lib64", "libx32", "libexec")
# Folders below those in which administrators keep files of their own.
ADMINISTRATOR_FOLDERS = (
    *("/usr/lib/cgi-bin", "/usr/lib/nagios", "/usr/lib/monitoring-plugins", "/usr/lib64/nagios"),
    *("/usr/lib/systemd/system", "/usr/lib/systemd/user", "/usr/lib/systemd/network", "/usr/lib/systemd/portable"),
)
# What programs ask for before they begin, to be another program then (ld.so(8), and Python in /usr/bin): in no sandbox.
LOADER_FILES = ("/etc/ld.so.preload", "/etc/ld.so.cache", "/usr/pyvenv.cfg")
# Where a program may write: empty folders in memory, gone with the sandbox.
SCRATCH_FOLDERS = ("/tmp", "/run")  # noqa: S108  # the sandbox's own
# The time of all files, in seconds: Postfix reads one that is younger than two seconds again until it is older.
WRITTEN_AT = 1_000_000_000
MAX_PROGRAM_LINKS = 4  # on the way to a program
# Nobody's data: enough for programs that look up a user by name.
USERS = (  # names, no passwords
    "root:x:0:0:root:/root:/bin/sh\n"
    "daemon:x:1:1:daemon:/:/usr/sbin/nologin\n"
    "www-data:x:33:33:www-data:/var/www:/usr/sbin/nologin\n"
    "sshd:x:100:65534::/run/sshd:/usr/sbin/nologin\n"
    "nobody:x:65534:65534:nobody:/:/usr/sbin/nologin\n"
)
GROUPS = "root:x:0:\ndaemon:x:1:\nadm:x:4:\nsyslog:x:104:\nsudo:x:27:\nwww-data:x:33:\nnogroup:x:65534:\n"
DEFAULT_FILES = {
    "/etc/passwd": USERS,
    "/etc/group": GROUPS,
}


class MaterialiseError(Exception):
    """A file cannot be laid out. `path` is the sandbox's; `why` completes a sentence that begins with it."""

    def __init__(self, path: str, why: str) -> None:
        super().__init__(f"'{path}' {why}")
        self.path = path
        self.why = why


@dataclass(frozen=True, slots=True)
class SandboxRoot:
    """The files, mounts and scratch folders of a sandbox."""

    files: Mapping[str, str | bytes]  # path -> content; read-only
    bind_mounts: Mapping[str, str] = field(default_factory=dict)  # absolute path in the sandbox -> one of the machine
    hidden: tuple[str, ...] = ()  # folders of what is borrowed that are empty here
    writable: tuple[str, ...] = ()  # folders that are empty and may be written to, besides SCRATCH
    capabilities: tuple[str, ...] = ()  # like "CAP_NET_ADMIN": over its own network, which has no cable
    environment: Mapping[str, str] = field(default_factory=dict)  # besides the sandbox's own
    # For programs that read nothing but their standard input: they can write nowhere, so that one sandbox does for
    # many of them, one after the other, each as if it were alone (see `fork_server`). It has no files of snippets.
    shared: bool = False

    def __post_init__(self) -> None:
        if self.shared and (self.files or self.writable or self.capabilities):
            raise ValueError("a shared sandbox has no files, no folders to write to and no capabilities")

    @property
    def scratch(self) -> tuple[str, ...]:
        return () if self.shared else (*SCRATCH_FOLDERS, *self.writable)

    @property
    def contents(self) -> dict[str, str | bytes]:
        """All files by path; defaults where the checker has none. Raises MaterialiseError."""
        if path := next((path for path in self.files if leaves(path)), None):
            raise MaterialiseError(path, "leaves its folder with '..'")
        return {path_in_sandbox(path): content for path, content in {**DEFAULT_FILES, **self.files}.items()}


def program_folders() -> list[str]:
    """Return the folders of programs and libraries to mount."""
    usr = [f"/usr/{name}" for name in PROGRAM_FOLDERS if Path("/usr", name).is_dir()]
    # Debian has /bin and the like as links into /usr; elsewhere they are folders of their own.
    own = [f"/{name}" for name in PROGRAM_FOLDERS if Path("/", name).is_dir() and not Path("/", name).is_symlink()]
    return [*usr, *own]


def hidden_folders(root: SandboxRoot) -> list[str]:
    return [
        *(path for path in ADMINISTRATOR_FOLDERS if Path(path).is_dir() and not Path(path).is_symlink()),
        *root.hidden,
    ]


def links_of_root() -> dict[str, str]:
    """Return the symbolic links of the machine's root folder into /usr, such as /bin."""
    links = {f"/{name}": f"usr/{name}" for name in PROGRAM_FOLDERS if Path("/", name).is_symlink()}
    return {path: target for path, target in links.items() if Path("/", target).is_dir()}


def is_below(place: str, folders: tuple[str, ...] | list[str]) -> bool:
    return any(place == folder or place.startswith(f"{folder}/") for folder in folders)


def is_covered(place: str, root: SandboxRoot) -> bool:
    """Tell whether an empty folder of the sandbox covers a file, which must then be mounted again."""
    return is_below(place, [*root.scratch])


def alternatives(program: str) -> dict[str, str]:
    """Return the links in /etc by which Debian finds a program, and their targets."""
    links: dict[str, str] = {}
    path = Path(program)
    for _ in range(MAX_PROGRAM_LINKS):
        if not path.is_symlink():
            break
        if path.is_relative_to("/etc/alternatives"):
            links[str(path)] = str(path.readlink())
        path = path.parent / path.readlink()
    return links


def materialise(
    directory: Path, root: SandboxRoot, owner: int | None = None, links: Mapping[str, str] | None = None
) -> None:
    """Create the root of a sandbox in the existing folder `directory`: files, mount points, links.

    With `owner`, everything belongs to that user and group. `links` are added. Nothing outside `directory` is touched,
    whatever the paths are: each step starts from an open folder, follows no link, and replaces nothing. Raises
    MaterialiseError.
    """
    root_links = links_of_root()
    machines = [*root_links, *program_folders(), *LOADER_FILES]
    with opened(directory) as base:
        # First, so that a file below /bin cannot take the place of the link that programs need.
        for path, target in {**root_links, **(links or {})}.items():
            above, _, name = path.rpartition("/")
            with folder_at(base, above, owner) as folder:
                os.symlink(target, name, dir_fd=folder)
        for place, content in root.contents.items():
            # The machine's programs lie over these, or would be another than the machine's with them.
            if not is_below(place, machines):
                text = plain_bytes(content) if isinstance(content, str) else content
                write_file(base, place, text, owner)
        for place in (*program_folders(), "/dev", "/etc", *SCRATCH_FOLDERS, *root.scratch):
            make_mount_point(base, place, is_folder=True, owner=owner)
        for target, source in root.bind_mounts.items():
            make_mount_point(base, target, is_folder=Path(source).is_dir(), owner=owner)
        if owner is not None:
            os.chown(base, owner, owner)


def plain_bytes(text: str) -> bytes:
    """Return a text as bytes without NUL, so that no program can load it as a library."""
    return text.replace("\0", "\ufffd").encode(errors="replace")


@contextmanager
def opened(path: str | Path, dir_fd: int | None = None) -> Iterator[int]:
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=dir_fd)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


@contextmanager
def folder_at(base: int, place: str, owner: int | None) -> Iterator[int]:
    """Open a folder below an open one, created if missing. Raises MaterialiseError."""
    with ExitStack() as stack:
        here = base
        for name in filter(None, place.split("/")):
            try:
                made = make_folder(here, name)
                here = stack.enter_context(opened(name, here))
                if made and owner is not None:
                    os.chown(here, owner, owner)
            except (OSError, ValueError) as error:
                if is_of_machine(error):
                    raise
                raise MaterialiseError(place, reason(error)) from None
        yield here


def make_folder(here: int, name: str) -> bool:
    if name in (".", ".."):
        raise ValueError("leaves its folder with '..'")
    with suppress(FileExistsError):
        os.mkdir(name, 0o755, dir_fd=here)
        return True
    return False


def write_file(base: int, place: str, content: bytes, owner: int | None) -> None:
    """Write a new file. Raises MaterialiseError if no new file can have that path."""
    above, _, name = place.rpartition("/")
    with folder_at(base, above, owner) as folder:
        try:
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
            descriptor = os.open(name, flags, 0o644, dir_fd=folder)
        except (OSError, ValueError) as error:
            if is_of_machine(error):
                raise
            raise MaterialiseError(place, reason(error)) from None
        with os.fdopen(descriptor, "wb") as file:
            if owner is not None:
                os.chown(descriptor, owner, owner)
            file.write(content)
            file.flush()
            os.utime(descriptor, (WRITTEN_AT, WRITTEN_AT))


def make_mount_point(base: int, place: str, *, is_folder: bool, owner: int | None) -> None:
    if is_folder:
        with folder_at(base, place, owner):
            return
    with suppress(MaterialiseError):  # it may be there: a file of the sandbox that the borrowed one lies over
        write_file(base, place, b"", owner)


def reason(error: OSError | ValueError) -> str:
    """Return why a step failed, as the end of a sentence that begins with the path."""
    match error:
        case FileExistsError() | IsADirectoryError():
            return "is there twice, or is a folder of the sandbox"
        case NotADirectoryError():
            return "lies below a file of the sandbox"
        case OSError(strerror=str(reason)):
            return f"cannot be made in the sandbox: {reason.lower()}"
        case _:
            return f"cannot be made in the sandbox: {error}"
