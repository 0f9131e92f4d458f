"""Ignore comments, which suppress a finding at one place: `<!-- proofread: ignore CODE reason -->`."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from faircopy.diagnostics.model import Diagnostic, Rule
from faircopy.lint.findings import LintFinding, Suppression
from faircopy.lint.reports import LintedDocument
from faircopy.lint.rules.check_failed import CHECK_FAILED
from faircopy.lint.rules.suppression import (
    IGNORE_REFUSED,
    IGNORE_UNREADABLE,
    IGNORE_UNUSED,
    IGNORE_WITHOUT_REASON,
)
from faircopy.markdown.blocks import block_tokens
from faircopy.markdown.document import Document
from faircopy.markdown.prose import CODE_SPAN, TextKind, blanked, find_words

COMMENT = re.compile(r"<!--\s*+(?:#\s*+)?proofread\b:?(?P<order>.{0,4000}?)-->", re.DOTALL)
ORDER = re.compile(r"\s*ignore\s+(?P<code>[A-Za-z]{2}\d{3})\b(?P<reason>.*)", re.DOTALL)
FORM = "write <!-- proofread: ignore CODE reason -->"
# Codes that cannot be suppressed, and why: most have another way to mark intended faults.
NEVER_SUPPRESSED = {
    "SN": 'write check="none" reason="…" at the fence',
    "CL": "a list must be right for its readers",
    "MD": "nothing can be read without it",
    "FM141": "no build can read it",
    **dict.fromkeys(("FM143", "FM144", "FM145", "FM146"), "a build would take minutes, or end in it"),
    "PR951": "it is a fault of ours: please report it",
}


@dataclass(frozen=True, slots=True)
class IgnoreComment:
    """A comment for the linter."""

    order: str
    line: int
    column: int
    lines: tuple[tuple[int, int], ...]  # that it is about


def read_suppressions(document: Document, known: Mapping[str, Rule]) -> tuple[list[Suppression], list[Diagnostic]]:
    """Return the suppressions in a document, and diagnostics of invalid ones. `known` has all rules by code."""
    suppressions: list[Suppression] = []
    wrong: list[Diagnostic] = []
    for comment in comments_in(document) if "proofread" in document.text else ():
        found = ORDER.fullmatch(comment.order)
        code = found["code"].upper() if found else ""
        place = document.path, comment.line
        if not found:
            fact = f"'{' '.join(comment.order.split())}' is not a command"
            wrong.append(IGNORE_UNREADABLE.at(*place, fact, FORM, column=comment.column))
        elif not found["reason"].strip(" \n:-"):
            fact = f"no reason is given for ignoring {code}"
            wrong.append(IGNORE_WITHOUT_REASON.at(*place, fact, FORM, column=comment.column))
        elif code not in known or why_never(code):
            wrong.append(IGNORE_REFUSED.at(*place, *refusal(code, known), column=comment.column))
        else:
            suppressions.append(Suppression(code, comment.lines, comment.line, comment.column))
    return suppressions, wrong


def why_never(code: str) -> str:
    return NEVER_SUPPRESSED.get(code) or NEVER_SUPPRESSED.get(code[:2], "")


def refusal(code: str, known: Mapping[str, Rule]) -> tuple[str, str]:
    if code in known:
        return f"{code} cannot be ignored here", why_never(code)
    return f"there is no {code}", "docs/diagnostics.md lists all codes"


def comments_in(document: Document) -> Iterator[IgnoreComment]:
    blocks = blocks_of(document)
    for text in find_words(document):
        # A code span may show how such a comment is written.
        words = text.text if text.kind is TextKind.HTML else CODE_SPAN.sub(blanked, text.text)
        for found in COMMENT.finditer(words):
            line, column = text.place(found.start())
            alone = text.kind is TextKind.HTML and not COMMENT.sub("", text.text).strip()
            end = line + found[0].count("\n")
            covered = block_after(document, blocks, end) if alone else ((line, end),)
            yield IgnoreComment(found["order"], line, column, covered)


def blocks_of(document: Document) -> list[tuple[int, int]]:
    """Return the first and last line, from 1, of each block that is no ignore comment, in order."""
    blocks = [token for token in block_tokens(document) if token.map and token.nesting >= 0]
    return [
        (one.map[0] + 1, max(one.map[1], one.map[0] + 1))
        for one in blocks
        if one.map and not COMMENT.match(one.content.lstrip())
    ]


def block_after(document: Document, blocks: list[tuple[int, int]], line: int) -> tuple[tuple[int, int], ...]:
    """Return the lines of the block after `line`, and the front matter if no text precedes the comment."""
    following = bisect_left(blocks, (line + 1, 0))
    before = following > 0
    return (*blocks[following : following + 1], *(() if before else ((1, document.body_line - 1),)))


def is_suppressed(diagnostic: Diagnostic, suppressions: Iterable[Suppression]) -> bool:
    return any(one.covers(diagnostic) for one in suppressions)


def without_suppressed(
    findings: Iterable[LintFinding], documents: Iterable[LintedDocument], ignored_codes: Container[str] = ()
) -> Iterator[LintFinding]:
    """Remove suppressed findings, and add a finding for each unused suppression.

    Suppressions of `ignored_codes` are not reported as unused, because those codes were not checked.
    """
    by_path: dict[str, list[LintFinding]] = defaultdict(list)
    for finding in findings:
        by_path[finding.path].append(finding)
    for document in documents:
        found = by_path.pop(document.path, [])
        suppressions = [one for one in document.report.suppressions if one.code not in ignored_codes]
        yield from (finding for finding in found if not is_suppressed(finding.diagnostic, suppressions))
        # A check that failed may be the one that a comment is about.
        if all(finding.diagnostic.code != CHECK_FAILED.code for finding in found):
            yield from map(LintFinding, unused(document.path, suppressions, [finding.diagnostic for finding in found]))
    for rest in by_path.values():
        yield from rest


def unused(path: str, suppressions: Iterable[Suppression], diagnostics: Sequence[Diagnostic]) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each suppression that suppresses none of `diagnostics`."""
    for one in suppressions:
        if not any(one.covers(diagnostic) for diagnostic in diagnostics):
            fact = f"there is no {one.code} where this comment ignores it"
            yield IGNORE_UNUSED.at(path, one.line, fact, "take the comment out", column=one.column)
