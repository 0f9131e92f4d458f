"""What fail2ban and we have to say of one file of a group."""

import re
from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import replace
from functools import partial
from posixpath import basename
from typing import Any

from faircopy.diagnostics.model import Rule, Severity
from faircopy.snippets.checkers._fail2ban.filters import (
    REGEX_EMPTY,
    Note,
    lint_action,
    lint_filter,
    lint_includes,
    lint_structure,
    lint_tags,
)
from faircopy.snippets.checkers._fail2ban.ini import Ini, Option
from faircopy.snippets.checkers._fail2ban.jails import JAIL_REFUSED, jail_names, judge_jail, lint_jails
from faircopy.snippets.checkers._fail2ban.places import (
    CONFIGURATION,
    is_jail_file,
    is_part,
    known_in,
    names_in,
    stock,
    stock_files,
    stock_option_names,
)
from faircopy.snippets.checkers._fail2ban.said import words_about
from faircopy.snippets.checkers._nearest import Nearest
from faircopy.snippets.model import Snippet
from faircopy.snippets.rules import TOOL_OUTPUT_UNPARSED

REGEX_REFUSED = Rule("SN204", Severity.ERROR, "fail2ban: fail2ban cannot use a regular expression")
FILE_REFUSED = Rule("SN205", Severity.ERROR, "fail2ban: fail2ban cannot read the file")
HINTS = (
    ("No failure-id group", "put fail2ban's host tag <HOST> where the address stands"),
    ("unterminated subpattern", "count the brackets: one is not closed"),
    ("unbalanced parenthesis", "count the brackets: one too many is closed"),
    ("unterminated character set", "close the '['"),
    ("nothing to repeat", "a '*', '+' or '?' needs something before it"),
    ("'%' must be followed", "write %% for a percent sign"),
    ("Bad value substitution", "write %% for a percent sign, or define what %(…)s names"),
    ("no section headers", "put [Definition] above the options"),
)


def notes_on_file(
    snippet: Snippet, files: Mapping[str, Ini], answer: Mapping[str, Any], broken: Container[str]
) -> Iterator[Note]:
    ini = files.get(snippet.file or "")
    if ini is None:
        fact = f"'{snippet.file}' is not below {CONFIGURATION}"
        yield Note(FILE_REFUSED, fact, "fail2ban reads its configuration there", 0)
        return
    path = (snippet.file or "").removeprefix(CONFIGURATION)
    name = re.sub(r"\.(conf|local)$", "", basename(path))
    folder = path.partition("/")[0]
    about = partial(words_about, path, files)
    structure = [*lint_structure(ini)]
    said = next(filter(None, (about(error, lambda _: False) for error in errors_of(path, ini, answer))), "")
    # fail2ban stops at the first.
    yield from (replace(note, tool_message="" if number else said) for number, note in enumerate(structure))
    yield from lint_includes(ini, lambda one: known_in(folder, one, files), stock_files(folder))
    if "crash" in answer:
        yield Note(TOOL_OUTPUT_UNPARSED, f"fail2ban's library failed: {answer['crash']}", "", 0)
    elif folder == "filter.d":
        below = path.endswith(".local") and known_in(folder, f"{name}.conf", files)
        linted = [*lint_filter(ini, part=is_part(name, files), below=below)]
        yield from linted
        if not is_part(name, files):
            told_already = {note.line for note in linted if note.rule.severity is Severity.ERROR}
            judged = judge_filter(ini, answer["filters"].get(name), about, quiet=bool(structure))
            yield from (note for note in judged if note.line not in told_already)
    elif folder == "action.d":
        yield from lint_action(ini)
        action = answer["actions"].get(name)
        yield from judge_action_file(action, about, quiet=bool(structure))
        yield from lint_tags(ini, action["tags"] if action else (), jail_text(files))
    elif is_jail_file(path):
        yield from lint_jails(ini, jail_text(files), stock_option_names())
        task_filters = {*stock("filter.d"), *names_in("filter.d", (one.removeprefix(CONFIGURATION) for one in files))}
        actions = {name: [] for name in stock("action.d")} | {
            name: one["options"] for name, one in answer["actions"].items() if not one["error"]
        }
        near = Nearest()
        for jail in jail_names(ini):
            if structure or jail not in answer["jails"]:
                continue
            if str(answer["jails"][jail]["filter"]).partition("[")[0] in broken or jail_filter(ini, jail) in broken:
                yield Note(JAIL_REFUSED, f"the filter of jail '{jail}' cannot be used", follows=True)
            else:
                error = str(answer["jails"][jail]["error"])
                said = about(error, partial(has_jail, jail=jail, error=error))
                yield from judge_jail(ini, jail, answer["jails"][jail], task_filters, actions, said, near)


