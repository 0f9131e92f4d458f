"""What a jail does about an address: its actions, their arguments, and what is wrong with them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from faircopy.diagnostics.model import Rule, Severity
from faircopy.snippets.checkers._fail2ban.filters import (
    ACTION_OPTIONS,
    FILTER_OPTIONS,
    SHARED_FILTER_OPTIONS,
    FileProblem,
    suggestion,
)
from faircopy.snippets.checkers._fail2ban.gone import gone_from
from faircopy.snippets.checkers._fail2ban.ini import Ini, Option, place_in
from faircopy.snippets.checkers._fail2ban.jail_arguments import fault_of_division
from faircopy.snippets.checkers._fail2ban.jail_options import jail_option, place
from faircopy.snippets.checkers._fail2ban.jail_values import VALUE_UNREADABLE, since_of
from faircopy.snippets.checkers._nearest import SuggestionFinder

ACTION_UNKNOWN = Rule(
    "SN223", Severity.ERROR, "fail2ban: a jail names an action that is neither in the group nor stock"
)
ARGUMENT_UNKNOWN = Rule(
    "SN224", Severity.ERROR, "fail2ban: a jail gives an action or filter an argument that it does not take"
)
BANS_NOBODY = Rule(
    "SN219",
    Severity.WARNING,
    "fail2ban: an action, or a jail by its actions, bans nobody",
    "give the action an `actionban` with `<ip>`, and the jail an action",
)
ACTION_TWICE = Rule(
    "SN254",
    Severity.ERROR,
    "fail2ban: a jail has two actions of one name, and fail2ban's server refuses the second",
    "leave one out, or give it an `actname` of its own",
)

# What fail2ban gives every action itself.
ALWAYS_ARGUMENTS = ("name", "actname", "bantime", "port", "protocol", "chain", "blocktype", "returntype", "lockingopt")

WITH_ARGUMENTS = ("action", "banaction", "filter")
QUOTED = re.compile(r"=[ \t]*(?:\"[^\"]*\"|'[^']*')")
OPEN_QUOTE = re.compile(r"(?P<start>(?<![\w.?/-])[\w.?/-]++[ \t]*+=[ \t]*[\"'])")


def fault_of_arguments(ini: Ini, name: str) -> FileProblem | None:
    """Return a note on the first bracket or quote that is left open around the arguments of a jail's action or filter.

    fail2ban reads on behind it as if it were not there, so nothing else that it says of the jail can be believed.
    """
    actions = (jail_option(ini, name, key) for key in ("action", "banaction", "banaction_allports"))
    if note := next((note for one in actions if one and (note := unclosed(one))), None):
        return note
    options = [option for key in WITH_ARGUMENTS if (option := ini.option(name, key))]
    return next((note for option in options if (note := unquoted(option) or swallowed(ini, name, option))), None)


def swallowed(ini: Ini, name: str, option: Option) -> FileProblem | None:
    """Return a note when a value has swallowed the next argument, as no comma stands between: name=ssh port=22."""
    fault = fault_of_division(ini, name, option)
    if fault is None or not fault.is_taken:
        return None  # of the others fail2ban's own reader tells
    fact = f"{fault.fact}, so it becomes part of the value of the argument before it"
    return FileProblem(VALUE_UNREADABLE, fact, fault.hint, fault.line, fault.column)


def unclosed(option: Option) -> FileProblem | None:
    """Return a note when the brackets around an action's arguments do not pair up."""
    if option.value.count("[") == option.value.count("]"):
        return None
    line = next(line for line in option.lines if line.text.count("[") != line.text.count("]"))
    fact = "the brackets around the action's arguments do not match"
    return FileProblem(VALUE_UNREADABLE, fact, 'write name[argument="value", …]', line.line, line.column)


def unquoted(option: Option) -> FileProblem | None:
    """Return a note when a quote in the arguments of an action or a filter has no end: fail2ban takes it as it is."""
    quote = OPEN_QUOTE.search(QUOTED.sub("", option.value))
    if quote is None:
        return None
    fact = "a quote in the arguments is not closed, so it becomes part of the value"
    return FileProblem(VALUE_UNREADABLE, fact, 'write name[argument="value", …]', *place_in(option, quote["start"]))


