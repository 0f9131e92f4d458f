"""The command lines of sandboxes: by bubblewrap, or by util-linux alone."""

import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from faircopy.snippets.sandbox.root import SandboxRoot, hidden_folders, is_below, is_covered, program_folders

# A program's message may hold the host name (systemd's %H, a key's comment): the sandbox has one of its own.
HOST_NAME = "sandbox"
# A folder of every machine, in which each user may be.
HANDOVER_POINT = Path("/tmp")  # noqa: S108  # as a mount point in a name space of its own
# Where the sandbox is put together in a name space of its own: a folder of every machine that nothing is borrowed from.
ENTRY_POINT = Path("/sys")
# What a sandbox's folders in memory may hold together is a few times this; a file in one has a limit of its own.
SCRATCH_BYTES = 64 << 20
DEVICES = ("null", "zero", "full", "random", "urandom")


@dataclass(frozen=True, slots=True)
class Mount:
    """A read-only bind mount."""

    source: str  # absolute path on the machine
    target: str  # absolute path in the sandbox
    is_folder: bool


@dataclass(frozen=True, slots=True)
class SandboxedCommand:
    """How to start a program in its sandbox."""

    command: list[str]
    watch_limit: int | None = None  # processes to be counted from outside; None: the kernel limits them


@dataclass(frozen=True, slots=True)
class Ownership:
    """The user that a program in a sandbox runs as."""

    user: int | None  # None: our own user
    can_reach: bool = True  # all that the sandbox shows, without root's help


def mounts_of(directory: Path, root: SandboxRoot) -> list[Mount]:
    """Return the mounts on top of the empty folders, which may cover some files."""
    covered = [
        Mount(f"{directory}{place}", place, is_folder=False) for place in root.contents if is_covered(place, root)
    ]
    bind_mounts = [
        Mount(source, target, is_folder=Path(source).is_dir())
        for target, source in root.bind_mounts.items()
        if Path(source).exists()
    ]
    return [*covered, *bind_mounts]


def bubblewrap(
    directory: Path, root: SandboxRoot, mounts: Iterable[Mount], environment: Mapping[str, str]
) -> list[str]:
    command = ["bwrap", "--unshare-all", "--unshare-user", "--uid", "0", "--gid", "0", "--hostname", HOST_NAME]
    command += ["--die-with-parent", "--new-session", "--clearenv", "--cap-drop", "ALL"]
    for capability in root.capabilities:
        command += ["--cap-add", capability]
    for name, value in environment.items():
        command += ["--setenv", name, value]
    command += ["--ro-bind", str(directory), "/", "--dev", "/dev", "--remount-ro", "/dev"]
    for folder in program_folders():
        command += ["--ro-bind", folder, folder]
    for folder in root.scratch:
        command += ["--size", str(SCRATCH_BYTES), "--tmpfs", folder]
    for mount in mounts:
        command += ["--ro-bind", mount.source, mount.target]
    for folder in hidden_folders(root):
        command += ["--tmpfs", folder, "--remount-ro", folder]
    return [*command, "--chdir", "/", "--"]


def unshare(directory: Path, root: SandboxRoot, mounts: Iterable[Mount], environment: Mapping[str, str]) -> list[str]:
    """The same sandbox by util-linux alone: a mount namespace, chroot, then no capabilities."""
    script = [
        f'set -e; root="$1"; sandbox={ENTRY_POINT}; shift',
        f"hostname {HOST_NAME}",
        'mount --rbind "$root" "$sandbox"',
    ]
    sized = f"size={SCRATCH_BYTES}"
    script += [
        f'mount -t tmpfs -o mode=0755,{sized} tmpfs "$sandbox/dev"',
        *devices(),
        'mount -o remount,bind,ro "$sandbox/dev"',
    ]
    script += [mount_commands(Mount(folder, folder, is_folder=True)) for folder in program_folders()]
    script += [f'mount -t tmpfs -o mode=0755,{sized} tmpfs "$sandbox"{shlex.quote(folder)}' for folder in root.scratch]
    script += [mount_commands(mount) for mount in mounts]
    script += [f'mount -t tmpfs -o ro,{sized} tmpfs "$sandbox"{shlex.quote(folder)}' for folder in hidden_folders(root)]
    script.append('mount -o remount,bind,ro "$sandbox"; cd "$sandbox"; set +e')
    variables = " ".join(shlex.quote(f"{name}={value}") for name, value in environment.items())
    kept = "".join(f",+{name.removeprefix('CAP_').lower()}" for name in root.capabilities)
    confined = f"setpriv --no-new-privs --inh-caps=-all --bounding-set=-all{kept}"
    # Not `exec`: this shell is what turns a deadly signal into a status.
    script.append(f'env -i {variables} chroot "$sandbox" {confined} "$@"; exit "$?"')
    flags = ["--user", "--map-root-user", "--net", "--mount", "--pid", "--ipc", "--uts", "--fork", "--kill-child"]
    return ["unshare", *flags, "--", "sh", "-c", "\n".join(script), "sh", str(directory)]


