"""What fail2ban's engine says of the expressions and other options of a filter or jail, each at its place."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from faircopy.diagnostics.model import Rule, Severity
from faircopy.snippets.checkers._fail2ban.filters import FILE_REFUSED, FileProblem
from faircopy.snippets.checkers._fail2ban.hints import (
    ENDLESS,
    NO_VARIABLE,
    SELF_REFERRING,
    first_line,
    hint_for,
    reason_in,
)
from faircopy.snippets.checkers._fail2ban.ini import Ini, Option, ValueLine

REGEX_REFUSED = Rule("SN204", Severity.ERROR, "fail2ban: fail2ban cannot use a regular expression")
IGNORES_ALL = Rule(
    "SN215",
    Severity.ERROR,
    "fail2ban: `ignoreregex` matches every line, so nothing is ever found",
    "leave `ignoreregex` empty, or say what to ignore",
)
MATCHES_ALL = Rule(
    "SN216",
    Severity.WARNING,
    "fail2ban: `failregex` matches every line that has a word",
    "match the text around the address in a line about a failure",
)
LINES_TOO_FEW = Rule(
    "SN217",
    Severity.ERROR,
    "fail2ban: an expression matches several lines, but `maxlines` lets it see only one",
    "set `maxlines` to the number of lines",
)
VALUE_REFUSED = Rule(
    "SN218",
    Severity.ERROR,
    "fail2ban: fail2ban cannot use the value of a filter's option",
    "the message has fail2ban's own reason",
)

TAG_IN_LINE = re.compile(r"<(?:HOST|ADDR|IP4|IP6|CIDR|SUBNET|DNS)>")
OPEN_BRACKET = re.compile(rf"(?<!\\)\[{TAG_IN_LINE.pattern}")
LITERAL = re.compile(r"(?P<quote>['\"])(?P<text>(?>(?:(?!(?P=quote))[^\\\n]|\\.)*))(?P=quote)")
ESCAPE = re.compile(r"\\(?:x[0-9a-f]{2}|u[0-9a-f]{4}|U00(?:0[0-9a-f]|10)[0-9a-f]{4}|[\\'\"nrt])")
POSITION = re.compile(r"at position (\d+)")
# Signs on each side of a place, by which it is found.
MAX_AROUND, MIN_AROUND = 20, 2
COMPILED = re.compile(r"Unable to compile regular expression '(.*)':\n", re.DOTALL)
WRONG_VALUE = re.compile(r"Wrong (?P<type>\w+) value (?P<value>'[^']*') for '(?P<key>[\w.]+)'")

About = Callable[[str, Callable[[Ini], bool]], str]  # `message_about` of one file
Find = Callable[[str], Option | None]  # the option of a name


def judge_expressions(ini: Ini, answers: list[Mapping[str, Any]], about: About, find: Find) -> Iterator[FileProblem]:
    """Yield what is wrong with the expressions that the engine was given. `find` gives the option that has them."""
    counts: dict[str, int] = {}
    total = {kind: sum(1 for one in answers if one["kind"] == kind) for kind in {one["kind"] for one in answers}}
    for one in answers:
        kind = one["kind"]
        number = counts[kind] = counts.get(kind, -1) + 1
        key = f"{kind}regex" if kind in ("pref", "fail", "ignore") else kind
        option = find(key)
        if one["error"]:
            line, column = place_of_expression(ini, option, number, total[kind], one)
            tool_message = about(one["error"], partial(has_option, key=key))
            yield refusal(kind, key, str(one["regex"]), one["error"], (line, column), tool_message)
        elif one["odd"] and option:
            yield oddity(one["odd"], kind, place_of_expression(ini, option, number, total[kind], one))


def refusal(kind: str, key: str, expression: str, error: str, place: tuple[int, int], message: str) -> FileProblem:
    reason, hint = reason_in(error), hint_for(error)
    if "(?P<host>" in expression and "failure-id" in error:
        hint = "write <HOST> for the whole group (?P<host>…)"
    if OPEN_BRACKET.search(expression):
        hint = "write \\[ where the log has a bracket: [ alone begins a set of signs"
    if kind in ("pref", "fail", "ignore", "datepattern", "maxlines"):
        return FileProblem(REGEX_REFUSED, f"fail2ban refuses this expression: {reason}", hint, *place, message)
    return FileProblem(VALUE_REFUSED, f"fail2ban cannot use this '{key}': {reason}", hint, *place, message)


def oddity(odd: str, kind: str, place: tuple[int, int]) -> FileProblem:
    if odd == "many-lines":
        fact = "this expression spans several lines, but fail2ban gives it one at a time"
        return FileProblem(LINES_TOO_FEW, fact, "set 'maxlines' to the number of lines", *place)
    if kind == "ignore":
        fact = "this expression matches every line, so fail2ban ignores everything that the filter finds"
        return FileProblem(IGNORES_ALL, fact, "leave it empty, or say what to ignore", *place)
    fact = "this expression matches any line with a word, and bans whatever the word names"
    return FileProblem(MATCHES_ALL, fact, "match the text around the address in a line about a failure", *place)


def wrong_values(messages: Iterable[str], find: Find) -> Iterator[FileProblem]:
    """Yield a note for each value that fail2ban's reader could not convert, and logged."""
    for message in messages:
        wrong = WRONG_VALUE.search(message)
        option = find(wrong["key"]) if wrong else None
        if wrong and option:
            fact = f"{wrong['key']}: {wrong['value']} is not what fail2ban reads there ({wrong['type']})"
            yield FileProblem(
                VALUE_REFUSED, fact, "write a whole number" if wrong["type"] == "int" else "", *option.place
            )


