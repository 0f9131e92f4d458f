"""File names that differ on one file system and collide on another."""

import unicodedata
from collections.abc import Iterable, Iterator


def folded(name: str) -> str:
    """Return a key that is equal for all names that collide on macOS or Windows.

    Those ignore case and Unicode normalisation. They fold letter by letter: `ß` and `ss` do not collide.
    """
    if name.isascii():
        return name.lower()
    letters = (fold if len(fold := one.casefold()) == 1 else one.lower() for one in unicodedata.normalize("NFD", name))
    return unicodedata.normalize("NFC", "".join(letters))


def alike(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield pairs of colliding files, or of a file and a folder, from their paths with slashes."""
    files: dict[str, str] = {}
    folders: dict[str, str] = {}
    for name in sorted(set(names)):
        key = folded(name)
        if key in files:
            yield files[key], name
        files.setdefault(key, name)
        for end in (place for place, letter in enumerate(name) if letter == "/"):
            folders.setdefault(folded(name[:end]), name)
    for key in sorted(files.keys() & folders.keys()):
        yield files[key], folders[key]


def differ_in_form(one: str, other: str) -> bool:
    """Tell whether two names differ only in their Unicode form."""
    return one != other and unicodedata.normalize("NFC", one) == unicodedata.normalize("NFC", other)


# https://learn.microsoft.com/en-us/windows/win32/fileio/naming-a-file
DEVICES = frozenset(
    ("con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10)))
)


RESERVED = frozenset('<>:"|?*\\')


def is_device_name(name: str) -> bool:
    """Tell whether Windows keeps the name of a file or folder for a device, with any ending."""
    return name.partition(".")[0].rstrip().lower() in DEVICES


def why_not_on_windows(name: str) -> str:
    """Return why no file or folder on Windows can have a name; "" if one can. The result completes "a name …"."""
    if is_device_name(name):
        return "which Windows keeps for a device"
    if name.endswith((".", " ")) and name.strip("."):  # `..` leads elsewhere, and is another error
        return "whose last character Windows drops"
    if wrong := sorted(RESERVED.intersection(name)):
        return f"in which Windows allows no '{wrong[0]}'"
    return ""
