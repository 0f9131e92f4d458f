"""Make the tables of what newer versions of programs know, from the sources of their manuals.

    python tools/version_tables.py nginx PATH      # a clone of https://github.com/nginx/nginx.org
    python tools/version_tables.py openssh PATH    # a clone of https://github.com/openssh/openssh-portable, with tags
    python tools/version_tables.py systemd PATH    # a clone of https://github.com/systemd/systemd
    python tools/version_tables.py apache PATH     # a clone of https://github.com/apache/httpd, with its branches
    python tools/version_tables.py fail2ban PATH   # a clone of https://github.com/fail2ban/fail2ban, with tags
    python tools/version_tables.py nftables PATH   # a clone of https://git.netfilter.org/nftables, with tags
    python tools/version_tables.py dovecot PATH    # a clone of https://github.com/dovecot/documentation, with branches

Each prints a table in TOML, as `plugins/faircopy/snippets/checkers/_newer/` keeps it.
"""

import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

# What every system has that anybody still looks after (Debian 10, nginx 1.14; Debian 9, OpenSSH 7.4) is in no table.
OLDEST = {"nginx": (1, 14, 0), "openssh": (7, 4), "systemd": (241,), "apache": (2, 4, 37), "fail2ban": (0, 11, 1)}
OLDEST["nftables"] = (0, 9, 8)

DIRECTIVE = re.compile(r'<directive name="(?P<name>[^"]+)">(?P<text>.*?)</directive>', re.DOTALL)
MODULE_SINCE = re.compile(r"module</literal>\s+module\s+\((?P<version>[\d.]+)\)")
SINCE = re.compile(r"<appeared-in>(?:version )?(?P<version>[\d.]+)")
GONE = re.compile(r"removed\s+in\s+version\s+(?P<version>[\d.]+\d)")
PARAMETER = re.compile(r"<literal>(?P<name>[a-z_0-9]+)(?:=[^<]*)?</literal>\s+parameters?\s+\((?P<version>[\d.]+)\)")
FREED = re.compile(r"Prior\s+to\s+version\s+(?P<version>[\d.]+),\s+th(?:is|e)\s+directive\s+was\s+available\s+only")
PLUS = re.compile(r"(?:This|The)\s+(?:directive|module)\s+is\s+available\s+as\s+part\s+of\s+our\s+<commercial_version")

Table = dict[str, dict[str, list[str]]]


def git(folder: str, *arguments: str) -> str:
    command = ["git", "-C", folder, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=True)
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
    for kind, pairs in directives(folder):
        for name, version in pairs:
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
# From version 10.4 on they stand in a header, in macros: SSHCONF_INT(var, Name, …), SSHCONF_DEPRECATE(name, …).
MACRO = re.compile(
    r"SSHCONF_(?P<kind>INT|INTFLAG|STRING|CUSTOM|ALIAS|STRARRAY|DEPRECATE|UNSUPPORTED_\w+)\((?P<arguments>[^()]*)"
)
MACRO_NAME = {"CUSTOM": 0, "ALIAS": 0, "DEPRECATE": 0, "STRARRAY": 2}  # where its name is; else it is the second
MACRO_CODE = {"DEPRECATE": "sDeprecated", "UNSUPPORTED": "sUnsupported"}


def openssh(folder: str) -> Table:
    """Return the options of sshd_config by the version that first has them, and by the one that ignores them."""
    found: Table = {"since": {}, "gone": {}}
    before: dict[str, str] = {}
    tags = sorted(re.findall(r"^V_\d+_\d+_P1$", git(folder, "tag"), re.MULTILINE), key=tag_numbers)
    for tag in (tag for tag in tags if tag_numbers(tag) > OLDEST["openssh"]):
        version = ".".join(str(number) for number in tag_numbers(tag)[:2])
        written = dict(re.findall(r"^\.It Cm (\w+)()", git(folder, "show", f"{tag}:sshd_config.5"), re.MULTILINE))
        spelt = {name.lower(): name for name in written}
        now: dict[str, str] = {}
        for name, code in keywords(folder, tag):
            if name not in now or now[name] == "sUnsupported":
                now[name] = code
        if before:
            # What its manual does not name is there by mistake, as 10.4's names of GSSAPI's options.
            new = sorted(spelt[name] for name in now.keys() - before.keys() if name in spelt)
            kept = {name for name, code in before.items() if code not in ("sDeprecated", "sIgnore", "sUnsupported")}
            old = sorted(name for name, code in now.items() if code == "sDeprecated" and name in kept)
            found["since"] |= {version: new} if new else {}
            found["gone"] |= {version: old} if old else {}
        before = {**before, **now}
    return found


