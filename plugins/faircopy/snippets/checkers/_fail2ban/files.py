"""What fail2ban and we have to say of one file of a group."""

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import replace
from functools import partial
from posixpath import basename
from typing import Any

from faircopy.diagnostics.model import Rule, Severity
from faircopy.snippets.checkers._fail2ban.expressions import About, judge_expressions, place_of_error, wrong_values
from faircopy.snippets.checkers._fail2ban.filters import (
    REGEX_EMPTY,
    SHARED_FILTER_OPTIONS,
    TAG_ESCAPED,
    FileProblem,
    lint_action,
    lint_filter,
    lint_open_tags,
    lint_structure,
    lint_tags,
)
from faircopy.snippets.checkers._fail2ban.hints import first_line, hint_for, hint_for_variable
from faircopy.snippets.checkers._fail2ban.includes import lint_includes
from faircopy.snippets.checkers._fail2ban.ini import Ini, Option, place_in
from faircopy.snippets.checkers._fail2ban.jail_actions import BANS_NOBODY
from faircopy.snippets.checkers._fail2ban.jail_values import ANY_JAIL, jail_names, jails_to_judge, lint_jails
from faircopy.snippets.checkers._fail2ban.jails import (
    FILTER_OPTION_UNKNOWN,
    JAIL_REFUSED,
    judge_jail,
    notes_on_disabled,
    values_unknown,
)
from faircopy.snippets.checkers._fail2ban.message_files import message_about
from faircopy.snippets.checkers._fail2ban.paths import (
    CONFIGURATION,
    is_jail_file,
    is_part,
    known_in,
    names_in,
    stock,
    stock_files,
    stock_option_names,
)
from faircopy.snippets.checkers._fail2ban.regex_lines import REGEX_OPTIONS, lint_regexes
from faircopy.snippets.checkers._fail2ban.tags import (
    TAG_MISWRITTEN,
    lint_dates,
    lint_escapes,
    lint_tags_of_regexes,
)
from faircopy.snippets.checkers._fail2ban.unread_files import (
    SERVER_FILE,
    notes_on_name,
    notes_on_order,
    notes_on_server_file,
)
from faircopy.snippets.checkers._nearest import SuggestionFinder
from faircopy.snippets.model import Snippet
from faircopy.snippets.rules import TOOL_OUTPUT_UNPARSED

# What a `.local` may refer to of its `.conf`.
KNOWN_VALUES = tuple(f"known/{name}" for name in ("failregex", "ignoreregex", "datepattern"))
FILE_REFUSED = Rule("SN205", Severity.ERROR, "fail2ban: fail2ban cannot read the file")


def notes_on_file(
    snippet: Snippet, files: Mapping[str, Ini], answer: Mapping[str, Any], broken: Container[str]
) -> Iterator[FileProblem]:
    ini = files.get(snippet.file or "")
    if ini is None:
        fact = f"'{snippet.file}' is not below {CONFIGURATION}"
        yield FileProblem(FILE_REFUSED, fact, "fail2ban reads its configuration there", 0)
        return
    path = (snippet.file or "").removeprefix(CONFIGURATION)
    name = re.sub(r"\.(conf|local)$", "", basename(path))
    folder = path.partition("/")[0]
    about = partial(message_about, path, files)
    structure = [*lint_structure(ini)]
    tool_message = next(filter(None, (about(error, lambda _: False) for error in errors_of(path, ini, answer))), "")
    # fail2ban stops at the first.
    yield from (replace(note, tool_message="" if number else tool_message) for number, note in enumerate(structure))
    if unread := [*notes_on_name(path, files)]:
        yield from unread
        return
    yield from lint_includes(ini, lambda one: known_in(folder, one, files), stock_files(folder), folder)
    escapes = [*lint_escapes(ini)]
    yield from escapes
    if "crash" in answer:
        yield FileProblem(TOOL_OUTPUT_UNPARSED, f"fail2ban's library failed: {answer['crash']}", "", 0)
    elif folder == "filter.d":
        below = path.endswith(".local") and known_in(folder, f"{name}.conf", files)
        linted = [
            *lint_filter(ini, part=is_part(name, files), below=below),
            *lint_regexes(ini),
            *lint_tags_of_regexes(ini),
        ]
        linted += lint_dates(ini)
        yield from linted
        if not is_part(name, files):
            yield from unreported(
                judge_filter(ini, name, answer["filters"].get(name), about, quiet=bool(structure)), ini, linted
            )
    elif folder == "action.d":
        action = answer["actions"].get(name)
        linted = [
            *lint_action(ini),
            *lint_open_tags(ini),
            *lint_tags(ini, action["tags"] if action else (), jail_text(files)),
        ]
        yield from linted
        part = is_part(name, files) or bool(linted or escapes)
        yield from judge_action_file(ini, action, about, quiet=bool(structure), part=part)
    elif SERVER_FILE.fullmatch(path):
        yield from notes_on_server_file(ini)
    elif is_jail_file(path):
        yield from notes_on_jails(path, ini, files, answer, broken, structure)


def unreported(judged: Iterator[FileProblem], ini: Ini, linted: list[FileProblem]) -> Iterator[FileProblem]:
    """Yield what the engine says of lines of which nothing was said, and that does not follow from a broken tag."""
    notes = [*linted, *lint_escapes(ini)]
    lines = {note.line for note in notes if note.rule.severity is Severity.ERROR}
    tags = any(note.rule in (TAG_ESCAPED, TAG_MISWRITTEN) for note in notes)
    yield from (one for one in judged if one.line not in lines and not (tags and "No failure-id" in one.message))