def jail_text(files: Mapping[str, Ini]) -> str:
    """Return the values of all jail files of a group."""
    jails = (ini for path, ini in files.items() if is_jail_file(path.removeprefix(CONFIGURATION)))
    return "\n".join(option.value for ini in jails for option in ini.options)


About = Callable[[str, Callable[[Ini], bool]], str]  # `words_about` of one file


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


def judge_filter(ini: Ini, answer: Mapping[str, Any] | None, about: About, *, quiet: bool) -> Iterator[Note]:
    """Yield what the engine refuses. `quiet` when the reason why it cannot read the file was already given."""
    if answer is None or (answer["error"] and quiet):
        return
    if answer["error"]:
        error = answer["error"]
        line, column = place_of_error(ini, error) or (1, 1)
        fact = f"fail2ban cannot read this filter: {first_line(error)}"
        said = about(error, lambda one: place_of_error(one, error) is not None)
        yield Note(FILE_REFUSED, fact, hint_for(error), line, column, said)
        return
    regexes = answer["regexes"]
    if not any(one["kind"] == "fail" for one in regexes):
        option = ini.option("Definition", "failregex")
        if option is not None and option.value:
            fact = "fail2ban compiled no regular expression of this filter"
            yield Note(REGEX_EMPTY, fact, "", *option.place)
    for kind in ("pref", "fail", "ignore", "datepattern", "maxlines"):
        of_kind = [one for one in regexes if one["kind"] == kind]
        key = kind if kind in ("datepattern", "maxlines") else f"{kind}regex"
        option = ini.option("Definition", key)
        for number, one in enumerate(of_kind):
            if one["error"]:
                line, column = place_of_regex(option, number, len(of_kind))
                fact = f"fail2ban refuses this expression: {told(one['error'])}"
                said = about(one["error"], partial(has_option, key=key))
                yield Note(REGEX_REFUSED, fact, hint_for(one["error"]), line, column, said)


def has_option(ini: Ini, *, key: str) -> bool:
    return ini.option("Definition", key) is not None


def place_of_regex(option: Option | None, number: int, count: int) -> tuple[int, int]:
    """Return where the expression `number` of an option stands; exact when no interpolation made more lines of it."""
    if option is None:
        return 1, 1
    if len(option.lines) == count:
        return option.lines[number].line, option.lines[number].column
    return option.place


def place_of_error(ini: Ini, error: str) -> tuple[int, int] | None:
    """Return the place that a message of configparser's is about, or None where a file has none that it names."""
    for option in ini.options:
        if f"option '{option.key}'" in error or f'option "{option.key}"' in error:
            return option.place
    # Of a lone '%' it shows the rest of the value, and not where that is.
    rest = error.partition("found: ")[2].strip("'\"").replace("\\\\", "\\")
    for option in ini.options:
        for line in option.lines:
            if rest and line.text.endswith(rest):
                return line.line, line.column + len(line.text) - len(rest)
    return None


def told(error: str) -> str:
    """Return the part of an engine's message that says why, without the expression that it repeats."""
    return error.rpartition("\n")[2] if error.startswith("Unable to compile") else first_line(error)


def first_line(error: str) -> str:
    return " ".join(error.split("\n", maxsplit=1)[0].split())


def hint_for(error: str) -> str:
    return next((hint for text, hint in HINTS if text in error), "")


def judge_action_file(answer: Mapping[str, Any] | None, about: About, *, quiet: bool) -> Iterator[Note]:
    if answer and answer["error"] and not quiet:
        fact = f"fail2ban cannot read this action: {first_line(answer['error'])}"
        error = answer["error"]
        said = about(error, lambda one: place_of_error(one, error) is not None)
        yield Note(FILE_REFUSED, fact, hint_for(error), 1, 1, said)
