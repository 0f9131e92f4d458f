"""Sealed files: `read` returns only what a program of this user wrote under the same key.

Anything else counts as missing: a damaged file, a file of another version or moved from another place, a link, a
folder, a pipe, or a file that comes from somebody without this user's secret, for example in a repository or an
archive. A program that can read the user's own files can read the secret, too; no cache can be protected against that.
"""

import errno
import hashlib
import hmac
import os
import secrets
from contextlib import suppress
from functools import cache
from pathlib import Path

from faircopy.cache.files import (
    ONLY_OWNER,
    clear,
    is_own,
    made_private,
    make_private,
    put_in_place,
    regular_bytes,
    warn,
)
from faircopy.system_errors import explain

# The first bytes of each file: what an older version wrote is never read.
FORM = b"faircopy 1\n"
SEAL_SIZE = 32
SECRET_SIZE = 32


def user_folder() -> Path | None:
    """Return the folder of the user's caches for all projects (XDG); None for a user without a home folder."""
    for folder in (os.environ.get("XDG_CACHE_HOME", ""), str(Path(os.path.expanduser("~"), ".cache"))):  # noqa: PTH111  # Path.home() raises
        # A relative one is to be ignored: https://specifications.freedesktop.org/basedir-spec/latest/
        if Path(folder).is_absolute():
            return Path(folder, "faircopy")
    return None


def read(file: Path, key: str, touch_after_s: float | None = None) -> bytes | None:
    """Return what was written to a file under a key, or None. A file older than `touch_after_s` is touched."""
    secret = secret_of_user()
    if secret is None or not is_own(file.parent):
        return None
    data = regular_bytes(file, touch_after_s=touch_after_s)
    if data is None or not data.startswith(FORM):
        return None
    start = len(FORM) + SEAL_SIZE
    sealed, value = data[len(FORM) : start], data[start:]
    return value if hmac.compare_digest(sealed, seal(secret, key, value)) else None


def write(file: Path, key: str, value: bytes) -> None:
    """Store a value under a key. If that is impossible, `read` finds nothing."""
    secret = secret_of_user()
    if secret is not None and made_private(file.parent):
        with suppress(OSError):
            put_in_place(file, b"".join((FORM, seal(secret, key, value), value)))


def seal(secret: bytes, key: str, value: bytes) -> bytes:
    """Return the seal of a value. The format version is part of it, so no seal of an older version matches."""
    name = key.encode("utf-8", "surrogatepass")
    return hashlib.blake2b(b"%b%d\n%b%b" % (FORM, len(name), name, value), key=secret, digest_size=SEAL_SIZE).digest()


def secret_of_user() -> bytes | None:
    """Return this user's secret, created on first use; None, with a warning, if it cannot be stored."""
    folder = user_folder()
    if folder is None:
        warn("nothing is kept from run to run: there is no home folder; set XDG_CACHE_HOME")
        return None
    try:
        return secret_in(folder)
    except OSError as error:
        fact, remedy = explain(error)
        warn(f"nothing is kept from run to run in '{folder}': {fact}; {remedy}")
        return None


@cache
def secret_in(folder: Path) -> bytes:
    """Return the secret stored in a folder. Raises OSError if none can be."""
    make_private(folder)
    file = folder / "secret"
    for is_other in (False, True):
        if is_other:  # the file is no valid secret
            clear(file)
        if (found := valid_secret(file)) is None:
            put_in_place(file, secrets.token_bytes(SECRET_SIZE), first=True)
            found = valid_secret(file)
        if found is not None:
            return found
    raise OSError(errno.EIO, "a file there is not what was written to it")


def valid_secret(file: Path) -> bytes | None:
    found = regular_bytes(file, ONLY_OWNER)
    return found if found is not None and len(found) == SECRET_SIZE else None
