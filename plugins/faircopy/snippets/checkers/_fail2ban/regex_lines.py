"""What cannot be meant in a line of an expression: comments and quotes in it, and what no line can match."""

import re
from collections.abc import Iterator

from faircopy.diagnostics.model import Rule, Severity
from faircopy.snippets.checkers._fail2ban.alternatives import branch_without_address, finds_address_elsewhere
from faircopy.snippets.checkers._fail2ban.filters import FileProblem
from faircopy.snippets.checkers._fail2ban.impossible import fault_of
from faircopy.snippets.checkers._fail2ban.ini import Ini, Option
from faircopy.snippets.checkers._fail2ban.redos import is_catastrophic

REGEX_OPTIONS = ("failregex", "ignoreregex", "prefregex")

REGEX_COMMENT = Rule("SN207", Severity.ERROR, "fail2ban: a comment stands in a regular expression and is part of it")
REGEX_QUOTED = Rule("SN208", Severity.ERROR, "fail2ban: quotes around a regular expression are part of it")
REGEX_SLOW = Rule("SN210", Severity.WARNING, "fail2ban: a regular expression can take exponential time")
REGEX_IMPOSSIBLE = Rule(
    "SN255",
    Severity.ERROR,
    "fail2ban: no line can match a regular expression, or none that is meant",
    "the message says what stands in the way",
)
TYPOGRAPHIC = Rule(
    "SN262",
    Severity.WARNING,
    "fail2ban: a regular expression has typographic quotes, which hardly any log has",
    "write the quotes that the log has",
)
TYPOGRAPHIC_QUOTE = re.compile("[\u201c\u201d\u201e\u2018\u2019]")


def lint_regexes(ini: Ini) -> Iterator[FileProblem]:
    """Yield what is wrong with lines of expressions that fail2ban compiles without a word."""
    one_line = not any(option.key == "maxlines" or "<SKIPLINES>" in option.value for option in ini.options)
    for option in ini.options:
        if option.key in REGEX_OPTIONS:
            problems = [*lint_regex_lines(option)]
            yield from problems
            lines = {note.line for note in problems}
            for line in option.lines:
                # As with quotes, below.
                quoted = option.key == "ignoreregex" and line.text[0] in "\"'"
                if one_line and line.line not in lines and not quoted and (fault := fault_of(line.text)):
                    fact, hint, at = fault
                    yield FileProblem(REGEX_IMPOSSIBLE, fact, hint, line.line, line.column + at)
                elif quote := TYPOGRAPHIC_QUOTE.search(line.text):
                    fact = f"only a log with exactly this '{quote[0]}' matches"
                    yield FileProblem(TYPOGRAPHIC, fact, TYPOGRAPHIC.remedy, line.line, line.column + quote.start())
    if not finds_address_elsewhere(ini):
        yield from lint_alternatives(ini)


def lint_alternatives(ini: Ini) -> Iterator[FileProblem]:
    """Yield a note for each expression of which one alternative has no address, as no brackets are around them."""
    for option in ini.options:
        for line in option.lines if option.key == "failregex" else ():
            at = branch_without_address(line.text)
            if at is not None:
                fact = "this alternative has no <HOST>, so if it matches, fail2ban finds no address to ban"
                hint = "write (?:…|…) around what is one or the other"
                yield FileProblem(REGEX_IMPOSSIBLE, fact, hint, line.line, line.column + at)


def lint_regex_lines(option: Option) -> Iterator[FileProblem]:
    for line in option.lines:
        text = line.text
        if text.startswith("#") or (comment := re.search(r"\$\s+#\s", text)):
            column = line.column + (comment.start() + 1 if not text.startswith("#") and comment else 0)
            fact = "fail2ban takes this comment as part of the expression"
            yield FileProblem(REGEX_COMMENT, fact, "put the comment on its own line, not indented", line.line, column)
        # Not of ignoreregex: a stock filter has it there, and nothing is lost by it.
        if (
            option.key != "ignoreregex"
            and len(text) > 1
            and text[0] == text[-1]
            and text[0] in "\"'"
            and text[1] == "^"
        ):
            fact = "fail2ban takes these quotes as part of the expression, so no line will match"
            yield FileProblem(REGEX_QUOTED, fact, "leave the quotes out", line.line, line.column)
        if is_catastrophic(text):
            fact = "a repeat within a repeat: a crafted line would keep fail2ban busy for ever"
            yield FileProblem(
                REGEX_SLOW, fact, "make sure that the two repeats cannot match the same text", line.line, line.column
            )