def devices() -> Iterator[str]:
    # Not `touch`: the shell makes an empty file without another program.
    for device in DEVICES:
        yield f': >"$sandbox/dev/{device}"; mount --bind "/dev/{device}" "$sandbox/dev/{device}"'


def mount_commands(mount: Mount) -> str:
    """Return the commands for a bind mount, whose mount point may have to be created."""
    source, target, folder = (shlex.quote(one) for one in (mount.source, mount.target, str(Path(mount.target).parent)))
    make = f'mkdir -p "$sandbox"{target}' if mount.is_folder else f'mkdir -p "$sandbox"{folder}; : >"$sandbox"{target}'
    show = f'mount -o bind,ro {source} "$sandbox"{target}'
    return f'[ -e "$sandbox"{target} ] || {{ {make}; }}; {show}'


# Root, who hands over to a user that is nobody


def become(user: int) -> list[str]:
    """Return the beginning of a command that is to be that user's.

    Python itself could start it so, but then copies its own process first (fork instead of vfork), which takes ten
    times as long as this program where Python holds much.
    """
    return ["setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups", "--"]


def hand_over(directory: Path, mounts: Iterable[Mount], user: int) -> list[str]:
    """Return the commands that root runs before entering the sandbox, which is then at HANDOVER_POINT.

    An unprivileged user cannot reach files in root's own folders, such as /root. So root mounts them first, in a mount
    namespace that ends with the program.
    """
    script = [
        'set -e; sandbox="$1"; shift; mount --bind "$sandbox" "$sandbox"',
        *(mount_commands(mount) for mount in mounts),
    ]
    script.append(f'mount --rbind "$sandbox" {HANDOVER_POINT}')
    script.append(f'exec {shlex.join(become(user))} "$@"')
    return ["unshare", "--mount", "--propagation", "private", "--", "sh", "-c", "\n".join(script), "sh", str(directory)]


def handed_over(mounts: Iterable[Mount], mounted_before: Sequence[Mount], root: SandboxRoot) -> list[Mount]:
    """Return the remaining mounts, including those that an empty folder covers."""
    moved = [
        replace(one, source=f"{HANDOVER_POINT}{one.target}") for one in mounted_before if is_covered(one.target, root)
    ]
    return [*(one for one in mounts if one not in mounted_before), *moved]


def is_for_all(mounts: Iterable[Mount], directory: Path) -> bool:
    """Tell whether everything in the sandbox is readable by an unprivileged user, once it is mounted."""
    return all(is_readable(Path(one.source)) for one in mounts if not is_below(one.source, [str(directory)]))


def is_within_reach(directory: Path, mounts: Iterable[Mount]) -> bool:
    """Tell whether an unprivileged user can reach the sources of all mounts."""
    others = (Path(one.source) for one in mounts if not is_below(one.source, [str(directory)]))
    return is_open(directory) and all(is_reachable(path) for path in others)


def is_reachable(path: Path) -> bool:
    """Tell whether every user can reach and read a file or folder of the machine."""
    return is_open(path) and is_readable(path)


def is_readable(path: Path) -> bool:
    """Tell whether every user can read a file, or list and enter a folder."""
    needed = 0o005 if path.is_dir() else 0o004
    return path.stat().st_mode & needed == needed


def is_open(path: Path) -> bool:
    """Tell whether every user can enter the folders above."""
    return all(above.stat().st_mode & 0o001 for above in path.resolve().parents)


def entering(
    kind: str,
    directory: Path,
    root: SandboxRoot,
    ownership: Ownership,
    environment: Mapping[str, str],
    command: list[str],
) -> SandboxedCommand:
    """Return the command line for a prepared sandbox. `command` starts with its resource limits, up to `--`."""
    enter = bubblewrap if kind == "bwrap" else unshare
    mounts = mounts_of(directory, root)
    limiting, program = command[: command.index("--") + 1], command[command.index("--") + 1 :]
    if ownership.user is None or ownership.can_reach:
        owned = become(ownership.user) if ownership.user is not None else []
        return SandboxedCommand([*owned, *limiting, *enter(directory, root, mounts, environment), *program])
    # Below /tmp nothing can be reached once the sandbox has been shown there.
    mine = [one for one in mounts if not is_reachable(Path(one.source)) or is_below(one.source, [str(HANDOVER_POINT)])]
    inside = enter(HANDOVER_POINT, root, handed_over(mounts, mine, root), environment)
    return SandboxedCommand([*hand_over(directory, mine, ownership.user), *limiting, *inside, *program])
