"""TOML, by Python's own reader."""

import re
from collections.abc import Iterator

from faircopy.diagnostics.model import Rule, Severity
from faircopy.snippets.checkers._each import EachChecker
from faircopy.snippets.checkers._plain.readings import TypoTest, with_alternatives, with_readings
from faircopy.snippets.checkers._plain.text import (
    A_PROMPT,
    FenceReading,
    common_readings,
    kind_of,
    kinds_of,
    without_omissions,
)
from faircopy.snippets.checkers._plain.typos import TypoKinds
from faircopy.snippets.checkers._sandboxed import parser_judge, python_version, slips_of
from faircopy.snippets.checkers._windows_paths import with_windows_paths
from faircopy.snippets.model import Level

SYNTAX = Rule("SN420", Severity.ERROR, "it is not TOML 1.0")
NEWER = Rule(
    "SN422",
    Severity.NOTE,
    "it needs TOML 1.1, which readers of TOML 1.0 refuse",
    "say so in the text, or write each inline table on one line",
)
DUPLICATE = Rule("SN421", Severity.ERROR, "a TOML key or table appears twice")

# A value that a reader knows to replace, or that is left out.
VALUE = re.compile(
    r"(?P<kept>=[ \t]*)(?P<value>\.{3}|…|<[^<>\n]+>|\{\{[^{}\n]*\}\}|\$\{?\w+\}?|[A-Z][A-Z_]{2,})"
    r"(?=[ \t]*(?:#[^\n]*)?$)",
    re.MULTILINE,
)
# A value that lacks its quotes, in TOML's own style; `Name=value` is another program's.
UNQUOTED = re.compile(r"^(?P<name>[ \t]*[\w.-]+[ ]=[ ])(?P<value>[A-Za-z][\w./-]*)[ \t]*$", re.MULTILINE)
# As YAML and INI have it.
COLON = re.compile(r"^(?P<name>[ \t]*[\w.-]+)[ \t]*:(?=[ \t]+\S)[ \t]*", re.MULTILINE)
COMMENT_OF_INI = re.compile(r"^[ \t]*;", re.MULTILINE)
LEADING_ZEROS = re.compile(r"(=[ \t]*[+-]?)0+([1-9])")
HAND = TypoKinds(
    signs="[]{}\"',\\",
    whole=lambda code: iter(
        [
            UNQUOTED.sub(lambda found: f'{found["name"]}"{found["value"]}"', code, count=1),
            COLON.sub(r"\g<name> = ", code),
            COMMENT_OF_INI.sub("#", code),
            LEADING_ZEROS.sub(r"\g<1>\g<2>", code),
            # A path of Windows: each of its backslashes begins an escape.
            code.replace("\\", "\\\\"),
        ]
    ),
)
LIST = re.compile(r"\s*\[[ \t]*(?:\n|[\"'\d{])")
# Names of keys in a row, without values: `accent, accent_text   # what they are`.
NAMES = re.compile(r"^[ \t]*[A-Za-z_][\w-]*(?:, [A-Za-z_][\w-]*)+[ \t]*(?:#[^\n]*)?$", re.MULTILINE)
OTHER_BEGINNINGS = kinds_of(
    (rf"{A_PROMPT}|(?:cargo|pip|uv|cat|echo|sudo|curl) [^=\n]*$", "commands of a shell"),
    (r"[\w-]+:(?: |$)|- [\w\"']", "YAML"),
    (r"\{$|[\w.-]+ \{$|\"[^\"]*\": ", "JSON, or another language"),
)

strictly = parser_judge(
    "read_toml",
    {
        "syntax": (SYNTAX, ""),
        "value": (SYNTAX, "text needs quotes; `true`, `false`, numbers and dates do not"),
        "duplicate": (DUPLICATE, "keep one of them"),
        "newer": (NEWER, "write an inline table on one line, without a comma at its end"),
    },
)


def readings(code: str) -> Iterator[FenceReading]:
    """Yield what else than whole TOML a fence may show: with omissions, values to replace, a list alone."""
    yield from common_readings(code, "1")
    plain = VALUE.sub(lambda found: found["kept"] + "1" * len(found["value"]), without_omissions(code))
    yield FenceReading(plain)
    if LIST.match(plain):
        yield FenceReading(f"a ={plain.lstrip()}")


def guess_language(code: str) -> str:
    """Return what a fence is that is no TOML, by its first line; "" where it may be."""
    if NAMES.search(code):
        return "a description of what may stand there"
    return kind_of(code.split("\n"), OTHER_BEGINNINGS)


CHECKER = EachChecker(
    name="toml",
    tool="Python",
    command="Python's tomllib",
    level=Level.PARSED,
    judge=with_windows_paths(
        with_readings(
            with_alternatives(strictly, DUPLICATE),
            readings,
            other=guess_language,
            twice=DUPLICATE,
            slips=TypoTest(SYNTAX, slips_of("read_toml", HAND)),
        ),
        assigns="=",
    ),
    find_version=python_version,
    version=7,
    files=("*.toml", "*/Pipfile", "*/Cargo.lock", "*/poetry.lock"),
    languages=frozenset({"toml"}),
)
