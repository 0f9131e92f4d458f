"""What hadolint does not tell of a Dockerfile: lists, names and stages that are none, and swallowed instructions."""

import json
import re
from collections.abc import Iterator

from faircopy.diagnostics.model import Rule, Severity
from faircopy.offsets import place_at
from faircopy.snippets.checkers._nearest import MIN_RATIO, SuggestionFinder
from faircopy.snippets.excerpt import excerpt
from faircopy.snippets.model import Finding

NOT_JSON = Rule(
    "SN403",
    Severity.ERROR,
    "an instruction begins like a JSON list but is not one, so Docker gives all of it to a shell",
    "JSON needs double quotes, and commas between items",
)
ENV_WITH_BLANKS = Rule(
    "SN404",
    Severity.ERROR,
    "a variable of a Dockerfile has a value that begins with '=', or has none",
    "write NAME=value, without spaces",
)
NO_STAGE = Rule(
    "SN405",
    Severity.ERROR,
    "an instruction copies from a stage that the Dockerfile does not build, but it builds one of nearly this name",
    "correct the name; Docker looks for any other name in a registry",
)
SWALLOWED = Rule(
    "SN406",
    Severity.ERROR,
    "a Dockerfile instruction becomes part of the one above, whose last line ends with a backslash",
    "take the backslash out",
)

NO_SHELL = Rule(
    "SN408",
    Severity.ERROR,
    "a list in a Dockerfile has a shell operator, but Docker starts no shell for a list",
    "write the command as plain text, or as a list of `sh`, `-c` and the text",
)
BEFORE_FROM = Rule(
    "SN407",
    Severity.ERROR,
    "a Dockerfile instruction comes before the first FROM, where Docker accepts only ARG",
    "move it below FROM",
)

# https://docs.docker.com/reference/dockerfile/#shell-and-exec-form
EXEC_FORM = re.compile(
    r"[ \t]*(?:CMD|ENTRYPOINT|SHELL|RUN|VOLUME|COPY|ADD)[ \t]+"
    r"(?P<list>\[(?:[^\n]*\]|\"[^\"\n]*\",[^\n]*[^\\\n]))[ \t]*",
    re.IGNORECASE,
)
# Its first word has a comma, another text or the end behind it. In a test of the shell, `[ "$a" = b ]`, an operator.
LIST = re.compile(
    r"\[\s*(?:'[^']*'|\"[^\"]*\"|\u201c[^\u201d]*\u201d|\u2018[^\u2019]*\u2019|[^\s,\[\]'\"]+)\s*[,\]'\"\u201c\u2018]"
)
OPERATORS = ("&&", "||", "|", ">", ">>", "2>&1", ";")
SHELLS = re.compile(r"(?<![a-z])(?:ba|da|z|a|k)?sh\b|busybox|cmd|powershell|pwsh", re.IGNORECASE)
# It has no other form: https://docs.docker.com/reference/dockerfile/#shell
SHELL = re.compile(r"[ \t]*SHELL[ \t]+(?P<value>[^\s\[<$.][^\n]*)", re.IGNORECASE)
# The old form has no sign between: https://docs.docker.com/reference/dockerfile/#env
ENV_EQUALS = re.compile(r"^[ \t]*ENV[ \t]+(?P<name>\w+)[ \t]+=(?P<value>[^\n]*)$", re.MULTILINE | re.IGNORECASE)
ENV = re.compile(r"^[ \t]*ENV[ \t]+(?=\w+=)(?P<pairs>(?:[^\\\n]|\\[^\n]|\\\n)*)", re.MULTILINE | re.IGNORECASE)
PAIR = re.compile(
    r"(?P<name>[^\s=\"'\\#]+)(?P<value>=(?:\"(?:[^\"\\]|\\[\s\S])*\"|'[^']*'|\\[\s\S]|[^\s\"'\\])*)?"
    r"|\\\n(?:[ \t]*#[^\n]*\n?)*"
)
STAGE = re.compile(r"^[ \t]*FROM[ \t]+(?:--\S+[ \t]+)*\S+[ \t]+AS[ \t]+(?P<name>[\w.-]+)", re.MULTILINE | re.IGNORECASE)
COPY_FROM = re.compile(r"^[ \t]*COPY[ \t]+(?:--\S+[ \t]+)*?--from=(?P<name>[\w.-]+)[ \t]", re.MULTILINE | re.IGNORECASE)
# What `RUN` goes on with below a backslash, with empty lines and comments between, which Docker leaves out.
CONTINUED = re.compile(
    r"^(?P<command>[ \t]*RUN[ \t](?:[^\n]*\\[ \t]*\n)+?)(?:[ \t]*(?:#[^\n]*)?\n)*"
    r"(?P<word>ARG|CMD|COPY|ENTRYPOINT|ENV|EXPOSE|FROM|HEALTHCHECK|LABEL|RUN|SHELL|STOPSIGNAL|USER|VOLUME|WORKDIR)"
    r"[ \t]+\S",
    re.MULTILINE,
)


