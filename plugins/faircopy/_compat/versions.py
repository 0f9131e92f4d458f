"""The versions whose private parts we know. `pyproject.toml` caps them, but others may be installed."""

from importlib.metadata import PackageNotFoundError, version

# Distribution -> how its known versions begin.
KNOWN = {"pelican": "4.12.", "jinja2": "3.1.", "markdown": "3."}


def unknown_versions() -> list[str]:
    """Return the installed versions that we do not know, such as 'pelican 5.0.0'."""
    return [f"{name} {found}" for name, known in KNOWN.items() if not (found := installed(name)).startswith(known)]


def installed(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "without a version"
