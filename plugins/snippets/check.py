"""Documents -> a Report: every snippet with its verdict, and all that is wrong."""

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache

from mdsource.diagnostics import Diagnostic, Rule, Severity
from mdsource.document import Document
from snippets import rules as common_rules
from snippets.cache import Cache, key_of
from snippets.checkers import Checker, all_checkers
from snippets.checkers._version import DPKG_STATUS
from snippets.groups import answers_to, check_group, checker_for, group_snippets, tasks_of
from snippets.model import Checked, Finding, Level, Outcome, Proof, Snippet, Status, Task, Verdict
from snippets.read import read_snippets
from snippets.refused import REFUSALS, Refusal, refusal_for
from snippets.sandbox import Sandbox, TimeLimitError, ToolMissingError, working_kind

Progress = Callable[[int, int], None]  # tasks done, tasks in all


@dataclass(frozen=True, slots=True)
class Settings:
    """How to check."""

    strict: bool = False  # a missing tool is an error
    jobs: int = 2  # tasks at a time
    cache: Cache | None = None
    checkers: Sequence[Checker] | None = None  # None: all there are
    sandbox: Sandbox | None = None  # None: the best that works here


@dataclass(frozen=True, slots=True)
class Report:
    """What came of a check."""

    checked: tuple[Checked, ...]  # every snippet, in the order of documents and lines
    diagnostics: tuple[Diagnostic, ...]  # sorted
    tools: Mapping[str, str]  # the tools that were used, name -> version


@cache
def all_rules() -> Mapping[str, Rule]:
    """Return every rule that a finding may name, by code."""
    all_checkers()  # imports them
    modules = [module for name, module in sys.modules.items() if name.startswith("snippets.")]
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
    names = [*(checker.name for checker in checkers), *(refusal.name for refusal in REFUSALS)]
    snippets: list[Snippet] = []
    diagnostics: list[Diagnostic] = []
    for document in documents:
        read, wrong = read_snippets(document, names)
        snippets += read
        diagnostics += wrong
    verdicts: dict[Snippet, Verdict] = {}
    tasks: list[tuple[Checker, Task]] = []
    for group in group_snippets(snippets):
        diagnostics += check_group(group)
        claims, skipped, wrong = sort_out(group.snippets, checkers)
        verdicts.update(skipped)
        diagnostics += wrong
        tasks += tasks_of(replace(group, snippets=tuple(claims)), checkers)
    with settings.sandbox or Sandbox(working_kind()) as sandbox:
        run = _Run(tasks, settings, sandbox)
        for number, judgement in enumerate(run.judgements(), 1):
            for snippet, verdict, wrong in judgement:
                verdicts[snippet] = verdict
                diagnostics += wrong
            if progress:
                progress(number, len(tasks))
    checked = tuple(Checked(snippet, verdicts[snippet]) for snippet in snippets if snippet in verdicts)
    return Report(checked, tuple(sorted(set(diagnostics))), run.tools)


def sort_out(
    snippets: Iterable[Snippet], checkers: Sequence[Checker]
) -> tuple[list[Snippet], dict[Snippet, Verdict], list[Diagnostic]]:
    """Return the snippets to check, the verdicts of those that are not, and what is wrong with their claims."""
    claims: list[Snippet] = []
    skipped: dict[Snippet, Verdict] = {}
    diagnostics: list[Diagnostic] = []
    checked_languages = frozenset().union(*(one.languages | one.fragment_languages for one in checkers))
    for snippet in snippets:
        checker = checker_for(snippet, checkers)
        if snippet.check == "none":
            skipped[snippet] = Verdict(Status.SKIPPED, reason=snippet.reason)
        elif not snippet.hidden and (refusal := refusal_for(snippet)) and not by_file(snippet, checker):
            diagnostics.append(refused(snippet, refusal))
        elif checker is None and (snippet.file or snippet.log or snippet.context) and not snippet.hidden:
            diagnostics.append(no_checker(snippet))
        elif checker is None:
            if snippet.language in checked_languages:
                skipped[snippet] = Verdict(Status.SKIPPED, reason="it does not say which file or context it belongs to")
        elif snippet.context and snippet.context not in checker.contexts:
            diagnostics.append(unknown_context(snippet, checker))
        else:
            claims.append(snippet)
    return claims, skipped, diagnostics


def by_file(snippet: Snippet, checker: Checker | None) -> bool:
    """Tell whether it is for its `file=` that a checker answers to a snippet."""
    return checker is not None and snippet.file is not None and answers_to(checker, snippet.file)


def refused(snippet: Snippet, refusal: Refusal) -> Diagnostic:
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


Judged = list[tuple[Snippet, Verdict, list[Diagnostic]]]


