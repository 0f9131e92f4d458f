"""What fail2ban and we have to say of one file of a group."""

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from faircopy.snippets.checkers._fail2ban.action_files import notes_on_action
from faircopy.snippets.checkers._fail2ban.expressions import About, place_of_error
from faircopy.snippets.checkers._fail2ban.filter_files import notes_on_filter
from faircopy.snippets.checkers._fail2ban.filters import (
    FILE_REFUSED,
    OPTION_UNKNOWN,
    FileProblem,
    all_values,
    lint_structure,
    lint_tags,
)
from faircopy.snippets.checkers._fail2ban.hints import ENDLESS, NO_VARIABLE
from faircopy.snippets.checkers._fail2ban.includes import INCLUDE_MISSING, lint_includes
from faircopy.snippets.checkers._fail2ban.ini import Ini
from faircopy.snippets.checkers._fail2ban.jail_handed_on import ARGUMENT_NOT_GIVEN
from faircopy.snippets.checkers._fail2ban.jail_values import ANY_JAIL, jail_names, jails_to_judge, lint_jails
from faircopy.snippets.checkers._fail2ban.jails import JAIL_REFUSED, Known, judge_jail, notes_on_disabled
from faircopy.snippets.checkers._fail2ban.message_files import message_about
from faircopy.snippets.checkers._fail2ban.paths import (
    CONFIGURATION,
    is_jail_file,
    jail_text,
    known_in,
    name_in_folder,
    names_in,
    stock,
    stock_files,
    stock_option_names,
)
from faircopy.snippets.checkers._fail2ban.regex_lines import REGEX_OPTIONS, lint_regexes
from faircopy.snippets.checkers._fail2ban.tags import lint_escapes, lint_tags_of_regexes
from faircopy.snippets.checkers._fail2ban.unread_files import (
    SERVER_FILE,
    notes_on_name,
    notes_on_order,
    notes_on_server_file,
)
from faircopy.snippets.checkers._nearest import SuggestionFinder
from faircopy.snippets.checkers._newer import NEEDS_NEWER
from faircopy.snippets.model import Snippet
from faircopy.snippets.rules import TOOL_OUTPUT_UNPARSED

