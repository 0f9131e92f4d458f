"""The tool's script and style, as they are published: in a folder named after their bytes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from faircopy.content.assets import digest_of_files, published

WEB = Path(__file__).parent / "web"
TEMPLATES = WEB / "templates"
FOLDER = "filter-tool"  # of the site
# A comment that stands alone. No text of ours goes over several lines and has one in it.
COMMENT = re.compile(r"^[ \t]*(?://[^\n]*|/\*.*?\*/[ \t]*)\n", re.DOTALL | re.MULTILINE)
INDENT = re.compile(r"\n\s+")


@dataclass(frozen=True, slots=True)
class Assets:
    folder: str  # of the site: 'filter-tool/0123abcd45'
    files: Mapping[str, bytes]  # by their names in it


@lru_cache(maxsize=4)
def read_assets(form: str) -> Assets:
    """Return what the tool loads; `form` is the HTML that it adds to a page. Read once in a build."""
    scripts = {path.name: published_script(path) for path in sorted(WEB.glob("*.js"))}
    # The Worker is made of a blob, which can load nothing: what it asks is in it.
    scripts["worker.js"] = scripts.pop("matcher.js") + scripts["worker.js"]
    files = scripts | {path.name: published(path) for path in sorted(WEB.glob("*.css"))}
    files["form.txt"] = form.encode()  # no page, so not called one
    return Assets(f"{FOLDER}/{digest_of_files(files)}", files)


def published_script(path: Path) -> bytes:
    """Return a script without indentation, blank lines and comments, which are for us and not for the reader."""
    return INDENT.sub("\n", COMMENT.sub("", path.read_text(encoding="utf-8"))).lstrip().encode()
