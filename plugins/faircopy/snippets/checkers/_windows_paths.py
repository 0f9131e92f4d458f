r"""Paths of Windows in double quotes, whose backslashes begin escapes: "C:\new" has a line end in it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from faircopy.diagnostics.model import Rule, Severity
from faircopy.offsets import line_at
from faircopy.snippets.checkers._each import Judge, Judgement
from faircopy.snippets.excerpt import excerpt
from faircopy.snippets.model import Finding, Snippet
from faircopy.snippets.sandbox.runner import Sandbox

ESCAPES = Rule(
    "SN113",
    Severity.WARNING,
    "a Windows path stands in double quotes, where a backslash with a letter means another character",
    "write each backslash twice",
)
NAMES = {"n": "a line end", "t": "a tab", "r": "a line end", "b": "a backspace", "f": "a form feed"}
# A whole value, behind a sign or alone on its line, with single backslashes; names are longer than the `n` of "Q:\n".
PATH = re.compile(
    r"(?:(?P<sign>[:=,\[])[ \t]*|^[ \t]*(?:-[ \t]+)?)\"(?P<path>[A-Za-z]:(?:\\\w[\w .()-]+)+)\"[ \t]*(?=[,\]}#\n]|$)",
    re.MULTILINE,
)
ESCAPE = re.compile(r"\\([ntrbf])")


def with_windows_paths(judge: Judge, *, assigns: str) -> Judge:
    """Return a judge that also finds such paths, in a text that is right otherwise.

    `assigns` is the sign between a name and its value: behind another, a script stands in the text.
    """

    def judged_with(snippet: Snippet, files: Mapping[str, str], sandbox: Sandbox) -> Judgement:
        judged = judge(snippet, files, sandbox)
        return judged if judged.findings else replace(judged, findings=tuple(paths_with_escapes(snippet.code, assigns)))

    return judged_with


def paths_with_escapes(code: str, assigns: str) -> Iterator[Finding]:
    for found in PATH.finditer(code):
        escape = ESCAPE.search(found["path"])
        if escape is None or found["sign"] not in (assigns, ",", "[", None):
            continue
        place = found.start("path") + escape.start()
        fact = f"'{escape[0]}' in '{excerpt(found['path'])}' is {NAMES[escape[1]]}"
        column = place - code.rfind("\n", 0, place)
        yield Finding(0, ESCAPES, fact, line_at(code, place), column, ESCAPES.remedy)