def unreadable_action(ini: Ini, name: str, answer: Mapping[str, Any]) -> FileProblem | None:
    """Return a note when a jail has no action, or one that fail2ban cannot divide into a name and arguments."""
    own = ini.option(name, "action") or ini.option(name, "banaction")
    own = own or ini.option("DEFAULT", "action") or ini.option("DEFAULT", "banaction")
    at = own.place if own else place(ini, name, "action")
    if not answer["actions"]:
        no_action = bool(answer["options"]) and not answer["error"]
        return (
            FileProblem(BANS_NOBODY, f"jail '{name}' has no action, so it bans nobody", "", *at) if no_action else None
        )
    odd = next((called for called, _ in answer["actions"] if re.search(r"[][=\"]|^#", called)), None)
    if odd is None:
        return None
    if own and odd.startswith("#"):
        fact = f"fail2ban takes the text after '#' as more actions of jail '{name}'"
        return FileProblem(VALUE_UNREADABLE, fact, "put the comment on its own line", *place_in(own, "#"))
    if odd.startswith("["):
        return FileProblem(
            VALUE_UNREADABLE, f"jail '{name}' has an action without a name", "write a name before '['", *at
        )
    called = odd.partition("[")[0]
    fact = f"fail2ban cannot separate the arguments of this action of jail '{name}'"
    if own and (fault := fault_of_division(ini, name, own)):
        return FileProblem(VALUE_UNREADABLE, f"{fact}: {fault.fact}", fault.hint, fault.line, fault.column)
    hint = 'write name[argument="value", …]: a comma between two, quotes around a value with a comma in it'
    return FileProblem(VALUE_UNREADABLE, fact, hint, *(place_in(own, called) if own else at))


def judge_action(
    ini: Ini, name: str, action: list[Any], actions: Mapping[str, Iterable[str]], near: SuggestionFinder
) -> Iterator[FileProblem]:
    """Yield the problems of one of a jail's actions, `[name, arguments]`; `actions` are all, with their options."""
    called, arguments = action[0], action[1]
    if called.endswith(".py"):
        return
    if called not in actions:
        yield action_unknown(ini, name, called, actions, near)
    elif actions[called]:
        yield from arguments_unknown(ini, name, called, arguments, actions[called], near)


def action_unknown(ini: Ini, name: str, called: str, actions: Iterable[str], near: SuggestionFinder) -> FileProblem:
    """Return what is wrong with an action that is nowhere. A newer fail2ban may have it, or an older one."""
    option = ini.option(name, "action")
    if option and (newer := since_of(f"action.d/{called}", *place_in(option, called))):
        return newer
    fact = f"jail '{name}' names action '{called}', which neither a snippet nor fail2ban itself provides"
    from_option = option or jail_option(ini, name, "banaction") or jail_option(ini, name, "banaction_allports")
    at = place_in(from_option, called) if from_option else place(ini, name, "action")
    gone, hint = gone_from(f"action.d/{called}", suggestion(near, called, actions))
    if called.startswith("$("):
        hint = f"write '%{called.removeprefix('$')}'"
    return FileProblem(ACTION_UNKNOWN, fact + gone, hint, *at)


def arguments_unknown(
    ini: Ini, name: str, called: str, arguments: Mapping[str, str], options: Iterable[str], near: SuggestionFinder
) -> Iterator[FileProblem]:
    """Yield each argument that is none of the options of an action."""
    known = (*options, *ACTION_OPTIONS, *ALWAYS_ARGUMENTS)
    for key, value in arguments.items():
        plain = key.partition("?")[0]
        giving = (jail_option(ini, name, one) for one in ("action", "banaction", "banaction_allports"))
        given = next((one for one in giving if one and key in one.value), None)
        # Others come from the stock jail.conf; an empty one changes nothing.
        if given and value and plain not in known:
            fact = f"action '{called}' does not take argument '{key}'"
            hint = suggestion(near, plain, known, "leave it out")
            yield FileProblem(ARGUMENT_UNKNOWN, fact, hint, *place_in(given, key))


def strange_arguments(
    ini: Ini, name: str, strange: Iterable[tuple[str, list[str]]], filter_name: str, near: SuggestionFinder
) -> Iterator[FileProblem]:
    """Yield a note for each argument of a jail's filter that the filter, by fail2ban's reader, has no use for."""
    option = jail_option(ini, name, "filter")
    for key, known in strange:
        if option and key in option.value and key not in (*FILTER_OPTIONS, *SHARED_FILTER_OPTIONS):
            fact = f"filter '{filter_name}' does not take argument '{key}'"
            hint = suggestion(near, key, (*known, *FILTER_OPTIONS, "mode", "logtype"), "leave it out")
            yield FileProblem(ARGUMENT_UNKNOWN, fact, hint, *place_in(option, key))


def actions_twice(ini: Ini, name: str, actions: Iterable[list[Any]]) -> Iterator[FileProblem]:
    """Yield a note for each action whose name another one of the jail has, by what fail2ban's reader calls them."""
    seen: set[str] = set()
    option = ini.option(name, "action")
    for called, arguments, *_ in actions:
        suffix = str(arguments.get("name", name)).removeprefix(name)
        own = arguments.get("actname") or (called if called.endswith(".py") else called + suffix)
        if own in seen:
            fact = f"jail '{name}' has two actions called '{own}', and fail2ban's server refuses the second"
            at = place_in(option, called) if option else place(ini, name, "action")
            yield FileProblem(ACTION_TWICE, fact, 'leave one out, or add actname="…" to one', *at)
        seen.add(own)


def missing_action(error: str) -> str:
    """Return the name of the action that fail2ban could not read, from its message; nothing where it says none."""
    return error.partition("Unable to read action '")[2].partition("'")[0]