def keywords(folder: str, tag: str) -> Iterator[tuple[str, str]]:
    """Yield name, in lower case, and code of each option: "sDeprecated", "sUnsupported", or one of its own."""
    body = KEYWORDS.search(git(folder, "show", f"{tag}:servconf.c"))
    yield from ((one["name"].lower(), one["code"]) for one in KEYWORD.finditer(body["body"] if body else ""))
    if body and "SSHD_CONFIG_ENTRIES" in body["body"]:
        for macro in MACRO.finditer(git(folder, "show", f"{tag}:servconf.h").partition("#define SSHD_CONFIG")[2]):
            arguments = [word.strip() for word in macro["arguments"].split(",")]
            kind = "UNSUPPORTED" if macro["kind"].startswith("UNSUPPORTED") else macro["kind"]
            if len(arguments) > 1:
                yield arguments[MACRO_NAME.get(kind, 1)].lower(), MACRO_CODE.get(kind, f"s{arguments[-1]}")


def tag_numbers(tag: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", tag))


ENTRY = re.compile(r"<varlistentry>(?P<text>.*?)</varlistentry>", re.DOTALL)
TERM = re.compile(r"<term><varname>(?P<name>\w+)=</varname>")
# A word as a value of a key, as `disconnected`.
OPTION = re.compile(r"<(?P<tag>option|literal)>(?P<name>[a-z][a-z-]+)</(?P=tag)>")
PAGES = ("exec", "service", "unit", "socket", "timer", "path", "mount", "automount", "swap", "kill", "resource-control")
# How systemd marks a key in its source that it no longer has, and takes without an error.
BOOLEANS = ("true", "false", "yes", "no", "on", "off")
KEY = re.compile(r"^[^\s.]+\.(?P<name>\w+),", re.MULTILINE)
LEGACY = re.compile(r"^[^\s.]+\.(?P<name>\w+),\s*config_parse_warn_compat,\s*DISABLED_LEGACY", re.MULTILINE)
GPERF = ("src/core/load-fragment-gperf.gperf.in", "src/core/load-fragment-gperf.gperf.m4")


def systemd(folder: str) -> Table:
    """Return the keys of units by the version that first has them; a value behind its key: "Type notify-reload"."""
    found: Table = {"since": {}, "gone": {}}
    tags = sorted(int(tag[1:]) for tag in re.findall(r"^v\d{3}$", git(folder, "tag"), re.MULTILINE))
    before: set[str] = set()
    legacy: set[str] = set()
    for number in (number for number in tags if (number,) >= OLDEST["systemd"]):
        now, old = before | unit_words(folder, number), legacy | set(LEGACY.findall(unit_keys(folder, number)))
        if before:
            found["since"] |= {str(number): sorted(now - before)} if now - before else {}
            found["gone"] |= {str(number): sorted(old - legacy)} if old - legacy else {}
        before, legacy = now, old
    return found


def unit_words(folder: str, number: int) -> set[str]:
    """Return the keys that a version knows, and each with the values that its manual names for it alone."""
    found = set(KEY.findall(unit_keys(folder, number)))
    for page in PAGES:
        for entry in ENTRY.finditer(git(folder, "show", f"v{number}:man/systemd.{page}.xml")):
            names, values = TERM.findall(entry["text"]), [one["name"] for one in OPTION.finditer(entry["text"])]
            found |= {f"{names[0]} {value}" for value in values if len(names) == 1 and value not in BOOLEANS}
    return found


def unit_keys(folder: str, number: int) -> str:
    """Return the table of keys in the source of a version."""
    path = next(path for path in GPERF if path in git(folder, "ls-tree", "--name-only", f"v{number}", "src/core/"))
    return git(folder, "show", f"v{number}:{path}")


SYNOPSIS = re.compile(r"<directivesynopsis[^>]*>(?P<text>.*?)</directivesynopsis>", re.DOTALL)
NAME = re.compile(r"<name>(?P<name>\w+)</name>")
# Of the directive as a whole, and not of an argument of it.
AVAILABLE = re.compile(
    r"<compatibility>\s*(?:\w+ is )?(?:Only )?(?:only )?(?:Directive )?(?:[Aa]vailable|Added|supported)?\s*"
    r"(?:in|from)?\s*"
    r"(?:Apache|HTTP Server|httpd|version|\s)*(?P<version>2\.[45](?:\.\d+)?)(?! the default)"
    r"(?P<rest>[^<]*)</compatibility>"
)
OF_A_PART = re.compile(r"argument|parameter|default|support added|context|value|stage")


def apache(folder: str) -> Table:
    """Return the directives by the version that first has them, and those of 2.2 that 2.4 no longer has."""
    found: dict[str, set[str]] = defaultdict(set)
    branches = {branch: manual(folder, branch) for branch in ("origin/2.2.x", "origin/2.4.x", "HEAD")}
    for branch in ("origin/2.4.x", "HEAD"):
        for name, text in branches[branch].items():
            since = AVAILABLE.search(text)
            # A manual of 2.5 says "2.5" also of what was brought back to 2.4 later.
            late = branch == "HEAD" and name in branches["origin/2.4.x"]
            if since and not late and not OF_A_PART.search(since["rest"]):
                version = since["version"] if since["version"] != "2.5" else "2.5.0"
                if numbers(version) > OLDEST["apache"]:
                    found[version].add(name)
    known = {name.lower() for name in branches["origin/2.4.x"]}
    gone = {name for name in branches["origin/2.2.x"] if name.lower() not in known and not is_alias(folder, name)}
    return {"since": {version: sorted(names) for version, names in found.items()}, "gone": {"2.4": sorted(gone)}}


def is_alias(folder: str, name: str) -> bool:
    """Tell whether Apache 2.4 still takes an old name, though its manual has a new one."""
    command = ["git", "-C", folder, "grep", "-q", f'"{name}"', "origin/2.4.x", "--", "*.c"]
    return subprocess.run(command, check=False).returncode == 0


def manual(folder: str, branch: str) -> dict[str, str]:
    """Return the text about each directive."""
    paths = git(folder, "ls-tree", "--name-only", branch, "docs/manual/mod/").split()
    pages = (git(folder, "show", f"{branch}:{path}") for path in paths if path.endswith(".xml"))
    entries = (each["text"] for page in pages for each in SYNOPSIS.finditer(page))
    return {name["name"]: text for text in entries if (name := NAME.search(text))}


# From this one on, its files are in `config/`.
FIRST_OF_FAIL2BAN = (0, 8, 0)
READ_OPTION = re.compile(r'^\s*"(?P<name>[a-z][\w.]*)": \["\w+"', re.MULTILINE)


def fail2ban(folder: str) -> Table:
    """Return filters ("filter.d/x"), actions ("action.d/x") and options of jails by the version that first has them.

    And filters and actions by the version that has them no longer: people still copy them.
    """
    found: Table = {"since": {}, "gone": {}}
    before: set[str] = set()
    earlier: set[str] = set()
    tags = sorted(re.findall(r"^\d+\.\d+\.\d+$", git(folder, "tag"), re.MULTILINE), key=numbers)
    for tag in (tag for tag in tags if numbers(tag) >= FIRST_OF_FAIL2BAN):
        paths = git(folder, "ls-tree", "--name-only", tag, "config/filter.d/", "config/action.d/").split()
        files = {path[len("config/") : -len(".conf")] for path in paths if path.endswith(".conf")}
        if earlier - files:
            found["gone"][tag] = sorted(earlier - files)
        earlier = files
        if numbers(tag) < OLDEST["fail2ban"]:
            continue
        readers = (git(folder, "show", f"{tag}:fail2ban/client/{name}reader.py") for name in ("jail", "filter"))
        now = before | files | {name for reader in readers for name in READ_OPTION.findall(reader)}
        if before and now - before:
            found["since"][tag] = sorted(now - before)
        before = now
    return {
        "since": found["since"],
        "gone": {tag: sorted(left) for tag, names in found["gone"].items() if (left := set(names) - earlier)},
    }


# A word that nft's grammar knows: in its scanner, and as its manual writes it. Short ones stand in other senses, too.
TOKEN = re.compile(r'^(?:<[^>]*>)?[ \t]*"(?P<word>[a-z][a-z0-9-]{2,})"', re.MULTILINE)
IN_MANUAL = re.compile(r"[a-z][a-z0-9-]+")


# The name of an event in older manuals, too.
STATEMENTS = {"destroy"}


def nftables(folder: str) -> Table:
    """Return the words of nft's language by the version whose grammar first has them: those that nft(8) has.

    Without those that an older manual has in another sense.
    """
    found: Table = {"since": {}}
    tags = sorted(re.findall(r"^v(\d+\.\d+\.\d+)$", git(folder, "tag"), re.MULTILINE), key=numbers)
    tags = [tag for tag in tags if numbers(tag) >= OLDEST["nftables"]]
    newest = manual_of_nft(folder, tags[-1])
    for before, tag in pairwise(tags):
        old, new = (set(TOKEN.findall(git(folder, "show", f"v{one}:src/scanner.l"))) for one in (before, tag))
        words = ((new - old) & newest) - (manual_of_nft(folder, before) - STATEMENTS)
        if words:
            found["since"][tag] = sorted(words)
    return found


def manual_of_nft(folder: str, tag: str) -> set[str]:
    pages = git(folder, "ls-tree", "--name-only", f"v{tag}", "doc/").split()
    texts = (git(folder, "show", f"v{tag}:{page}") for page in pages if page.endswith(".txt"))
    return {word for text in texts for word in IN_MANUAL.findall(text)}


SOURCES = {
    "dovecot": "https://doc.dovecot.org/main/core/summaries/settings.html",
    "nftables": "https://git.netfilter.org/nftables/tree/doc",
    "fail2ban": "https://github.com/fail2ban/fail2ban/tree/master/config",
    "systemd": "https://github.com/systemd/systemd/tree/main/man",
    "apache": "https://github.com/apache/httpd/tree/trunk/docs/manual/mod",
    "nginx": "https://nginx.org/en/docs/dirindex.html",
    "openssh": "https://github.com/openssh/openssh-portable/blob/master/servconf.c",
}


SETTING = re.compile(r"^\t(?P<name>[a-z]\w*): \{", re.MULTILINE)
SETTING_BEFORE = re.compile(r"setting:: +(?P<name>[a-z]\w*)")
ADDED = re.compile(r"^\tsettings_(?P<name>\w+)_added: '(?P<version>[\d.]+)'", re.MULTILINE)


def dovecot(folder: str) -> Table:
    """Return the settings of Dovecot 2.4 and later that the manual of 2.3 has not, by their first version."""
    paths = git(folder, "ls-tree", "-r", "--name-only", "release-2.3", "source").split()
    pages = [git(folder, "show", f"release-2.3:{path}") for path in paths if path.endswith(".rst")]
    before = {name for page in pages for name in SETTING_BEFORE.findall(page)}
    added = dict(ADDED.findall(git(folder, "show", "main:data/updates.js")))
    found: dict[str, list[str]] = defaultdict(list)
    for name in sorted({*SETTING.findall(git(folder, "show", "main:data/settings.js"))} - before):
        found[added.get(name, "2.4.0")].append(name)
    return {"since": dict(found)}


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
    makers = {"nginx": nginx, "openssh": openssh, "systemd": systemd, "apache": apache, "fail2ban": fail2ban}
    makers |= {"nftables": nftables, "dovecot": dovecot}
    table = makers[program](folder)
    sys.stdout.write("\n".join(toml(SOURCES[program], table)) + "\n")


if __name__ == "__main__":
    main()
