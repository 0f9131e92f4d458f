"""File systems to mount (fstab), by a reader of our own: `findmnt --verify` asks for this machine's disks."""

import re

from faircopy.diagnostics.model import Rule, Severity
from faircopy.snippets.checkers._each import EachChecker
from faircopy.snippets.checkers._plain.readings import with_readings
from faircopy.snippets.checkers._plain.text import (
    A_PROMPT,
    common_readings,
    has_placeholder,
    kind_of,
    kinds_of,
    lines_of,
)
from faircopy.snippets.checkers._sandboxed import parser_judge, python_version
from faircopy.snippets.model import Finding, Level, Snippet

FIELDS = Rule(
    "SN650",
    Severity.ERROR,
    "a line of fstab lacks fields",
    "write device, mount point, type, options, and the two numbers",
)
VALUE = Rule(
    "SN651", Severity.ERROR, "a field of fstab has a value that mount refuses", "fstab(5) says what is allowed"
)
DUPLICATE = Rule("SN652", Severity.WARNING, "two lines of fstab have the same mount point", "keep one of them")

OTHER_BEGINNINGS = kinds_of((rf"{A_PROMPT}|(?:sudo|mount|echo|cat|blkid|lsblk) ", "commands of a shell"))

# `UUID=your-uuid`: what no identifier has, which is made by chance, is a word without a digit.
WORDS = re.compile(r"[ \t]*(?:PART)?UUID=\"?[A-Za-z_-]{4,}(?=[\s\"])")


def harms(snippet: Snippet, finding: Finding) -> bool:
    """Alternatives stand one below the other in documentation."""
    line = lines_of(snippet.code)[finding.line - 1]
    return finding.rule is not DUPLICATE and not has_placeholder(snippet.code, finding.line) and not WORDS.match(line)


def guess_language(code: str) -> str:
    return kind_of(code.split("\n"), OTHER_BEGINNINGS)


CHECKER = EachChecker(
    name="fstab",
    tool="Python",
    command="our own parser, based on fstab(5): fields and numbers; no disk is looked for",
    level=Level.PARSED,
    judge=with_readings(
        parser_judge(
            "read_fstab",
            {
                "fields": (FIELDS, "write device, mount point, type, options, and the two numbers"),
                "value": (VALUE, "fstab(5) says what is allowed there"),
                "duplicate": (DUPLICATE, "keep one of them"),
            },
            harms=harms,
        ),
        common_readings,
        other=guess_language,
    ),
    find_version=python_version,
    files=("/etc/fstab", "/etc/fstab.d/*"),
    languages=frozenset({"fstab"}),
)
