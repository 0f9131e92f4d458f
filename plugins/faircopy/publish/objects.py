"""git's object names, computed without git, to compare what was checked with what was pushed.

https://git-scm.com/book/en/v2/Git-Internals-Git-Objects
"""

import hashlib
from collections.abc import Mapping

FILE = "100644"
FOLDER = "40000"


def algorithm_of(name: str) -> str:
    """Return the algorithm of a repository, `sha1` or `sha256`, by the length of an object's name in it."""
    return "sha1" if len(name) == 40 else "sha256"


def blob_hash(data: bytes, algorithm: str = "sha1") -> str:
    """Return the name of a file's contents; `algorithm` is the repository's, `sha1` or `sha256`."""
    return object_hash("blob", data, algorithm)


def tree_hash(blobs: Mapping[str, str], algorithm: str = "sha1") -> str:
    """Return the name of a folder of regular files, given as path -> blob."""
    files: dict[str, str] = {}
    folders: dict[str, dict[str, str]] = {}
    for path, blob in blobs.items():
        first, slash, rest = path.partition("/")
        if slash:
            folders.setdefault(first, {})[rest] = blob
        else:
            files[first] = blob
    entries = [(name.encode(), FILE, blob) for name, blob in files.items()]
    entries += [(f"{name}/".encode(), FOLDER, tree_hash(inside, algorithm)) for name, inside in folders.items()]
    # Git sorts a folder as if its name ended in a slash.
    lines = (
        f"{mode} ".encode() + name.removesuffix(b"/") + b"\0" + bytes.fromhex(child)
        for name, mode, child in sorted(entries)
    )
    return object_hash("tree", b"".join(lines), algorithm)


def object_hash(kind: str, data: bytes, algorithm: str) -> str:
    return hashlib.new(algorithm, f"{kind} {len(data)}\0".encode() + data, usedforsecurity=False).hexdigest()
