"""What the modules of this folder share: reading a clone with git, and comparing versions."""

import subprocess

# How a name relates to versions ("since", "gone", "plus") -> version -> sorted names.
Table = dict[str, dict[str, list[str]]]


def git(folder: str, *arguments: str) -> str:
    command = ["git", "-C", folder, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=True)
    return done.stdout


def numbers(version: str) -> tuple[int, ...]:
    """Return a version as numbers, which can be compared."""
    return tuple(int(part) for part in version.split("."))