class _Run:
    """The tasks of one check, and the tools that are there for them."""

    def __init__(self, tasks: Sequence[tuple[Checker, Task]], settings: Settings, sandbox: Sandbox) -> None:
        self.settings = settings
        self.sandbox = sandbox
        self.cache = settings.cache or Cache(None, {})
        needed = {checker.name: checker for checker, _ in tasks}
        self.tasks = tasks
        self.versions = {name: checker.tool_version(self.sandbox) for name, checker in needed.items()}
        found = {checker.tool: self.versions[name] for name, checker in needed.items()}
        self.tools = {tool: version for tool, version in sorted(found.items()) if version}

    def judgements(self) -> Iterator[Judged]:
        """Yield the judgement of each task, in the order of the tasks, `settings.jobs` of them at a time."""
        with ThreadPoolExecutor(max(1, self.settings.jobs)) as pool:
            yield from pool.map(lambda pair: self.judge(*pair), self.tasks)

    def judge(self, checker: Checker, task: Task) -> Judged:
        version = self.versions[checker.name]
        if version is None:
            return self.missing(checker, task, f"{checker.tool} is not installed here, or has no sandbox to run in")
        tool = f"{checker.tool} {version}"
        try:
            outcome = self.outcome_of(checker, task, version)
        except ToolMissingError as error:
            return self.missing(checker, task, f"{error} is not there")
        except TimeLimitError as error:
            return [timed_out(snippet, checker, tool, str(error)) for snippet in task.snippets]
        return [
            judged(snippet, proof, [one for one in outcome.findings if one.snippet == index], checker, tool)
            for index, (snippet, proof) in enumerate(zip(task.snippets, outcome.proofs, strict=True))
        ]

    def outcome_of(self, checker: Checker, task: Task, version: str) -> Outcome:
        key = key_of(task, checker, version)
        outcome = self.cache.get(key)
        if outcome is None:
            outcome = checker.check(task, self.sandbox)
            self.cache.put(key, outcome)
        return outcome

    def missing(self, checker: Checker, task: Task, fact: str) -> Judged:
        rule = common_rules.TOOL_MISSING
        if self.settings.strict:
            rule = replace(rule, severity=Severity.ERROR)
        hint = "install it; this snippet is not verified here"
        verdict = Verdict(Status.TOOL_MISSING, checker.name, tool=checker.tool)
        return [(one, verdict, [rule.at(one.path, one.line, fact, hint)]) for one in task.snippets]


def timed_out(snippet: Snippet, checker: Checker, tool: str, fact: str) -> tuple[Snippet, Verdict, list[Diagnostic]]:
    hint = "a regular expression that backtracks, or an endless loop, does that"
    diagnostic = common_rules.TIMED_OUT.at(snippet.path, snippet.line, fact, hint)
    return snippet, Verdict(Status.TIMED_OUT, checker.name, tool=tool), [diagnostic]


def judged(
    snippet: Snippet, proof: Proof, findings: list[Finding], checker: Checker, tool: str
) -> tuple[Snippet, Verdict, list[Diagnostic]]:
    """Return the verdict that follows from a proof and the findings against it."""
    verdict = Verdict(Status.PASSED, checker.name, proof.level, tool, proof.matches, proof.lines)
    if snippet.must_fail:
        return judged_failure(snippet, findings, replace(verdict, level=Level.EXPECTED_FAILURE, matches=None))
    if any(finding.rule.severity is Severity.ERROR for finding in findings):
        verdict = replace(verdict, status=Status.FAILED, level=None)
    return snippet, verdict, [located(snippet, finding) for finding in findings if not finding.follows]


def judged_failure(
    snippet: Snippet, findings: list[Finding], verdict: Verdict
) -> tuple[Snippet, Verdict, list[Diagnostic]]:
    """A snippet that must fail passes only when the tool says what the author promised that it would."""
    promised = snippet.error or ""
    for finding in findings:
        if promised in finding.tool_message:
            return snippet, replace(verdict, message=finding.tool_message), []
    failed = replace(verdict, status=Status.FAILED, level=None)
    if not findings:
        fact = f"this snippet must fail with '{promised}', and {verdict.tool} finds nothing wrong with it"
        wrong = common_rules.PASSED_UNEXPECTEDLY.at(snippet.path, snippet.line, fact, "mend the snippet or its promise")
    else:
        said = findings[0].tool_message or findings[0].message
        fact = f"this snippet must fail with '{promised}', and {verdict.tool} says: {said}"
        wrong = common_rules.FAILED_OTHERWISE.at(snippet.path, snippet.line, fact, 'correct error="…", or the snippet')
    return snippet, failed, [wrong]


def located(snippet: Snippet, finding: Finding) -> Diagnostic:
    """Return a finding as a diagnostic: its line of the code as a line of the document."""
    if not 0 < finding.line <= len(snippet.columns):
        return finding.rule.at(snippet.path, snippet.line, finding.message, finding.hint)
    column = snippet.columns[finding.line - 1] + finding.column - 1
    return finding.rule.at(snippet.path, snippet.line + finding.line, finding.message, finding.hint, column=column)
