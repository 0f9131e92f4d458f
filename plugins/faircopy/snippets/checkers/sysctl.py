"""Kernel settings (sysctl.conf, sysctl.d), by a reader of our own: the machine's kernel is not asked for names."""

from collections.abc import Mapping
from dataclasses import replace

from faircopy.diagnostics.model import Rule, Severity
from faircopy.snippets.checkers._each import EachChecker, Judgement
from faircopy.snippets.checkers._plain.readings import with_readings
from faircopy.snippets.checkers._plain.text import A_PROMPT, common_readings, has_placeholder, kind_of, kinds_of
from faircopy.snippets.checkers._sandboxed import parser_judge, python_version
from faircopy.snippets.checkers._sysctl_names import misspelt
from faircopy.snippets.model import Finding, Level, Snippet
from faircopy.snippets.sandbox.runner import Sandbox

SYNTAX = Rule("SN640", Severity.ERROR, "a line of kernel settings is not name = value", "write name = value")
COMMENT = Rule(
    "SN641",
    Severity.ERROR,
    "a comment after a kernel setting becomes part of its value, which the kernel refuses",
    "put the comment on its own line",
)
DUPLICATE = Rule(
    "SN642", Severity.WARNING, "a kernel setting appears twice, and the last one counts", "keep one of them"
)

OTHER_BEGINNINGS = kinds_of((rf"{A_PROMPT}|(?:sudo|sysctl|echo|cat) ", "commands of a shell"))


def harms(snippet: Snippet, finding: Finding) -> bool:
    """Alternatives stand one below the other in documentation."""
    return finding.rule is not DUPLICATE and not has_placeholder(snippet.code, finding.line)


def guess_language(code: str) -> str:
    return kind_of(code.split("\n"), OTHER_BEGINNINGS, ("#", ";"))


read = with_readings(
    parser_judge(
        "read_sysctl",
        {
            "syntax": (SYNTAX, "write name = value"),
            "name": (SYNTAX, "names start with `net.`, `kernel.`, `vm.`, `fs.` or the like"),
            "comment": (COMMENT, "put it on its own line"),
            "duplicate": (DUPLICATE, "keep one of them; the last one holds"),
        },
        harms=harms,
    ),
    common_readings,
    other=guess_language,
)


def judge(snippet: Snippet, files: Mapping[str, str], sandbox: Sandbox) -> Judgement:
    judged = read(snippet, files, sandbox)
    return replace(judged, findings=(*judged.findings, *misspelt(snippet.code)))


CHECKER = EachChecker(
    name="sysctl",
    tool="Python",
    command="our own parser, based on sysctl.conf(5): lines that set nothing, and names a slip away from known ones",
    level=Level.PARSED,
    judge=judge,
    find_version=python_version,
    version=2,
    files=("/etc/sysctl.conf", "*/sysctl.d/*.conf"),
    languages=frozenset({"sysctl", "sysctl.conf"}),
)
