"""The data of the checks: Snippet, SnippetGroup, Task, Finding, Outcome, Verdict."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from faircopy.diagnostics.model import Rule
from faircopy.filter_tool.reasons import Reason

# The group of the snippets that name none.
DEFAULT_GROUP = "default"


@dataclass(frozen=True, slots=True)
class MatchPromise:
    """How many lines of a log sample its filter must match."""

    matched: int | None  # None: every line
    lines: int | None  # the number of lines; None: not promised

    def __str__(self) -> str:
        if self.matched is None:
            return "every line"
        return "no line" if self.matched == 0 else f"{self.matched} of {self.lines} lines"


@dataclass(frozen=True, slots=True)
class Snippet:
    """A fence that may be checked."""

    path: str  # of the document, as the caller gave it
    line: int  # of the opening fence; line n of the code stands at `line + n`
    end_line: int
    language: str
    code: str
    columns: tuple[int, ...] = ()  # for each line of the code, where it starts in the source, from 1
    file: str | None = None  # where it would live on the reader's machine
    log: str | None = None  # the filter that it is a sample for
    promise: MatchPromise | None = None
    jail: str | None = None  # the jail whose bans are promised for this sample
    bans: tuple[str, ...] | None = None  # the addresses that the jail must ban, and no others; None: not promised
    group: str = DEFAULT_GROUP
    check: str | None = None  # the name of the checker, if the author chose it; "none" for no check
    reason: str = ""  # why it is not checked
    error: str | None = None  # must fail, and with this in the tool's message
    context: str | None = None  # the context of a fragment
    hidden: bool = False  # a file that the group needs and readers need not see
    hint: str = ""  # what another program's attribute calls the file; no claim
    unread: str = ""  # why it is not checked, if another generator's attributes say so
    is_output: bool = False  # the text above says that a program prints it
    disclaimed: tuple[str, ...] = ()  # names that the text beside it calls unsupported

    @property
    def must_fail(self) -> bool:
        return self.error is not None

    @property
    def is_plain(self) -> bool:
        """Whether it claims nothing but its language, as most fences in documentation."""
        claims = (self.file, self.log, self.check, self.context)
        return not self.must_fail and all(claim is None for claim in claims)


@dataclass(frozen=True, slots=True)
class SnippetGroup:
    """The snippets of one document that form one file tree."""

    path: str
    name: str
    snippets: tuple[Snippet, ...]

    @property
    def files(self) -> dict[str, str]:
        """The file tree: path on the reader's machine -> content."""
        return {snippet.file: snippet.code for snippet in self.snippets if snippet.file}


@dataclass(frozen=True, slots=True)
class Task:
    """The input of a checker: snippets of one group, and all files of the group."""

    snippets: tuple[Snippet, ...]
    files: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem that a checker found in one snippet."""

    snippet: int  # index in the task
    rule: Rule
    message: str  # for the author: fact, lower case, values quoted
    line: int = 0  # in the code, from 1; 0 for the snippet as a whole
    column: int = 1  # in that line, from 1
    hint: str = ""
    # The tool's own message about this snippet. "" for findings of our own, for unreadable output, and for messages
    # about another file. Only this can satisfy `expect="fail"`.
    tool_message: str = ""
    follows: bool = False  # from another finding: it counts against the snippet, and need not be told


class Level(StrEnum):
    """How far a passed snippet was proven."""

    PARSED = "parsed"  # its syntax holds
    LOADED = "loaded"  # the real program took it
    EXERCISED = "exercised"  # its sample input gave the promised result
    EXPECTED_FAILURE = "expected-failure"  # it failed as promised


@dataclass(frozen=True, slots=True)
class LineMatch:
    """A line of a log sample that a filter matched."""

    line: int  # in the code, from 1
    address: str  # what fail2ban would ban: an address, a host name, or another id


@dataclass(frozen=True, slots=True)
class Ban:
    """A ban of a jail at a line of a log sample."""

    line: int  # in the code, from 1
    address: str
    at: int  # seconds since 1970, by the log's own dates
    seconds: int | None  # how long; None: for ever


@dataclass(frozen=True, slots=True)
class NearMiss:
    """An address with failures that a jail has not banned."""

    address: str
    failures: int  # at most, at one time
    line: int  # where it came to that, in the code, from 1


class Dates(StrEnum):
    """What the dates of a log contain; the rest is invented so that lines stay in order."""

    WHOLE = "whole"
    NO_YEAR = "no year"
    NO_DAY = "no day"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class JailProof:
    """The behaviour of a jail on one log sample."""

    jail: str
    sample: int  # which of the filter's samples, from 1; 0 where it is the only one
    bans: tuple[Ban, ...]
    near: tuple[NearMiss, ...]  # those that came to half of `maxretry` or more, nearest first
    maxretry: int
    random_seconds: int = 0  # `bantime.rndtime`: each ban may be so much longer
    dates: Dates = Dates.WHOLE  # what of the time of a ban is the log's own


@dataclass(frozen=True, slots=True)
class Proof:
    """What was proven about one snippet, unless there is a finding."""

    level: Level
    matches: tuple[LineMatch, ...] | None = None  # None: it is no log sample
    lines: int | None = None  # how many lines of the log sample were tried
    jails: tuple[JailProof, ...] = ()  # of a jail file and of a log sample: whom jails ban


@dataclass(frozen=True, slots=True)
class Outcome:
    """The output of a checker for a task: one proof for each snippet, and findings."""

    proofs: tuple[Proof, ...]
    findings: tuple[Finding, ...] = ()


class Status(StrEnum):
    PASSED = "passed"
    FAILED = "failed"
    TIMED_OUT = "timed-out"
    TOOL_MISSING = "tool-missing"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result for a snippet."""

    status: Status
    checker: str = ""  # "" for a snippet that no checker answers to
    level: Level | None = None  # of a passed one
    tool: str = ""  # name and version, like "fail2ban 1.0.2"; only the name when it is missing
    matches: tuple[LineMatch, ...] | None = None
    lines: int | None = None
    jails: tuple[JailProof, ...] = ()
    message: str = ""  # the tool's own, for one that fails on purpose
    reason: str = ""  # why it was skipped
    note: Reason | None = None  # why readers cannot try it on a log of their own


@dataclass(frozen=True, slots=True)
class CheckedSnippet:
    """A snippet with its verdict."""

    snippet: Snippet
    verdict: Verdict = field(default_factory=lambda: Verdict(Status.SKIPPED))
