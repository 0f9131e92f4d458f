"""The commands of a plain shell fence: without prompts, output and placeholders, each in its place."""

import re

from faircopy.snippets.checkers._shell.lookalikes import lookalikes
from faircopy.snippets.checkers._shell.sed_scripts import unended_commands
from faircopy.snippets.checkers._shell.text import SESSION, broken_continuations, commands_of, placeholders
from faircopy.snippets.model import Finding


def commands_only(
    code: str, is_session: bool, prompt: re.Pattern[str], placeholder: re.Pattern[str]
) -> tuple[str, list[Finding]]:
    """Return the commands of a fence, each in its place, and what to say of all else that is in it."""
    before: list[Finding] = []
    if is_session:
        lines = code.split("\n")
        first = next(number for number, line in enumerate(lines) if prompt.match(line))
        fact = "this is a session: whoever copies it copies the prompts too"
        before.append(
            Finding(0, SESSION, fact, first + 1, hint="mark it as `console`, or leave out prompts and output")
        )
        code = "\n".join([*lines[:first], commands_of("\n".join(lines[first:]), prompt)])
    code, found = placeholders(code, placeholder)
    return code, [*before, *found, *lookalikes(code), *broken_continuations(code), *unended_commands(code)]


def has_output(code: str, commands: str) -> bool:
    """Tell whether a session shows what its commands have printed, so that its author has run them."""
    pairs = zip(code.split("\n"), commands.split("\n"), strict=True)
    return any(line.strip() and not line.lstrip().startswith("#") and not left.strip() for line, left in pairs)
