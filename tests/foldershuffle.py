"""Lists folders in another order, as another file system would."""

import os
from random import Random
from typing import Any, Self

SCANDIR, LISTDIR = os.scandir, os.listdir


class Shuffled:
    """What `os.scandir` returns, in an order that no file system has to have."""

    def __init__(self, chance: Random, path: Any) -> None:
        with SCANDIR(path) as entries:
            self.entries = sorted(entries, key=lambda entry: entry.name)
        chance.shuffle(self.entries)
        self.left = iter(self.entries)

    def __iter__(self) -> "Shuffled":
        return self

    def __next__(self) -> "os.DirEntry[str]":
        return next(self.left)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        pass


def shuffle_folders(seed: int) -> None:
    """Have Python list folders in another order."""
    chance = Random(seed)  # noqa: S311  # the same each time

    def listdir(path: Any = ".") -> list[Any]:
        names = sorted(LISTDIR(path))
        chance.shuffle(names)
        return names

    os.scandir = lambda path=".": Shuffled(chance, path)  # type: ignore[assignment]
    os.listdir = listdir
