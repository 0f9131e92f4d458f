"""What is kept on disk under a seal: what comes back is what a program of this user put in under the same key.

All else is not there: what is damaged, in another's place, of another version, a link, a folder, a pipe, or made by
somebody who has not this user's secret, as a repository or an archive brings it. Who can read the user's own files
can read the secret too; against them no cache can be sealed.
"""

import hashlib
import hmac
import logging
import os
import secrets
import shutil
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path
from stat import S_IMODE, S_ISDIR, S_ISREG

logger = logging.getLogger(__name__)

# The first bytes of each file: what an older version wrote is never read.
FORM = b"faircopy 1\n"
SEAL_SIZE = 32
SECRET_SIZE = 32
MAX_FILE_BYTES = 1 << 28  # a larger one is not ours
ONLY_OWNER = 0o700


def user_folder() -> Path | None:
    """Return where a user's programs keep things for all projects: XDG's cache folder. None where there is no home."""
    for folder in (os.environ.get("XDG_CACHE_HOME", ""), str(Path(os.path.expanduser("~"), ".cache"))):  # noqa: PTH111  # Path.home() raises
        # A relative one is to be ignored: https://specifications.freedesktop.org/basedir-spec/latest/
        if Path(folder).is_absolute():
            return Path(folder, "faircopy")
    return None


def read(file: Path, key: str) -> bytes | None:
    """Return what was written to a file under a key, or None."""
    secret = secret_of_user()
    if secret is None or not is_own(file.parent):
        return None
    data = regular_bytes(file)
    if data is None or not data.startswith(FORM):
        return None
    start = len(FORM) + SEAL_SIZE
    sealed, value = data[len(FORM) : start], data[start:]
    return value if hmac.compare_digest(sealed, seal(secret, key, value)) else None


def write(file: Path, key: str, value: bytes) -> None:
    """Keep a value under a key. Where that is not possible, it is not there the next time."""
    secret = secret_of_user()
    if secret is not None and made_private(file.parent):
        with suppress(OSError):
            put_in_place(file, b"".join((FORM, seal(secret, key, value), value)))


def seal(secret: bytes, key: str, value: bytes) -> bytes:
    """Return what a value is sealed with. The form is in it, so that no older seal is a newer one's."""
    name = key.encode("utf-8", "surrogatepass")
    return hashlib.blake2b(b"%b%d\n%b%b" % (FORM, len(name), name, value), key=secret, digest_size=SEAL_SIZE).digest()


def secret_of_user() -> bytes | None:
    """Return this user's secret, made at the first time; None, with a warning, where it cannot be kept."""
    folder = user_folder()
    if folder is None:
        warn("nothing is kept from run to run: there is no home folder; set XDG_CACHE_HOME")
        return None
    try:
        return secret_in(folder)
    except OSError as error:
        warn(f"nothing is kept from run to run: '{folder}' cannot be used ({error.strerror or error}); mend that")
        return None


@cache
def secret_in(folder: Path) -> bytes:
    """Return the secret that is kept in a folder. Raises OSError where none can be."""
    if not made_private(folder):
        raise OSError("it is not the user's own folder")
    file = folder / "secret"
    for is_other in (False, True):
        if is_other:  # what is there is no secret
            clear(file)
        if (found := valid_secret(file)) is None:
            put_in_place(file, secrets.token_bytes(SECRET_SIZE), first=True)
            found = valid_secret(file)
        if found is not None:
            return found
    raise OSError("a file there is not what was written to it")


def valid_secret(file: Path) -> bytes | None:
    found = regular_bytes(file, ONLY_OWNER)
    return found if found is not None and len(found) == SECRET_SIZE else None


def regular_bytes(file: Path, mode: int = 0o7777) -> bytes | None:
    """Return what is in a file of the user's own, with no more permissions than `mode`; None for anything else."""
    try:
        # A pipe must not have anybody wait, and a link leads elsewhere.
        opened = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        with open(opened, "rb", buffering=0) as stream:  # noqa: PTH123  # it is no path
            state = os.fstat(opened)
            is_ours = S_ISREG(state.st_mode) and state.st_uid == os.geteuid() and not S_IMODE(state.st_mode) & ~mode
            return stream.readall() if is_ours and state.st_size <= MAX_FILE_BYTES else None
    except (OSError, ValueError):  # a path with a NUL is no path
        return None


def is_own(folder: Path) -> bool:
    """Tell whether a folder is there, and the user's own; a link to one is not."""
    try:
        state = folder.lstat()
    except OSError:
        return False
    return S_ISDIR(state.st_mode) and state.st_uid == os.geteuid()


def made_private(folder: Path) -> bool:
    """Make a folder, if need be, that only the user can look into; False, with a warning, where another thing is."""
    try:
        folder.mkdir(mode=ONLY_OWNER, parents=True, exist_ok=True)
    except OSError as error:
        if not isinstance(error, FileExistsError):
            return False  # a full or read-only disk
    if not is_own(folder):
        warn(f"'{folder}' is not used to keep things in: it is no folder of your own; remove it")
        return False
    try:
        if S_IMODE(folder.stat().st_mode) & ~ONLY_OWNER:
            folder.chmod(ONLY_OWNER)
    except OSError:
        return False
    return True


def put_in_place(file: Path, data: bytes, *, first: bool = False) -> None:
    """Write a file that is there whole or not at all, whatever is in its place now. Raises OSError.

    Of several that are `first` at the same moment one stays.
    """
    handle, name = tempfile.mkstemp(prefix=".new-", dir=file.parent)
    fresh = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        if first:
            with suppress(OSError):  # a disk without hard links, or another was quicker
                os.link(fresh, file)
            if file.exists():
                fresh.unlink()
                return
        try:
            fresh.replace(file)
        except OSError:
            clear(file)
            fresh.replace(file)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise


def clear(file: Path) -> None:
    """Remove what is in the place of a file, whatever it is. Raises OSError."""
    if file.is_dir() and not file.is_symlink():
        shutil.rmtree(file)
    else:
        file.unlink(missing_ok=True)


def clear_other(file: Path) -> None:
    """Remove what is no regular file where one is to be. Raises OSError."""
    with suppress(FileNotFoundError):
        if not S_ISREG(file.lstat().st_mode):
            clear(file)


@cache
def warn(text: str) -> None:
    """Say something once."""
    logger.warning(text)
