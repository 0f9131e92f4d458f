"""JSON5, by the library json5."""

import re

import json5

Fault = tuple[str, int, int, str, str]  # kind, line and column from 1, message, the tool's own words or ""

PLACE = re.compile(r"^(?:<string>|\S+):(?P<line>\d+) (?P<message>.*?)(?: at column (?P<column>\d+))?$", re.DOTALL)
DUPLICATE = re.compile(r"Duplicate key \"(?P<name>.*)\" found")


def faults(text: str) -> list[Fault]:
    try:
        json5.loads(text, allow_duplicate_keys=False)
    except ValueError as error:
        return [fault_of(text, str(error))]
    except RecursionError as error:
        return [("syntax", 1, 1, "too deeply nested", str(error))]
    return []


def fault_of(text: str, message: str) -> Fault:
    if found := DUPLICATE.search(message):
        name = found["name"]
        places = [one.start(1) for one in re.finditer(rf"[{{,\s]([\"']?{re.escape(name)}[\"']?)\s*:", text)]
        offset = places[1] if len(places) > 1 else 0
        place = text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)
        return "duplicate", *place, f"the name '{name}' appears twice", message
    found = PLACE.match(message)
    if found is None:
        return "syntax", 1, 1, message or "it is not JSON5", message
    return "syntax", int(found["line"]), int(found["column"] or 1), found["message"], found["message"]
