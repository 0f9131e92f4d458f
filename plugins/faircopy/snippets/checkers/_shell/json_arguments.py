"""In plain shell fences: JSON arguments of curl and the like, and variables that lost a brace."""

import re
from collections.abc import Iterator
from dataclasses import replace

from faircopy.diagnostics.model import Rule, Severity
from faircopy.offsets import place_at
from faircopy.snippets.checkers._plain.text import blanks
from faircopy.snippets.checkers._shell.text import outside_text
from faircopy.snippets.checkers.json import CHECKER as JSON
from faircopy.snippets.checkers.json import SYNTAX
from faircopy.snippets.model import Finding, Snippet
from faircopy.snippets.sandbox.runner import Sandbox

BODY = Rule(
    "SN308",
    Severity.ERROR,
    "a command sends invalid JSON, which the server will refuse",
    "the message says where it is invalid",
)
BRACE = Rule(
    "SN309",
    Severity.ERROR,
    "a closing brace follows a variable that has no opening brace",
    "write `${NAME}`, or leave the brace out",
)

# https://curl.se/docs/manpage.html#-d, https://www.gnu.org/software/wget/manual/wget.html#HTTP-Options
OPTION = r"(?:(?<=\s)-d|--data(?:-raw|-binary|-ascii)?|--json|--post-data|--body-data)(?:[ \t]*=[ \t]*|[ \t]*)"
# One text, and no other right behind it.
ARGUMENT = re.compile(
    rf"{OPTION}(?:'(?P<plain>[^']*)'|\"(?P<escaped>(?:[^\"\\$`]|\\[^$`])*)\")(?=[\s;|&)]|$)", re.MULTILINE
)
LIKE_JSON = re.compile(r"\s*(?:[{\[]|\"[^\"\n]*\"\s*:)")
CLOSED = re.compile(r"\s*\"[^\"\n]*\"\s*:[\s\S]*[}\]]\s*\Z")
# https://docs.aws.amazon.com/cli/latest/reference/kinesis/put-record.html: any bytes
OF_AWS = re.compile(r"\baws[ \t](?:[^\n;|&]|\\\n){0,400}\Z")
# What is not for this shell: templates, and other systems' own.
OTHER_PROGRAM = re.compile(r"\{\{|\{%|<%|[ \t]\^$", re.MULTILINE)
STRAY = re.compile(r"\$[A-Za-z_]\w*\}")


def within_commands(snippet: Snippet, sandbox: Sandbox) -> Iterator[Finding]:
    """Yield the faults in JSON arguments and variables of a fence."""
    if OTHER_PROGRAM.search(snippet.code):
        return
    for code in bodies(snippet.code):
        judged = JSON.judge(replace(snippet, code=code, language="json", hint=""), {}, sandbox)
        for one in judged.findings:
            if one.rule is SYNTAX:
                yield replace(one, rule=BODY, message=f"the JSON that this sends is invalid: {one.message}", hint="")
    yield from stray_braces(snippet.code)


def bodies(code: str) -> Iterator[str]:
    """Yield each JSON argument, with everything else blanked, so that offsets stay valid."""
    for found in ARGUMENT.finditer(code):
        if OF_AWS.search(code, max(0, found.start() - 500), found.start()):
            continue
        name = "plain" if found["plain"] is not None else "escaped"
        body = found[name]
        if name == "escaped":
            # Within double quotes; a blank more is none in JSON, but in its texts.
            body = body.replace('\\"', ' "').replace("\\\n", " \n")
        if LIKE_JSON.match(body) and (body.lstrip()[0] != '"' or CLOSED.match(body)):
            yield blanks(code[: found.start(name)]) + body + blanks(code[found.end(name) :])


def stray_braces(code: str) -> Iterator[Finding]:
    """Yield a closing brace after a variable that nothing opens, if the fence has one brace too many."""
    if code.count("}") - code.count("{") != 1:
        return
    for found in outside_single_quotes(code):
        line, column = place_at(code, found.start())
        fact = f"'{found[0]}' has a closing brace without an opening one"
        yield Finding(0, BRACE, fact, line, column, f"write '${{{found[0][1:-1]}}}'")
        return


def outside_single_quotes(code: str) -> Iterator[re.Match[str]]:
    """Yield the variables followed by a brace that the shell would expand, double quotes included."""
    yield from outside_text(re.sub(r"(?<!\\)\"", " ", code), STRAY)
