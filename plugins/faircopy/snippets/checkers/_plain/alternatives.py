"""Alternatives in one plain fence: whether repeated keys are intended."""

import re
from collections.abc import Sequence
from itertools import pairwise

from faircopy.snippets.checkers._plain.text import OMITTED, indent_of

HEADER = re.compile(r"[ \t]*\[[^\n]*\][ \t]*$")
NAME_OR_HEAD = re.compile(r"[\w.\"'-]+(?=[ \t]*:)")
NAME = re.compile(r"[\w.\"'-]+[ \t]*[:=](?=[ \t]*\S)")


def is_introduced(code: str, line: int) -> bool:
    """Tell whether a comment or an omission directly precedes a line, or the repeated parts are labelled."""
    lines = code.split("\n")
    if HEADER.match(lines[line - 1]):
        # A comment says below a header what is meant, or above each of the two.
        first = next(number for number, one in enumerate(lines) if one.strip() == lines[line - 1].strip())
        before_each = (lines[number - 1] if number else "" for number in (first, line - 1))
        below = next((one for one in lines[line:] if one.strip()), "")
        return is_comment(below) or all(map(is_comment, before_each))
    before = next((one.strip() for one in reversed(lines[: line - 1]) if one.strip()), "")
    name = NAME.match(lines[line - 1].strip())
    if name and before.startswith(name[0]):
        filled = [one for one in reversed(lines[: line - 1]) if one.strip()]
        run = [one.strip().startswith(name[0]) for one in filled]
        above = filled[run.index(False)] if False in run else ""
        is_all = False not in run and is_only_name(lines, line)
        return is_all or above.lstrip().startswith("#") or (" #" in before and " #" in lines[line - 1])
    is_explained = " #" in before and " #" in lines[line - 1]
    if name and is_explained and before.startswith(re.split(r"[ \t.:=]", name[0])[0]):
        # In a list of all options, each with its meaning.
        return True
    if is_comment(before) or OMITTED.fullmatch(before) or begin_alike(lines) or is_only_name(lines, line):
        return True
    return is_other_form(lines, line) or (name is not None and is_in_another_part(lines, line, name[0]))


def is_comment(line: str) -> bool:
    return line.lstrip().startswith(("#", "//", ";"))


def begin_alike(lines: Sequence[str]) -> bool:
    """Tell whether there are several paragraphs that begin with the same line."""
    heads = [one for above, one in pairwise(["", *lines]) if one.strip() and not above.strip()]
    return len(heads) > 1 and len(set(heads)) == 1


def is_only_name(lines: Sequence[str], line: int) -> bool:
    """Tell whether the name at a line (from 1) is all that stands at its indent, or left of it: its values in turn."""
    indent = indent_of(lines[line - 1])
    heads = [one for one in lines if one.strip() and not is_comment(one) and indent_of(one) <= indent]
    names = {name[0] if (name := NAME_OR_HEAD.match(one.strip())) else "" for one in heads}
    return indent == 0 and len(names) == 1 and "" not in names


def is_other_form(lines: Sequence[str], line: int) -> bool:
    """Tell whether a name without an indent stands below a blank line, with a list or mapping, and above with a value.

    Or the other way round: the two forms that it may have.
    """
    if is_form_of_line_above(lines, line):
        return True
    name = NAME_OR_HEAD.match(lines[line - 1])
    if name is None or indent_of(lines[line - 1]) or (line > 1 and lines[line - 2].strip()):
        return False
    rests = [
        one[name.end() :].lstrip(" \t:") for one in lines[:line] if NAME_OR_HEAD.match(one) and one.startswith(name[0])
    ]
    return len({bool(rest) for rest in rests}) > 1


def is_form_of_line_above(lines: Sequence[str], line: int) -> bool:
    """Tell whether a name stands alone in its line, with a list below it, and directly above it with a value."""
    text, above = lines[line - 1], lines[line - 2] if line > 1 else ""
    name = NAME_OR_HEAD.match(text.lstrip())
    if name is None or text.strip() != f"{name[0]}:" or indent_of(above) != indent_of(text):
        return False
    return re.match(rf"{re.escape(name[0])}[ \t]*:[ \t]*[^\s#|>&]", above.lstrip()) is not None


def is_in_another_part(lines: Sequence[str], line: int, name: str) -> bool:
    """Tell whether a name occurs in two paragraphs, each of which begins with a comment."""
    indent = indent_of(lines[line - 1])
    heads: list[bool] = []  # for each paragraph with the name, the last first
    number = line
    while number > 0:
        start = number
        while start > 1 and lines[start - 2].strip():
            start -= 1
        paragraph = lines[start - 1 : number]
        if any(one.strip().startswith(name) for one in paragraph):
            head = paragraph[min(1, len(paragraph) - 1)] if HEADER.match(paragraph[0]) else paragraph[0]
            heads.append(is_comment(head) and indent_of(head) == indent)
        number = start - 1
        while number > 0 and not lines[number - 1].strip():
            number -= 1
    return len(heads) > 1 and all(heads)
