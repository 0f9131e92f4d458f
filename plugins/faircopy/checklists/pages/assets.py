"""The script and style of a checklist page, published in a folder that is named after their digest."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from faircopy.content.any_theme import COLOURS, STYLE, any_theme_style, colours_script
from faircopy.content.assets import compact_module, digest_of_files, published_below

WEB = Path(__file__).parents[1] / "web"
TEMPLATES = WEB / "templates"
SERVICE_WORKER = WEB / "sw.js"
# Of the site. `main.js` takes the path of the site from its own address: it stands two folders below.
FOLDER = "checklists"
MAIN = "main.js"
TEXT = re.compile(r'("(?:[^"\\]|\\.)*")')
# What a pattern, or a text of another form, may begin with.
UNCLEAR = re.compile(r"['`/]")
AROUND_SIGNS = re.compile(r" ?([{}(),;:?=<>|&!*]+) ?")
IMPORTED = re.compile(rb'^(?:import|\}) .*?from "\./([\w.-]+)";$', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class ChecklistAssets:
    folder: str  # of the site: 'checklists/0123abcd45'
    files: Mapping[str, bytes]  # by their names in it

    @property
    def modules(self) -> tuple[str, ...]:
        """The names of the script's modules."""
        return tuple(name for name in self.files if name.endswith(".js") and name != COLOURS)

    @property
    def first_modules(self) -> tuple[str, ...]:
        """The modules that a page loads at first; the others are loaded when they are needed."""
        found, waiting = {MAIN}, [MAIN]
        while waiting:
            named = {name.decode() for name in IMPORTED.findall(self.files[waiting.pop()])}
            waiting += named - found
            found |= named
        return tuple(sorted(found))


def read_assets() -> ChecklistAssets:
    below = published_below(WEB / "static").items()
    files = {name: published_module(data) if name.endswith(".js") else data for name, data in below}
    style = (WEB / "static" / "checklist.css").read_text(encoding="utf-8")
    files |= {STYLE: any_theme_style(style), COLOURS: colours_script()}
    return ChecklistAssets(f"{FOLDER}/{digest_of_files(files)}", files)


# Each list of each post asks; twice as many as there are modules, as a preview sees some change.
@lru_cache(maxsize=128)
def published_module(module: bytes) -> bytes:
    return minified(compact_module(module))


def minified(module: bytes) -> bytes:
    """Return a minified module without spaces around operators."""
    return "\n".join(map(without_blanks, module.decode("utf-8").split("\n"))).encode()


def without_blanks(line: str) -> str:
    """Return a line without spaces around operators, strings left alone; a line with a regular expression stays."""
    if UNCLEAR.search(line) or IMPORTED.match(line.encode()):
        return line
    return "".join(
        piece if number % 2 else AROUND_SIGNS.sub(r"\1", piece) for number, piece in enumerate(TEXT.split(line))
    )
