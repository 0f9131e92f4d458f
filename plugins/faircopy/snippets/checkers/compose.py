"""Compose files, by the schema that check-jsonschema carries, and the volumes and services that they name."""

import re

from faircopy.diagnostics.model import Rule, Severity
from faircopy.snippets.checkers._each import EachChecker
from faircopy.snippets.checkers._schemas import FOREIGN, LEFT_OUT, find_version, schema_judge
from faircopy.snippets.model import Level

REFUSED = Rule(
    "SN510",
    Severity.ERROR,
    "Docker Compose would refuse it: a key or a value is not allowed there",
    "check the spelling and the indent; the message says what is allowed there",
)
UNDEFINED = Rule(
    "SN511",
    Severity.ERROR,
    "a Compose file names a service, volume or network that it does not define",
    "define it at the top level, under `volumes` for example; other files are not read",
)

NO_SHELL = Rule(
    "SN512",
    Severity.ERROR,
    "a command in a Compose file is written for a shell, but Compose starts none",
    "write `sh -c '…'` around it, or a list with `sh`, `-c` and the text",
)

# No other key stands at the top, and below a service there is what it runs.
TOP = re.compile(r"^[^\s#][^:\n]*", re.MULTILINE)
KEYS = {"version", "name", "include", "services", "models", "networks", "volumes", "secrets", "configs", "---", "..."}
SERVICE = re.compile(
    r"^services *:[ \t]*(?:#.*)?\n(?:(?:[ \t].*)?\n)*?(?P<indent>[ \t]+)[\w.-]+ *:[^\n]*\n"
    r"(?:(?:(?P=indent)[ \t].*|[ \t]*#.*|[ \t]*)\n)*?(?P=indent)[ \t]+(?:image|build) *:",
    re.MULTILINE,
)


# Services that have lost their indent, right below.
OUTDENTED = re.compile(
    r"^services *:[ \t]*\n(?P<name>[\w-]+) *:[ \t]*\n(?:[ \t]+[^\n]*\n)*?[ \t]+(?:image|build) *:", re.MULTILINE
)


def is_compose(code: str) -> bool:
    if OUTDENTED.search(code):
        return True
    tops = {found[0].strip().strip("\"'") for found in TOP.finditer(code)}
    return all(top in KEYS or top.startswith("x-") for top in tops) and SERVICE.search(code) is not None


CHECKER = EachChecker(
    name="compose",
    tool="check-jsonschema",
    command="yamllint, then Compose's schema (wheel check-jsonschema), and the names that services use",
    level=Level.PARSED,
    judge=schema_judge(
        lambda _: "compose-spec",
        {"": REFUSED, "reference": UNDEFINED, "shell": NO_SHELL},
        left_out=(*LEFT_OUT, FOREIGN),
    ),
    find_version=find_version,
    version=5,
    files=("*/compose*.yml", "*/compose*.yaml", "*/docker-compose*.yml", "*/docker-compose*.yaml"),
    languages=frozenset({"yaml", "yml"}),
    recognise=is_compose,
)
