"""The script and the style of a list's page, as they are published: in a folder named after their bytes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from faircopy.content.assets import compact_module, digest_of_files, published_below

WEB = Path(__file__).parent / "web"
TEMPLATES = WEB / "templates"
SERVICE_WORKER = WEB / "sw.js"
# Of the site. `main.js` takes the path of the site from its own address: it stands two folders below.
FOLDER = "checklists"
MAIN = "main.js"
IMPORTED = re.compile(rb'^(?:import|\}) .*?from "\./([\w.-]+)";$', re.MULTILINE)


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
