"""The tables of answers in docs/checklist-data.md: `make docs` writes them, and a test compares them."""

import re
from pathlib import Path

from faircopy.checklists.vocabulary import standard_vocabulary, value_of

ANSWERS_HEAD = "| `answer` | label | counts as |\n| --- | --- | --- |\n"
PARTS_HEAD = "| part | words |\n| --- | --- |\n"
PARTS = ("confidence", "risk", "impact")


def with_words(page: str) -> str:
    """Return the text of docs/checklist-data.md with the tables and the two sentences of the vocabulary."""
    vocabulary = standard_vocabulary()
    answers = (f"| `{one.value}` | {one.label} | {one.counts} |\n" for one in vocabulary.answers)
    parts = (f"| `{name}` | {', '.join(f'`{value}`' for value in values_of(name))} |\n" for name in PARTS)
    for head, rows in ((ANSWERS_HEAD, answers), (PARTS_HEAD, parts)):
        page = replace_once(rf"^{re.escape(head)}(?:\|.*\n)*", head + "".join(rows), page)
    page = replace_once(r"^.* count as answered.*\n", f"{vocabulary.counting()}\n", page)
    return replace_once(r"^.* are red flags\.\n", f"{vocabulary.flagging()}\n", page)


def values_of(name: str) -> list[str]:
    return [word["value"] for word in value_of(standard_vocabulary())[name]]


def replace_once(pattern: str, text: str, page: str) -> str:
    """Replace the only match of a pattern in a page. Raises ValueError if there is none, or more than one."""
    page, count = re.subn(pattern, lambda _: text, page, flags=re.MULTILINE)
    if count != 1:
        raise ValueError(f"the page has {count} places for {text[:40]!r}, and should have one")
    return page


def write_words(page: Path) -> None:
    """Bring the page up to date."""
    page.write_text(with_words(page.read_text(encoding="utf-8")), encoding="utf-8")
