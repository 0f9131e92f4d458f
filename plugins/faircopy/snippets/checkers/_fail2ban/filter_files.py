"""What is wrong with one filter of a group: what we find in its text, and what fail2ban's library says of it."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from faircopy.diagnostics.model import Severity
from faircopy.snippets.checkers._fail2ban.expressions import About, file_refused, judge_expressions, wrong_values
from faircopy.snippets.checkers._fail2ban.filters import (
    REGEX_EMPTY,
    SHARED_FILTER_OPTIONS,
    TAG_ESCAPED,
    FileProblem,
    lint_filter,
)
from faircopy.snippets.checkers._fail2ban.hints import hint_for_variable
from faircopy.snippets.checkers._fail2ban.ini import Ini, Option, place_in
from faircopy.snippets.checkers._fail2ban.jails import FILTER_OPTION_UNKNOWN, values_unknown
from faircopy.snippets.checkers._fail2ban.message_files import message_about
from faircopy.snippets.checkers._fail2ban.paths import is_part, known_in, name_in_folder
from faircopy.snippets.checkers._fail2ban.regex_lines import lint_regexes
from faircopy.snippets.checkers._fail2ban.tags import TAG_MISWRITTEN, lint_dates, lint_escapes, lint_tags_of_regexes
from faircopy.snippets.checkers._nearest import SuggestionFinder

# What a `.local` may refer to of its `.conf`.
KNOWN_VALUES = tuple(f"known/{name}" for name in ("failregex", "ignoreregex", "datepattern"))


def notes_on_filter(
    path: str, ini: Ini, files: Mapping[str, Ini], answer: Mapping[str, Any], structure: list[FileProblem]
) -> Iterator[FileProblem]:
    """Yield what is wrong with a filter. `structure` is what is wrong with it as a file of options."""
    name = name_in_folder(path)
    is_below = path.endswith(".local") and known_in("filter.d", f"{name}.conf", files)
    linted = [
        *lint_filter(ini, part=is_part(name, files), below=is_below),
        *lint_regexes(ini),
        *lint_tags_of_regexes(ini),
        *lint_dates(ini),
    ]
    yield from linted
    if not is_part(name, files):
        about = partial(message_about, path, files)
        judged = judge_filter(ini, name, answer["filters"].get(name), about, quiet=bool(structure))
        yield from unreported(judged, ini, linted)


def unreported(judged: Iterator[FileProblem], ini: Ini, linted: list[FileProblem]) -> Iterator[FileProblem]:
    """Yield what the engine says of lines of which nothing was said, and that does not follow from a broken tag."""
    notes = [*linted, *lint_escapes(ini)]
    lines = {note.line for note in notes if note.rule.severity is Severity.ERROR}
    tags = any(note.rule in (TAG_ESCAPED, TAG_MISWRITTEN) for note in notes)
    yield from (one for one in judged if one.line not in lines and not (tags and "No failure-id" in one.message))


def judge_filter(
    ini: Ini, name: str, answer: Mapping[str, Any] | None, about: About, *, quiet: bool
) -> Iterator[FileProblem]:
    """Yield what the engine refuses. `quiet` when the reason why it cannot read the file was already given."""
    if answer is None or (answer["error"] and quiet):
        return
    if answer["error"]:
        names = (*SHARED_FILTER_OPTIONS, *KNOWN_VALUES, *(option.key for option in ini.options))
        hint = hint_for_variable(answer["error"], names, SuggestionFinder())
        yield file_refused("filter", ini, answer["error"], about, hint)
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
