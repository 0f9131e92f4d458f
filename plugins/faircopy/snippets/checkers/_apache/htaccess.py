"""Directives that may stand in Apache's own files, but not in a .htaccess, which `apache2 -t` does not read."""

import re
from collections.abc import Iterator
from functools import cache
from posixpath import basename

from faircopy.snippets.checkers._apache.root import list_of_directives

# apache2 -L: "Allowed in *.conf anywhere and in .htaccess"
ENTRY = re.compile(r"^(?P<name><?[A-Z]\w+) \([^\n]*(?P<text>(?:\n[ \t][^\n]*)*)", re.MULTILINE)
DIRECTIVE = re.compile(r"[ \t]*(?P<name><?[A-Za-z]\w*)")


def is_htaccess(path: str | None) -> bool:
    return basename(path or "") == ".htaccess"


@cache
def elsewhere_only(kind: str | None) -> dict[str, str]:
    """Return the directives that no .htaccess may have: lower case -> as Apache writes them."""
    allowed: dict[str, bool] = {}
    for entry in ENTRY.finditer(list_of_directives(kind)):
        # Two modules may have one of the same name.
        allowed[entry["name"]] = allowed.get(entry["name"], False) or "in .htaccess" in entry["text"]
    return {name.lower(): name for name, may in allowed.items() if not may}


def misplaced(code: str, kind: str | None) -> Iterator[tuple[int, str]]:
    """Yield line, from 1, and name of each directive that may not stand in a .htaccess."""
    names = elsewhere_only(kind)
    for number, line in enumerate(code.split("\n"), 1):
        found = DIRECTIVE.match(line)
        if found and (name := names.get(found["name"].lower())):
            yield number, name.lstrip("<")