# https://docs.docker.com/reference/dockerfile/#from
TOO_EARLY = re.compile(
    r"(?>(?:[ \t]*(?:#[^\n]*|ARG[ \t][^\n]*)?\n)*)[ \t]*(?P<word>ADD|CMD|COPY|ENTRYPOINT|ENV|EXPOSE|HEALTHCHECK"
    r"|LABEL|MAINTAINER|ONBUILD|RUN|SHELL|STOPSIGNAL|USER|VOLUME|WORKDIR)[ \t]+\S",
    re.IGNORECASE,
)
ONLY_FROM = re.compile(r"^[ \t]*FROM[ \t]+\S", re.MULTILINE | re.IGNORECASE)
# A file that says so is continued behind a backtick, and paths may end with a backslash.
ESCAPE = re.compile(r"#[ \t]*escape[ \t]*=[ \t]*`", re.IGNORECASE)


def of_instructions(code: str) -> Iterator[Finding]:
    if not ESCAPE.match(code):
        yield from swallowed(code)
    yield from before_from(code)
    yield from lists_that_are_none(code)
    yield from values_with_equals(code)
    yield from stages_that_are_none(code)


def lists_that_are_none(code: str) -> Iterator[Finding]:
    """Yield a finding for each instruction that was meant in the exec form, and that Docker reads in the shell form."""
    hint = "JSON needs double quotes, and commas between items"
    for number, line in enumerate(code.split("\n"), 1):
        if shell := SHELL.fullmatch(line):
            fact = f"SHELL takes a JSON list, not '{excerpt(shell['value'])}'"
            yield Finding(0, NOT_JSON, fact, number, shell.start("value") + 1, hint)
        found = EXEC_FORM.fullmatch(line)
        if found is None or not LIST.match(found["list"]):
            continue
        try:
            words = json.loads(found["list"])
        except ValueError:
            fact = f"'{excerpt(found['list'])}' is not valid JSON, so Docker gives it to a shell as it is"
            yield Finding(0, NOT_JSON, fact, number, found.start("list") + 1, hint)
        else:
            operators = [one for one in words if one in OPERATORS] if not SHELLS.search(str(words[:1])) else []
            for sign in operators[:1]:
                fact = f"no shell reads this list, so '{sign}' is given to the program"
                yield Finding(0, NO_SHELL, fact, number, found.start("list") + 1, NO_SHELL.remedy)


def before_from(code: str) -> Iterator[Finding]:
    """Yield a finding for the first instruction of a file with a single FROM that stands before it."""
    found = TOO_EARLY.match(code)
    if found and len(ONLY_FROM.findall(code)) == 1:
        fact = f"'{found['word']}' comes before FROM: there is no image yet for it to change"
        yield Finding(0, BEFORE_FROM, fact, *place_at(code, found.start("word")), BEFORE_FROM.remedy)


def swallowed(code: str) -> Iterator[Finding]:
    """Yield a finding for each instruction that has become a part of the command above; not those within quotes."""
    for found in CONTINUED.finditer(code):
        if found["command"].count('"') % 2 or found["command"].count("'") % 2 or "<<" in found["command"]:
            continue
        fact = f"this '{found['word']}' is part of the RUN above, which ends with a backslash"
        yield Finding(0, SWALLOWED, fact, *place_at(code, found.start("word")), SWALLOWED.remedy)


def values_with_equals(code: str) -> Iterator[Finding]:
    """Yield a finding for each `ENV NAME = value`, whose value begins with the sign, and each name without a value."""
    for found in ENV_EQUALS.finditer(code):
        fact = f"Docker sets {found['name']} to '{excerpt('=' + found['value'])}'"
        line, column = place_at(code, found.start("value") - 1)
        yield Finding(0, ENV_WITH_BLANKS, fact, line, column, ENV_WITH_BLANKS.remedy)
    for found in ENV.finditer(code):
        for pair in PAIR.finditer(code, found.start("pairs"), found.end("pairs")):
            if pair["value"] is None and re.search(r"\w", pair["name"] or ""):
                fact = f"Docker refuses '{excerpt(pair['name'])}', which has no '=' and no value"
                yield Finding(0, ENV_WITH_BLANKS, fact, *place_at(code, pair.start()), ENV_WITH_BLANKS.remedy)
                break


def stages_that_are_none(code: str) -> Iterator[Finding]:
    """Yield a finding for each stage that is copied from and not there, where one of nearly this name is."""
    stages = {found["name"].lower() for found in STAGE.finditer(code)}
    near = SuggestionFinder()
    for found in COPY_FROM.finditer(code):
        name = found["name"].lower()
        meant = "" if name in stages or name.isdigit() else near.find(name, stages, cutoff=MIN_RATIO - 0.1)
        if meant:
            fact = f"no stage is called '{found['name']}'"
            yield Finding(0, NO_STAGE, fact, *place_at(code, found.start("name")), f"did you mean '{meant}'?")
