"""A built site on disk, ready for publishing."""

import hashlib
import json
import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from faircopy.build.swap import MARKER
from faircopy.publish.objects import blob_hash, tree_hash

# Tells which build a site is: a digest of all its files, so the same for the same files whenever they were made.
BUILD_FILE = "build.json"
CNAME_FILE = "CNAME"
# Tells GitHub to publish files as they are, those that begin with `_` too.
NO_JEKYLL = ".nojekyll"
RESERVED = (BUILD_FILE, CNAME_FILE, NO_JEKYLL)


@dataclass(frozen=True)  # no slots: what is worked out from the files is kept
class BuiltSite:
    """The files below a folder, without those that ghp-import adds (`.nojekyll` and CNAME)."""

    root: Path
    cname: str | None = None

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The paths of the files, sorted."""
        files = (path for path in self.root.rglob("*") if path.is_symlink() or not path.is_dir())
        return tuple(sorted(path.relative_to(self.root).as_posix() for path in files))

    def read(self, name: str) -> bytes:
        return (self.root / name).read_bytes()

    def place(self, name: str = ".") -> str:
        """Return the path of a file for messages."""
        return os.path.relpath(self.root / name)

    def size(self, name: str) -> int:
        return (self.root / name).lstat().st_size

    @cached_property
    def build(self) -> str:
        """The digest of the files, BUILD_FILE left out."""
        digest = hashlib.sha256()
        for name in self.names:
            if name != BUILD_FILE:
                digest.update(f"{hashlib.sha256(self.read(name)).hexdigest()} {name}\n".encode())
        return digest.hexdigest()

    def blobs(self, algorithm: str) -> dict[str, str]:
        """Return the contents of its commit: path -> blob."""
        added = {NO_JEKYLL: b""} | ({CNAME_FILE: self.cname.encode()} if self.cname else {})
        return {name: blob_hash(self.read(name), algorithm) for name in self.names} | {
            name: blob_hash(data, algorithm) for name, data in added.items()
        }

    def tree(self, algorithm: str) -> str:
        return tree_hash(self.blobs(algorithm), algorithm)


def stage(built: Path, folder: Path, cname: str | None) -> BuiltSite:
    """Copy the built site into `folder`, replacing what is there, and add the file with the build's digest."""
    if folder.exists():
        shutil.rmtree(folder)
    site = BuiltSite(folder, cname)
    # Symbolic links stay links, so that guards see them; the executable bit is dropped.
    shutil.copytree(built, folder, symlinks=True, ignore=shutil.ignore_patterns(MARKER), copy_function=copy_plain)
    (folder / BUILD_FILE).write_text(json.dumps({"build": site_digest(folder)}) + "\n", encoding="utf-8")
    return site


def site_digest(folder: Path) -> str:
    return BuiltSite(folder).build


def copy_plain(source: str, target: str) -> None:
    shutil.copyfile(source, target, follow_symlinks=False)


def pages_among(names: Iterable[str]) -> list[str]:
    return [name for name in names if name.endswith(".html")]


def url_of(name: str) -> str:
    """Return the address of a file relative to the site: '/2017/09/fail2ban/' for its index.html."""
    return f"/{name.removesuffix('index.html')}" if name.rpartition("/")[2] == "index.html" else f"/{name}"
