"""Checks YAML files of a known kind: their YAML, their schema, and the names that they refer to."""

import json
import re
from collections.abc import Callable, Container, Mapping

from faircopy.diagnostics.model import Rule
from faircopy.snippets.checkers._each import Judge, Judgement
from faircopy.snippets.checkers._sandboxed import ask_parser, package_version
from faircopy.snippets.checkers.yaml import CHECKER as YAML
from faircopy.snippets.model import Finding, Level, Snippet
from faircopy.snippets.sandbox.runner import Sandbox

PACKAGE = "check_jsonschema"
# Keys and names that a plain fence may omit, and omission marks; a name that nearly is there was not omitted.
LEFT_OUT = ("missing", "empty", "reference", "form")
# An unknown key that resembles no known one: it may belong to another program that reads the file.
FOREIGN = "foreign"
PLACEHOLDER = re.compile(r"<[^<>]*>|(?<!\$)\{\{|\.\.\.|…|\b(?:YOUR|CHANGE)[_-]?\w+|\{[A-Z][A-Z0-9_]*\}")


def schema_judge(
    schema_of: Callable[[Snippet], str],
    rules: Mapping[str, Rule],
    is_allowed: Callable[[str, str], bool] | None = None,
    *,
    left_out: Container[str] = LEFT_OUT,
) -> Judge:
    """Return a judge by the schema that `schema_of` names.

    `rules` are by kind of fault, "" for all others. `is_allowed` tells, by kind and fact, what the program accepts
    although its schema does not. Faults of the kinds `left_out` do not count in a plain fence.
    """

    def judge(snippet: Snippet, files: Mapping[str, str], sandbox: Sandbox) -> Judgement:
        judged = YAML.judge(snippet, files, sandbox)
        if judged.findings:
            return judged
        request = json.dumps([schema_of(snippet), snippet.code])
        answer = ask_parser(sandbox, "read_schema", request, package=PACKAGE)
        if isinstance(answer, Finding):
            return Judgement(Level.PARSED, (answer,))
        lines = snippet.code.split("\n")
        found = []
        for kind, line, column, message, tool_message in answer:
            fact, _, near = message.partition("\n")
            if is_allowed is not None and is_allowed(kind, fact):
                continue
            is_left_out = kind in left_out and not (kind == "reference" and near)
            if snippet.is_plain and (is_left_out or PLACEHOLDER.search(lines[min(line, len(lines)) - 1])):
                continue
            hint = f"did you mean '{near}'?" if near else ""
            found.append(Finding(0, rules.get(kind, rules[""]), fact, line, column, hint, tool_message))
        return Judgement(Level.PARSED, tuple(found))

    return judge


def find_version(sandbox: Sandbox) -> str | None:
    return package_version(PACKAGE) if sandbox.kind else None
