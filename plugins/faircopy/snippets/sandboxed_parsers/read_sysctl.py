"""Kernel settings, as sysctl.conf(5) and sysctl.d(5) have them: lines that set nothing, or not what they say."""

import re
from collections.abc import Iterator

Fault = tuple[str, int, int, str, str]  # kind, line and column from 1, message, the tool's own words or ""

NAME = re.compile(r"[\w*?\[\]./:-]+")
MAX_LINE_CHARS = 4095  # characters of a line that procps reads


def faults(text: str) -> list[Fault]:
    return list(faults_of(text.split("\n")))


def faults_of(lines: list[str]) -> Iterator[Fault]:
    seen: set[str] = set()
    for number, whole in enumerate(lines, 1):
        line = whole.strip()
        if not line or line[0] in "#;":
            continue
        column = len(whole) - len(whole.lstrip()) + 1
        key, equals, value = (part.strip() for part in line.partition("="))
        if not equals:
            # "-net.ipv4.conf.eth0.rp_filter" alone takes a name out of a pattern.
            if not (line.startswith("-") and NAME.fullmatch(line[1:])):
                yield "syntax", number, column, *2 * (f"the line '{line[:60]}' is not name = value",)
            continue
        key = key.removeprefix("-").strip()
        if not NAME.fullmatch(key) or len(line) > MAX_LINE_CHARS:
            yield "syntax", number, column, *2 * (f"'{key[:60]}' is not the name of a setting",)
        elif not re.search(r"[./]", key):
            yield "name", number, column, *2 * (f"'{key}' does not say to which part of the kernel it belongs",)
        elif comment := re.fullmatch(r"[\d \t]+([#;].*)", value):
            yield (
                "comment",
                number,
                whole.index(comment[1]) + 1,
                *2 * (f"the comment is part of the value of '{key}'",),
            )
        else:
            name = key.replace("/", ".")
            if name in seen:
                yield "duplicate", number, column, f"'{key}' is already set above", ""
            seen.add(name)
