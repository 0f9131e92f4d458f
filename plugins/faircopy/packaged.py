"""What comes with the package, and stands at the top of its repository: theme, archetypes, change log."""

from pathlib import Path

PACKAGE = Path(__file__).parent


def packaged(name: str) -> Path:
    """Return the file or folder `name` of what is installed; that of the repository where it is used from there."""
    installed = PACKAGE / name
    return installed if installed.exists() else PACKAGE.parent.parent / name


THEME = packaged("theme")
ARCHETYPES = packaged("archetypes")
CHANGELOG = packaged("CHANGELOG.md")
