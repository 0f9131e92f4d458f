"""Services of PAM (pam.d), by a reader of our own: a broken file keeps everybody out, and no program tests one."""

from faircopy.diagnostics.model import Rule, Severity
from faircopy.snippets.checkers._each import EachChecker
from faircopy.snippets.checkers._plain.readings import with_readings
from faircopy.snippets.checkers._plain.text import common_readings, has_placeholder
from faircopy.snippets.checkers._sandboxed import parser_judge, python_version
from faircopy.snippets.model import Finding, Level, Snippet

TYPE = Rule(
    "SN670", Severity.ERROR, "a line of a PAM file has an unknown type", "write account, auth, password or session"
)
CONTROL = Rule("SN671", Severity.ERROR, "a line of a PAM file has an unknown control", "pam.d(5) lists them")
WORDS = Rule("SN672", Severity.ERROR, "a line of a PAM file names no module", "write type, control, module")


def harms(snippet: Snippet, finding: Finding) -> bool:
    return not has_placeholder(snippet.code, finding.line)


CHECKER = EachChecker(
    name="pam",
    tool="Python",
    command="our own parser, based on pam.d(5): types, controls, modules; no module is looked for",
    level=Level.PARSED,
    judge=with_readings(
        parser_judge(
            "read_pam",
            {
                "type": (TYPE, "write one of these, with `-` before it if the module may be missing"),
                "control": (CONTROL, "pam.d(5) lists them"),
                "words": (WORDS, "write type, control, module, like `auth required pam_unix.so`"),
            },
            harms=harms,
        ),
        common_readings,
    ),
    find_version=python_version,
    files=("/etc/pam.d/*", "/usr/lib/pam.d/*"),
    languages=frozenset({"pam", "pam.d", "pamconf"}),
)
