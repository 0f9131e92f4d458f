"""Turns the outcome of a checker into verdicts and diagnostics."""

from collections.abc import Iterable
from dataclasses import replace

from faircopy.diagnostics.model import Diagnostic, Rule, Severity
from faircopy.snippets import rules as common_rules
from faircopy.snippets.checkers import Checker
from faircopy.snippets.model import CheckedSnippet, Finding, Level, Outcome, Proof, Snippet, Status, Task, Verdict
from faircopy.snippets.reading.announced_output import OUTPUT
from faircopy.snippets.reading.disclaimed import DISCLAIMED
from faircopy.snippets.sandbox.budget import UsedUpError
from faircopy.snippets.sandbox.process import TimeLimitError
from faircopy.system_errors import explain, is_of_machine

# A snippet with its verdict, and what is wrong with it.
SnippetVerdict = tuple[Snippet, Verdict, list[Diagnostic]]
# Findings by these rules may change although the snippet has not.
PASSING_STATUSES = (Status.TIMED_OUT, Status.TOOL_MISSING)
PASSING_RULES = (common_rules.TOOL_OUTPUT_UNPARSED, common_rules.CHECKER_FAILED)
# Rules of our own: all that no checker defines. They never come from a tool.
OURS = frozenset(rule for rule in vars(common_rules).values() if isinstance(rule, Rule))


def judged_all(task: Task, outcome: Outcome, checker: Checker, tool: str) -> list[SnippetVerdict]:
    """Return the judgement of each snippet of a task."""
    return [
        judged(snippet, proof, [one for one in outcome.findings if one.snippet == index], checker, tool)
        for index, (snippet, proof) in enumerate(zip(task.snippets, outcome.proofs, strict=True))
    ]


def judged(snippet: Snippet, proof: Proof, findings: list[Finding], checker: Checker, tool: str) -> SnippetVerdict:
    """Return the verdict on a snippet with this proof and these findings."""
    verdict = Verdict(Status.PASSED, checker.name, proof.level, tool, proof.matches, proof.lines, proof.jails)
    if snippet.must_fail:
        return judged_failure(snippet, findings, replace(verdict, level=Level.EXPECTED_FAILURE, matches=None, jails=()))
    unread = next((one for one in findings if one.rule is common_rules.OTHER_TEXT and not one.line), None)
    if unread:
        return snippet, Verdict(Status.SKIPPED, checker.name, reason=unread.message), [located(snippet, unread)]
    findings = [uncertain(one) if is_disclaimed(snippet, one) else one for one in findings]
    wrong = next((one for one in findings if one.rule.severity is not Severity.NOTE), None)
    if wrong and snippet.is_plain and snippet.is_output and wrong.rule not in PASSING_RULES:
        fact = f"{OUTPUT}, so nobody copies it; in its language, this is wrong: {wrong.message}"
        note = replace(wrong, rule=common_rules.UNCERTAIN, message=fact, hint="mark it as `text`")
        return snippet, Verdict(Status.SKIPPED, checker.name, reason=OUTPUT), [located(snippet, note)]
    if any(finding.rule.severity is Severity.ERROR for finding in findings):
        verdict = replace(verdict, status=Status.FAILED, level=None)
    return snippet, verdict, [located(snippet, finding) for finding in findings if not finding.follows]


def is_disclaimed(snippet: Snippet, finding: Finding) -> bool:
    """Tell whether a finding in a plain fence is about a name that the text beside it calls unsupported."""
    if not snippet.disclaimed or not snippet.is_plain or finding.rule in OURS:
        return False
    return any(f"{mark}{name}{mark}" in finding.message for name in snippet.disclaimed for mark in "'\"`")


def uncertain(finding: Finding) -> Finding:
    message = f"{DISCLAIMED}: {finding.message}"
    return replace(
        finding, rule=common_rules.UNCERTAIN, message=message, hint="leave it out, or call the example wrong"
    )


