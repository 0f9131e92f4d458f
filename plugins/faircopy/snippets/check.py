"""Checks documents: returns a Report with a verdict on every snippet, and all diagnostics."""

import sys
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache

from faircopy.diagnostics.model import Diagnostic, Rule
from faircopy.markdown.document import Document
from faircopy.snippets import rules as common_rules
from faircopy.snippets.cache import digest_of_files
from faircopy.snippets.checkers import Checker, all_checkers, outside
from faircopy.snippets.checkers._version import DPKG_STATUS
from faircopy.snippets.claims import LEFT_OUT, is_wanted, sort_out, why_unread
from faircopy.snippets.groups import check_group, group_snippets, tasks_of
from faircopy.snippets.jobs import CheckJob, CheckRun, Settings
from faircopy.snippets.model import CheckedSnippet, Snippet, Status, Verdict
from faircopy.snippets.reading.read import read_snippets
from faircopy.snippets.sandbox.budget import Budgets, TimeBudget, TimeLimits
from faircopy.snippets.sandbox.runner import Sandbox, working_kind
from faircopy.snippets.silent_faults.invisible import invisible_signs
from faircopy.snippets.silent_faults.separators import commas
from faircopy.snippets.silent_faults.typographic import dashes, quoted_values
from faircopy.snippets.silent_faults.unread_names import unread_names
from faircopy.snippets.unsupported import UNSUPPORTED_TOOLS

Progress = Callable[[int, int], None]  # tasks done, tasks in all


@dataclass(frozen=True, slots=True)
class Report:
    """The result of a check."""

    checked: tuple[CheckedSnippet, ...]  # every snippet, in the order of documents and lines
    diagnostics: tuple[Diagnostic, ...]  # sorted
    tools: Mapping[str, str]  # the tools that were used, name -> version
    unread: tuple[CheckedSnippet, ...] = ()  # fences that nobody checks, each with the reason in its verdict
    refused: int = 0  # fences that could not be asked about: each has a diagnostic


@cache
def all_rules() -> Mapping[str, Rule]:
    """Return all rules of findings, by code."""
    all_checkers()  # imports them
    modules = [module for name, module in sys.modules.items() if name.startswith("faircopy.snippets.")]
    modules += [sys.modules[name] for name in outside().modules]
    found = [value for module in modules for value in vars(module).values() if isinstance(value, Rule)]
    return {rule.code: rule for rule in found}


def state_of_tools() -> tuple[object, ...]:
    """Return a value that changes when other versions of the tools may be installed."""
    with suppress(OSError):
        state = DPKG_STATUS.stat()
        return working_kind(), state.st_size, state.st_mtime_ns
    return (working_kind(),)


def check_documents(documents: Iterable[Document], settings: Settings, progress: Progress | None = None) -> Report:
    """Check every snippet of some documents. `progress` is called after each task, from this thread."""
    checkers = tuple(settings.checkers if settings.checkers is not None else all_checkers())
    snippets, diagnostics, refused = read_documents(documents, checkers, settings)
    jobs, verdicts, wrong = jobs_of(snippets, checkers, settings.limits)
    diagnostics += wrong
    with settings.sandbox or Sandbox(working_kind()) as sandbox:
        run = CheckRun(jobs, settings, sandbox)
        for number, judgement in enumerate(run.judgements(), 1):
            for snippet, verdict, wrong in judgement:
                verdicts[snippet] = verdict
                diagnostics += wrong
            if progress:
                progress(number, len(jobs))
    checked = tuple(CheckedSnippet(snippet, verdicts[snippet]) for snippet in snippets if snippet in verdicts)
    signs = list(invisible_signs(checked, diagnostics))
    diagnostics = without_follow_ons(diagnostics, checked, signs)
    misread = [*signs, *dashes(checked, diagnostics)]
    checked = tuple(failed_by(one, misread) for one in checked)
    diagnostics += misread
    diagnostics += quoted_values(checked, diagnostics)
    diagnostics += [*commas(checked, diagnostics), *unread_names(snippets)]
    reported = {(one.path, one.line) for one in diagnostics}
    left = [one for one in snippets if one not in verdicts and not one.hidden]
    unread = tuple(
        CheckedSnippet(one, why_unread(one, checkers))
        for one in left
        if not any((one.path, line) in reported for line in range(one.line, one.end_line + 1))
    )
    return Report(checked, tuple(sorted(set(diagnostics))), run.tools, unread, refused + len(left) - len(unread))


def without_follow_ons(
    diagnostics: Collection[Diagnostic], checked: Iterable[CheckedSnippet], signs: Iterable[Diagnostic]
) -> list[Diagnostic]:
    """Return the findings without a program's own in a plain fence that has signs which nobody sees.

    They may be what the signs have done, also in the line above.
    """
    wrong_in, signs_in = by_path(diagnostics), by_path(signs)
    caused = {
        wrong
        for one in checked
        if one.snippet.is_plain and any(is_within(sign, one.snippet) for sign in signs_in.get(one.snippet.path, ()))
        for wrong in wrong_in.get(one.snippet.path, ())
        if is_within(wrong, one.snippet)
    }
    return [one for one in diagnostics if one not in caused]


def by_path(diagnostics: Iterable[Diagnostic]) -> dict[str, list[Diagnostic]]:
    found: dict[str, list[Diagnostic]] = {}
    for one in diagnostics:
        found.setdefault(one.path, []).append(one)
    return found


def is_within(diagnostic: Diagnostic, snippet: Snippet) -> bool:
    return diagnostic.path == snippet.path and snippet.line < diagnostic.line < snippet.end_line


def failed_by(one: CheckedSnippet, misread: Iterable[Diagnostic]) -> CheckedSnippet:
    """Return a snippet as failed where one of these errors is in it."""
    snippet = one.snippet
    if not any(is_within(wrong, snippet) for wrong in misread):
        return one
    return replace(one, verdict=replace(one.verdict, status=Status.FAILED, level=None))


def read_documents(
    documents: Iterable[Document], checkers: Iterable[Checker], settings: Settings
) -> tuple[list[Snippet], list[Diagnostic], int]:
    """Return the snippets of some documents, their diagnostics, and the number of fences that are no snippets."""
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
    return snippets, diagnostics, refused


def jobs_of(
    snippets: Iterable[Snippet], checkers: Sequence[Checker], limits: TimeLimits
) -> tuple[list[CheckJob], dict[Snippet, Verdict], list[Diagnostic]]:
    """Return the jobs for checkers, the verdicts that need no checker, and diagnostics of claims."""
    verdicts: dict[Snippet, Verdict] = {}
    diagnostics: list[Diagnostic] = []
    jobs: list[CheckJob] = []
    budgets_by_path: dict[str, TimeBudget] = {}
    for group in group_snippets(snippets):
        diagnostics += check_group(group)
        claims, skipped, wrong = sort_out(group.snippets, checkers)
        verdicts.update(skipped)
        diagnostics += wrong
        whole = TimeBudget("document", limits.document_seconds, limits.clock)
        own = TimeBudget("group", limits.group_seconds, limits.clock)
        budgets = Budgets((budgets_by_path.setdefault(group.path, whole), own))
        # All files of the group, also unchecked ones: checked files may include or read them.
        digest = digest_of_files(group.files)
        jobs += [CheckJob(*pair, budgets, digest) for pair in tasks_of(group, claims, checkers)]
    return jobs, verdicts, diagnostics
