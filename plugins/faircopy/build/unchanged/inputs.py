"""The digest of all inputs of a build."""

import hashlib
import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from faircopy import packaged
from faircopy.build.unchanged.tree import FilesDigest, stamp_of
from faircopy.build.unchanged.watching import ObservedReads
from faircopy.cache.fingerprints import DIGEST_BYTES
from faircopy.cache.inputs import fingerprint_of_code, installed_folders, standard_folders
from faircopy.cache.namespaces import PROJECT_FOLDER
from faircopy.cache.sealed import user_folder

# What a shell and make note for themselves. All else of the environment may be read by settings, plugins and programs.
OF_THE_SHELL = frozenset("_ SHLVL OLDPWD MAKEFLAGS MFLAGS MAKELEVEL MAKE_TERMOUT MAKE_TERMERR ARGS".split())  # noqa: SIM905  # a list would be a line for each
# Folders of programs that check snippets, besides PATH, and a file that changes with each Debian package.
PROGRAMS = "/usr/sbin:/usr/bin:/sbin:/bin"
PACKAGES = "/var/lib/dpkg/status"
# The kernel's own: processes, devices. What lies in memory are files as others.
OF_THE_KERNEL = ("/proc/", "/dev/", "/sys/")
IN_MEMORY = "/dev/shm/"  # noqa: S108  # nothing is written there


@dataclass(frozen=True, slots=True)
class OutsideFiles:
    """The files that a build read outside the folder of its settings."""

    files: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()  # whose names were listed
    trees: tuple[str, ...] = ()  # folders of which everything counts


@dataclass(frozen=True, slots=True)
class BuildPlace:
    """Where a build takes place."""

    root: Path  # of the settings, absolute
    output: Path  # absolute

    @property
    def written_paths(self) -> tuple[Path, ...]:
        """The paths that builds write themselves."""
        return self.output, self.output.parent / f".{self.output.name}-build", self.root / PROJECT_FOLDER

    def files(self, elsewhere: OutsideFiles) -> FilesDigest:
        """Return the digest of all files that a build here is made from. Raises OSError, TooManyFilesError."""
        found = FilesDigest()
        for tree in (self.root, *map(Path, elsewhere.trees)):
            found.add_tree(tree, self.written_paths)
        for file in elsewhere.files:
            found.add(file, file)
        for folder in elsewhere.folders:
            found.hasher.update(json.dumps(names_in(folder)).encode())
        return found

    def environment_digest(self, variables: Mapping[str, str], path: Sequence[str]) -> str:
        """Return the digest of the environment: `variables` are the process's, `path` is Python's import path."""
        named = sorted(item for item in variables.items() if item[0] not in OF_THE_SHELL)
        names = [name for name in names_in(str(self.root)) or () if self.root / name not in self.written_paths]
        programs = [*programs_in(variables.get("PATH", ""))]
        found = [
            str(self.root),
            str(self.output),
            sys.executable,
            *path,
            fingerprint_of_code(()),
            named,
            names,
            programs,
        ]
        return hashlib.blake2b(json.dumps(found).encode(), digest_size=DIGEST_BYTES).hexdigest()

    def elsewhere(self, reads: ObservedReads, trees: Iterable[Path]) -> OutsideFiles:
        """Return the relevant files that a build read outside its root."""
        kept = (*self.written_paths, *filter(None, [user_folder()]))
        known = [str(one) for one in (*kept, *installed_folders(), *standard_folders())]
        others = sorted(
            one for one in map(str, (*trees, *package_folders())) if not self.is_known(one, known, is_folder=True)
        )
        known += others
        return OutsideFiles(
            tuple(sorted(one for one in (*reads.files, *own_modules()) if not self.is_known(one, known))),
            tuple(sorted(one for one in reads.folders if not self.is_known(one, known, is_folder=True))),
            tuple(others),
        )

    def is_known(self, path: str, known: Iterable[str], *, is_folder: bool = False) -> bool:
        """Tell whether a file or folder is in the digest already, or is written by a build."""
        of_the_kernel = path.startswith(OF_THE_KERNEL) and not path.startswith(IN_MEMORY)
        if of_the_kernel or "/__pycache__" in path or any(is_below(path, one) for one in known):
            return True
        if not is_below(path, str(self.root)) or "/node_modules" in path:
            return False
        inside = path[len(str(self.root)) + 1 :]
        return not (inside.startswith(".") and (is_folder or "/" in inside))


def is_below(path: str, folder: str) -> bool:
    return path == folder or path.startswith(f"{folder}/")


def own_modules() -> Iterator[str]:
    """Yield the sources of the imported modules: of a compiled module, Python does not open the source."""
    for module in list(sys.modules.values()):
        if file := getattr(module, "__file__", None):
            yield os.path.abspath(file)  # noqa: PTH100  # as what was opened is noted


def package_folders() -> tuple[Path, ...]:
    """Return the folders that belong to this package."""
    return packaged.PACKAGE, packaged.THEME, packaged.ARCHETYPES


def programs_in(path: str) -> Iterator[object]:
    """Yield what changes in a folder when a program is installed, upgraded or removed."""
    for folder in dict.fromkeys(f"{path}:{PROGRAMS}".split(":")):
        try:
            with os.scandir(folder or os.curdir) as entries:
                yield folder, sorted((entry.name, *stamp_of(entry.stat(follow_symlinks=False))) for entry in entries)
        except OSError:
            yield folder
    try:
        yield stamp_of(os.stat(PACKAGES))  # noqa: PTH116  # as above
    except OSError:
        yield None


def names_in(folder: str) -> list[str] | None:
    try:
        return sorted(os.listdir(folder))  # noqa: PTH208  # names are all that counts
    except OSError:
        return None
