"""Parses the info string of a fence: its language and attributes.

The syntax is the one that Python-Markdown's attr_list and Pandoc's fenced_code_attributes share: `{.language
key="value"}`. The other form is a bare language, which every Markdown program supports.
"""

import re
from dataclasses import dataclass

BARE = re.compile(r"[\w#+.-]+")
TOKEN = re.compile(
    r"""\s*(?: \.(?P<class>[\w#+-]+)
             | \#(?P<id>[\w:.-]+)
             | (?P<key>[A-Za-z_][\w-]*) = (?: "(?P<double>[^"]*)" | '(?P<single>[^']*)' | (?P<plain>[^\s"'}]+) )
           )(?=[\s}]|$)""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class FenceAttribute:
    key: str
    value: str
    column: int  # of the key in the source line, from 1


@dataclass(frozen=True, slots=True)
class InfoString:
    """A parsed info string."""

    language: str  # "" when there is none
    attributes: tuple[FenceAttribute, ...] = ()
    trouble: int | None = None  # the column, from 1, of what could not be read


def language_of(info: str) -> str:
    """Return the language of a fence: the bare word, or the first class in braces; "" if there is none."""
    return parse_info(info, 1).language


def parse_info(info: str, column: int) -> InfoString:
    """Parse an info string that starts at `column` of its line."""
    if not info.startswith("{"):
        bare = BARE.match(info)
        end = bare.end() if bare else 0
        trouble = None if end == len(info) else column + end
        return InfoString(bare[0].lower() if bare else "", trouble=trouble)
    language, attributes, position = "", [], 1
    while found := TOKEN.match(info, position):
        if found["key"]:
            value = next(found[kind] for kind in ("double", "single", "plain") if found[kind] is not None)
            attributes.append(FenceAttribute(found["key"], value, column + found.start("key")))
        elif found["class"] and not language:
            language = found["class"].lower()
        position = found.end()
    rest = info[position:].lstrip()
    trouble = None if rest == "}" else column + len(info) - len(rest)
    return InfoString(language, tuple(attributes), trouble)
