"""Scripts of sed that it refuses: `s` without its last sign, or with more of its sign than it takes."""

import re
from collections.abc import Iterator

from faircopy.diagnostics.model import Rule, Severity
from faircopy.offsets import place_at
from faircopy.snippets.checkers._shell.text import is_outside_text, text_spans
from faircopy.snippets.excerpt import excerpt
from faircopy.snippets.model import Finding

UNENDED = Rule(
    "SN290",
    Severity.ERROR,
    "sed refuses a command `s`, which has no end, or goes on behind it",
    "write its sign three times: before, between and behind",
)

# Whole texts in quotes; with a variable in one, nobody knows which signs it has.
TEXT = r"(?:'(?P<plain>[^'\n]*)'|\"(?P<quoted>(?:[^\"\\$`\n]|\\[^\n]|\$(?![\w{(]))*)\")(?=[\s;|&)]|\Z)"
COMMAND = re.compile(
    r"(?:^|[|;&({`]|\b(?:sudo|do|then|else|xargs)|-exec)[ \t]*(?P<name>(?<![\w./-])sed)"
    rf"(?:[ \t]+(?:-[\w.-]+|''|\"\"))*[ \t]+{TEXT}",
    re.MULTILINE,
)
MORE = re.compile(rf"(?<=[ \t])(?:-e|--expression[ \t=])[ \t]*{TEXT}")
# https://www.gnu.org/software/sed/manual/sed.html#The-_0022s_0022-Command, perhaps with the lines that it is for
WITHOUT_END = re.compile(
    r"\s*(?:(?:\d+|\$|/(?:[^/\\]|\\.)*/)(?:,(?:\d+|\$|/(?:[^/\\]|\\.)*/))?)?!?\s*"
    r"s(?P<sign>[/|#,:@!~%+])(?P<first>(?:(?!(?P=sign))[^\\]|\\.)*)(?:(?P=sign)(?:(?!(?P=sign))[^\\]|\\.)*)?"
)
# What stands behind the end is no flag of `s`, as where a path has the sign. In brackets it may be one of the letters.
GOES_ON = re.compile(
    r"\s*s(?P<sign>[/|#,:@!~%+])(?:(?!(?P=sign))[^\\[\n]|\\.)*(?P=sign)(?:(?!(?P=sign))[^\\\n]|\\.)*(?P=sign)"
    r"(?![gpeiImM0-9]*(?:w[ \t]?[^\n]*)?\s*(?:[;}#\n]|\Z))[gpiI0-9]*(?P<rest>[\w.-][^\n;]*)"
)
LEFT_OUT = re.compile(r"\.{3}|…")


def unended_commands(code: str) -> Iterator[Finding]:
    """Yield a finding for each script of sed with a substitution that ends too early."""
    if "sed" not in code:
        return
    spans = [*text_spans(code)]
    for found in COMMAND.finditer(code):
        if not is_outside_text(found.start("name"), spans):
            continue
        line_end = code.find("\n", found.end())
        more = MORE.finditer(code, found.end(), line_end if line_end >= 0 else len(code))
        for script in (found, *more):
            text = script["plain"] if script["plain"] is not None else script["quoted"]
            over = GOES_ON.match(text)
            if (over or WITHOUT_END.fullmatch(text)) and not LEFT_OUT.search(text):
                fact = f"'{excerpt(text)}' has no end: its delimiter is missing"
                if over:
                    fact = f"'{excerpt(text)}' ends before '{excerpt(over['rest'])}', which sed does not know"
                at = script.start("plain") if script["plain"] is not None else script.start("quoted")
                yield Finding(
                    0, UNENDED, fact, *place_at(code, at), "write another sign, as s|…|…|" if over else UNENDED.remedy
                )
