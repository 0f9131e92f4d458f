"""Which field of a table, or of the objects of JSON, is the question, its id, its section and so on."""

import re
import unicodedata
from collections.abc import Container, Iterable, Mapping

from faircopy.checklists.adopt.field_names import DESCRIPTIONS, OTHER_LANGUAGES, TITLES

SEVERAL = ("body", "")  # roles that more than one field may have


def normal(name: str) -> str:
    """Return the name of a field in lower-case words, without punctuation and accents."""
    words = re.sub(r"([a-z])([A-Z])", r"\1 \2", name) if name.lower() not in ("checkboxid", "shortcode") else name
    words = re.sub("[#№]", " number ", words).casefold()
    plain = "".join(each for each in unicodedata.normalize("NFKD", words) if not unicodedata.combining(each))
    return " ".join(re.findall(r"[^\W_]+", plain))


# What a field may be called, as `normal` writes it; the first name that is there counts.
KNOWN: Mapping[str, tuple[str, ...]] = {
    "question": (
        "question", "checklist item", "requirement", "requirement description", "req description", "statement", "item",
        "task", "check", "checkpoint", "point", "to do", "todo", "practice", "best practice", "criterion", "control",
        "check name", "test name", "test", "security", *OTHER_LANGUAGES["question"],
        "title", "name", "short", "text", *TITLES, "recommendation", "description", *DESCRIPTIONS,
    ),
    "id": ("id", "req id", "requirement id", "checkboxid", "shortcode", "item id", "reference id", "test id", "ref",
           "number", "no", "nr", "code", "verification id", "control id", "control number", "item number",
           "requirement number", "req number"),
    "section": ("subsection", "subcategory", "sub category", "subtopic", "section", "section name", "category", "area",
                "topic", "theme"),
    "group": ("group", "chapter", "chapter name", "domain", "part"),
    "priority": ("priority", "severity", "importance", "level", "l"),
    "weight": ("weight",),
    "done": ("done", "completed", "checked", "complete"),
    "Why": ("why", "rationale", "reason"),
    "Red flag": ("red flag",),
    "Evidence": ("evidence", "proof", "how to verify", "verification"),
    "body": ("description", "details", "details and hints", "desc", "notes", "note", "hint", "hints", "guidance",
             "comment", "comments", "objectives", "objective", "short description"),
    "address": ("url", "link", "reference", "references"),
    # Names for people stand beside them.
    "": ("section id", "chapter id", "ordinal", "line"),
}  # fmt: skip
NAMES: Mapping[str, tuple[str, ...]] = {
    role: tuple(dict.fromkeys(map(normal, (*names, *OTHER_LANGUAGES.get(role, ()))))) for role, names in KNOWN.items()
}
# Names of questions that many other things have, too.
VAGUE_NAMES = frozenset(map(normal, ("title", "name", "short", "text", "description", *TITLES, *DESCRIPTIONS)))


def roles_of(
    names: Iterable[str], filled: Mapping[str, int] | None = None, programs: Container[str] = ()
) -> dict[str, str]:
    """Return which field has which role, each field at most one.

    `filled` tells how many records have each field, `programs` which fields have names that only programs use.
    """
    fields: dict[str, str] = {}
    for name, plain in without_prefix(names).items():
        fields.setdefault(plain, name)
    roles: dict[str, str] = {}
    for role, known in NAMES.items():
        found = [fields.pop(one) for one in known if one in fields]
        if role in SEVERAL:
            roles |= {f"{role} {number}": name for number, name in enumerate(found)}
        elif found:
            words = [name for name in found if name not in programs] or found if role == "question" else found
            first = next(name for name in words if role != "question" or is_mostly_filled(name, words, filled or {}))
            roles[role] = first
            # They may have another role.
            fields |= {normal(name): name for name in found if name != first}
    if normal(roles.get("section", "")).startswith("sub") and "group" not in roles:
        outer = [fields[one] for one in NAMES["section"] if one in fields]
        roles |= dict(zip(("group",), outer, strict=False))
    return roles


def without_prefix(names: Iterable[str]) -> dict[str, str]:
    """Return names with their normal form, without a first word that all have: 'line_id' is an id beside 'line'."""
    plain = {name: normal(name) for name in names}
    firsts = {text.partition(" ")[0] for text in plain.values()}
    if len(plain) < 2 or len(firsts) > 1:
        return plain
    return {name: text.partition(" ")[2] or "text" for name, text in plain.items()}


def is_mostly_filled(name: str, others: Iterable[str], filled: Mapping[str, int]) -> bool:
    """Tell whether a field is filled at least half as often as any of the others."""
    return 2 * filled.get(name, 0) >= max(filled.get(other, 0) for other in others)
