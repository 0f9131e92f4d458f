"""XML, by expat: well-formed or not. Nothing is fetched, and no entity that a text defines is put in."""

import re
from xml.parsers import expat  # entities are refused below

Fault = tuple[str, int, int, str, str]  # kind, line and column from 1, message, the tool's own words or ""

# What a text of several elements, or of a part of one, may stand in.
WRAPPER = ("<fragment>", "</fragment>")
SEVERAL = "junk after document element"  # expat's words for a second element at the top
PROLOGUE = re.compile(r"\s*(?:<\?xml\b[^>]*\?>|<!DOCTYPE\b[^\[>]*>)\s*")


class EntitiesRefusedError(Exception):
    """An entity of the text's own: expat would put them in, and they can be made to fill any memory."""


def faults(text: str) -> list[Fault]:
    """Return the first fault; "fragment" is its kind where the text would be right inside of an element."""
    found = first_fault(text)
    if found is None or found[0] != "syntax":
        return [found] if found else []
    rest = text
    while prologue := PROLOGUE.match(rest):
        rest = rest[prologue.end() :]
    inside = first_fault("".join((WRAPPER[0], rest, WRAPPER[1])))
    if inside is None:
        return [("fragment", *found[1:])]
    above = text[: len(text) - len(rest)].count("\n")
    # What is wrong inside of the elements matters more than that there are several.
    is_farther = inside[0] == "syntax" and found[4] == SEVERAL and inside[1] + above > found[1]
    return [(inside[0], inside[1] + above, *inside[2:])] if is_farther else [found]


def first_fault(text: str) -> Fault | None:
    opened: list[tuple[str, int]] = []  # elements that are open, and their lines
    parser = expat.ParserCreate("utf-8")
    # HTML's own names, as `&nbsp;`, come from a DTD that is not read.
    parser.UseForeignDTD(True)
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    parser.StartElementHandler = lambda name, _: opened.append((name, parser.CurrentLineNumber))
    parser.EndElementHandler = lambda _: opened.pop()
    parser.EntityDeclHandler = refuse
    try:
        parser.Parse(re.sub(r"encoding=([\"'])[^\"']*\1", "", text, count=1).encode(errors="replace"), True)
    except expat.ExpatError as error:
        message = expat.ErrorString(error.code)
        fact = message
        if opened and message in ("mismatched tag", "no element found", "unclosed token"):
            name, line = opened[-1]
            fact = f"{message}: '<{name}>' of line {line} is open"
        return "syntax", error.lineno, error.offset + 1, fact, message
    except EntitiesRefusedError:
        line = parser.CurrentLineNumber
        return "entity", line, parser.CurrentColumnNumber + 1, "it defines an entity, which is not read", ""
    return None


def refuse(*_: object) -> None:
    raise EntitiesRefusedError