def has_option(ini: Ini, *, key: str) -> bool:
    return any(option.key == key for option in ini.options)


def place_of_expression(
    ini: Ini, option: Option | None, number: int, count: int, answer: Mapping[str, Any]
) -> tuple[int, int]:
    """Return where an expression stands, and in it what its error is about."""
    if option is None:
        return 1, 1
    line = line_of_expression(ini, option, number, count, str(answer["regex"]))
    if line is None:
        return option.place
    return line.line, line.column + offset_in(line.text, str(answer["error"]))


def line_of_expression(ini: Ini, option: Option, number: int, count: int, regex: str) -> ValueLine | None:
    """Return the line that an expression is made of: in its option, or in one that the option interpolates."""
    if len(option.lines) == count and fits(option.lines[number], regex) >= 0:
        return option.lines[number]
    lines = [line for each in ini.options for line in each.lines]
    best = max(lines, key=lambda line: fits(line, regex), default=None)
    return best if best is not None and fits(best, regex) > 0 else None


def fits(line: ValueLine, regex: str) -> int:
    """Return how many characters of a line stand in an expression, in order, or -1 where some do not."""
    start = count = 0
    for part in re.split(r"%\([^)]*\)s|<[^<>]*>", line.text.replace("%%", "%")):
        found = regex.find(part, start)
        if found < 0:
            return -1
        start, count = found + len(part), count + len(part)
    return count


def offset_in(text: str, error: str) -> int:
    """Return how far into a line an error is, or 0 where that cannot be said.

    The engine counts in the expression that it compiled, in which tags and interpolations are written out. So the
    place is found by what stands around it there, if that stands once in the line.
    """
    compiled, position = COMPILED.match(error), POSITION.search(error.rpartition("\n")[2])
    if compiled is None or position is None:
        return 0
    regex, at = compiled[1], int(position[1])
    if text.startswith(regex[:at]):
        return at
    if regex[at:] and text.endswith(regex[at:]):
        return len(text) - len(regex[at:])
    for size in range(MAX_AROUND, MIN_AROUND - 1, -1):
        for before, after in ((size, size), (0, size), (size, 0)):
            around = regex[max(0, at - before) : at + after]
            if len(around) >= MIN_AROUND and text.count(around) == 1:
                return text.index(around) + min(before, at)
    return offset_of_tag(text, regex, at)


def offset_of_tag(text: str, regex: str, at: int) -> int:
    """Return where the tag stands within whose expression a place of the compiled one is; 0 where there is none."""
    start = behind = 0  # in the compiled expression, and in the line: behind what is passed
    for tag in TAG_IN_LINE.finditer(text):
        before = text[behind : tag.start()]
        found = regex.find(before, start)
        if found < 0:
            return 0
        start, behind = found + len(before), tag.end()
        after = text[tag.end() :].partition("<")[0]
        end = regex.find(after, start) if after else len(regex)
        if start <= at < end:
            return tag.start()
    return 0


def file_refused(kind: str, ini: Ini, error: str, about: About, hint: str) -> FileProblem:
    """Return the finding that fail2ban cannot read a file of a kind, such as "filter"."""
    fact = f"fail2ban cannot read this {kind}: {first_line(error)}"
    tool_message = about(error, lambda one: place_of_error(one, error) is not None)
    return FileProblem(FILE_REFUSED, fact, hint, *(place_of_error(ini, error) or (1, 1)), tool_message)


def place_of_error(ini: Ini, error: str) -> tuple[int, int] | None:
    """Return the place that a message of configparser's is about, or None where a file has none that it names."""
    section = re.search(r"in section ['\"]([^'\"]+)['\"]", error)
    # One section may have an option that another has, too.
    for option in sorted(ini.options, key=lambda one: section is not None and one.section != section[1]):
        is_named = f"option '{option.key}'" in error or f'option "{option.key}"' in error
        if is_named and (ENDLESS not in error or "%(" in option.value):
            return place_of_variable(option, error)
    if ENDLESS in error:  # an option of fail2ban's own, which one of the file's leads back to
        return next((option.place for option in ini.options if "%(" in option.value), None)
    named, circle = NO_VARIABLE.search(error), SELF_REFERRING.search(error)
    for option in ini.options:  # what the option of another file is made of
        if (named and f"%({named[1]})" in option.value) or (circle and option.key == circle["option"]):
            return place_of_variable(option, error)
    # Of a lone '%' it shows the rest of the value, and not where that is.
    value_part = error.partition("found: ")[2] or error.partition("interpolation variable reference ")[2]
    rest = shown_text(value_part).partition("\n")[0]
    definition = re.search(r"Invalid (?:filter|action) definition '(.*?)'(?::|$)", error)
    for option in ini.options:
        for line in option.lines:
            if rest and line.text.endswith(rest):
                return line.line, line.column + len(line.text) - len(rest)
            if definition and definition[1] in line.text:
                return line.line, line.column + line.text.index(definition[1])
    return None


def shown_text(literal: str) -> str:
    """Return the text that a message shows as Python writes it, with its escapes; "" if it shows none."""
    found = LITERAL.fullmatch(literal.strip())
    return ESCAPE.sub(lambda one: one[0].encode("ascii").decode("unicode_escape"), found["text"]) if found else ""


def place_of_variable(option: Option, error: str) -> tuple[int, int]:
    """Return where an option has the variable that a message names; where it starts, if it names none."""
    named = NO_VARIABLE.search(error)
    for line in option.lines if named else ():
        if named and (column := line.text.find(f"%({named[1]})")) >= 0:
            return line.line, line.column + column
    return option.place
