"""Plain fences of line-based configuration files, such as sshd's and cron's."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from faircopy.diagnostics.model import Rule
from faircopy.snippets.checkers._each import Judgement
from faircopy.snippets.checkers._includes import Includes
from faircopy.snippets.checkers._plain.readings import other_text
from faircopy.snippets.checkers._plain.text import (
    A_LOG,
    A_PROMPT,
    LETTERS_FOR_NUMBERS,
    TAG,
    FenceReading,
    Kinds,
    blanks,
    kind_of,
    kinds_of,
    lines_of,
    without_omissions,
    without_tags,
)
from faircopy.snippets.model import Level, Snippet
from faircopy.snippets.sandbox.runner import Sandbox

Judge = Callable[[Snippet, Mapping[str, str], Sandbox], Judgement]

# Placeholders. `$NAME` is none: many programs have variables.
PLACEHOLDER = re.compile(
    r"<[^\W\d_][^<>\n]*>|\.\.\.|…|\[\w+[ -]\w[^\]\n]*\]|\b(?:YOUR|MY|CHANGE|REPLACE|EXAMPLE)[_-]?\w*"
    r"|\b(?:your|my)[_-]\w+"
    rf"|(?i:{LETTERS_FOR_NUMBERS})"
    r"|(?<![{%$\w])[A-Z]+(?:_[A-Z0-9]+)+\b"
)
COMMANDS = (
    r"(?:sudo|systemctl|service|apt|apt-get|cat|echo|curl|docker|vi|vim|nano|mkdir|chmod|chown|journalctl|crontab|ssh|sshd"
    r"|apachectl|apache2ctl|a2en\w+|certbot|grep|tail|ls|cd|cp|mv|touch)(?:[ \t]|$)"
)
MORE_KINDS = kinds_of(
    (A_PROMPT, "commands"),
    (A_LOG, "a log"),
    (r"[{\[]$|\"[^\"]*\":", "JSON"),
    (r"(?:---|[\w.-]+:)[ \t]*$", "YAML"),
)


def kind_of_file(code: str, kinds: Kinds, comments: tuple[str, ...] = ("#",)) -> str:
    """Return what a fence really is, by its first line; "" if it may be such a file."""
    lines = code.split("\n")
    return kind_of(lines, kinds, comments) or kind_of(lines, MORE_KINDS, comments)


def reading_of(code: str, includes: Includes | None = None) -> FenceReading:
    """Return the fence without omissions, template tags and include lines; line numbers stay."""
    tagged = without_tags(without_omissions(code), certain=TAG)
    code, findings = (tagged.code, tagged.findings) if tagged else (without_omissions(code), ())
    lines = code.split("\n")
    for one in includes.find(code) if includes else ():
        number = code.count("\n", 0, one.offset)
        # With the lines that it goes on from.
        while number > 0 and lines[number - 1].endswith("\\"):
            number -= 1
        lines[number] = blanks(lines[number])
    return FenceReading("\n".join(lines), findings)


def filled_in_only(code: str) -> str:
    """Return the code without lines that have placeholders, at which programs stop."""
    return "\n".join(
        line if line.lstrip().startswith("<") or not PLACEHOLDER.search(line) else "" for line in code.split("\n")
    )


def is_filled_in(code: str, line: int) -> bool:
    """Tell whether a line (from 1) can be copied as it is, without placeholders."""
    lines = lines_of(code)
    return PLACEHOLDER.search(lines[min(max(line, 1), len(lines)) - 1]) is None


def plain_judge(judge: Judge, kinds: Kinds, includes: Includes, refused: Rule) -> Judge:
    """Return a judge of plain fences, made from the judge of such files.

    A program's refusal (by the rule `refused`) of a line with a placeholder is dropped.
    """

    def judge_plain(snippet: Snippet, files: Mapping[str, str], sandbox: Sandbox) -> Judgement:
        if kind := kind_of_file(snippet.code, kinds):
            return Judgement(Level.PARSED, (other_text(snippet, kind),))
        reading = reading_of(snippet.code, includes)
        judged = judge(replace(snippet, code=filled_in_only(reading.code)), files, sandbox)
        own = (one for one in judged.findings if one.rule is not refused or is_filled_in(snippet.code, one.line))
        return replace(judged, findings=(*reading.findings, *own))

    return judge_plain
