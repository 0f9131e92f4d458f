"""Ids: how they look, where they stand, and how one is made of words."""

import re
import unicodedata

ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
AT_THE_END = re.compile(rf"\s*\{{#(?P<id>{ID.pattern})\}}\s*$")
# What somebody wrote who meant an id.
ID_LIKE = re.compile(r"\{[^{}]*#[^{}]*\}")

MAX_ID_CHARS = 40  # characters of an id that we make
MAX_ID_WORDS = 5
IN_BRACKETS = re.compile(r"\([^()]*\)")
# Words that are in every other question, and so say nothing of this one.
SMALL_WORDS = frozenset(
    """
    a about all also an and any are as at be been being by can could did do does ever for from had has have how i if
    in is it its me my of on or our over s should so such t than that the their them then there these they this
    those to used was we were what when where which who whom whose why will with would you your
    """.split()  # noqa: SIM905  # a list literal of these would be a page long
)


def split_id(text: str) -> tuple[str, str]:
    """Return `text` without the id at its end, and that id, "" when there is none."""
    found = AT_THE_END.search(text)
    return (text[: found.start()], found["id"]) if found else (text, "")


def kebab(text: str) -> str:
    """Return the words of `text` as an id: ASCII, lower-case, hyphens; "" when it has none."""
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", ascii_text.lower().replace("'", "")))


def id_for(question: str, taken: set[str]) -> str:
    """Return a readable id that is not in `taken`, of the first telling words of a question."""
    words_given = kebab(IN_BRACKETS.sub(" ", question)).split("-")
    telling = [word for word in words_given if word not in SMALL_WORDS] or words_given
    words: list[str] = []
    for word in telling[:MAX_ID_WORDS]:
        if words and len("-".join([*words, word])) > MAX_ID_CHARS:
            break
        words.append(word[:MAX_ID_CHARS])
    base = "-".join(filter(None, words)) or "question"
    number, id_ = 1, base
    while id_ in taken:
        number += 1
        id_ = f"{base}-{number}"
    return id_
