"""Lines of a plain shell fence that are shown, and not meant to be run: of which a finding harms nobody."""

import re
from collections.abc import Sequence

from faircopy.snippets.checkers._shell.commands import reads_as_command

# `[ a -eq b ]`, alone in its line: nothing uses what it answers, and constant words in it stand for others.
TEST_ALONE = re.compile(r"\s*\[{1,2}[ \t][^\n]*[ \t]\]{1,2}[ \t]*(?:#[^\n]*)?")
OF_CONSTANTS = frozenset({2050, 2078, 2157, 2170})
# The head of a block that ends nowhere, with nothing below it: the text is about that line.
HEAD = re.compile(r"\s*(?:if|elif|while|until|for|case|select)\b[^;\n]*(?:;?[ \t]*(?:then|do|in))?[ \t]*(?:#[^\n]*)?")
# `(then change something, and commit)`: words alone, of which the first is no command.
REMARK = re.compile(r"\s*\((?:then|or|and|now|if|when|do|in|on|to|for|note|optional)\b,?(?: [\w',-]+){3,}[.!]?\)\s*")
PROMPT = re.compile(r"[ \t]*[$#%>][ \t]+")
ENOUGH = 3  # lines, so that one alone may be a command that is not known


def is_constant_alone(number: int, line: str) -> bool:
    """Tell whether shellcheck's finding of this number is about a constant in a test that nothing uses."""
    return number in OF_CONSTANTS and TEST_ALONE.fullmatch(line) is not None


def is_head_alone(lines: Sequence[str]) -> bool:
    """Tell whether lines are nothing but the head of a block; what begins with `#!` is a whole script."""
    filled = [line for line in lines if line.strip() and not re.match(r"\s*#(?!!)", line)]
    return len(filled) == 1 and HEAD.fullmatch(filled[0]) is not None


def are_words(lines: Sequence[str]) -> bool:
    """Tell whether there are several lines, none of which reads as a command, and most begin as sentences do."""
    plain = [PROMPT.sub("", line.replace("\N{NO-BREAK SPACE}", " "), count=1) for line in lines if line.strip()]
    capitals = sum(line.lstrip()[:1].isupper() for line in plain)
    is_short = len(plain) < ENOUGH or capitals * 2 < len(plain)
    return not is_short and not any(reads_as_command(plain, number) for number in range(1, len(plain) + 1))
