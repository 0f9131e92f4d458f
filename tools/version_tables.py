"""Make the tables of what newer versions of programs know, from the sources of their manuals.

    python tools/version_tables.py nginx PATH      # a clone of https://github.com/nginx/nginx.org
    python tools/version_tables.py openssh PATH    # a clone of https://github.com/openssh/openssh-portable, with tags

Each prints a table in TOML, as `plugins/faircopy/snippets/checkers/_newer/` keeps it.
"""

import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator

# What every system has that anybody still looks after (Debian 10, nginx 1.14; Debian 9, OpenSSH 7.4) is in no table.
OLDEST = {"nginx": (1, 14, 0), "openssh": (7, 4)}

DIRECTIVE = re.compile(r'<directive name="(?P<name>[^"]+)">(?P<text>.*?)</directive>', re.DOTALL)
MODULE_SINCE = re.compile(r"module</literal>\s+module\s+\((?P<version>[\d.]+)\)")
SINCE = re.compile(r"<appeared-in>(?:version )?(?P<version>[\d.]+)")
GONE = re.compile(r"removed\s+in\s+version\s+(?P<version>[\d.]+\d)")
PARAMETER = re.compile(r"<literal>(?P<name>[a-z_0-9]+)(?:=[^<]*)?</literal>\s+parameters?\s+\((?P<version>[\d.]+)\)")
FREED = re.compile(r"Prior\s+to\s+version\s+(?P<version>[\d.]+),\s+th(?:is|e)\s+directive\s+was\s+available\s+only")
PLUS = re.compile(r"(?:This|The)\s+(?:directive|module)\s+is\s+available\s+as\s+part\s+of\s+our\s+<commercial_version")

Table = dict[str, dict[str, list[str]]]


def git(folder: str, *arguments: str) -> str:
    done = subprocess.run(["git", "-C", folder, *arguments], capture_output=True, text=True, check=True)
    return done.stdout


def numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def nginx(folder: str) -> Table:
    """Return the directives by the version that first has them, and by the one that no longer has them.

    A directive of `stream` or `mail` is named with it, a parameter behind its directive: "stream/ssl_alpn",
    "listen quic".
    """
    found: dict[str, dict[str, set[str]]] = {kind: defaultdict(set) for kind in ("since", "gone", "plus")}
    everywhere: dict[str, list[str]] = defaultdict(list)
    for kind, names in directives(folder):
        for name, version in names:
            everywhere[name].append(kind)
            if kind == "plus" or numbers(version) > OLDEST["nginx"]:
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


KEYWORDS = re.compile(r"\} keywords\[\] = \{(?P<body>.*?)\n\};", re.DOTALL)
KEYWORD = re.compile(r'\{\s*"(?P<name>\w+)",\s*(?P<code>\w+)')


def openssh(folder: str) -> Table:
    """Return the options of sshd_config by the version that first has them, and by the one that ignores them."""
    found: Table = {"since": {}, "gone": {}}
    before: dict[str, str] = {}
    tags = sorted(re.findall(r"^V_\d+_\d+_P1$", git(folder, "tag"), re.MULTILINE), key=tag_numbers)
    for tag in (tag for tag in tags if tag_numbers(tag) > OLDEST["openssh"]):
        version = ".".join(str(number) for number in tag_numbers(tag)[:2])
        body = KEYWORDS.search(git(folder, "show", f"{tag}:servconf.c"))
        if body is None:
            sys.stderr.write(f"{tag}: the table of options has another form\n")
            continue
        written = dict(re.findall(r"^\.It Cm (\w+)()", git(folder, "show", f"{tag}:sshd_config.5"), re.MULTILINE))
        spelt = {name.lower(): name for name in written}
        now: dict[str, str] = {}
        for one in KEYWORD.finditer(body["body"]):
            if one["name"] not in now or now[one["name"]] == "sUnsupported":
                now[one["name"]] = one["code"]
        if before:
            new = sorted(spelt.get(name, name) for name in now.keys() - before.keys())
            old = sorted(name for name, code in now.items() if code == "sDeprecated" != before.get(name, code))
            found["since"] |= {version: new} if new else {}
            found["gone"] |= {version: old} if old else {}
        before = now
    return found


def tag_numbers(tag: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", tag))


SOURCES = {
    "nginx": "https://nginx.org/en/docs/dirindex.html",
    "openssh": "https://github.com/openssh/openssh-portable/blob/master/servconf.c",
}


def toml(source: str, table: Table) -> Iterator[str]:
    yield f'source = "{source}"'
    for kind, versions in table.items():
        if not versions:
            continue
        yield f"\n[{kind}]"
        for version in sorted(versions, key=lambda one: numbers(one or "0")):
            names = "\n".join(f'    "{name}",' for name in versions[version])
            yield f'"{version}" = [\n{names}\n]'


def main() -> None:
    program, folder = sys.argv[1:]
    table = {"nginx": nginx, "openssh": openssh}[program](folder)
    sys.stdout.write("\n".join(toml(SOURCES[program], table)) + "\n")


if __name__ == "__main__":
    main()