def judged_failure(snippet: Snippet, findings: list[Finding], verdict: Verdict) -> SnippetVerdict:
    """A snippet that must fail passes only if the tool's own message is the promised one."""
    promised = snippet.error or ""
    messages = [finding.tool_message for finding in findings if finding.tool_message and finding.rule not in OURS]
    for words in messages:
        if promised in words:
            return snippet, replace(verdict, message=words), []
    failed = replace(verdict, status=Status.FAILED, level=None)
    rule, hint = common_rules.FAILED_OTHERWISE, 'correct error="…", or the snippet'
    if messages:
        fact = f"{verdict.tool} says: {messages[0]}"
    elif findings:
        fact = f"{verdict.tool} itself says nothing of it; what we say is: {findings[0].message}"
    else:
        rule, hint = common_rules.PASSED_UNEXPECTEDLY, "correct the snippet or its promise"
        fact = f"{verdict.tool} finds nothing wrong with it"
    diagnostic = rule.at(snippet.path, snippet.line, f"this snippet must fail with '{promised}', and {fact}", hint)
    # Findings that may not be the snippet's fault are reported as they are, too.
    return snippet, failed, [diagnostic, *(located(snippet, one) for one in findings if one.rule in OURS)]


def located(snippet: Snippet, finding: Finding) -> Diagnostic:
    """Return a finding as a diagnostic, with the line number of the document."""
    if not 0 < finding.line <= len(snippet.columns):
        return finding.rule.at(snippet.path, snippet.line, finding.message, finding.hint)
    column = snippet.columns[finding.line - 1] + finding.column - 1
    return finding.rule.at(snippet.path, snippet.line + finding.line, finding.message, finding.hint, column=column)


def missing(snippet: Snippet, checker: Checker, fact: str, hint: str, *, strict: bool) -> SnippetVerdict:
    """Return the judgement for a missing tool: an error with `strict`."""
    rule = common_rules.TOOL_MISSING
    if strict:
        rule = replace(rule, severity=Severity.ERROR)
    diagnostic = rule.at(snippet.path, snippet.line, fact, hint)
    return snippet, Verdict(Status.TOOL_MISSING, checker.name, tool=checker.tool), [diagnostic]


def timed_out(snippet: Snippet, checker: Checker, tool: str, error: TimeLimitError) -> SnippetVerdict:
    hint = "a regular expression that backtracks, or an endless loop, does that"
    fact = str(error)
    if isinstance(error, UsedUpError):
        fact, hint = f"not judged: {fact}", 'shorten what takes long there, or show it with check="none" reason="…"'
    diagnostic = common_rules.TIMED_OUT.at(snippet.path, snippet.line, fact, hint)
    return snippet, Verdict(Status.TIMED_OUT, checker.name, tool=tool), [diagnostic]


def ended(snippet: Snippet, checker: Checker, tool: str, fact: str) -> SnippetVerdict:
    """Return the judgement for a server that has exited."""
    diagnostic = common_rules.TOOL_OUTPUT_UNPARSED.at(snippet.path, snippet.line, fact, "report this with the snippet")
    return snippet, Verdict(Status.FAILED, checker.name, tool=tool), [diagnostic]


def failed_itself(snippet: Snippet, checker: Checker, tool: str, error: Exception) -> SnippetVerdict:
    """Return the judgement for an exception of the checker."""
    fact = f"the {checker.name} checker failed with {type(error).__name__}: this is a fault of ours, not of the snippet"
    hint = "please report it with the snippet; --debug shows where it happened"
    if is_of_machine(error):
        fact, hint = explain(error)
        fact = f"not judged by the {checker.name} checker: {fact}"
    diagnostic = common_rules.CHECKER_FAILED.at(snippet.path, snippet.line, fact, hint)
    return snippet, Verdict(Status.FAILED, checker.name, tool=tool), [diagnostic]


def is_lasting(outcome: Outcome) -> bool:
    """Tell whether a repeated check would have the same outcome, so that it may be cached."""
    return not any(one.rule in PASSING_RULES for one in outcome.findings)


def are_lasting(checked: Iterable[CheckedSnippet], diagnostics: Iterable[Diagnostic]) -> bool:
    """Tell whether a repeated check would have the same verdicts, so that they may be cached."""
    codes = {rule.code for rule in PASSING_RULES}
    return not (
        any(one.verdict.status in PASSING_STATUSES for one in checked) or any(one.code in codes for one in diagnostics)
    )
