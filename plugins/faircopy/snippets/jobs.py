"""Runs checkers on tasks, several in parallel, or takes their outcomes from the cache."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace

from faircopy.snippets.cache import Cache, fitting, key_of
from faircopy.snippets.checkers import Checker
from faircopy.snippets.model import Outcome, Snippet, Task
from faircopy.snippets.sandbox.budget import Budgets, TimedSandbox, TimeLimits
from faircopy.snippets.sandbox.platforms import NOT_VERIFIED, why_missing
from faircopy.snippets.sandbox.process import PROGRAM_PATH, ProgramEndedError, TimeLimitError, ToolMissingError
from faircopy.snippets.sandbox.runner import Sandbox
from faircopy.snippets.verdicts import SnippetVerdict, ended, failed_itself, is_lasting, judged_all, missing, timed_out


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of a check."""

    strict: bool = False  # a missing tool is an error
    jobs: int = 2  # tasks at a time
    cache: Cache | None = None
    checkers: Sequence[Checker] | None = None  # None: all there are
    sandbox: Sandbox | None = None  # None: the best that works here
    # Is told of each exception that a checker should not have raised; from any thread.
    on_fault: Callable[[Exception], object] | None = None
    limits: TimeLimits = field(default_factory=TimeLimits)
    # Tells of a document, by its path, whether every attribute of its fences is meant for us.
    is_own: Callable[[str], bool] = lambda _path: True
    languages: frozenset[str] | None = None  # the only ones of fences without a claim; None: all


@dataclass(frozen=True, slots=True)
class CheckJob:
    """A task, its checker, and its time budget."""

    checker: Checker
    task: Task
    budgets: Budgets
    files_digest: str  # of the group's files, which all its tasks have


class CheckRun:
    """All jobs of one check, and the versions of their tools."""

    def __init__(self, jobs: Sequence[CheckJob], settings: Settings, sandbox: Sandbox) -> None:
        self.settings = settings
        self.sandbox = sandbox
        self.cache = settings.cache or Cache(None, dict)
        needed = {job.checker.name: job.checker for job in jobs}
        self.jobs = jobs
        self.versions = {name: self.version_of(checker) for name, checker in needed.items()}
        found = {checker.tool: self.versions[name] for name, checker in needed.items()}
        self.tools = {tool: version for tool, version in sorted(found.items()) if isinstance(version, str)}

    def version_of(self, checker: Checker) -> str | Exception | None:
        """Return the version of a checker's tool, None if it is unavailable, or the exception."""
        try:
            return checker.tool_version(self.sandbox)
        except Exception as error:  # noqa: BLE001  # a fault of one checker is no reason to hide what others find
            return error

    def judgements(self) -> Iterator[list[SnippetVerdict]]:
        """Yield the judgements of each job, in order; `settings.jobs` run in parallel."""
        with ThreadPoolExecutor(max(1, self.settings.jobs)) as pool:
            yield from pool.map(self.judge, self.jobs)

    def judge(self, job: CheckJob) -> list[SnippetVerdict]:
        """Return the judgement of each snippet. An exception of the checker becomes one, too."""
        checker, task, version = job.checker, job.task, self.versions[job.checker.name]
        if version is None:
            why = why_missing(checker.tool, self.sandbox.kind, PROGRAM_PATH)
            return [missing(snippet, checker, *why, strict=self.settings.strict) for snippet in task.snippets]
        if isinstance(version, Exception):
            return [self.without_outcome(snippet, checker, version) for snippet in task.snippets]
        try:
            return judged_all(task, self.outcome_of(job, version), checker, f"{checker.tool} {version}")
        except Exception as error:  # noqa: BLE001  # as in `version_of`
            if len(task.snippets) == 1:
                return [self.without_outcome(task.snippets[0], checker, error)]
        # One of them may be to blame, and the others are to have their own verdicts.
        return [self.judge_alone(job, index, version) for index in range(len(task.snippets))]

    def judge_alone(self, job: CheckJob, index: int, version: str) -> SnippetVerdict:
        checker = job.checker
        try:
            alone = checker.alone(job.task, index)
            outcome = self.outcome_of(replace(job, task=alone), version)
            return judged_all(alone, outcome, checker, f"{checker.tool} {version}")[0]
        except Exception as error:  # noqa: BLE001  # as in `version_of`
            return self.without_outcome(job.task.snippets[index], checker, error)

    def outcome_of(self, job: CheckJob, version: str) -> Outcome:
        """Return the cached outcome, or run the checker within its budget. Raises what that raises."""
        key = key_of(job.task, job.files_digest, job.checker, version)
        outcome = self.cache.get(key, job.task)
        if outcome is None:
            job.budgets.left()
            with job.budgets.spending():
                checked = job.checker.check(job.task, TimedSandbox(self.sandbox, job.budgets))
            outcome = fitting(checked, job.task)
            if is_lasting(outcome):
                self.cache.put(key, outcome)
        return outcome

    def without_outcome(self, snippet: Snippet, checker: Checker, error: Exception) -> SnippetVerdict:
        version = self.versions[checker.name]
        tool = f"{checker.tool} {version}" if isinstance(version, str) else checker.tool
        match error:
            case ToolMissingError():
                why = f"{error} is not there", f"install it; {NOT_VERIFIED}"
                return missing(snippet, checker, *why, strict=self.settings.strict)
            case TimeLimitError():
                return timed_out(snippet, checker, tool, error)
            case ProgramEndedError():
                return ended(snippet, checker, tool, f"{checker.tool} gave no verdict: {error}")
        if self.settings.on_fault:
            self.settings.on_fault(error)
        return failed_itself(snippet, checker, tool, error)
