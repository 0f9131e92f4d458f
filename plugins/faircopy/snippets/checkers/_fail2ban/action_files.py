"""What is wrong with one action of a group: what we find in its text, and what fail2ban's library says of it."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from faircopy.snippets.checkers._fail2ban.action_commands import lint_commands
from faircopy.snippets.checkers._fail2ban.expressions import About, file_refused
from faircopy.snippets.checkers._fail2ban.filters import (
    FileProblem,
    lint_action,
    lint_open_tags,
    lint_tags,
)
from faircopy.snippets.checkers._fail2ban.hints import hint_for
from faircopy.snippets.checkers._fail2ban.ini import Ini
from faircopy.snippets.checkers._fail2ban.jail_actions import BANS_NOBODY
from faircopy.snippets.checkers._fail2ban.message_files import message_about
from faircopy.snippets.checkers._fail2ban.paths import is_part, jail_text, name_in_folder


def notes_on_action(
    path: str,
    ini: Ini,
    files: Mapping[str, Ini],
    answer: Mapping[str, Any],
    structure: list[FileProblem],
    *,
    has_escapes: bool,
) -> Iterator[FileProblem]:
    """Yield what is wrong with an action. `structure` is what is wrong with it as a file of options."""
    name = name_in_folder(path)
    action = answer["actions"].get(name)
    tags = action["tags"] if action else ()
    linted = [*lint_action(ini), *lint_open_tags(ini), *lint_tags(ini, tags, jail_text(files))]
    yield from linted
    # What is told of a sign in a command may be all that its shell refuses.
    of_shell = {} if linted or has_escapes else answer.get("commands", {})
    yield from lint_commands(ini, name, of_shell, tags)
    part = is_part(name, files) or has_escapes or bool(linted)
    yield from judge_action_file(ini, action, partial(message_about, path, files), quiet=bool(structure), part=part)


def judge_action_file(
    ini: Ini, answer: Mapping[str, Any] | None, about: About, *, quiet: bool, part: bool
) -> Iterator[FileProblem]:
    """Yield what fail2ban says of an action. `part` when it need not be whole, as one that is only included."""
    if answer is None or (answer["error"] and quiet):
        return
    if answer["error"]:
        yield file_refused("action", ini, answer["error"], about, hint_for(answer["error"]))
    elif answer["lacks"] and not part:
        option = ini.option("Definition", "actionban")
        place = option.place if option else next(((one.line, one.column) for one in ini.sections), (1, 1))
        fact, hint = "this action has no 'actionban', so it bans nobody", "add 'actionban = … <ip> …'"
        if answer["lacks"] == "ip":
            fact, hint = "no command of this action names the address to ban", "write <ip> in place of the address"
        yield FileProblem(BANS_NOBODY, fact, hint, *place)
