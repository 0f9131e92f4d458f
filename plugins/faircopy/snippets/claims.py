"""Which snippets are checked, and why others are not."""

from collections.abc import Iterable, Sequence

from faircopy.diagnostics.model import Diagnostic
from faircopy.languages.words import N_
from faircopy.offsets import line_at
from faircopy.snippets import rules as common_rules
from faircopy.snippets.checkers import Checker
from faircopy.snippets.groups import answers_to, checker_for
from faircopy.snippets.model import Snippet, Status, Verdict
from faircopy.snippets.nesting import MAX_LEVELS, too_deep_at
from faircopy.snippets.unsupported import UnsupportedTool, unsupported_tool_for

NO_PLACE = N_("it does not say which file or context it belongs to")
# No file that people have written for a reader is as long, and programs would read it for minutes.
MAX_CODE_CHARS = 1_500_000
LEFT_OUT = "the configuration does not name its language"


def is_wanted(snippet: Snippet, languages: frozenset[str] | None) -> bool:
    """Tell whether a project wants a fence checked: always if it makes a claim, otherwise by its language."""
    claims = snippet.file or snippet.log or snippet.context or snippet.check
    return languages is None or bool(claims) or snippet.hidden or snippet.language in languages


def why_unread(snippet: Snippet, checkers: Sequence[Checker]) -> Verdict:
    """Return the verdict on a fence for which no checker is run."""
    if not snippet.unread and any(snippet.language in one.languages for one in checkers):
        return Verdict(Status.SKIPPED, reason=f"no checker knows this kind of '{snippet.language}'")
    unknown = f"no checker knows '{snippet.language}'" if snippet.language else "it names no language"
    return Verdict(Status.SKIPPED, reason=snippet.unread or unknown)


def sort_out(
    snippets: Iterable[Snippet], checkers: Sequence[Checker]
) -> tuple[list[Snippet], dict[Snippet, Verdict], list[Diagnostic]]:
    """Return the snippets to check, the verdicts on the others, and diagnostics of their claims."""
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
        elif checker is not None and (found := too_much(snippet)):
            diagnostics.append(found)
        elif not snippet.hidden and (refusal := unsupported_tool_for(snippet)) and not by_file(snippet, checker):
            diagnostics.append(refused(snippet, refusal))
        elif checker is None and (snippet.file or snippet.log or snippet.context) and not snippet.hidden:
            diagnostics.append(no_checker(snippet))
        elif checker is None:
            if snippet.language in fragment_languages:
                skipped[snippet] = Verdict(Status.SKIPPED, reason=NO_PLACE)
        elif snippet.context and snippet.context not in checker.contexts:
            diagnostics.append(unknown_context(snippet, checker))
        else:
            claims.append(snippet)
    return claims, skipped, diagnostics


def by_file(snippet: Snippet, checker: Checker | None) -> bool:
    """Tell whether a checker applies to a snippet because of its `file=`."""
    return checker is not None and snippet.file is not None and answers_to(checker, snippet.file)


def too_much(snippet: Snippet) -> Diagnostic | None:
    """Return why a snippet is given to no program, though one would read it."""
    hint = 'show the part that matters, or write check="none" and a reason="…" for readers'
    if len(snippet.code) > MAX_CODE_CHARS:
        fact = f"it has {len(snippet.code)} characters, and at most {MAX_CODE_CHARS} are checked"
        return common_rules.TOO_LONG.at(snippet.path, snippet.line, fact, hint)
    if (offset := too_deep_at(snippet.code)) is not None:
        line = line_at(snippet.code, offset) - 1
        column = offset - snippet.code.rfind("\n", 0, offset) + snippet.columns[line] - 1
        fact = f"it is nested too deeply: '{snippet.code[offset]}' stands within {MAX_LEVELS} others"
        return common_rules.TOO_DEEP.at(snippet.path, snippet.line + 1 + line, fact, hint, column=column)
    return None


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
    return common_rules.CONTEXT_UNKNOWN.at(snippet.path, snippet.line, fact, f"known: {known}")
