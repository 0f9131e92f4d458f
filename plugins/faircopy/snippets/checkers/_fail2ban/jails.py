"""What fail2ban's answer about a jail means: its filter, its log, its actions, and what it refuses."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from faircopy.diagnostics.model import Rule, Severity
from faircopy.snippets.checkers._fail2ban.expressions import About, judge_expressions, place_of_error, wrong_values
from faircopy.snippets.checkers._fail2ban.filters import FileProblem, nearest, suggestion
from faircopy.snippets.checkers._fail2ban.gone import gone_from
from faircopy.snippets.checkers._fail2ban.hints import ENDLESS, first_line, hint_for_variable
from faircopy.snippets.checkers._fail2ban.ini import Ini, Option, place_in
from faircopy.snippets.checkers._fail2ban.jail_actions import (
    ACTION_UNKNOWN,
    actions_twice,
    fault_of_arguments,
    judge_action,
    missing_action,
    strange_arguments,
    unreadable_action,
)
from faircopy.snippets.checkers._fail2ban.jail_handed_on import not_given
from faircopy.snippets.checkers._fail2ban.jail_options import jail_option, option_or_argument, place
from faircopy.snippets.checkers._fail2ban.jail_ports import judge_ports
from faircopy.snippets.checkers._fail2ban.jail_values import CHECKS, VALUE_UNREADABLE, since_of
from faircopy.snippets.checkers._fail2ban.paths import stock_jails, stock_references
from faircopy.snippets.checkers._nearest import SuggestionFinder
from faircopy.snippets.excerpt import excerpt

FILTER_UNKNOWN = Rule("SN222", Severity.ERROR, "fail2ban: a jail names a filter that is neither in the group nor stock")
FILTER_AWAY = Rule(
    "SN256",
    Severity.WARNING,
    "fail2ban: a jail that is off names a filter that is neither in the group nor stock",
    "show the filter, too; fail2ban refuses the jail when a reader enables it",
)
JAIL_REFUSED = Rule("SN225", Severity.ERROR, "fail2ban: fail2ban refuses the jail")
FILTER_OPTION_UNKNOWN = Rule(
    "SN226",
    Severity.ERROR,
    "fail2ban: an option of a filter has a value that the filter does not define, so it finds nothing",
    "the message names the values that the filter knows",
)
NO_LOG = Rule(
    "SN227",
    Severity.ERROR,
    "fail2ban: a jail names neither a log nor the journal",
    "add `logpath = …`, or `backend = systemd`",
)
LOG_PATH_IGNORED = Rule(
    "SN228",
    Severity.WARNING,
    "fail2ban: a jail reads the journal, and its `logpath` is not read",
    "set `backend = auto` in this jail, or leave the path out",
)
JAIL_DISABLED = Rule(
    "SN238",
    Severity.WARNING,
    "fail2ban: a jail of your own is not enabled, so fail2ban does not start it",
    "add `enabled = true`",
)
RUN_AS_PYTHON = Rule(
    "SN252",
    Severity.ERROR,
    "fail2ban: a number or formula of a jail is code, which fail2ban's server would run as root",
    "write a number with a unit; in a formula only numbers, operators, `ban.Time`, `ban.Count`, `banFactor` and `math`",
)


@dataclass(frozen=True, slots=True)
class Known:
    """What the files of a group and fail2ban's own have together."""

    filters: frozenset[str]
    actions: Mapping[str, Iterable[str]]  # each with the options that it takes
    variables: frozenset[str]  # that a jail may refer to
    read: frozenset[str]  # variables that some value of a jail refers to


