"""Documents -> a Report: every snippet with its verdict, and all that is wrong."""

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cache

from faircopy.diagnostics.model import Diagnostic, Rule
from faircopy.markdown.document import Document
from faircopy.snippets import rules as common_rules
from faircopy.snippets.cache import Cache, digest_of_files, fitting, key_of
from faircopy.snippets.checkers import Checker, all_checkers, outside
from faircopy.snippets.checkers._version import DPKG_STATUS
from faircopy.snippets.groups import answers_to, check_group, checker_for, group_snippets, tasks_of
from faircopy.snippets.model import Checked, Outcome, Snippet, Status, Task, Verdict
from faircopy.snippets.read import read_snippets
from faircopy.snippets.sandbox.budget import Budget, Budgets, TimedSandbox, TimeLimits
from faircopy.snippets.sandbox.platforms import NOT_VERIFIED, why_missing
from faircopy.snippets.sandbox.process import PROGRAM_PATH, ProgramEndedError, TimeLimitError, ToolMissingError
from faircopy.snippets.sandbox.runner import Sandbox, working_kind
from faircopy.snippets.typographic import quoted_values
from faircopy.snippets.unsupported import UNSUPPORTED_TOOLS, UnsupportedTool, unsupported_tool_for
from faircopy.snippets.verdicts import SnippetVerdict, ended, failed_itself, is_lasting, judged_all, missing, timed_out

Progress = Callable[[int, int], None]  # tasks done, tasks in all


@dataclass(frozen=True, slots=True)
class Settings:
    """How to check."""

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
class Report:
    """What came of a check."""

    checked: tuple[Checked, ...]  # every snippet, in the order of documents and lines
    diagnostics: tuple[Diagnostic, ...]  # sorted
    tools: Mapping[str, str]  # the tools that were used, name -> version
    unread: tuple[Checked, ...] = ()  # fences that nobody checks, each with the reason in its verdict
    refused: int = 0  # fences that could not be asked about: each has a diagnostic


@cache
def all_rules() -> Mapping[str, Rule]:
    """Return every rule that a finding may name, by code."""
    all_checkers()  # imports them
    modules = [module for name, module in sys.modules.items() if name.startswith("faircopy.snippets.")]
    modules += [sys.modules[name] for name in outside().modules]
    found = [value for module in modules for value in vars(module).values() if isinstance(value, Rule)]
    return {rule.code: rule for rule in found}


def state_of_tools() -> tuple[object, ...]:
    """Return what is another value once other versions of the tools may be here."""
    with suppress(OSError):
        state = DPKG_STATUS.stat()
        return working_kind(), state.st_size, state.st_mtime_ns
    return (working_kind(),)


def check_documents(documents: Iterable[Document], settings: Settings, progress: Progress | None = None) -> Report:
    """Check every snippet of some documents. `progress` is called after each task, from this thread."""
    checkers = tuple(settings.checkers if settings.checkers is not None else all_checkers())
    # A refused kind can be asked for too: the answer is why not.
    names = [*(checker.name for checker in checkers), *(refusal.name for refusal in UNSUPPORTED_TOOLS)]
    snippets: list[Snippet] = []
    diagnostics: list[Diagnostic] = []
    refused = 0
    faults = outside().faults if settings.checkers is None else ()
    for document in documents:
        # Once, where the reader looks first.
        diagnostics += [common_rules.CHECKER_UNUSABLE.at(document.path, 1, fault) for fault in faults]
        faults = ()
        read, wrong = read_snippets(document, names, strict=settings.is_own(document.path))
        refused += len({one.line for one in wrong})
        snippets += [one if is_wanted(one, settings.languages) else replace(one, unread=LEFT_OUT) for one in read]
        diagnostics += wrong
    verdicts: dict[Snippet, Verdict] = {}
    tasks: list[Job] = []
    documents_budgets: dict[str, Budget] = {}
    limits = settings.limits
    for group in group_snippets(snippets):
        diagnostics += check_group(group)
        claims, skipped, wrong = sort_out(group.snippets, checkers)
        verdicts.update(skipped)
        diagnostics += wrong
        whole = Budget("document", limits.document_seconds, limits.clock)
        own = Budget("group", limits.group_seconds, limits.clock)
        budgets = Budgets((documents_budgets.setdefault(group.path, whole), own))
        # All files of the group, also those that nobody checks: what is checked may include or read them.
        digest = digest_of_files(group.files)
        tasks += [Job(*pair, budgets, digest) for pair in tasks_of(group, claims, checkers)]
    with settings.sandbox or Sandbox(working_kind()) as sandbox:
        run = _Run(tasks, settings, sandbox)
        for number, judgement in enumerate(run.judgements(), 1):
            for snippet, verdict, wrong in judgement:
                verdicts[snippet] = verdict
                diagnostics += wrong
            if progress:
                progress(number, len(tasks))
    checked = tuple(Checked(snippet, verdicts[snippet]) for snippet in snippets if snippet in verdicts)
    diagnostics += quoted_values(checked, diagnostics)
    reported = {(one.path, one.line) for one in diagnostics}
    left = [one for one in snippets if one not in verdicts and not one.hidden]
    unread = tuple(Checked(one, why_unread(one, checkers)) for one in left if (one.path, one.line) not in reported)
    return Report(checked, tuple(sorted(set(diagnostics))), run.tools, unread, refused + len(left) - len(unread))


LEFT_OUT = "the configuration does not name its language"


