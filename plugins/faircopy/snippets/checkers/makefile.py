"""Makefiles, by a reader of our own: `make -n` runs each `$(shell …)` and each line that starts with `+`."""

import re

from faircopy.diagnostics.model import Rule, Severity
from faircopy.snippets.checkers._each import EachChecker
from faircopy.snippets.checkers._plain.readings import with_readings
from faircopy.snippets.checkers._plain.text import A_PROMPT, after_changes, common_readings, kind_of, kinds_of
from faircopy.snippets.checkers._sandboxed import parser_judge, python_version
from faircopy.snippets.model import Finding, Level, Snippet

SYNTAX = Rule("SN680", Severity.ERROR, "make does not understand a line of a makefile", "write a rule or a variable")
TAB = Rule(
    "SN681", Severity.ERROR, "a recipe line does not begin with a tab, or is not below a rule", "start it with a tab"
)
OPEN = Rule("SN682", Severity.ERROR, "a condition, definition or reference in a makefile is not closed", "close it")

# Of Chinese or Japanese, between parts of a file: no line of a makefile ends with its colon.
SENTENCE = re.compile(r"[^\x00-\x7f]\uff1a[ \t]*$")
# A line that is a rule, a variable or a directive, or a part of one.
OF_MAKE = re.compile(
    r":|(?<![<>!=])=(?!=)|\\$|\$[({]"
    r"|^(?:-?include|sinclude|export|unexport|override|undefine|vpath|define|endef|ifn?eq|ifn?def|else|endif)\b"
)
OTHER_BEGINNINGS = kinds_of((rf"{A_PROMPT}|(?:sudo |g?make(?: |$))", "commands of a shell"))


def harms(snippet: Snippet, finding: Finding) -> bool:
    """A plain fence may be the recipe alone, or show changes of a part."""
    is_part = finding.rule is TAB and "before any rule" in finding.message
    is_part = is_part or SENTENCE.search(snippet.code.split("\n")[finding.line - 1]) is not None
    return not is_part and after_changes(snippet.code) is None


def guess_language(code: str) -> str:
    """Return what a fence is that is no makefile: by its first line, or where most of its lines are nothing to make."""
    lines = code.split("\n")
    at_margin = [line for line in lines if line.strip() and not line.startswith((" ", "\t", "#"))]
    is_other = len(at_margin) > 1 and sum(map(bool, map(OF_MAKE.search, at_margin))) * 2 < len(at_margin)
    return kind_of(lines, OTHER_BEGINNINGS) or ("something else" if is_other else "")


CHECKER = EachChecker(
    name="makefile",
    tool="Python",
    command="our own parser, based on GNU make's manual: rules, tabs, conditions; nothing is expanded or run",
    level=Level.PARSED,
    judge=with_readings(
        parser_judge(
            "read_makefile",
            {
                "syntax": (SYNTAX, "write a rule, a variable or a directive"),
                "tab": (TAB, "start it with a tab, below its rule"),
                "open": (OPEN, "conditions end with `endif`, definitions with `endef`, references with their bracket"),
            },
            harms=harms,
        ),
        common_readings,
        other=guess_language,
    ),
    find_version=python_version,
    version=3,
    files=("*/Makefile", "*/makefile", "*/GNUmakefile", "*.mk"),
    languages=frozenset({"make", "makefile", "mk"}),
)