def judge_jail(
    ini: Ini,
    name: str,
    answer: Mapping[str, Any],
    known: Known,
    tool_message: str,
    near: SuggestionFinder,
    about: About,
) -> Iterator[FileProblem]:
    """Yield what fail2ban's answer about one jail means for its file.

    `tool_message` is fail2ban's error where it is about this file; `about` tells that of others of its messages.
    """
    wanted = str(answer["filter"]).partition("[")[0].strip()
    no_filter = filter_unknown(ini, name, wanted, known.filters, tool_message, near)
    if fault := no_filter or fault_of_arguments(ini, name):
        yield fault
        return
    if not answer["error"]:  # which may have kept it from reading on
        yield from judge_sources(ini, name, answer["options"])
    find = partial(jail_option, ini, name)
    yield from programs(answer["programs"], find)
    if answer["formula"] and (formula := find("bantime.formula")):
        fact = f"bantime.formula: {answer['formula']}"
        yield FileProblem(VALUE_UNREADABLE, fact, "check its powers and divisions", *formula.place)
    yield from judge_expressions(ini, answer["expressions"], about, find)
    yield from wrong_values(answer["messages"], partial(option_or_argument, ini, name))
    yield from unresolved(ini, name, answer["unresolved"], wanted)
    yield from strange_arguments(ini, name, answer["strange"], wanted, near)
    yield from judge_ports(ini, name, answer["ports"])
    yield from judge_actions(ini, name, answer, known, tool_message, near)


def judge_actions(
    ini: Ini, name: str, answer: Mapping[str, Any], known: Known, tool_message: str, near: SuggestionFinder
) -> Iterator[FileProblem]:
    """Yield what is wrong with the actions of a jail, or else with the jail as a whole."""
    if unread := unreadable_action(ini, name, answer):
        yield unread
        return
    unknown = [note for action in answer["actions"] for note in judge_action(ini, name, action, known.actions, near)]
    yield from unknown or actions_twice(ini, name, answer["actions"])
    yield from not_given(ini, name, answer["actions"], known.actions, known.read | stock_references(name))
    if answer["error"] and not unknown:
        yield jail_refused(ini, name, str(answer["error"]), known, tool_message, near)


def filter_unknown(
    ini: Ini, name: str, wanted: str, filters: Collection[str], tool_message: str, near: SuggestionFinder
) -> FileProblem | None:
    """Return a note when a jail names no filter, or one that is nowhere."""
    own = ini.option(name, "failregex")
    if (empty := ini.option(name, "filter")) and not empty.value and not (own and own.value):
        return FileProblem(
            FILTER_UNKNOWN, f"jail '{name}' names no filter, so it finds nothing", "name one", *empty.place
        )
    if not wanted or wanted in filters:
        return None
    at = place(ini, name, "filter")
    fact = f"jail '{name}' names filter '{wanted}', which neither a snippet nor fail2ban itself provides"
    gone, hint = gone_from(f"filter.d/{wanted}", suggestion(near, wanted, filters))
    enabled = ini.option(name, "enabled")
    is_off = enabled is not None and enabled.value.lower() in ("false", "no", "off", "0")
    rule, more = (FILTER_AWAY, "; fail2ban takes that only while the jail is off") if is_off else (FILTER_UNKNOWN, "")
    return since_of(f"filter.d/{wanted}", *at) or FileProblem(
        rule, fact + gone + more, hint, *at, tool_message=tool_message
    )


def jail_refused(
    ini: Ini, name: str, error: str, known: Known, tool_message: str, near: SuggestionFinder
) -> FileProblem:
    """Return what fail2ban's error about a jail means: an action that is nowhere, or what fail2ban says itself."""
    action = ini.option(name, "action") or jail_option(ini, name, "banaction")
    named = missing_action(error)
    if named and action:
        fact = f"jail '{name}' names action '{named}', which neither a snippet nor fail2ban itself provides"
        gone, hint = gone_from(f"action.d/{named}", suggestion(near, named, known.actions))
        return FileProblem(ACTION_UNKNOWN, fact + gone, hint, *place_in(action, named), tool_message=tool_message)
    fact = f"fail2ban refuses jail '{name}': {first_line(error)}"
    # Of another file it is told there.
    is_others = ENDLESS in error and place_of_error(ini, error) is None
    follows = is_others or (not tool_message and error.startswith("While reading from"))
    at = (not follows and place_of_error(ini, error)) or place(ini, name, "")
    hint = hint_for_variable(error, known.variables, near)
    return FileProblem(JAIL_REFUSED, fact, hint, *at, tool_message=tool_message, follows=follows)