def notes_on_jails(
    path: str,
    ini: Ini,
    files: Mapping[str, Ini],
    answer: Mapping[str, Any],
    broken: Container[str],
    structure: list[FileProblem],
) -> Iterator[FileProblem]:
    """Yield what is wrong with a file of jails. `structure` is what is wrong with it as a file of options."""
    about = partial(message_about, path, files)
    yield from notes_on_order(path, ini, files)
    yield from lint_regexes(ini)
    yield from lint_tags_of_regexes(ini, REGEX_OPTIONS)
    yield from lint_jails(ini, jail_text(files), stock_option_names())
    task_filters = {*stock("filter.d"), *names_in("filter.d", (one.removeprefix(CONFIGURATION) for one in files))}
    actions = {name: [] for name in stock("action.d")} | {
        name: one["options"] for name, one in answer["actions"].items() if not one["error"]
    }
    near = SuggestionFinder()
    for jail in jails_to_judge(ini):
        if structure or jail not in answer["jails"] or jail != jail.strip():
            continue
        if str(answer["jails"][jail]["filter"]).partition("[")[0] in broken or jail_filter(ini, jail) in broken:
            yield FileProblem(JAIL_REFUSED, f"the filter of jail '{jail}' cannot be used", follows=True)
        else:
            error = str(answer["jails"][jail]["error"])
            tool_message = about(error, partial(has_jail, jail=jail, error=error))
            of_jail = answer["jails"][jail]
            judged = [*judge_jail(ini, jail, of_jail, task_filters, actions, tool_message, near, about)]
            # Defaults may be for another jail than this one.
            is_probe = jail == ANY_JAIL and jail not in jail_names(ini)
            yield from judged or ([] if is_probe else notes_on_disabled(path, ini, jail, of_jail["options"]))


def jail_text(files: Mapping[str, Ini]) -> str:
    """Return the values of all jail files of a group."""
    jails = (ini for path, ini in files.items() if is_jail_file(path.removeprefix(CONFIGURATION)))
    return "\n".join(option.value for ini in jails for option in ini.options)


def errors_of(path: str, ini: Ini, answer: Mapping[str, Any]) -> list[str]:
    """Return what fail2ban's library said as it read a file: of its filter, its action or its jails."""
    name = re.sub(r"\.(conf|local)$", "", basename(path))
    kind = {"filter.d": "filters", "action.d": "actions"}.get(path.partition("/")[0], "jails")
    answers = answer.get(kind, {})
    return [str(answers[one]["error"]) for one in ([name] if kind != "jails" else jail_names(ini)) if one in answers]


def has_jail(ini: Ini, *, jail: str, error: str) -> bool:
    """Tell whether a message about a jail can be about this file."""
    return jail in jail_names(ini) and (f"'{jail}'" in error or place_of_error(ini, error) is not None)


def jail_filter(ini: Ini, jail: str) -> str:
    """Return the filter that a jail names itself: its own name when it names none."""
    option = ini.option(jail, "filter")
    return option.value.partition("[")[0].strip() if option else jail


def judge_filter(
    ini: Ini, name: str, answer: Mapping[str, Any] | None, about: About, *, quiet: bool
) -> Iterator[FileProblem]:
    """Yield what the engine refuses. `quiet` when the reason why it cannot read the file was already given."""
    if answer is None or (answer["error"] and quiet):
        return
    if answer["error"]:
        error = answer["error"]
        line, column = place_of_error(ini, error) or (1, 1)
        fact = f"fail2ban cannot read this filter: {first_line(error)}"
        tool_message = about(error, lambda one: place_of_error(one, error) is not None)
        names = (*SHARED_FILTER_OPTIONS, *KNOWN_VALUES, *(option.key for option in ini.options))
        yield FileProblem(
            FILE_REFUSED, fact, hint_for_variable(error, names, SuggestionFinder()), line, column, tool_message
        )
        return
    regexes = answer["regexes"]
    if not any(one["kind"] == "fail" for one in regexes):
        option = ini.option("Definition", "failregex")
        if option is not None and option.value:
            fact = "fail2ban compiled no regular expression of this filter"
            yield FileProblem(REGEX_EMPTY, fact, "", *option.place)
    yield from judge_expressions(ini, regexes, about, partial(filter_option, ini))
    for value, fact, hint in values_unknown(answer["unresolved"], name):
        if option := next((one for one in ini.options if one.value == value), None):
            yield FileProblem(FILTER_OPTION_UNKNOWN, fact, hint, *place_in(option, value))
    yield from wrong_values(answer["messages"], partial(filter_option, ini))


def filter_option(ini: Ini, key: str) -> Option | None:
    """Return an option of a filter, wherever fail2ban looks for it."""
    return ini.option("Definition", key) or ini.option("Init", key) or ini.option("DEFAULT", key)


def judge_action_file(
    ini: Ini, answer: Mapping[str, Any] | None, about: About, *, quiet: bool, part: bool
) -> Iterator[FileProblem]:
    """Yield what fail2ban says of an action. `part` when it need not be whole, as one that is only included."""
    if answer is None or (answer["error"] and quiet):
        return
    if answer["error"]:
        error = answer["error"]
        line, column = place_of_error(ini, error) or (1, 1)
        fact = f"fail2ban cannot read this action: {first_line(error)}"
        tool_message = about(error, lambda one: place_of_error(one, error) is not None)
        yield FileProblem(FILE_REFUSED, fact, hint_for(error), line, column, tool_message)
    elif answer["lacks"] and not part:
        option = ini.option("Definition", "actionban")
        place = option.place if option else next(((one.line, one.column) for one in ini.sections), (1, 1))
        fact, hint = "this action has no 'actionban', so it bans nobody", "add 'actionban = … <ip> …'"
        if answer["lacks"] == "ip":
            fact, hint = "no command of this action says whom to ban", "write <ip> where the address stands"
        yield FileProblem(BANS_NOBODY, fact, hint, *place)
