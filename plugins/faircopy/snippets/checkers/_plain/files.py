"""Plain fences of line-based configuration files, such as sshd's and cron's."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from faircopy.diagnostics.model import Rule
from faircopy.offsets import line_at
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
    is_as_written,
    kind_of,
    kinds_of,
    lines_of,
    without_omissions,
    without_tags,
)
from faircopy.snippets.model import Finding, Level, Snippet
from faircopy.snippets.sandbox.runner import Sandbox

Judge = Callable[[Snippet, Mapping[str, str], Sandbox], Judgement]

# Placeholders. `$NAME` is none: many programs have variables.
MARKED_PLACEHOLDER = (
    r"<[^\W\d_][^<>\n]*>|\.\.\.|…|\[\w+[ -]\w[^\]\n]*\]|\b(?:YOUR|MY|CHANGE|REPLACE|EXAMPLE)[_-]?\w*"
    rf"|\b(?:your|my)[_-]\w+|(?i:{LETTERS_FOR_NUMBERS})|\{{\{{|\{{%|<%"
)
PLACEHOLDER = re.compile(rf"{MARKED_PLACEHOLDER}|(?<![{{%$\w])[A-Z]+(?:_[A-Z0-9]+)+\b")
# Where names are in capitals: aliases of sudoers, chains of iptables.
PLACEHOLDER_AMONG_CAPITALS = re.compile(MARKED_PLACEHOLDER)
# The place of the file, above what it holds.
FILE_NAME = re.compile(r"\A\s*(?:/[\w.@-]+){2,8}[ \t]*:?[ \t]*(?=\n)")
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


def kind_of_file(code: str, kinds: Kinds, comments: tuple[str, ...] = ("#",), more_kinds: Kinds = MORE_KINDS) -> str:
    """Return what a fence really is, by its first line; "" if it may be such a file."""
    lines = code.split("\n")
    return kind_of(lines, kinds, comments) or kind_of(lines, more_kinds, comments)


def reading_of(code: str, includes: Includes | None = None) -> FenceReading:
    """Return the fence without omissions, template tags, include lines and the file's name; line numbers stay."""
    code = FILE_NAME.sub(lambda found: blanks(found[0]), code)
    tagged = without_tags(without_omissions(code), certain=TAG)
    code, findings = (tagged.code, tagged.findings) if tagged else (without_omissions(code), ())
    lines = code.split("\n")
    for one in includes.find(code) if includes else ():
        number = line_at(code, one.offset) - 1
        # With the lines that it goes on from.
        while number > 0 and lines[number - 1].endswith("\\"):
            number -= 1
        lines[number] = blanks(lines[number])
    return FenceReading("\n".join(lines), findings)


def filled_in_only(code: str, placeholder: re.Pattern[str] = PLACEHOLDER, stand_in: str = "placeholder") -> str:
    """Return the code without lines that have placeholders, at which programs stop.

    With a line goes what it is continued on, or continues. One that opens or closes a block stays, with `stand_in` for
    the placeholder.
    """
    kept: list[str] = []
    for lines in continued(code):
        if not any(placeholder.search(line) and not line.lstrip().startswith("<") for line in lines):
            kept += lines
        elif "".join(lines).count("{") == "".join(lines).count("}"):
            kept += [""] * len(lines)
        else:
            kept += [placeholder.sub(stand_in, line) for line in lines]
    return "\n".join(kept)


def continued(code: str) -> Iterator[list[str]]:
    """Yield the lines, those together of which one goes on behind a backslash."""
    lines: list[str] = []
    for line in code.split("\n"):
        lines.append(line)
        if not line.endswith("\\"):
            yield lines
            lines = []
    if lines:
        yield lines


def is_filled_in(code: str, line: int, placeholder: re.Pattern[str] = PLACEHOLDER) -> bool:
    """Tell whether a line (from 1) can be copied as it is, without placeholders."""
    lines = lines_of(code)
    return placeholder.search(lines[min(max(line, 1), len(lines)) - 1]) is None


def fewest_findings(judgements: Iterator[Judgement]) -> Judgement:
    """Return the judgement with the fewest findings, the earlier of equal ones; ask for none after one without any."""
    best = next(judgements)
    while best.findings and (other := next(judgements, None)):
        best = min(best, other, key=lambda one: len(one.findings))
    return best


def plain_judge(
    judge: Judge,
    kinds: Kinds,
    includes: Includes | None,
    refused: Rule,
    *,
    contexts: Callable[[str], Sequence[str | None]] = lambda _: (None,),
    is_harm: Callable[[Finding], bool] = lambda _: True,
    placeholder: re.Pattern[str] = PLACEHOLDER,
    stand_in: str = "placeholder",
    more_kinds: Kinds = MORE_KINDS,
) -> Judge:
    """Return a judge of plain fences, made from the judge of such files.

    Of the contexts that a text may be of, the one counts in which the program finds the least. A program's refusal (by
    the rule `refused`) of a line with a placeholder is dropped, and what is no harm to who copies the fence.
    """

    def judge_plain(snippet: Snippet, files: Mapping[str, str], sandbox: Sandbox) -> Judgement:
        if kind := kind_of_file(snippet.code, kinds, more_kinds=more_kinds):
            return Judgement(Level.PARSED, (other_text(snippet, kind),))
        reading = reading_of(snippet.code, includes)
        code = filled_in_only(reading.code, placeholder, stand_in)
        possible = (replace(snippet, code=code, context=context) for context in contexts(code))
        best = fewest_findings(judge(one, files, sandbox) for one in possible)

        def is_own(finding: Finding) -> bool:
            if finding.rule is refused and not is_as_written(snippet.code, reading.code, finding.line):
                return False
            return is_harm(finding) and (
                finding.rule is not refused or is_filled_in(snippet.code, finding.line, placeholder)
            )

        own = (one for one in best.findings if is_own(one))
        return replace(best, findings=(*reading.findings, *own))

    return judge_plain