def programs(values: Iterable[tuple[str, str, str]], find: Callable[[str], Option | None]) -> Iterator[FileProblem]:
    """Yield a note for each value that fail2ban would run (server/mytime.py, server/jail.py).

    Each stands with its key, and with what Python says of a formula that it cannot read.
    """
    for key, value, broken in values:
        option = find(key)
        # Where this file does not have it, another file of the group has, and there it is told.
        if not value.strip() or option is None or (key in CHECKS and "%(" not in option.value):
            continue  # nothing, or judged by its text
        if broken:
            yield FileProblem(VALUE_UNREADABLE, f"{key}: {broken}", "write it as Python has it", *option.place)
            continue
        fact = f"{key}: fail2ban's server would run '{excerpt(value)}' as Python, but it does more than calculate"
        if re.fullmatch(r"[\w .,%-]*", value):
            fact = f"{key}: '{excerpt(value)}' is not a number, and fail2ban's server would run it as Python"
        yield FileProblem(RUN_AS_PYTHON, fact, "write numbers and operators only", *option.place)


def judge_sources(ini: Ini, name: str, options: Mapping[str, str]) -> Iterator[FileProblem]:
    """Yield what is wrong with where a jail finds its log, once all files are read (server/jail.py)."""
    if not options:
        return
    reads_journal = options.get("backend", "").startswith("systemd")
    own = ini.option(name, "logpath")
    if reads_journal and own and own.value:
        fact = f"jail '{name}' reads the journal, so this path is not used"
        yield FileProblem(
            LOG_PATH_IGNORED, fact, "set 'backend = auto' in this jail, or leave the path out", *own.place
        )
    elif not reads_journal and not options.get("logpath", "").strip():
        fact = f"jail '{name}' has no log: neither 'logpath' nor 'backend = systemd'"
        yield FileProblem(NO_LOG, fact, "add 'logpath = /var/log/…'", *place(ini, name, ""))


def unresolved(ini: Ini, name: str, tags: Iterable[tuple[str, list[str]]], filter_name: str) -> Iterator[FileProblem]:
    """Yield a note for each tag of a filter that an option of its jail should have made another, and did not."""
    for value, fact, hint in values_unknown(tags, filter_name):
        options = (ini.option(name, key) or ini.option("DEFAULT", key) for key in ("mode", "filter"))
        option = next((one for one in options if one and value in one.value), None)
        at = place_in(option, value) if option else place(ini, name, "filter")
        yield FileProblem(FILTER_OPTION_UNKNOWN, fact, hint, *at)


def values_unknown(tags: Iterable[tuple[str, list[str]]], filter_name: str) -> Iterator[tuple[str, str, str]]:
    """Yield each value of an option that a filter has nothing for, what is to be said of it, and a hint."""
    seen = set()
    tags = [*tags]
    for tag, known in tags:
        if any(tag.startswith(f"{other}-") for other, _ in tags):
            continue  # `<mdre-<mode>-other>` says the same as `<mdre-<mode>>`
        stem = tag.rpartition("-")[0]
        while stem and not all(one.startswith(f"{stem}-") for one in known):
            stem = stem.rpartition("-")[0]
        value, *values = (one.removeprefix(f"{stem}-") for one in (tag, *known))
        if value in seen:
            continue
        seen.add(value)
        near = nearest(value, values)
        hint = f"did you mean '{near}'?" if near else f"it knows {', '.join(sorted(values))}"
        hint = "put the comment on its own line" if "#" in value else hint
        yield value, f"filter '{filter_name}' defines nothing for '{value}', and finds nothing", hint


def notes_on_disabled(path: str, ini: Ini, name: str, options: Mapping[str, str]) -> Iterator[FileProblem]:
    """Yield a note when no file says anything of `enabled` for a jail that is none of fail2ban's own."""
    enabled = ini.option(name, "enabled") or ini.option("DEFAULT", "enabled")
    if path != "jail.conf" and not enabled and options.get("enabled") == "False" and name not in stock_jails():
        fact = f"nothing enables jail '{name}', so fail2ban does not start it"
        yield FileProblem(JAIL_DISABLED, fact, "add 'enabled = true'", *place(ini, name, ""))
