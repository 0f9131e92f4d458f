"""How a section, a question and a hint are written."""

import re
from collections.abc import Iterator

from faircopy.checklists.inline import plain_text
from faircopy.checklists.model import HintKind
from faircopy.checklists.names import kebab, split_id
from faircopy.checklists.outline import Bullet, Outline, Part

BOX = re.compile(r"\[ \](?:\s+|$)")
# What somebody wrote who meant a box: ticked, without the space, or right against the word.
NEAR_BOX = re.compile(r"\[(?:[xX]|\s*)\](?!\()")
HINT = re.compile(r"(?:\*\*|__)(?P<label>[^*_]+?)\s*(?::(?:\*\*|__)|(?:\*\*|__)\s*:)\s*(?P<text>.*)", re.DOTALL)
KINDS = {kind.label: kind for kind in HintKind}


def is_question(bullet: Bullet) -> bool:
    return bool(BOX.match(bullet.text)) and not bullet.ordered


def question_of(bullet: Bullet) -> tuple[str, str]:
    """Return the question behind the box and its id, either of them "" when missing."""
    return split_id(BOX.sub("", bullet.text, count=1))


def section_id(part: Part) -> str:
    """Return the id written behind a heading, or else the one that its title makes; "" when it makes none."""
    title, id_ = split_id(part.heading)
    return id_ or kebab(plain_text(title))


def ids_of(outline: Outline) -> Iterator[tuple[Bullet | Part, str]]:
    """Yield every section and question with its id, "" when it has none."""
    for part in outline.parts:
        yield part, section_id(part)
        for bullet in part.bullets:
            if is_question(bullet):
                yield bullet, question_of(bullet)[1]
