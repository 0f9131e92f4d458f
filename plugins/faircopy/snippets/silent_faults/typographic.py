"""Typographic quotes around values, and dashes before options: most programs read them as letters."""

import re
from collections.abc import Iterable, Iterator

from faircopy.diagnostics.model import Diagnostic, Rule, Severity
from faircopy.snippets.excerpt import excerpt
from faircopy.snippets.model import CheckedSnippet, Snippet, Status

QUOTES = Rule(
    "SN126",
    Severity.WARNING,
    "a value has typographic quotes, which the program takes as part of it",
    'write plain quotes, `"`',
)
DASH = Rule(
    "SN128",
    Severity.ERROR,
    "a command's option begins with a typographic dash instead of a hyphen",
    "write '-', or '--'",
)
# Lines that are commands, by the checker of their file. Those of a shell have a checker that tells of dashes itself.
COMMANDS = {
    "systemd": re.compile(r"\s*Exec\w*="),
    "crontab": re.compile(r"\s*(?:@\w+|(?:\S+\s+){4}\S+)\s"),
    "dockerfile": re.compile(r"\s*(?:RUN|CMD|ENTRYPOINT|&&)\s"),
    "sudoers": re.compile(r".*\sALL\s*="),
    "iptables": re.compile(r"\s*-[AID]\s"),
    "fail2ban": re.compile(r"\s*action(?:start|stop|check|ban|unban|flush)\s*="),
}
OPTION = re.compile(r"(?<=[\s\"'])(?P<dash>[\u2012-\u2015\u2212]{1,2})[A-Za-z][\w-]*(?=[\s=,\"']|$)")
# Checkers of these languages report such quotes themselves, or they occur in printed text.
OTHERS = frozenset(
    (
        "shell",
        "zsh",
        "session",
        "python",
        "javascript",
        "json",
        "json5",
        "toml",
        "powershell",
        "xml",
    )
)
VALUE = re.compile(
    r"(?:(?<=[\s=:,(\[{])|^)(?P<value>[\u201c\u201e][^\u201c-\u201f\n]*[\u201c\u201d]|\u2018[^\u2018-\u201b\n]*\u2019)(?=[\s;,)\]}]|$)"
)
COMMENT = re.compile(r"\s*(?:#|;|//|<!--)|(?>.*?\s#).*[\u2018-\u201f]")
PLAIN_QUOTE = re.compile("[\"'`]")


def quoted_values(checked: Iterable[CheckedSnippet], known: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each such value, unless its line has another finding."""
    places = {(one.path, one.line) for one in known}
    for one in checked:
        verdict, snippet = one.verdict, one.snippet
        if verdict.checker in OTHERS or verdict.status is not Status.PASSED or snippet.log or snippet.error is not None:
            continue
        for number, line in enumerate(snippet.code.split("\n")):
            place = snippet.line + number + 1
            if (snippet.path, place) not in places and (found := quoted_value(line, snippet)):
                column = found.start() + (snippet.columns[number] if snippet.columns else 1)
                fact = f"{excerpt(found['value'])} has typographic quotes"
                yield QUOTES.at(snippet.path, place, fact, QUOTES.remedy, column=column)


def dashes(checked: Iterable[CheckedSnippet], known: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each line of a command with such an option, unless the line has an error."""
    places = {(one.path, one.line) for one in known if one.severity is Severity.ERROR}
    for one in checked:
        snippet, command = one.snippet, COMMANDS.get(one.verdict.checker or "")
        if command is None or snippet.log or snippet.must_fail or snippet.code.isascii():
            continue
        for number, line in enumerate(snippet.code.split("\n")):
            place = snippet.line + number + 1
            found = OPTION.search(line) if command.match(line) and not COMMENT.match(line) else None
            if found and (snippet.path, place) not in places:
                column = found.start() + (snippet.columns[number] if snippet.columns else 1)
                fact = f"'{found['dash']}' is a typographic dash, not the hyphen that begins an option"
                yield DASH.at(snippet.path, place, fact, DASH.remedy, column=column)


def quoted_value(line: str, snippet: Snippet) -> re.Match[str] | None:
    """Return the first such value in a line of code.

    In a plain fence, several quoted words may be text for people.
    """
    if COMMENT.match(line) or PLAIN_QUOTE.search(line):
        return None
    found = VALUE.search(line)
    is_prose = (
        found
        and line[: found.start()][-1:] != "="
        and (" " in found["value"] or line[found.end() :].lstrip()[:1].isalnum())
    )
    return None if is_prose and snippet.is_plain else found
