"""The values of a record: of the row of a table, or of an object of JSON, by the names of its fields."""

import re
from collections.abc import Mapping
from typing import Any

LINE = "\0line"  # the key of a record's line; no file has it
FALSE = frozenset(("", "false", "no", "0", "-", "[ ]"))
TRUE = frozenset(("x", "true", "yes", "done", "1", "✓", "✔", "✅", "☑", "[x]", "completed", "complete",
                  "closed", "finished", "resolved", "pass",
                  "ja", "oui", "sí", "si", "sim", "да", "はい", "是", "نعم"))  # fmt: skip
ESCAPED_FORMULA = re.compile(r"'+[=+\-@\t\r]")  # our own CSV puts an apostrophe before a formula


def text_in(record: Mapping[str, Any], name: str | None) -> str:
    value = record.get(name) if name is not None else None
    if isinstance(value, list):
        return ", ".join(str(each) for each in value if isinstance(each, str | int | float))
    if value is None or isinstance(value, dict):
        return ""
    text = str(value)
    return text[1:] if ESCAPED_FORMULA.match(text) else text
