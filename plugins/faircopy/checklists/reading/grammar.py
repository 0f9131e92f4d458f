"""The syntax of headings, questions and hints."""

import re

from faircopy.checklists.names import Attributes, split_attributes, split_id, title_id
from faircopy.checklists.reading.inline import plain_text
from faircopy.checklists.reading.outline import Bullet, HeadingPart, Listing

BOX = re.compile(r"\[(?P<tick>[ xX])\](?:\s+|$)")
# What somebody wrote who meant a box: without the space, or right against the word.
NEAR_BOX = re.compile(r"\[(?:[xX]|\s*)\](?!\()")
HINT = re.compile(r"(?:\*\*|__)(?P<label>[^*_]+?)(?<!\s)\s*+(?::(?:\*\*|__)|(?:\*\*|__)\s*:)\s*(?P<text>.*)", re.DOTALL)


def is_question(bullet: Bullet) -> bool:
    """Tell whether a bullet is a question: it has a checkbox, or an id at its end."""
    return not bullet.ordered and bool(BOX.match(bullet.text) or split_id(bullet.text)[1])


def is_meant_as_question(bullet: Bullet) -> bool:
    return is_question(bullet) or bool(NEAR_BOX.match(bullet.text))


def is_ticked(bullet: Bullet) -> bool:
    found = BOX.match(bullet.text)
    return bool(found and found["tick"] != " ")


def question_of(bullet: Bullet) -> tuple[str, str]:
    """Return the text between the checkbox and the id, both of which may be missing."""
    return split_id(BOX.sub("", bullet.text, count=1))


def attributes_of(bullet: Bullet) -> Attributes:
    return split_attributes(BOX.sub("", bullet.text, count=1))[1]


def section_id(part: HeadingPart) -> str:
    """Return the id written after a heading, or the one made from its title; "" if the title makes none."""
    title, id_ = split_id(part.heading)
    return id_ or title_id(plain_text(title))


def has_questions(listing: Listing) -> bool:
    return any(map(is_meant_as_question, listing.bullets))
