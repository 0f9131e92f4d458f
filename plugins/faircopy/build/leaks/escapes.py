r"""Escape sequences of various languages: `\u00e9`, `%C3%A9`, `&eacute;`, `\e9`, `\303\251`."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from faircopy.markdown.references import unescape

# Of JSON and of scripts.
ESCAPE = re.compile(
    r"\\(?:[ux]\{(?P<braces>[0-9a-fA-F]{1,6})\}|u(?P<four>[0-9a-fA-F]{4})|U(?P<eight>[0-9a-fA-F]{8})"
    r"|x(?P<two>[0-9a-fA-F]{2})|(?P<space>[nrtbfv])|(?P<other>.))",
    re.DOTALL,
)
PERCENT = re.compile(r"(?:%[0-9a-fA-F]{2})+")
PERCENT_WIDE = re.compile(r"%u([0-9a-fA-F]{4})")  # of the script's old escape()
SURROGATE = re.compile(r"[\ud800-\udfff]")
# https://www.w3.org/TR/css-syntax-3/#consume-escaped-code-point
CSS = re.compile(r"\\([0-9a-fA-F]{1,6})(?:\r\n|[ \t\n\f])?")
OCTAL = re.compile(r"(?:\\[0-3]?[0-7]{2})+")
# Numbers of lines, as code and listings have them: alone in an element, or at the beginning of lines.
NUMBER_ELEMENT = re.compile(r"<(\w+)(?:\s[^<>]*)?>\s*\d{1,5}\s*</\1>")
LINE_NUMBER = re.compile(r"(?m)^[ \t]*\d{1,5}(?:[.:|)]|[ \t])[ \t|]*+")


@dataclass(frozen=True, slots=True)
class Dialect:
    """A reading that would be wrong for most texts: it is tried only if a sign of it occurs."""

    sign: re.Pattern[str]
    resolved: Callable[[str], str]


def unescaped(text: str) -> str:
    """Resolve one layer of the escapes of JSON and scripts, of addresses, and of HTML."""
    if "\\" in text:
        text = without_surrogates(ESCAPE.sub(character_of_escape, text))
    if "%" in text:
        text = without_surrogates(PERCENT_WIDE.sub(lambda found: chr(int(found[1], 16)), text))
        text = PERCENT.sub(lambda found: decoded(bytes.fromhex(found[0].replace("%", ""))), text)
    return unescape(text)


def character_of_escape(found: re.Match[str]) -> str:
    code = found["braces"] or found["four"] or found["eight"] or found["two"]
    if code:
        return character(int(code, 16))
    return " " if found["space"] else found["other"]


def character(number: int) -> str:
    return chr(number) if number <= 0x10FFFF else ""


def without_surrogates(text: str) -> str:
    if SURROGATE.search(text):
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def in_css(text: str) -> str:
    return without_surrogates(CSS.sub(lambda found: character(int(found[1], 16)), unescape(text)))


def in_octal(text: str) -> str:
    return OCTAL.sub(lambda found: decoded(bytes(int(one, 8) for one in found[0].split("\\")[1:])), unescape(text))


def without_line_numbers(text: str) -> str:
    return LINE_NUMBER.sub("", NUMBER_ELEMENT.sub("", text))


DIALECTS = (
    Dialect(re.compile(r"\\[0-9a-fA-F]{2}"), in_css),
    Dialect(re.compile(r"\\[0-3]?[0-7]{2}"), in_octal),
    Dialect(re.compile(rf"(?:{LINE_NUMBER.pattern[4:]}[^\n]*\n){{2}}", re.MULTILINE), without_line_numbers),
    Dialect(
        re.compile(rf"(?s){NUMBER_ELEMENT.pattern}.*?{NUMBER_ELEMENT.pattern.replace('1', '2')}"), without_line_numbers
    ),
)