VARIABLE = re.compile(r"%\((?:known/)?([\w.-]+)\)s")
COMMAND_TAG = re.compile(r"<([A-Za-z_][\w.-]*)>")


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file that fail2ban reads, with the files of its group, and what its library said of them."""

    path: str  # below CONFIGURATION
    ini: Ini
    files: Mapping[str, Ini]
    answer: Mapping[str, Any]
    broken: Container[str]  # filters that cannot be used


def notes_on_file(
    snippet: Snippet, files: Mapping[str, Ini], answer: Mapping[str, Any], broken: Container[str]
) -> Iterator[FileProblem]:
    ini = files.get(snippet.file or "")
    if ini is None:
        fact = f"'{snippet.file}' is not below {CONFIGURATION}"
        yield FileProblem(FILE_REFUSED, fact, "fail2ban reads its configuration there", 0)
        return
    path = (snippet.file or "").removeprefix(CONFIGURATION)
    about = partial(message_about, path, files)
    structure = [*lint_structure(ini)]
    tool_message = next(filter(None, (about(error, lambda _: False) for error in errors_of(path, ini, answer))), "")
    # fail2ban stops at the first.
    yield from (replace(note, tool_message="" if number else tool_message) for number, note in enumerate(structure))
    if unread := [*notes_on_name(path, files)]:
        yield from unread
    else:
        yield from notes_on_contents(ReadFile(path, ini, files, answer, broken), structure)


def notes_on_contents(file: ReadFile, structure: list[FileProblem]) -> Iterator[FileProblem]:
    """Yield what is wrong with the options of a file. `structure` is what is wrong with its form."""
    path, ini, files, answer = file.path, file.ini, file.files, file.answer
    folder = path.partition("/")[0]
    included = [*lint_includes(ini, lambda one: known_in(folder, one, files), stock_files(folder), folder)]
    yield from included
    if any(note.rule is NEEDS_NEWER for note in included):
        return  # what it has of that file is not known
    if any(note.rule is INCLUDE_MISSING for note in included) and not is_jail_file(path):
        undefined = any(NO_VARIABLE.search(error) for error in errors_of(path, ini, answer))
        structure = [*structure, *included] if undefined else structure  # what was to define it is not there
    escapes = [*lint_escapes(ini)]
    yield from escapes
    if "crash" in answer:
        yield FileProblem(TOOL_OUTPUT_UNPARSED, f"fail2ban's library failed: {answer['crash']}", "", 0)
    elif folder == "filter.d":
        yield from notes_on_filter(path, ini, files, answer, structure)
    elif folder == "action.d":
        yield from notes_on_action(path, ini, files, answer, structure, has_escapes=bool(escapes))
    elif SERVER_FILE.fullmatch(path):
        yield from notes_on_server_file(ini)
    elif is_jail_file(path):
        yield from notes_on_jails(file, is_whole=not structure)


def notes_on_jails(file: ReadFile, *, is_whole: bool) -> Iterator[FileProblem]:
    """Yield what is wrong with a file of jails. The jails themselves are judged only if the file `is_whole`."""
    path, ini, files = file.path, file.ini, file.files
    about = partial(message_about, path, files)
    yield from notes_on_order(path, ini, files)
    yield from lint_regexes(ini)
    yield from lint_tags_of_regexes(ini, REGEX_OPTIONS)
    linted = [*lint_jails(ini, jail_text(files), stock_option_names())]
    commands = replace(ini, options=tuple(one for one in ini.options if one.key == "ignorecommand"))
    yield from lint_tags(commands, COMMAND_TAG.findall(all_values(commands)), "")
    judged = [*notes_on_each_jail(file, about)] if is_whole else []
    reported = {(note.line, note.column) for note in judged if note.rule is ARGUMENT_NOT_GIVEN}
    yield from (note for note in linted if note.rule is not OPTION_UNKNOWN or (note.line, note.column) not in reported)
    yield from judged


def notes_on_each_jail(file: ReadFile, about: About) -> Iterator[FileProblem]:
    path, ini = file.path, file.ini
    known, near = known_to_jails(file.files, file.answer), SuggestionFinder()
    for jail in jails_to_judge(ini):
        of_jail = file.answer["jails"].get(jail)
        if of_jail is None or jail != jail.strip():
            continue
        if fact := refused_for_another(file, jail, of_jail):
            yield FileProblem(JAIL_REFUSED, fact, follows=True)
            continue
        error = str(of_jail["error"])
        tool_message = about(error, partial(has_jail, jail=jail, error=error))
        judged = [*judge_jail(ini, jail, of_jail, known, tool_message, near, about)]
        # Defaults may be for another jail than this one.
        is_probe = jail == ANY_JAIL and jail not in jail_names(ini)
        yield from judged or ([] if is_probe else notes_on_disabled(path, ini, jail, of_jail["options"]))


def known_to_jails(files: Mapping[str, Ini], answer: Mapping[str, Any]) -> Known:
    """Return what a jail may name: fail2ban's own filters, actions and options, and those of the group."""
    filters = {*stock("filter.d"), *names_in("filter.d", (one.removeprefix(CONFIGURATION) for one in files))}
    actions = {name: [] for name in stock("action.d")} | {
        name: one["options"] for name, one in answer["actions"].items() if not one["error"]
    }
    others = (
        option.key
        for one, other in files.items()
        if is_jail_file(one.removeprefix(CONFIGURATION))
        for option in other.options
    )
    variables = frozenset((*stock_option_names(), *others))
    return Known(frozenset(filters), actions, variables, frozenset(VARIABLE.findall(jail_text(files))))


def refused_for_another(file: ReadFile, jail: str, of_jail: Mapping[str, Any]) -> str:
    """Return the fact that a jail is refused for what is wrong in another file; "" if it is not."""
    if str(of_jail["filter"]).partition("[")[0] in file.broken or jail_filter(file.ini, jail) in file.broken:
        return f"the filter of jail '{jail}' cannot be used"
    is_others = is_of_other_file(str(of_jail["error"]), jail, file.ini, file.files)
    return f"fail2ban refuses jail '{jail}'" if is_others else ""


def is_of_other_file(error: str, jail: str, ini: Ini, files: Mapping[str, Ini]) -> bool:
    """Tell whether an error is about a variable that another file of the group has, and where it is told."""
    named = NO_VARIABLE.search(error)
    if named is None or any(f"%({named[1]})" in option.value for option in ini.options):
        return False
    others = (option for other in files.values() for option in other.options if f"%({named[1]})" in option.value)
    return any(jail in (option.section, ANY_JAIL) for option in others)


def errors_of(path: str, ini: Ini, answer: Mapping[str, Any]) -> list[str]:
    """Return what fail2ban's library said as it read a file: of its filter, its action or its jails."""
    name = name_in_folder(path)
    kind = {"filter.d": "filters", "action.d": "actions"}.get(path.partition("/")[0], "jails")
    answers = answer.get(kind, {})
    return [str(answers[one]["error"]) for one in ([name] if kind != "jails" else jail_names(ini)) if one in answers]


def has_jail(ini: Ini, *, jail: str, error: str) -> bool:
    """Tell whether a message about a jail can be about this file."""
    if ENDLESS in error:  # told where it begins, which may be in the defaults for all jails
        return place_of_error(ini, error) is not None
    return jail in jail_names(ini) and (f"'{jail}'" in error or place_of_error(ini, error) is not None)


def jail_filter(ini: Ini, jail: str) -> str:
    """Return the filter that a jail names itself: its own name when it names none."""
    option = ini.option(jail, "filter")
    return option.value.partition("[")[0].strip() if option else jail
