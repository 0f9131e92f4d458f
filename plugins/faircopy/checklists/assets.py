"""The script and the style of a list's page, as they are published: in a folder named after their bytes."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from faircopy.content.assets import digest_of_files, published_below

WEB = Path(__file__).parent / "web"
TEMPLATES = WEB / "templates"
SERVICE_WORKER = WEB / "sw.js"
# Of the site. `main.js` takes the path of the site from its own address: it stands two folders below.
FOLDER = "checklists"


@dataclass(frozen=True, slots=True)
class Assets:
    folder: str  # of the site: 'checklists/0123abcd45'
    files: Mapping[str, bytes]  # by their names in it

    @property
    def modules(self) -> tuple[str, ...]:
        """The names of the script's modules."""
        return tuple(name for name in self.files if name.endswith(".js"))


def read_assets() -> Assets:
    files = published_below(WEB / "static")
    return Assets(f"{FOLDER}/{digest_of_files(files)}", files)
