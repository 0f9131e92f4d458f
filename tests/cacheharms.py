"""Ways in which what lies in the place of a sealed file can be something else."""

import hashlib
import os
import shutil
import socket
from collections.abc import Callable
from pathlib import Path

from faircopy.cache import files, sealed

KEY = "a key"


def a_link(file: Path) -> None:
    there = file.with_name("there")
    file.rename(there)
    file.symlink_to(there)


def a_folder(file: Path) -> None:
    file.unlink()
    (file / "deep/er").mkdir(parents=True)
    (file / "deep/file").touch()


def a_pipe(file: Path) -> None:
    file.unlink()
    os.mkfifo(file)


def a_socket(file: Path) -> None:
    file.unlink()
    before = Path.cwd()
    os.chdir(file.parent)  # its path may be no longer than a hundred bytes
    with socket.socket(socket.AF_UNIX) as one:
        one.bind(file.name)
    os.chdir(before)


def a_huge_file(file: Path) -> None:
    os.truncate(file, files.MAX_FILE_BYTES + 1)


def another_entry(file: Path) -> None:
    other = file.with_name("other")
    sealed.write(other, "another key", b"another value")
    other.replace(file)


def another_users(file: Path) -> None:
    """Made by who has another secret, as what comes with a repository is."""
    home = Path(os.environ["XDG_CACHE_HOME"])
    mine = home.rename(home.with_name("mine"))
    sealed.secret_in.cache_clear()
    sealed.write(file, KEY, b"forged")
    forged = file.read_bytes()
    shutil.rmtree(home)
    mine.rename(home)
    file.write_bytes(forged)
    sealed.secret_in.cache_clear()


def a_plain_digest(file: Path) -> None:
    digest = hashlib.blake2b(sealed.FORM + b"%d\n" % len(KEY) + KEY.encode() + b"forged", digest_size=32).digest()
    file.write_bytes(sealed.FORM + digest + b"forged")


def unreadable(file: Path) -> None:
    file.chmod(0)
    if os.access(file, os.R_OK):  # as root
        file.unlink()


HARMS: list[Callable[[Path], object]] = [
    a_link,
    a_folder,
    a_pipe,
    a_socket,
    a_huge_file,
    another_entry,
    another_users,
    a_plain_digest,
    unreadable,
    lambda file: file.write_bytes(b""),
    lambda file: file.write_bytes(b"value"),
    lambda file: file.write_bytes(file.read_bytes()[:-1]),
    lambda file: file.write_bytes(file.read_bytes() + b"\0"),
    lambda file: file.write_bytes(file.read_bytes().replace(b"value", b"VALUE")),
    lambda file: file.write_bytes(file.read_bytes().replace(b"faircopy 1", b"faircopy 0")),
    lambda file: (file.unlink(), file.symlink_to("nowhere")),  # type: ignore[func-returns-value]
    lambda file: (file.unlink(), file.symlink_to(file.name)),  # type: ignore[func-returns-value]
]
