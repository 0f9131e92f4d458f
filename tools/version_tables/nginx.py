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
    "listen quic". One that stands in `upstream` and elsewhere, too, is named with that: "upstream/resolver".
    """
    found: dict[str, dict[str, set[str]]] = {kind: defaultdict(set) for kind in ("since", "gone", "plus")}
    everywhere: dict[str, list[str]] = defaultdict(list)
    for kind, pairs in directives(folder):
        for name, version in pairs:
            is_old = kind == "since" and numbers(version) <= OLDEST
            everywhere[name].append("always" if is_old else kind)
            if kind == "plus" or numbers(version) > OLDEST:
                found[kind][version].add(name)
    # Of two modules that have a name, the first to have it counts.
    known = set[str]()
    for version in sorted(found["since"], key=numbers):
        found["since"][version] -= known
        known |= found["since"][version]
    # What one module has had for ever is known, whichever module has it too.
    for kind, others in (("since", {"always"}), ("plus", {"always", "since"})):
        for names in found[kind].values():
            names -= {name for name in names if others & set(everywhere[name])}
    return {kind: {one: sorted(names) for one, names in table.items() if names} for kind, table in found.items()}


def is_of_upstream(path: str) -> bool:
    return path.endswith("upstream_module.xml")


def directives(folder: str) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Yield what each page says: of which kind it is, and names with their versions."""
    pages = git(folder, "ls-tree", "-r", "--name-only", "HEAD", "xml/en/docs").split()
    texts = {path: git(folder, "show", f"HEAD:{path}") for path in pages if path.endswith(".xml")}
    of_others = {
        one["name"] for path, page in texts.items() if not is_of_upstream(path) for one in DIRECTIVE.finditer(page)
    }
    for path, page in texts.items():
        place = re.search(r"docs/(stream|mail)/", path)
        prefix = f"{place[1]}/" if place else ""
        whole = MODULE_SINCE.search(page)
        plus = bool(PLUS.search(page.partition('id="directives"')[0]))
        for each in DIRECTIVE.finditer(page):
            is_shared = is_of_upstream(path) and each["name"] in of_others
            name, text = ("upstream/" if is_shared else prefix) + each["name"], each["text"]
            since = FREED.search(text) or SINCE.search(text) or whole
            if plus or PLUS.search(text):
                yield "plus", [(name, "")]
            else:
                yield ("since", [(name, since["version"])]) if since else ("always", [(name, "0")])
            if gone := GONE.search(text):
                yield "gone", [(name, gone["version"])]
            yield "since", [(f"{name} {one['name']}", one["version"]) for one in PARAMETER.finditer(text)]
