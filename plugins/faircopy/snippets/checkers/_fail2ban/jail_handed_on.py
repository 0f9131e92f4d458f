"""Options of a jail that are meant for its actions: fail2ban gives an action its arguments, and no option of a jail."""

from collections.abc import Container, Iterable, Iterator, Mapping
from typing import Any

from faircopy.diagnostics.model import Rule, Severity
from faircopy.snippets.checkers._fail2ban.filters import ACTION_OPTIONS, FILTER_OPTIONS, FileProblem
from faircopy.snippets.checkers._fail2ban.ini import Ini
from faircopy.snippets.excerpt import excerpt

ARGUMENT_NOT_GIVEN = Rule(
    "SN257",
    Severity.ERROR,
    "fail2ban: an option of a jail has the name of an argument of its action, which fail2ban hands to no action",
    'write it as an argument of the action: name[argument="value"]',
)


def not_given(
    ini: Ini, name: str, actions: Iterable[list[Any]], known: Mapping[str, Iterable[str]], read: Container[str]
) -> Iterator[FileProblem]:
    """Yield a note for each option that is meant for an action of a jail, which is given its arguments only.

    `known` has the arguments of each action, `read` the names of options that some value of a jail refers to.
    """
    own = [option for option in ini.options if option.section in (name, "DEFAULT") and option.key not in read]
    reported = set[str]()
    for called, arguments, *_ in actions:
        for option in own:
            is_other = option.key in (*ACTION_OPTIONS, *FILTER_OPTIONS, *arguments, *reported)
            if not is_other and option.key in known.get(called, ()):
                reported.add(option.key)
                fact = f"fail2ban passes no jail option to an action, so '{called}' does not get '{option.key}'"
                hint = f'write {called}[{option.key}="{excerpt(option.value)}"] where the jail names the action'
                yield FileProblem(ARGUMENT_NOT_GIVEN, fact, hint, option.line, option.column)
