"""The options of sshd_config, from OpenSSH's source and manual."""

import re
from collections.abc import Iterator

from sources import Table, git

SOURCE = "https://github.com/openssh/openssh-portable/blob/master/servconf.c"
OLDEST = (7, 4)
KEYWORDS = re.compile(r"\} keywords\[\] = \{(?P<body>.*?)\n\};", re.DOTALL)
KEYWORD = re.compile(r'\{\s*"(?P<name>\w+)",\s*(?P<code>\w+)')
# From version 10.4 on they stand in a header, in macros: SSHCONF_INT(var, Name, …), SSHCONF_DEPRECATE(name, …).
MACRO = re.compile(
    r"SSHCONF_(?P<kind>INT|INTFLAG|STRING|CUSTOM|ALIAS|STRARRAY|DEPRECATE|UNSUPPORTED_\w+)\((?P<arguments>[^()]*)"
)
MACRO_NAME = {"CUSTOM": 0, "ALIAS": 0, "DEPRECATE": 0, "STRARRAY": 2}  # where its name is; else it is the second
MACRO_CODE = {"DEPRECATE": "sDeprecated", "UNSUPPORTED": "sUnsupported"}


def table(folder: str) -> Table:
    """Return the options of sshd_config by the version that first has them, and by the one that ignores them."""
    found: Table = {"since": {}, "gone": {}}
    before: dict[str, str] = {}
    tags = sorted(re.findall(r"^V_\d+_\d+_P1$", git(folder, "tag"), re.MULTILINE), key=tag_numbers)
    for tag in (tag for tag in tags if tag_numbers(tag) > OLDEST):
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
