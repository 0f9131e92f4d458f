"""File access: which files are Markdown, and how to write one atomically."""

import errno
import fcntl
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from faircopy.markdown.ignored_files import is_ignored

KINDS = {stat.S_IFIFO: "a named pipe", stat.S_IFSOCK: "a socket", stat.S_IFDIR: "a folder"}
KINDS |= {stat.S_IFCHR: "a device", stat.S_IFBLK: "a device"}
TEMPORARY = ".tmp"  # the end of a file's name while it is written


def write_whole(path: Path, text: str, read: str | None = None) -> None:
    """Write `text` to the file at `path` atomically, without converting newlines.

    A symbolic link is followed, and permissions stay. On any error, the file is unchanged. If the file must still have
    the text `read`, an editor or another command has not saved it since, or OSError is raised.
    """
    with staged(path, text) as fresh:
        if read is not None:
            refuse_changed(path, read)
        fresh.replace(path.resolve())


def raw_text(path: Path) -> str:
    """Return a text as it is: a Document's newlines are normalised."""
    return read_regular(path).decode("utf-8")


def refuse_changed(path: Path, read: str) -> None:
    """Raise OSError if a file has no longer the text that was read."""
    if read_regular(path) != read.encode():
        raise OSError(errno.EBUSY, "it was changed while we worked on it", str(path))


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Lock a folder for one command that changes its files by what it has read. Raises OSError if another has it."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise OSError(errno.EBUSY, "another command is writing there", str(folder)) from None
        except OSError:
            pass  # a file system without such locks, as some of networks: files are compared before they change
        yield
    finally:
        os.close(descriptor)


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """Have an OSError name the file that is meant, instead of a temporary one or none."""
    try:
        yield
    except OSError as error:
        if error.filename is None or str(error.filename).endswith(TEMPORARY):
            raise OSError(error.errno, error.strerror, str(path)) from None
        raise


@contextmanager
def staged(path: Path, text: str) -> Iterator[Path]:
    """Yield a temporary file beside `path` that has `text` and can replace it; it is removed if unused.

    A symbolic link is followed, and permissions are copied. Raises OSError.
    """
    target = path.resolve()
    with naming(path):
        handle, name = tempfile.mkstemp(prefix=f".{target.name}-", suffix=TEMPORARY, dir=target.parent)
    fresh = Path(name)
    try:
        with naming(path), os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        if target.exists():
            shutil.copymode(target, fresh)
        else:
            fresh.chmod(0o644)
        yield fresh
    finally:
        fresh.unlink(missing_ok=True)


def read_regular(path: Path) -> bytes:
    """Return the contents of a regular file. Raises OSError, also for any other file."""
    with open_regular(path) as file:
        return file.read()


def open_regular(path: Path) -> BinaryIO:
    """Open a regular file. Raises OSError, also for pipes and devices, which would block."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    kind = stat.S_IFMT(os.fstat(descriptor).st_mode)
    if kind != stat.S_IFREG:
        os.close(descriptor)
        raise OSError(errno.EINVAL, f"it is {KINDS.get(kind, 'no file')}", str(path))
    return os.fdopen(descriptor, "rb")


def why_unreadable(path: Path, error: OSError) -> tuple[str, str]:
    """Return why a file cannot be read, and what to do."""
    if isinstance(error, FileNotFoundError) and path.is_symlink():
        return (
            f"cannot be read: {error.strerror}: it is a link to '{path.readlink()}'",
            "correct the link, or remove it",
        )
    if isinstance(error, PermissionError):
        return f"cannot be read: {error.strerror}", f"allow it: chmod u+r '{path}'"
    if error.errno in (errno.ENXIO, errno.ENODEV):
        return "cannot be read: it is a socket, or a device without a driver", "move it away: a text is a file"
    is_other = path.exists() and not path.is_file()
    return f"cannot be read: {error.strerror}", "move it away: a text is a file" if is_other else ""


# Markdown, MDX, Quarto and R Markdown.
MARKDOWN_ENDINGS = (".md", ".markdown", ".mdx", ".qmd", ".rmd")


def markdown_files(paths: Sequence[Path]) -> list[Path]:
    """Return the named files, and all Markdown files below the named folders, each once.

    Dangling links are included, so that reading them reports an error.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            below = (file for file in path.rglob("*.*") if file.suffix.lower() in MARKDOWN_ENDINGS)
            visible = (file for file in below if not is_hidden(file, path) and not is_ignored(file.name))
            files = (file for file in visible if not file.is_dir())
            found.update(dict.fromkeys(sorted(files)))
        else:
            found[path] = None
    return list(found)


def is_hidden(file: Path, below: Path) -> bool:
    """Tell whether a file is in a folder that is not the project's own: `.venv`, `.git`, `node_modules`."""
    return any(part.startswith(".") or part == "node_modules" for part in file.relative_to(below).parts[:-1])


def home_folder() -> Path | None:
    """Return the user's home folder; None for a user without one, such as a numeric user in a container."""
    try:
        home = Path.home()
    except RuntimeError:
        return None
    return home if home.is_absolute() else None