def is_wanted(snippet: Snippet, languages: frozenset[str] | None) -> bool:
    """Tell whether a project wants a fence checked: one that makes a claim is, whatever its language."""
    claims = snippet.file or snippet.log or snippet.context or snippet.check
    return languages is None or bool(claims) or snippet.hidden or snippet.language in languages


def why_unread(snippet: Snippet, checkers: Sequence[Checker]) -> Verdict:
    """Return the verdict on a fence that no checker is asked about."""
    if not snippet.unread and any(snippet.language in one.languages for one in checkers):
        return Verdict(Status.SKIPPED, reason=f"no checker knows this kind of '{snippet.language}'")
    unknown = f"no checker knows '{snippet.language}'" if snippet.language else "it names no language"
    return Verdict(Status.SKIPPED, reason=snippet.unread or unknown)


def sort_out(
    snippets: Iterable[Snippet], checkers: Sequence[Checker]
) -> tuple[list[Snippet], dict[Snippet, Verdict], list[Diagnostic]]:
    """Return the snippets to check, the verdicts of those that are not, and what is wrong with their claims."""
    claims: list[Snippet] = []
    skipped: dict[Snippet, Verdict] = {}
    diagnostics: list[Diagnostic] = []
    fragment_languages = frozenset().union(*(one.fragment_languages for one in checkers))
    for snippet in snippets:
        if snippet.unread:
            continue
        checker = checker_for(snippet, checkers)
        if snippet.check == "none":
            skipped[snippet] = Verdict(Status.SKIPPED, reason=snippet.reason)
        elif not snippet.hidden and (refusal := unsupported_tool_for(snippet)) and not by_file(snippet, checker):
            diagnostics.append(refused(snippet, refusal))
        elif checker is None and (snippet.file or snippet.log or snippet.context) and not snippet.hidden:
            diagnostics.append(no_checker(snippet))
        elif checker is None:
            if snippet.language in fragment_languages:
                skipped[snippet] = Verdict(Status.SKIPPED, reason="it does not say which file or context it belongs to")
        elif snippet.context and snippet.context not in checker.contexts:
            diagnostics.append(unknown_context(snippet, checker))
        else:
            claims.append(snippet)
    return claims, skipped, diagnostics


def by_file(snippet: Snippet, checker: Checker | None) -> bool:
    """Tell whether it is for its `file=` that a checker answers to a snippet."""
    return checker is not None and snippet.file is not None and answers_to(checker, snippet.file)


def refused(snippet: Snippet, refusal: UnsupportedTool) -> Diagnostic:
    fact = f"{refusal.name} is not checked: {refusal.reason}"
    hint = 'write check="none" and a reason="…" for readers'
    return common_rules.CHECK_REFUSED.at(snippet.path, snippet.line, fact, hint)


def no_checker(snippet: Snippet) -> Diagnostic:
    claim = snippet.file or snippet.log or snippet.context
    hint = 'choose one with check="…", or write check="none" reason="…"'
    return common_rules.CHECKER_UNKNOWN.at(snippet.path, snippet.line, f"no checker answers to '{claim}'", hint)


def unknown_context(snippet: Snippet, checker: Checker) -> Diagnostic:
    fact = f"the {checker.name} checker knows no context '{snippet.context}'"
    known = ", ".join(sorted(checker.contexts)) or "none"
    return common_rules.CONTEXT_UNKNOWN.at(snippet.path, snippet.line, fact, f"known are: {known}")


@dataclass(frozen=True, slots=True)
class Job:
    """A task, who is to do it, and the time that there is for it."""

    checker: Checker
    task: Task
    budgets: Budgets
    files_digest: str  # of the group's files, which all its tasks have


class _Run:
    """The jobs of one check, and the tools that are there for them."""

    def __init__(self, jobs: Sequence[Job], settings: Settings, sandbox: Sandbox) -> None:
        self.settings = settings
        self.sandbox = sandbox
        self.cache = settings.cache or Cache(None, {})
        needed = {job.checker.name: job.checker for job in jobs}
        self.jobs = jobs
        self.versions = {name: self.version_of(checker) for name, checker in needed.items()}
        found = {checker.tool: self.versions[name] for name, checker in needed.items()}
        self.tools = {tool: version for tool, version in sorted(found.items()) if isinstance(version, str)}

    def version_of(self, checker: Checker) -> str | Exception | None:
        """Return the version of a checker's tool, None where that is not there, or what asking for it raised."""
        try:
            return checker.tool_version(self.sandbox)
        except Exception as error:  # noqa: BLE001  # a fault of one checker is no reason to hide what others find
            return error

    def judgements(self) -> Iterator[list[SnippetVerdict]]:
        """Yield the judgements of each job, in the order of the jobs, `settings.jobs` of them at a time."""
        with ThreadPoolExecutor(max(1, self.settings.jobs)) as pool:
            yield from pool.map(self.judge, self.jobs)

    def judge(self, job: Job) -> list[SnippetVerdict]:
        """Return the judgement of each snippet. Whatever a checker raises is one, and ends nothing."""
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

    def judge_alone(self, job: Job, index: int, version: str) -> SnippetVerdict:
        checker = job.checker
        try:
            alone = checker.alone(job.task, index)
            outcome = self.outcome_of(replace(job, task=alone), version)
            return judged_all(alone, outcome, checker, f"{checker.tool} {version}")[0]
        except Exception as error:  # noqa: BLE001  # as in `version_of`
            return self.without_outcome(job.task.snippets[index], checker, error)

    def outcome_of(self, job: Job, version: str) -> Outcome:
        """Return what is kept, or what the checker says if there is time. Raises what that raises."""
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
