"""Ids: their syntax, where they are written, and how one is made from words."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
# One of `#id`, `.class` and `key=value`, as attr_list of Python-Markdown has them, and a group of them at the end.
ATTRIBUTE = rf"#{ID.pattern}|\.{ID.pattern}|[a-z]+=[^\s{{}}]+"
GROUP = re.compile(rf"\{{(?P<inside>(?:{ATTRIBUTE})(?: +(?:{ATTRIBUTE}))*)\}}\s*")
MAX_GROUPS = 20
# What somebody wrote who meant an id.
ID_LIKE = re.compile(r"\{[^{}#]*#[^{}]*\}")

MAX_ID_CHARS = 40  # characters of an id that we make
MAX_ID_WORDS = 5
DIGEST_CHARS = 8
IN_BRACKETS = re.compile(r"\([^()]*\)")
# Words that are in every other question, and so say nothing of this one.
SMALL_WORDS = frozenset(
    """
    a about all also an and any are as at be been being by can could did do does ever for from had has have how i if
    in is it its me my of on or our over s should so such t than that the their them then there these they this
    those to used was we were what when where which who whom whose why will with would you your
    """.split()  # noqa: SIM905  # a list literal of these would be a page long
)


@dataclass(frozen=True, slots=True)
class Attributes:
    """The attributes in braces at the end of a heading or question."""

    id: str = ""
    classes: tuple[str, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()


def split_attributes(text: str) -> tuple[str, Attributes]:
    """Return `text` without the braces at its end, and the attributes in them.

    A second id, and everything before it, stays in the text.
    """
    words: list[str] = []
    for _ in range(MAX_GROUPS):
        found = GROUP.fullmatch(text, max(text.rfind("{"), 0))
        if found is None:
            break
        more = found["inside"].split()
        if sum(word.startswith("#") for word in (*more, *words)) > 1:
            break
        words = [*more, *words]
        text = text[: found.start()].rstrip()
    pairs = (word.partition("=") for word in words if word[0] not in "#.")
    return text, Attributes(
        next((word[1:] for word in words if word[0] == "#"), ""),
        tuple(word[1:] for word in words if word[0] == "."),
        tuple((key, value) for key, _, value in pairs),
    )


def split_id(text: str) -> tuple[str, str]:
    """Return `text` without the braces at its end, and the id in them, "" if there is none."""
    words, attributes = split_attributes(text)
    return words, attributes.id


def kebab(text: str) -> str:
    """Return the words of `text` as an id in ASCII, lower case, with hyphens; "" if it has no words."""
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", ascii_text.lower().replace("'", "")))


def title_id(title: str) -> str:
    """Return the id of a section, made from its title: its words in ASCII, or a digest of letters that ASCII has not.

    "" if the title has neither letters nor digits.
    """
    if (id_ := kebab(title)) or not any(map(str.isalnum, title)):
        return id_
    words = " ".join(unicodedata.normalize("NFKC", title).split())
    return f"section-{hashlib.sha256(words.encode()).hexdigest()[:DIGEST_CHARS]}"


class IdMaker:
    """Makes unique ids, in linear time even for thousands of equal questions."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self.taken = set(taken)
        self.numbers: dict[str, int] = {}  # the last number behind an id

    def take(self, id_: str) -> bool:
        """Take an id, and return whether it was free."""
        is_free = id_ not in self.taken
        self.taken.add(id_)
        return is_free

    def make(self, question: str) -> str:
        """Return a readable id made from the first significant words of a question."""
        base = words_for_id(question)
        id_, number = base, self.numbers.get(base, 1)
        while not self.take(id_):
            number += 1
            id_ = f"{base}-{number}"
        self.numbers[base] = number
        return id_


def words_for_id(question: str) -> str:
    words_given = kebab(IN_BRACKETS.sub(" ", question)).split("-")
    telling = [word for word in words_given if word not in SMALL_WORDS] or words_given
    words: list[str] = []
    for word in telling[:MAX_ID_WORDS]:
        if words and len("-".join([*words, word])) > MAX_ID_CHARS:
            break
        words.append(word[:MAX_ID_CHARS])
    return "-".join(filter(None, words)) or "question"
