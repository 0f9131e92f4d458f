"""TOML, by Python's own reader, which takes TOML 1.0 and finds doubled keys."""

import re
import tomllib

Fault = tuple[str, int, int, str, str]  # kind, line and column from 1, message, the tool's own words or ""

PLACE = re.compile(r" \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)$")


def faults(text: str) -> list[Fault]:
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        message = str(error)
        place = PLACE.search(message)
        lines = text.split("\n")
        line, column = (len(lines) - (not lines[-1]), 1)
        if place and place["line"]:
            line, column = int(place["line"]), int(place["column"])
        return [(kind_of(message), max(1, min(line, len(lines))), column, *2 * (PLACE.sub("", message),))]
    except (RecursionError, ValueError) as error:  # nested too deeply; a number of thousands of digits
        return [("syntax", 1, 1, str(error), str(error))]
    return []


def kind_of(message: str) -> str:
    if message.startswith(("Cannot overwrite", "Cannot declare")):
        return "duplicate"
    return "value" if message.startswith("Invalid value") else "syntax"
