"""Finds files that are at the top of the repository and inside the wheel: theme, archetypes, changelog."""

from pathlib import Path

PACKAGE = Path(__file__).parent


def packaged(name: str) -> Path:
    """Return the file or folder `name` of the installed package; of the repository if it is used from there."""
    installed = PACKAGE / name
    return installed if installed.exists() else PACKAGE.parent.parent / name


THEME = packaged("theme")
ARCHETYPES = packaged("archetypes")
CHANGELOG = packaged("CHANGELOG.md")
