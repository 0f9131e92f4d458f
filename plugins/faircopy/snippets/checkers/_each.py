"""Checkers that judge one snippet at a time, each in its own sandbox with its group's files."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from faircopy.diagnostics.model import Severity
from faircopy.offsets import place_at
from faircopy.snippets import rules
from faircopy.snippets.checkers._includes import Includes, outside
from faircopy.snippets.checkers._plain.bad_examples import lines_called_wrong
from faircopy.snippets.excerpt import excerpt
from faircopy.snippets.model import Finding, Level, Outcome, Proof, Snippet, Task
from faircopy.snippets.sandbox.paths import fitting
from faircopy.snippets.sandbox.process import Completed
from faircopy.snippets.sandbox.root import MaterialiseError
from faircopy.snippets.sandbox.runner import Sandbox

Answer = TypeVar("Answer")
MAX_MESSAGE_CHARS = 600
# Where the snippet under check lies in its sandbox, whatever it is called on the reader's machine.
CHECKED = "/checked/snippet"


@dataclass(frozen=True, slots=True)
class Judgement:
    """The result for one snippet. Its findings refer to snippet 0; EachChecker inserts the real number."""

    level: Level
    findings: tuple[Finding, ...] = ()


Judge = Callable[[Snippet, Mapping[str, str], Sandbox], Judgement]


@dataclass(frozen=True, slots=True)
class EachChecker:
    """Makes a Checker from a function that judges one snippet."""

    name: str
    tool: str
    judge: Judge
    find_version: Callable[[Sandbox], str | None]
    command: str
    level: Level
    programs: Mapping[str, str] = field(default_factory=dict)
    version: int = 1
    files: tuple[str, ...] = ()
    languages: frozenset[str] = frozenset()
    recognise: Callable[[str], bool] | None = None
    fragment_languages: frozenset[str] = frozenset()
    contexts: frozenset[str] = frozenset()
    reads_logs: bool = False
    judges_each: bool = True
    # Judges a plain fence instead of `judge`, and leaves out includes. None: `judge` does.
    plain: Judge | None = None
    includes: Includes | None = None  # how its files include others; None: they cannot, or the tool does not follow

    def tool_version(self, sandbox: Sandbox) -> str | None:
        return self.find_version(sandbox)

    def check(self, task: Task, sandbox: Sandbox) -> Outcome:
        files = layable(task.files)
        judged = [self.judge_one(snippet, files, sandbox) for snippet in task.snippets]
        # Divided once: there may be a finding for each line.
        lines = [snippet.code.removesuffix("\n").split("\n") for snippet in task.snippets]
        findings = [
            replace(placed(lines[index], finding), snippet=index)
            for index, judgement in enumerate(judged)
            for finding in judgement.findings
        ]
        return Outcome(tuple(Proof(judgement.level) for judgement in judged), tuple(findings))

    def alone(self, task: Task, index: int) -> Task:
        return replace(task, snippets=(task.snippets[index],))

    def judge_one(self, snippet: Snippet, files: Mapping[str, str], sandbox: Sandbox) -> Judgement:
        """Refuse a snippet that refers to files outside its group; otherwise run the tool."""
        judge = self.plain if self.plain and snippet.is_plain else self.judge
        refused = outside(snippet.code, files, self.includes) if self.includes and judge is self.judge else []
        if refused:
            return Judgement(Level.PARSED, tuple(refused))
        try:
            judged = judge(snippet, files, sandbox)
            if not (snippet.is_plain and judged.findings):
                return judged
            return replace(judged, findings=not_on_purpose(judged.findings, snippet.code))
        except MaterialiseError as error:
            return Judgement(Level.PARSED, (unusable(snippet.code, error.path, error.why),))


def not_on_purpose(findings: Sequence[Finding], code: str) -> tuple[Finding, ...]:
    """Remove findings that a comment beside or directly above the fault calls wrong."""
    called = lines_called_wrong(code)
    return tuple(one for one in findings if one.rule.severity is Severity.NOTE or one.line not in called)


QUOTED = re.compile(r"'([^']+)'|\"([^\"]+)\"|`([^'`]+)'")
# Words of a message that can only be a value or a setting, as `192.0.2.300` and `ExecStart=`.
VALUE = re.compile(r"(?<![\w./])(?:[\w.-]*\d[\w.:/-]*\w|[A-Z]\w+=)(?![\w.])")
MAX_CHARS = 1000  # of a message in which such words are looked for
OF_OTHER_FILE = re.compile(r"in '/")


def placed(lines: Sequence[str], finding: Finding) -> Finding:
    """Return the finding at an existing line, and at the column of the word that its message quotes.

    Where a tool says no line, it is the last that has such a word: of two that exclude each other, the second.
    """
    if finding.line < 1 and finding.rule is not rules.TOOL_OUTPUT_UNPARSED and not OF_OTHER_FILE.match(finding.message):
        quoted = [next(filter(None, found.groups())) for found in QUOTED.finditer(finding.message)]
        for word in (*reversed(quoted), *VALUE.findall(finding.message[:MAX_CHARS])):
            whole = re.compile(rf"(?<![\w.-]){re.escape(word)}" + (r"(?![\w-])" if word[-1].isalnum() else ""))
            places = [
                (number, found.start() + 1) for number, one in enumerate(lines, 1) if (found := whole.search(one))
            ]
            if places:
                return replace(finding, line=places[-1][0], column=places[-1][1])
    if finding.line > len(lines):
        # Tools report a missing end on the line after the last.
        return replace(finding, line=len(lines), column=len(lines[-1]) + 1)
    if finding.line < 1 or finding.column > 1:
        return finding
    text = lines[finding.line - 1]
    quoted = [next(filter(None, found.groups())) for found in QUOTED.finditer(finding.message)]
    column = next((text.index(word) for word in quoted if word in text), len(text) - len(text.lstrip()))
    return replace(finding, column=min(column, max(0, len(text) - 1)) + 1)


def layable(files: Mapping[str, str]) -> dict[str, str]:
    """Return the files of a group that can be laid out in one tree. `check_group` reports the others."""
    return fitting(files)[0]


def unusable(code: str, path: str, why: str, offset: int | None = None) -> Finding:
    """Return the finding that `code` names a file that cannot exist in the sandbox."""
    start = code.find(path) if offset is None else offset
    line, column = place_at(code, start) if start >= 0 else (0, 1)
    hint = "name a file by its whole path, as on the reader's machine"
    return Finding(0, rules.NAMED_PATH_UNUSABLE, f"'{excerpt(path)}' {why}", line, column, hint)


def unparsed(tool: str, completed: Completed) -> Finding:
    """Return the finding that a tool's output and status are contradictory or unreadable."""
    last_line = (completed.stderr + completed.stdout).strip().split("\n")[-1]
    fact = f"{tool} ended with status {completed.status} and said '{last_line[:200]}', which we do not understand"
    return Finding(0, rules.TOOL_OUTPUT_UNPARSED, fact, hint="report this with the snippet")


def read_answer(tool: str, completed: Completed, read: Callable[[str], Answer]) -> Answer | Finding:
    """Return the result of `read` on a tool's output, or the finding that its form is unknown."""
    try:
        return read(completed.stdout)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return unparsed(tool, completed)


def listed(value: object) -> list[Any]:
    """Return a value that must be a list. Raises TypeError: an empty value of another type would look like no fault."""
    if not isinstance(value, list):
        raise TypeError(f"{type(value).__name__} where a list should be")
    return value


def lower_first(text: str) -> str:
    """Return a tool's message with its first letter in lower case, unless the first word is a name.

    A tool may repeat a line of the snippet in it, however long.
    """
    text = text.strip().rstrip(".")
    text = text if len(text) <= MAX_MESSAGE_CHARS else f"{text[:MAX_MESSAGE_CHARS]}…"
    plain = re.match(r"[A-Z][a-z']*(?= )", text)
    return text[:1].lower() + text[1:] if plain else text
