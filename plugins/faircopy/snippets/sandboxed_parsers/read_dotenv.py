"""Files of environment variables (.env, EnvironmentFile=, /etc/environment): what none of their readers takes."""

import re
from collections.abc import Iterator

Fault = tuple[str, int, int, str, str]  # kind, line and column from 1, message, the tool's own words or ""

# Dots and dashes are taken by docker's and by most libraries'.
SETTING = re.compile(
    r"[ \t]*(?:export[ \t]+)?(?P<name>[A-Za-z_][\w.-]*)(?P<before>[ \t]*)=(?P<after>[ \t]*)(?P<value>.*)"
)
# As YAML has it. https://github.com/compose-spec/compose-go and https://github.com/bkeepers/dotenv take it.
COLON = re.compile(r"[ \t]*(?:export[ \t]+)?(?P<name>[A-Za-z_][\w.-]*):[ \t].*")
NAME_ALONE = re.compile(r"[ \t]*(?:export[ \t]+)?[A-Za-z_]\w*[ \t]*")
QUOTED = re.compile(r"(?P<quote>[\"'])(?:\\.|(?!(?P=quote)).)*(?P<end>(?P=quote))?", re.DOTALL)


def faults(text: str) -> list[Fault]:
    return list(faults_of(text))


def faults_of(text: str) -> Iterator[Fault]:
    seen: dict[str, int] = {}
    number, following = 0, 0  # the line, and where the next begins
    while following <= len(text):
        start, following, number = following, after_line(text, following), number + 1
        line = text[start : following - 1].rstrip("\r")
        # A name alone hands on the variable of whoever starts it.
        if not line.strip() or line.lstrip().startswith(("#", ";")) or NAME_ALONE.fullmatch(line):
            continue
        found = SETTING.fullmatch(line)
        if found is None:
            yield fault_of_other(line, number)
            continue
        name = found["name"]
        if found["before"]:
            yield "blank", number, found.start("before") + 1, *2 * (f"there is a space before the '=' of '{name}'",)
        if name in seen:
            yield "duplicate", number, found.start("name") + 1, f"'{name}' is also set on line {seen[name]}", ""
        seen.setdefault(name, number)
        if found["value"][:1] in ("'", '"'):
            value = QUOTED.match(text, start + found.start("value"))
            if value is None or value["end"] is None:
                yield "syntax", number, found.start("value") + 1, *2 * (f"the quote of '{name}' is not closed",)
            else:
                number += value[0].count("\n")
                following = after_line(text, value.end())


def after_line(text: str, place: int) -> int:
    """Return where the line behind that of a place begins; behind the last one, a place that no text has."""
    end = text.find("\n", place)
    return (len(text) if end < 0 else end) + 1


def fault_of_other(line: str, number: int) -> Fault:
    """Return the fault of a line that is no setting."""
    if found := COLON.fullmatch(line):
        return "colon", number, found.end("name") + 1, *2 * (f"a colon follows '{found['name']}'",)
    return "syntax", number, 1, *2 * (f"the line '{line.strip()[:60]}' is not NAME=value",)
