"""Plain fences of nginx: how to read one, where it may stand, and which findings matter."""

import re
from collections.abc import Sequence

from faircopy.diagnostics.model import Rule, Severity
from faircopy.offsets import line_at, place_at
from faircopy.snippets.checkers._nearest import is_misspelt
from faircopy.snippets.checkers._nginx.words import TOKEN, blanked, directives
from faircopy.snippets.checkers._plain.alternatives import is_introduced
from faircopy.snippets.checkers._plain.files import FILE_NAME
from faircopy.snippets.checkers._plain.text import (
    A_LOG,
    A_PROMPT,
    LETTERS_FOR_NUMBERS,
    OMITTED,
    TAG,
    FenceReading,
    blanks,
    indent_of,
    kind_of,
    kinds_of,
    without_omissions,
    without_tags,
)
from faircopy.snippets.model import Finding

UNCERTAIN = Rule(
    "SN312",
    Severity.NOTE,
    "a plain fence has a directive that belongs to no known module",
    "say in the text which module it belongs to; it was not checked",
)

# Where a fence may stand, likeliest first. What may stand in `map` and `types` is any text.
CONTEXTS = ("http", "server", "location", "main", "upstream", "stream", "stream-server", "stream-upstream", "events")
OTHER_BEGINNINGS = kinds_of(
    (
        rf"{A_PROMPT}|(?:sudo|nginx -|systemctl|service|apt|cat|echo|curl|docker|certbot|vi|vim|nano) [^;{{]*$",
        "commands",
    ),
    (r"<(?:VirtualHost|Directory|Location|IfModule|Proxy|\w+>)", "a configuration of Apache, or HTML"),
    (r"(?:Syntax|Default|Context|Module):\s", "a description of the syntax"),
    (rf"{A_LOG}|nginx: \[|(?:\d{{1,3}}\.){{3}}\d{{1,3}} - ", "a log, or output"),
    (r"[\w.-]+:(?: |$)|- \w", "YAML"),
    (r"\[[\w .-]+\]$|[\w.-]+ = ", "another configuration file"),
)
# On any line: scripts of a shell, and a name with an arrow, as Logstash has it.
OTHER_LINES = re.compile(
    r"\A\s*#!|^[ \t]*(?:esac|fi|done|then|do)[ \t]*$|;;[ \t]*$|^[ \t]*\w+[ \t]*\(\)[ \t]*\{|^[ \t]*[\w\"]+ => \S"
    r"|^[ \t]*(?:if|elif|while) \[{1,2} ",
    re.MULTILINE,
)
# What to do before or after, beside what nginx reads.
COMMAND = re.compile(
    r"^(?:sudo|htpasswd|systemctl|service|certbot|openssl|docker|curl|apt|apt-get|nginx|ln|mkdir)[ \t]+[^;{}\n]*$",
    re.MULTILINE,
)
ELIDED = re.compile(r"(?<![^\s{;])(?:\.{3,}|…)(?:[ \t]*;)?(?![^\s};#])")
# A word, or several, to put something in for.
WORDS = re.compile(r"<[A-Za-z][^<>\n;{}]*>|(?<=[\s/@])\{[A-Za-z][\w -]*\}(?=[\s;:/])")
PLACEHOLDER = re.compile(
    r"<[^<>\n]*>|\.\.\.|…|\{\{|\{%|\[\w[^\]\n]{0,200}\]|\b(?:YOUR|MY|CHANGE|REPLACE|EXAMPLE)[_-]?\w*|\b(?:your|my)[_-]\w+|"
    rf"(?i:{LETTERS_FOR_NUMBERS})|"
    r"\b[A-Z][A-Z_]{3,}\b"
)
# What nginx says of the text itself, and not of what stands elsewhere: zones, upstreams, variables, files.
OF_THE_TEXT = re.compile(
    r"^(?:\"\w+\" directive (?:is not allowed here|is duplicate|invalid value)|invalid (?!host|port|PID|variable name)"
    r"|unexpected|unknown directive|directive \"\S+\" (?:is not terminated|has no opening)|duplicate location"
    r"|pcre2?_compile\(\) failed|\"\w+\" (?:cannot have URI part|must have|directive \"))"
)
TWICE = re.compile(r"is duplicate|duplicate location")
NOT_HERE = re.compile(r"is not allowed here")
LINES_OF_DIRECTIVE = 6  # at most, on average


