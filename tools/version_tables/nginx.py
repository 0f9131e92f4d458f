"""The directives and parameters of nginx, from its manual."""

import re
from collections import defaultdict
from collections.abc import Iterator

from sources import Table, git, numbers

SOURCE = "https://nginx.org/en/docs/dirindex.html"
OLDEST = (1, 14, 0)
DIRECTIVE = re.compile(r'<directive name="(?P<name>[^"]+)">(?P<text>.*?)</directive>', re.DOTALL)
MODULE_SINCE = re.compile(r"module</literal>\s+module\s+\((?P<version>[\d.]+)\)")
SINCE = re.compile(r"<appeared-in>(?:version )?(?P<version>[\d.]+)")
GONE = re.compile(r"removed\s+in\s+version\s+(?P<version>[\d.]+\d)")
PARAMETER = re.compile(r"<literal>(?P<name>[a-z_0-9]+)(?:=[^<]*)?</literal>\s+parameters?\s+\((?P<version>[\d.]+)\)")
FREED = re.compile(r"Prior\s+to\s+version\s+(?P<version>[\d.]+),\s+th(?:is|e)\s+directive\s+was\s+available\s+only")
PLUS = re.compile(r"(?:This|The)\s+(?:directive|module)\s+is\s+available\s+as\s+part\s+of\s+our\s+<commercial_version")


def table(folder: str) -> Table:
    """Return the directives by the version that first has them, and by the one that no longer has them.

    A directive of `stream` or `mail` is named with it, a parameter behind its directive: "stream/ssl_alpn",
    "listen quic".
    """
    found: dict[str, dict[str, set[str]]] = {kind: defaultdict(set) for kind in ("since", "gone", "plus")}
    everywhere: dict[str, list[str]] = defaultdict(list)
    for kind, pairs in directives(folder):
        for name, version in pairs:
            everywhere[name].append(kind)
            if kind == "plus" or numbers(version) > OLDEST:
                found[kind][version].add(name)
    # What one module has had for ever is known, whichever module has it too.
    for kind, others in (("since", {"always"}), ("plus", {"always", "since"})):
        for names in found[kind].values():
            names -= {name for name in names if others & set(everywhere[name])}
    return {kind: {version: sorted(names) for version, names in table.items()} for kind, table in found.items()}


def directives(folder: str) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Yield what each page says: of which kind it is, and names with their versions."""
    for path in git(folder, "ls-tree", "-r", "--name-only", "HEAD", "xml/en/docs").split():
        if not path.endswith(".xml"):
            continue
        page = git(folder, "show", f"HEAD:{path}")
        place = re.search(r"docs/(stream|mail)/", path)
        prefix = f"{place[1]}/" if place else ""
        whole = MODULE_SINCE.search(page)
        plus = bool(PLUS.search(page.partition('id="directives"')[0]))
        for each in DIRECTIVE.finditer(page):
            name, text = prefix + each["name"], each["text"]
            since = FREED.search(text) or SINCE.search(text) or whole
            if plus or PLUS.search(text):
                yield "plus", [(name, "")]
            else:
                yield ("since", [(name, since["version"])]) if since else ("always", [(name, "0")])
            if gone := GONE.search(text):
                yield "gone", [(name, gone["version"])]
            yield "since", [(f"{name} {one['name']}", one["version"]) for one in PARAMETER.finditer(text)]
