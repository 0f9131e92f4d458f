"""Divides files among independent jobs, so that all parts together are the whole."""

import argparse
import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

NAMED = re.compile(r"(?P<number>[0-9]{1,4})/(?P<of>[0-9]{1,4})")


@dataclass(frozen=True, slots=True)
class Shard:
    """One of several parts."""

    number: int  # from 1
    of: int

    def __str__(self) -> str:
        return f"{self.number}/{self.of}"

    def part_of(self, files: Iterable[Path]) -> list[Path]:
        """Return the files of this part, in order.

        The part depends only on a file's name: adding a file moves no other, so the caches of the jobs stay useful.
        """
        return [file for file in files if number_of(file, self.of) == self.number]


def number_of(file: Path, parts: int) -> int:
    name = file.as_posix().encode("utf-8", "surrogateescape")
    return int.from_bytes(blake2b(name, digest_size=8).digest()) % parts + 1


def shard_named(text: str) -> Shard:
    """Parse `2/5`, for argparse. Raises argparse.ArgumentTypeError."""
    found = NAMED.fullmatch(text)
    if found and 1 <= int(found["number"]) <= int(found["of"]):
        return Shard(int(found["number"]), int(found["of"]))
    raise argparse.ArgumentTypeError(f"'{text}' is no part of a whole; write 2/5 for the second of five")