def guess_language(code: str) -> str:
    """Return what a fence really is; "" if it may be nginx configuration."""
    kind = kind_of(code.split("\n"), OTHER_BEGINNINGS) or ("another language" if OTHER_LINES.search(code) else "")
    # Names and variables that the text is about; directives of another program, none of which has an end.
    ends = [line.partition(" #")[0].rstrip()[-1:] for line in code.split("\n") if not line.lstrip().startswith("#")]
    filled = [one for one in ends if one]
    # In output and in texts, few lines end as directives do. A value may have several lines.
    has_ends = sum(one in ";{}" for one in filled) * LINES_OF_DIRECTIVE > len(filled) or len(filled) == 1
    return kind or ("" if has_ends and (";" in code or "{" in code) else "something else")


def reading_of(code: str) -> FenceReading:
    """Return the fence without omissions, template tags and includes; line numbers stay."""
    code = COMMAND.sub(lambda found: blanks(found[0]), FILE_NAME.sub(lambda found: blanks(found[0]), code))
    goes_on = OMITTED.fullmatch(code.rstrip().rpartition("\n")[2]) is not None
    code = without_omissions(code)
    tagged = without_tags(code, certain=TAG)
    code, findings = (tagged.code, tagged.findings) if tagged else (code, ())
    code = ELIDED.sub(lambda found: blanks(found[0]), WORDS.sub(lambda found: "x" * len(found[0]), code))
    includes = (one for one in directives(code, "") if one.words[0][0] == "include")
    code = blanked(code, [(one.words[0].start(), one.end) for one in includes])
    return FenceReading(whole(code, goes_on=goes_on), findings)


def whole(code: str, *, goes_on: bool = False) -> str:
    """Return a fragment with missing braces added, if its indentation shows where, or if the file goes on below."""
    opened: list[int] = []  # for each block that is open, the indent of its line
    first: int | None = None  # of the first line that has a word
    surplus: list[tuple[int, int]] = []
    before = indent = 0
    for token in TOKEN.finditer(code):
        if token[0].startswith("#"):
            continue
        line, column = place_at(code, token.start())
        if line != before:
            before, indent = line, indent_of(line_around(code, token.start()))
        elif surplus and surplus[-1][0] == token.start() - column + 1 + indent:
            indent = column - 1  # nothing is left before it on its line
        first = indent if first is None else first
        if token[0] == "{":
            opened.append(indent)
        elif token[0] == "}" and opened:
            opened.pop()
        elif token[0] == "}" and indent < first:
            surplus.append(token.span())
    code = blanked(code, surplus)
    last = next((line for line in reversed(code.split("\n")) if line.strip()), "")
    if opened and (goes_on or all(indent < indent_of(last) for indent in opened)):
        code = code.rstrip("\n") + "}" * len(opened) + "\n"
    return code


def line_around(code: str, offset: int) -> str:
    end = code.find("\n", offset)
    return code[code.rfind("\n", 0, offset) + 1 : end if end >= 0 else len(code)]


def depth_of(code: str, line: int) -> int:
    """Return the number of blocks open at the start of a line (from 1)."""
    depth = 0
    start = sum(len(one) + 1 for one in code.split("\n")[: line - 1])
    for token in TOKEN.finditer(code):
        if token.start() >= start:
            break
        depth += {"{": 1, "}": -1}.get(token[0], 0)
    return depth


def is_misplaced(finding: Finding, code: str) -> bool:
    """Tell whether a finding says that a directive may not stand where a text as a whole was put."""
    return NOT_HERE.search(finding.message) is not None and depth_of(code, finding.line) <= 0


def directive_at(code: str, line: int) -> str:
    """Return the lines (from 1) of the directive that a line belongs to, or that line."""
    lines = code.split("\n")
    for one in directives(code, ""):
        first, last = line_at(code, one.words[0].start()), line_at(code, one.end)
        if first <= line <= last:
            return "\n".join(lines[first - 1 : last])
    return lines[line - 1]


def harms(finding: Finding, code: str, read: str) -> bool:
    """Tell whether a finding matters to a reader who copies a fence: `code` as written, `read` as nginx got it."""
    line = min(finding.line, code.count("\n") + 1)
    if not OF_THE_TEXT.search(finding.message) or PLACEHOLDER.search(directive_at(code, line)):
        return False
    if TWICE.search(finding.message):
        return not is_introduced(code, line)
    # Lines of several places stand one below the other, as the text names them.
    return not is_misplaced(finding, read)


def harmful_of(findings: Sequence[Finding], code: str, read: str, unknown: Rule) -> tuple[Finding, ...]:
    """Return the findings for a plain fence. A directive that resembles no known one may be a module's."""
    harmful = [one for one in findings if one.line and harms(one, code, read)]
    return tuple(
        Finding(0, UNCERTAIN, one.message, one.line) if one.rule is unknown and not is_misspelt(one) else one
        for one in harmful
    )
