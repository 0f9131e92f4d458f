"""Which files of a site have changed since the last look."""

import hashlib
from collections.abc import Collection, Sequence
from contextlib import suppress
from pathlib import Path

from faircopy.markdown.ignored_files import is_ignored
from faircopy.preview.file_stamps import Stamps, changed, stamps_of


class SourceWatch:
    """The input files of a site, and their state when it was last brought up to date."""

    def __init__(self, settings_file: Path, content: Path, looks: Sequence[Path]) -> None:
        """`looks` are the folders of the theme and of its replacements."""
        self.settings_file = settings_file
        self.content = content
        self.looks = looks
        self.stamps = self.current_stamps()
        self.roots = self.inodes()
        # Of the files that want another process: one that was only touched, or saved as it was, wants none.
        self.digests = {path: digest_of(path) for path in self.stamps if self.needs_restart(path)}

    @property
    def folders(self) -> Sequence[Path]:
        """The folders to watch, recursively."""
        return [self.content, *self.looks, self.settings_file.parent / "plugins"]

    def current_stamps(self) -> Stamps:
        beside = (file for file in self.settings_file.parent.iterdir() if file.is_file())
        return stamps_of([*self.folders, *beside])

    def changed(self, paths: Collection[Path] | None) -> set[Path]:
        """Return which of these files have changed; without arguments, which of all files."""
        before = self.stamps
        if paths is None:
            self.stamps = self.current_stamps()
        else:
            now = stamps_of(path for path in paths if self.matters(path))
            gone = {path for path in paths if not path.exists()}
            lost = {file for file in before if gone and not gone.isdisjoint((file, *file.parents))}
            if any(before.get(file) != one for file, one in now.items()) or lost:
                self.stamps = {**{file: one for file, one in before.items() if file not in lost}, **now}
        found = changed(before, self.stamps) if self.stamps is not before else set()
        return {path for path in found if not self.is_only_touched(path)}

    def is_only_touched(self, path: Path) -> bool:
        """Tell whether a file that requires a restart has the same bytes as at the last look."""
        if not self.needs_restart(path):
            return False
        before, self.digests[path] = self.digests.get(path, b""), digest_of(path)
        return self.digests[path] == before != b""

    def has_new_folder(self, paths: Collection[Path]) -> bool:
        """Tell whether one of the folders was replaced; a new one may reuse the old inode."""
        before, self.roots = self.roots, self.inodes()
        named = (folder in paths and folder.is_dir() for folder in self.folders)
        return any(new and new != old for old, new in zip(before, self.roots, strict=True)) or any(named)

    def inodes(self) -> list[int]:
        return [folder.stat().st_ino if folder.is_dir() else 0 for folder in self.folders]

    def matters(self, path: Path) -> bool:
        """Tell whether a file belongs to the site, rather than to an editor or Python."""
        root = self.settings_file.parent
        inside = path.relative_to(root).parts if path.is_relative_to(root) else ()
        return not any(map(is_ignored, inside))

    def needs_restart(self, path: Path) -> bool:
        outside = not any(path.is_relative_to(folder) for folder in (self.content, *self.looks))
        # A plugin's templates and scripts are read once.
        of_plugin = path.is_relative_to(self.settings_file.parent / "plugins")
        return outside and (of_plugin or path.suffix in {".py", ".txt", ".toml"})


def digest_of(file: Path) -> bytes:
    """Return a digest of a file; "" if it cannot be read."""
    with suppress(OSError):
        return hashlib.blake2b(file.read_bytes(), digest_size=16).digest()
    return b""
