"""Texts that data give in several languages, `{"en": "Check it", "de": "Prüfe es"}`: one of them is kept."""

import re
from collections import Counter
from typing import Any

from faircopy.checklists.adopt.fields import NAMES
from faircopy.checklists.adopt.model import AdoptionNotes
from faircopy.languages.codes import is_registered

CODE = re.compile(r"([a-z]{2})([-_][a-z0-9]{2,8})*", re.IGNORECASE)
PREFERRED = "en"
# Codes that are names of fields as well: 'id' is Indonesian, 'no' Norwegian.
FIELDS = frozenset(name for names in NAMES.values() for name in names)
MAX_DEPTH = 40


def in_one_language(value: Any, notes: AdoptionNotes) -> Any:
    """Return parsed data in which such an object is a text: the English one, or else the first."""
    gone: Counter[str] = Counter()
    found = one_language(value, gone, 0)
    if gone:
        notes.add("", f"of texts in several languages one is kept; left out are {', '.join(sorted(gone))}")
    return found


def one_language(value: Any, gone: Counter[str], depth: int) -> Any:
    if depth > MAX_DEPTH:
        return value
    if isinstance(value, list):
        return [one_language(each, gone, depth + 1) for each in value]
    if not isinstance(value, dict):
        return value
    if not is_translated(value):
        return {key: one_language(each, gone, depth + 1) for key, each in value.items()}
    key = next((key for key in value if key.lower().startswith(PREFERRED)), next(iter(value)))
    gone.update(other for other in value if other != key)
    return value[key]


def is_translated(value: dict[Any, Any]) -> bool:
    """Tell whether all keys are codes of languages, and all values texts, or lists of texts."""
    codes = [CODE.fullmatch(str(key)) for key in value]
    return (
        len(codes) > 1
        and all(code is not None and is_registered(code[1]) for code in codes)
        and not FIELDS.issuperset(map(str.lower, map(str, value)))
        and all(isinstance(each, str) or is_texts(each) for each in value.values())
    )


def is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)
