"""YAML, by yamllint: its syntax, and keys that stand twice. No style."""

import re
from collections.abc import Iterator
from itertools import pairwise

from yaml import FlowMappingStartToken, ScalarToken, scan
from yaml.reader import ReaderError
from yamllint import linter
from yamllint.config import YamlLintConfig

Fault = tuple[str, int, int, str, str]  # kind, line and column from 1, message, the tool's own words or ""

# Below a key, items or pairs without the space that makes them so; a pair alone may be a host and its port, and an item
# alone a number.
GLUED = r"(?:-[^\s-]|[A-Za-z_][\w-]*:[^\s/:])[^\n]*"
BELOW_A_KEY = re.compile(rf":[ \t]*\n[ \t]+{GLUED}")
LINES = re.compile(rf"-(?!\.?[\d_]+(?:\.\d*)?$|\.inf$)[^\s-][^\n]*|{GLUED}(?:\s*\n\s*{GLUED})+")
# The options of a command, one a line, are one text on purpose.
OPTIONS = re.compile(
    r"(?:command|cmd|entrypoint|exec|run|script|\w*(?:args|arguments|flags|options|opts))[ \t]*:[ \t]*\n\s*"
    r"-(?:[A-Za-z](?=\s)|[A-Za-z][\w.-]*[= ])",
    re.IGNORECASE,
)
CONFIG = YamlLintConfig("rules: {key-duplicates: {forbid-duplicated-merge-keys: false}}")


def faults(text: str) -> list[Fault]:
    # A comment can turn yamllint off; a checked snippet does not get to. The length stays, for the columns.
    text = re.sub(r"(?<=#)(\s*)yamllint", r"\1--------", text)
    try:
        found = list(linter.run(text, CONFIG))
    except ReaderError as error:
        before = text[: error.position]
        column = len(before) - (before.rfind("\n") + 1) + 1
        fact = f"character U+{int(error.character):04X} is not allowed"
        return [("syntax", before.count("\n") + 1, column, fact, str(error.reason))]
    if not found:
        return [*doubled_braces(text), *glued(text)]
    return [
        ("duplicate" if one.rule == "key-duplicates" else "syntax", one.line, one.column, *2 * (message_of(one.desc),))
        for one in found
    ]


def message_of(text: str) -> str:
    return text.removeprefix("syntax error: ").removesuffix(" (syntax)")


def doubled_braces(text: str) -> Iterator[Fault]:
    """Yield each `{{ name }}` without quotes: YAML has it for a mapping with a mapping for a name."""
    if "{{" not in text:
        return
    for one, other in pairwise(scan(text)):
        are_both = isinstance(one, FlowMappingStartToken) and isinstance(other, FlowMappingStartToken)
        if are_both and one.end_mark.index == other.start_mark.index:
            start, line, column = one.start_mark.index, one.start_mark.line, one.start_mark.column
            tag = text[start:].partition("}}")[0].partition("\n")[0] + "}}"
            yield "braces", line + 1, column + 1, f"'{tag}' is a mapping within a mapping to YAML, not a value", ""


def glued(text: str) -> Iterator[Fault]:
    """Yield each text of which every line was meant as an item, or as a key and its value."""
    if not BELOW_A_KEY.search(text):
        return
    for token in scan(text):
        if isinstance(token, ScalarToken) and token.plain:
            start, end = token.start_mark, token.end_mark
            begin = text.rfind("\n", 0, start.index) + 1
            above = text.rfind("\n", 0, max(0, begin - 1)) + 1
            if OPTIONS.match(text[above:].lstrip(" \t-")):
                continue
            if not text[begin : start.index].strip() and LINES.fullmatch(text[start.index : end.index].rstrip()):
                word = text[start.index : end.index].partition("\n")[0]
                sign = "-" if word.startswith("-") else ":"
                fact = f"YAML takes '{word[:60]}' as text, because no space follows '{sign}'"
                yield "glued", start.line + 1, start.column + 1, fact, ""
