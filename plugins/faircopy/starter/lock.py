"""Locks the installed versions, as the requirements.txt of a new site."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from urllib.parse import unquote, urlsplit

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

OURS = "pelican-faircopy"
EXTRAS = ("preview", "site")
PACKAGES = "packages"  # a folder of the site with wheels that no registry has
HEADER = """\
# What this blog is made with: the versions that were installed when it was begun. `make setup` puts them into .venv.
# There are no hashes, because they cannot be known without a network; `uv pip compile --generate-hashes` adds them.
"""
FROM_FILE = f"""\
# Faircopy itself was installed from a file, which lies in {PACKAGES}/.
--find-links {PACKAGES}
"""
FROM_FOLDER = f"""\
# Faircopy itself was installed from a folder of this machine. Put its wheel into {PACKAGES}/, and others can do so too.
--find-links {PACKAGES}
"""


@dataclass(frozen=True, slots=True)
class RequirementsLock:
    """A requirements file, and the wheel that it refers to."""

    text: str
    wheel: Path | None = None


def lock_of_installed() -> RequirementsLock:
    """Return the installed versions of Faircopy and all its dependencies."""
    ours = distribution(OURS)
    pins = [f"{name}=={version}" for name, version in sorted(needed(OURS, EXTRAS).items()) if name != OURS]
    source = json.loads(ours.read_text("direct_url.json") or "{}")
    own = f"{OURS}[{','.join(EXTRAS)}]"
    header, line, wheel = HEADER, f"{own}=={ours.version}", None
    if "vcs_info" in source:
        line = f"{own} @ {source['vcs_info']['vcs']}+{source['url']}@{source['vcs_info']['commit_id']}"
    elif str(source.get("url", "")).startswith("file:"):
        file = Path(unquote(urlsplit(source["url"]).path))
        wheel = file if file.suffix == ".whl" and file.is_file() else None
        header += FROM_FILE if wheel else FROM_FOLDER
    elif source:
        line = f"{own} @ {source['url']}"
    return RequirementsLock("\n".join([header.rstrip("\n"), line, *pins, ""]), wheel)


def needed(name: str, extras: Iterable[str]) -> dict[str, str]:
    """Return the version of a distribution, and of its installed dependencies."""
    found: dict[str, str] = {}
    requested: set[tuple[str, str]] = set()
    todo = [(name, extra) for extra in ("", *extras)]
    while todo:
        one = todo.pop()
        if one in requested:
            continue
        requested.add(one)
        try:
            installed = distribution(one[0])
        except PackageNotFoundError:
            continue
        found[one[0]] = installed.version
        todo += wanted_by(installed, one[1])
    return found


def wanted_by(installed: Distribution, extra: str) -> Iterator[tuple[str, str]]:
    """Yield the requirements of a distribution with one of its extras, each with its own extras, if installed."""
    for text in installed.requires or ():
        requirement = Requirement(text)
        if requirement.marker is None or requirement.marker.evaluate({"extra": extra}):
            yield from ((canonicalize_name(requirement.name), one) for one in ("", *requirement.extras))
