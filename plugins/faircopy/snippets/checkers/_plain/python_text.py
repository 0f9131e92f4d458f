"""Python as documentation shows it: fragments, omissions, sessions, notebooks, signatures."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from textwrap import dedent

from faircopy.diagnostics.model import Rule, Severity
from faircopy.snippets.checkers._plain.labelled import without_labelled
from faircopy.snippets.checkers._plain.python_session import statements_of
from faircopy.snippets.checkers._plain.text import (
    A_LOG,
    A_PROMPT,
    FenceReading,
    after_changes,
    blanks,
    indent_of,
    kind_of,
    kinds_of,
    without_tags,
)
from faircopy.snippets.checkers._plain.typos import TypoKinds, is_inside
from faircopy.snippets.model import Finding

NEWER = Rule(
    "SN453",
    Severity.NOTE,
    "a statement needs a newer Python than the one that checks it; the rest was checked",
    "nothing; readers with an older Python cannot run it",
)

# What the compiler says of a part of a function: it does not stand in one here.
OF_PARTS = re.compile(
    r"^'(?:return|yield|await|async \w++|break|continue)[^']*' (?:outside|not properly in)"
    r"|asynchronous comprehension outside"
)
# What the compiler says of Python 2, which no slip explains.
PYTHON_2 = re.compile(r"^missing parentheses in call|multiple exception types must be|leading zeros in decimal")
# Names that only Python 2 has: who wrote them meant it.
OF_PYTHON_2 = re.compile(
    r"^#!.*\bpython2|^[ \t]*#+[ \t]*(?:in )?[Pp]ython[ -]?2(?:\.[\dx]+)?[ \t]*:?[ \t]*$|"
    r"\b(?:raw_input|xrange|unichr|unicode|basestring|execfile)\(|code\([\"']hex[\"']\)"
    r"|\.(?:has_key|iteritems|iterkeys|itervalues)\(|\burllib2\.|\burllib\.(?:urlencode|urlopen|quote)\("
    r"|^[ \t]*print[ \t]*>>|^[ \t]*(?:import|from)[ \t]+(?:urllib2|urlparse|httplib|cPickle|cStringIO|StringIO|Queue"
    r"|ConfigParser|Tkinter|HTMLParser|SimpleHTTPServer|BaseHTTPServer|SocketServer|__builtin__|commands)\b",
    re.MULTILINE,
)
IMPORT = re.compile(r"[ \t]*(?:from [\w.]+ )?import \w")
BLOCK_WORD = re.compile(
    r"[ \t]*(?:if|elif|else|for|while|try|except|finally|with|def|class|match|case|async)\b|.*\blambda\b"
)


def may_miss(above: str, _behind: str, sign: str) -> bool:
    """Tell whether a sign may be missing after a text: `a, b` and `a: b` are valid statements."""
    return (
        sign not in ",:"
        or is_inside(above)
        or (sign == "," and IMPORT.match(above.rpartition("\n")[2]) is not None)
        or (sign == ":" and BLOCK_WORD.match(above.rpartition("\n")[2]) is not None)
    )


CELL = re.compile(
    r"^[ \t]*(?:%{1,2}[a-z]\w*\b|![a-zA-Z./~]|\?{1,2}\w|[\w.]+\?{1,2}[ \t]*$|>>[ \t])[^\n]*", re.MULTILINE
)
OMITTED = re.compile(r"^[ \t]*(?:\.{3}|…|#[ \t]*(?:\.{3}|…)[^\n]*|\.{3}[^\n]*|\[\.\.\.\]|<\.\.\.>)[ \t]*,?$")
OMITTED_IN_LIST = re.compile(r",(?P<rest>\s*(?:\.{3}|…))(?=\s*[}\])])")
IN_BRACKETS = re.compile(r"[(\[{,][ \t]*(?:#.*)?$")
COMMENT = re.compile(r"^[ \t]*#[^\n]*", re.MULTILINE)
# `# In the constructor:`, at the start of a line below a blank one, and lines of a block below it.
EXCERPT = re.compile(r"^(?P<above>)\n(?P<comment>(?:#[^\n]*\n)+)(?=[ \t]+\S)", re.MULTILINE)
BLOCK = re.compile(r"^(?P<indent>[ \t]*+)[^#\n]*:[ \t]*(?:#[^\n]*)?$")
OF_A_METHOD = 8  # columns
NO_STATEMENT = re.compile(r"@|(?:async |def |class |import |from |if |for |while |with |try|else|elif|#)")
DEFINITION = re.compile(r"[ \t]*(?:@|(?:async )?def |class )")
PLACEHOLDER = re.compile(r"<[A-Za-z](?:[^<>\n=]{0,60}[\w.])?>")
MAY_BE_LEFT_OUT = re.compile(r" ?\[ *, *\w+(?: *= *\w+)?(?: *\[,? *\w+\])?\](?=[,)\[])")  # `f(a[, b])`
# `def f(a, b=None)`, `f(a: int) -> int`.
SIGNATURE = re.compile(
    r"^[ \t]*(?:@[\w.]+(?:\([^\n]*\))?|(?:(?:async )?def |class )[\w.]+\([^\n]*\)(?:[ \t]*->[^\n:]++)?"
    r"|[\w.]+\([^\"'\n]*\)[ \t]*->[^\n:]++):?$"
)
# Statements of Python 3.12: https://peps.python.org/pep-0695/
TYPE_STATEMENT = re.compile(
    r"^(?P<indent>[ \t]*)type (?=\w+(?:\[[^\n]*?\])? = )(?P<rest>\w+)(?:\[[^\n]*?\])?", re.MULTILINE
)
TYPE_PARAMETERS = re.compile(
    r"^(?P<head>[ \t]*(?:async )?(?:def|class) \w+)\[[^\n\[\]]*(?:\[[^\n\[\]]*\][^\n\[\]]*)*\](?=[(:])", re.MULTILINE
)
OTHER_BEGINNINGS = kinds_of(
    (
        rf"{A_PROMPT}|(?:sudo|pip3?|apt|apt-get|brew|conda|git|python3?|uv|npm|docker|curl|cd|mkdir) [\w./-]",
        "commands of a shell",
    ),
    (r"(?:~|/\w+|[A-Z]:\\)[\w./\\-]*$|[\w-]+(?:/[\w.-]+)+$", "the name of a file"),
    (
        r"Traceback \(most recent|[\w.]+(?:Error|Exception|Warning): |File \"|={3,}|-{4,}$|\+-{3,}|[│├└]",
        "output",
    ),
    (A_LOG, "a log"),
    (r"(?:[\w.]+ )*cimport |cdef |cpdef ", "Cython"),
    (r"%%(?!time|prun|capture)\w+", "a cell in another language"),
    (r"(?:const|let|var) \w+ = |function \w*\(|import .* from ['\"]|//|/\*", "JavaScript"),
    (r"<\?xml|<!DOCTYPE|<\w+[ >].*</", "XML or HTML"),
    (r"\[[A-Za-z][\w.-]*\]$", "a configuration file"),
    (r"[A-Za-z][\w.-]*(?:\[[\w,-]+\])?(?:[<>=~!]=|[<>])=?[\d.*]+(?:,[<>=~!]+[\d.*]+)*[ \t]*$", "a list of packages"),
    (r"---$|`{3}", "a document"),
)
# `Size: 384 (384,)`, which Python takes for a name with its type.
LABELLED = re.compile(r"[A-Z]\w*: \S")
BARE_WORD = re.compile(r"[ \t]*[A-Za-z][\w-]*[ \t]*")
KEYWORD = re.compile(r"^[ \t]*(?:pass|return|break|continue|yield|raise)[ \t]*$", re.MULTILINE)
# A text that is nothing but a text.
TEXT = re.compile(r"[ \t]*(?P<quote>[\"'])[^\n]*(?P=quote)[ \t]*")
CYTHON = re.compile(r"^[ \t]*(?:cdef|cpdef|cimport|from [\w.]+ cimport)\b", re.MULTILINE)


def guess_language(code: str) -> str:
    """Return what a fence really is, by its first line; "" if nothing shows it."""
    if CYTHON.search(code):
        return "Cython"
    if OF_PYTHON_2.search(code):
        return "Python 2"
    lines = [line for line in code.split("\n") if line.strip() and not line.lstrip().startswith("#")]
    if len(lines) > 1 and all(map(BARE_WORD.fullmatch, lines)) and not KEYWORD.search(code):
        return "a list of words"
    return kind_of(code.split("\n"), OTHER_BEGINNINGS)


def readings(code: str) -> Iterator[FenceReading]:
    """Yield alternative readings of a fence. A missing bracket or quote is a fault in all of them."""
    findings: tuple[Finding, ...] = ()
    if session := statements_of(code):
        yield session
    if changed := after_changes(code):
        yield changed
    if (left := without_labelled(code)) != code:
        code = left
        yield FenceReading(code)
    tags = without_tags(code)
    if tags is not None:
        code, findings = tags.code, (*findings, *tags.findings)
    newer = without_news(code)
    if newer != code:
        line = next(n for n, (a, b) in enumerate(zip(code.split("\n"), newer.split("\n"), strict=True), 1) if a != b)
        fact = "this needs Python 3.12, and was not checked"
        code, findings = newer, (*findings, Finding(0, NEWER, fact, line))
    code = CELL.sub(lambda found: pass_for(found[0]), MAY_BE_LEFT_OUT.sub(lambda found: blanks(found[0]), code))
    yield FenceReading(code, findings)
    whole = with_bodies(without_omissions(code))
    yield FenceReading(whole, findings)
    yield FenceReading(with_bodies(in_parts(code)), findings)
    yield FenceReading(with_bodies(in_parts(EXCERPT.sub(r"\g<above>...\g<comment>", code))), findings)
    excerpt = below_imports(whole)
    if excerpt:
        yield FenceReading(with_bodies(excerpt), findings)
    if moved := with_first_line_moved(whole):
        yield FenceReading(with_bodies(moved), findings)
    replaced = PLACEHOLDER.sub(lambda found: "x" * len(found[0]), whole)
    yield FenceReading(replaced, findings)
    yield FenceReading(in_parts(replaced), findings)
    if are_signatures(code):
        yield FenceReading("")


def with_first_line_moved(code: str) -> str:
    """Return a part whose first line has lost its indent with all that it had; "" if it is no such part.

    All statements below stand as deep as those of a method. A decorator, a head and an import stand at the margin.
    """
    lines = code.split("\n")
    filled = [number for number, line in enumerate(lines) if line.strip()]
    indent = min((indent_of(lines[number]) for number in filled[1:]), default=0)
    if indent < OF_A_METHOD or indent_of(lines[filled[0]]) or NO_STATEMENT.match(lines[filled[0]]):
        return ""
    return dedent("\n".join([*lines[: filled[0]], " " * indent + lines[filled[0]], *lines[filled[0] + 1 :]]))


def below_imports(code: str) -> str:
    """Return the code with the part of a class or a list below its imports at the margin; "" if there is none.

    All that is at the margin are imports and comments.
    """
    lines = code.split("\n")
    filled = [number for number, line in enumerate(lines) if line.strip()]
    first = next((number for number in filled if lines[number][0].isspace()), 0)
    above = [lines[number] for number in filled if number < first]
    if not any(map(IMPORT.match, above)) or not all(IMPORT.match(one) or one.startswith("#") for one in above):
        return ""
    below = [lines[number] for number in filled if number >= first]
    if not all(one[0].isspace() for one in below):
        return ""
    part = dedent("\n".join(lines[first:])).rstrip().removesuffix(",")
    return "\n".join([*lines[:first], part])


def are_signatures(code: str) -> bool:
    """Tell whether each line is a function signature, as in a reference, with balanced brackets."""
    lines = [line for line in code.split("\n") if line.strip() and not line.lstrip().startswith("#")]
    is_whole = all(code.count(mark) == code.count(end) for mark, end in ("()", "[]", "{}"))
    return is_whole and all(SIGNATURE.match(line) for line in lines)


def pass_for(text: str) -> str:
    indent = text[: len(text) - len(text.lstrip())]
    return f"{indent}0"


def without_news(code: str) -> str:
    return TYPE_PARAMETERS.sub(r"\g<head>", TYPE_STATEMENT.sub(r"\g<indent>\g<rest>", code))


def without_omissions(code: str) -> str:
    """Return the code with omissions within brackets blanked. Elsewhere `...` is a statement."""
    code = OMITTED_IN_LIST.sub(lambda found: " " + blanks(found["rest"]), code)
    lines, before = code.split("\n"), ""
    for number, line in enumerate(lines):
        if line.lstrip().startswith("#"):
            continue  # a comment may be all that a function has
        if OMITTED.match(line) and (IN_BRACKETS.search(before) or not line.strip().startswith("...")):
            lines[number] = blanks(line)
        elif OMITTED.match(line) and line.strip() != "...":
            lines[number] = pass_for(line)
        before = line if line.strip() else before
    return "\n".join(lines)


def is_only_shown(lines: Sequence[str], number: int, below: str, indent: str) -> bool:
    """Tell whether a function is shown without its body, because another signature follows at once."""
    at = indent_of(below)
    is_head = DEFINITION.match(lines[number]) or (lines[number].lstrip().startswith(")") and "->" in lines[number])
    return bool(is_head) and DEFINITION.match(below) is not None and at <= len(indent)


def line_below(lines: Sequence[str], number: int, beginnings: tuple[str, ...] = ()) -> int | None:
    """Return which line is the next that has text, and does not begin with one of these; None if there is none."""
    below = range(number + 1, len(lines))
    return next((n for n in below if (text := lines[n].strip()) and not text.startswith(beginnings)), None)


def with_bodies(code: str) -> str:
    """Return the code with a statement after each block header without a body."""
    lines = code.split("\n")
    for number, line in enumerate(lines):
        head = BLOCK.match(line)
        if head is None:
            continue
        first, place = line_below(lines, number), line_below(lines, number, ("#",))
        code_below = "" if place is None else lines[place]
        at = indent_of(code_below)
        if place is not None and code_below.strip() in ("...", "\u2026") and at <= len(head["indent"]):
            # The body is left out, and the omission has lost its indent.
            lines[place] = f"{head['indent']}    ..."
        elif first is None or is_only_shown(lines, number, code_below if first == place else "", head["indent"]):
            lines[number] = line.rstrip().partition("  #")[0] + " 0"
        elif first != place and (place is None or at <= len(head["indent"])):
            lines[first] = f"{head['indent']}    0"
    return "\n".join(lines)


def in_parts(code: str) -> str:
    """Return the code with each part between omissions dedented."""
    parts: list[str] = []
    for is_omission, lines in groupby(code.split("\n"), key=lambda line: OMITTED.match(line) is not None):
        text = "\n".join(lines)
        # Comments may stand further left than what they introduce.
        parts.append(blanks(text) if is_omission else dedent(COMMENT.sub("", text)))
    return "\n".join(parts)


HAND = TypoKinds(may_miss=may_miss, moves_lines=True, finish=with_bodies)
