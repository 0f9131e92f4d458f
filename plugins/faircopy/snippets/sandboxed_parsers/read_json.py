"""JSON: what RFC 8259 does not allow, and names that stand twice in one object."""

import json
import re

Fault = tuple[str, int, int, str, str]  # kind, line and column from 1, message, the tool's own words or ""

TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]:,]')


def faults(text: str) -> list[Fault]:
    try:
        json.loads(text, parse_constant=refuse)
    except json.JSONDecodeError as error:
        if text[error.pos : error.pos + 1] in ("\n", "\r") and "control character" in error.msg:
            return [("line", error.lineno, error.colno, "the text in quotes does not end on its line", error.msg)]
        kind = "escape" if "escape" in error.msg else "syntax"
        return [(kind, error.lineno, error.colno, error.msg, error.msg)]
    except NotJsonError as error:
        line, column = position_of(text, constant_at(text, str(error)))
        return [("syntax", line, column, f"'{error}' is not a JSON value", "")]
    except RecursionError as error:
        return [("syntax", 1, 1, "too deeply nested", str(error))]
    except ValueError as error:  # a number of thousands of digits
        return [("syntax", 1, 1, str(error), str(error))]
    return duplicates(text)


class NotJsonError(Exception):
    """NaN or Infinity, which Python's reader takes and other readers do not."""


def refuse(constant: str) -> None:
    raise NotJsonError(constant)


def constant_at(text: str, constant: str) -> int:
    """Return where a constant stands outside of strings."""
    found = re.search(rf'(?:"(?:[^"\\]|\\.)*"|[^"])*?(?<![\w"])({re.escape(constant)})', text)
    return found.start(1) if found else 0


def duplicates(text: str) -> list[Fault]:
    """Return the names that an object has twice; `text` must be JSON."""
    found: list[Fault] = []
    names: list[set[str] | None] = []  # of the objects and arrays that are open; None for an array
    is_name = False
    line, counted = 1, 0  # from one place to the next: from the beginning, many would take a square of time
    for token in TOKEN.finditer(text):
        mark = token[0]
        if mark in "{[":
            names.append(set() if mark == "{" else None)
            is_name = mark == "{"
        elif mark in "}]":
            names.pop()
            is_name = False
        elif mark == ",":
            is_name = bool(names) and names[-1] is not None
        elif mark.startswith('"') and is_name and names[-1] is not None:
            name = json.loads(mark)
            if name in names[-1]:
                line, counted = line + text.count("\n", counted, token.start()), token.start()
                column = counted - text.rfind("\n", 0, counted)
                found.append(("duplicate", line, column, f"the name '{name}' appears twice", ""))
            names[-1].add(name)
            is_name = False
    return found


def position_of(text: str, offset: int) -> tuple[int, int]:
    return text.count("\n", 0, offset) + 1, offset - (text.rfind("\n", 0, offset) + 1) + 1
