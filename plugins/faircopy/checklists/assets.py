"""The script and the style of a list's page, as they are published: in a folder named after their bytes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from faircopy.content.assets import digest_of_files, published_below

WEB = Path(__file__).parent / "web"
TEMPLATES = WEB / "templates"
SERVICE_WORKER = WEB / "sw.js"
# Of the site. `main.js` takes the path of the site from its own address: it stands two folders below.
FOLDER = "checklists"
MAIN = "main.js"
IMPORTED = re.compile(rb'^(?:import|\}) .*?from "\./([\w.-]+)";$', re.MULTILINE)
# What only the type checker reads: a comment of JSDoc on lines of its own, or a type before a value.
TYPES = re.compile(r"^[ \t]*/\*\*(?:(?!\*/).)*\*/[ \t]*\n|/\*\* @type (?:(?!\*/).)*\*/ ?", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Assets:
    folder: str  # of the site: 'checklists/0123abcd45'
    files: Mapping[str, bytes]  # by their names in it

    @property
    def modules(self) -> tuple[str, ...]:
        """The names of the script's modules."""
        return tuple(name for name in self.files if name.endswith(".js"))

    @property
    def first_modules(self) -> tuple[str, ...]:
        """The names of those that a page needs to begin with; the rest is fetched when it is opened."""
        found, waiting = {MAIN}, [MAIN]
        while waiting:
            named = {name.decode() for name in IMPORTED.findall(self.files[waiting.pop()])}
            waiting += named - found
            found |= named
        return tuple(sorted(found))


def read_assets() -> Assets:
    below = published_below(WEB / "static").items()
    files = {name: compact_module(data) if name.endswith(".js") else data for name, data in below}
    return Assets(f"{FOLDER}/{digest_of_files(files)}", files)


def compact_module(source: bytes) -> bytes:
    """Return one of our modules without indentation, types and lines of comment.

    No text of theirs goes over several lines, or has what begins a type in it; a test holds both.
    """
    lines = (line.strip() for line in TYPES.sub("", source.decode("utf-8")).splitlines())
    return "".join(f"{line}\n" for line in lines if line and not line.startswith("//")).encode()
