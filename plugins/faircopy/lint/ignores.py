"""Remarks that silence a finding at one place: `<!-- proofread: ignore CODE reason -->`."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from faircopy.diagnostics.model import Diagnostic, Rule
from faircopy.lint.rules.suppression import (
    IGNORE_REFUSED,
    IGNORE_UNREADABLE,
    IGNORE_UNUSED,
    IGNORE_WITHOUT_REASON,
)
from faircopy.markdown.blocks import block_tokens
from faircopy.markdown.document import Document
from faircopy.markdown.prose import CODE_SPAN, Kind, blanked, find_words

REMARK = re.compile(r"<!--\s*#?\s*proofread\b:?(?P<order>.*?)-->", re.DOTALL)
ORDER = re.compile(r"\s*ignore\s+(?P<code>[A-Za-z]{2}\d{3})\b(?P<reason>.*)", re.DOTALL)
FORM = "write <!-- proofread: ignore CODE reason -->"
# Findings, or kinds of them, that nobody can be silent about, and why: most have words of their own for what is wrong
# on purpose.
NEVER_SILENCED = {
    "SN": 'write check="none" reason="…" at the fence',
    "CL": "a list must be right for its readers",
    "MD": "nothing can be read without it",
    "FM141": "no build can read it",
    "PR951": "it is a fault of ours: please report it",
}


@dataclass(frozen=True, slots=True)
class Ignore:
    """An order to be silent about one kind of finding on some lines."""

    code: str
    lines: tuple[tuple[int, int], ...]  # first and last of each stretch
    line: int  # where it is written
    column: int

    def covers(self, diagnostic: Diagnostic) -> bool:
        return diagnostic.code == self.code and any(first <= diagnostic.line <= last for first, last in self.lines)


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment that is addressed to proofread."""

    order: str
    line: int
    column: int
    lines: tuple[tuple[int, int], ...]  # that it is about


def read_ignores(document: Document, known: Mapping[str, Rule]) -> tuple[list[Ignore], list[Diagnostic]]:
    """Return the orders in a document, and what is wrong with the rest. `known` are the rules by their codes."""
    ignores: list[Ignore] = []
    wrong: list[Diagnostic] = []
    for remark in remarks_in(document) if "proofread" in document.text else ():
        found = ORDER.fullmatch(remark.order)
        code = found["code"].upper() if found else ""
        place = document.path, remark.line
        if not found:
            fact = f"'{' '.join(remark.order.split())}' is no order"
            wrong.append(IGNORE_UNREADABLE.at(*place, fact, FORM, column=remark.column))
        elif not found["reason"].strip(" \n:-"):
            fact = f"there is no reason for silence about {code}"
            wrong.append(IGNORE_WITHOUT_REASON.at(*place, fact, FORM, column=remark.column))
        elif code not in known or why_never(code):
            wrong.append(IGNORE_REFUSED.at(*place, *refusal(code, known), column=remark.column))
        else:
            ignores.append(Ignore(code, remark.lines, remark.line, remark.column))
    return ignores, wrong


def why_never(code: str) -> str:
    return NEVER_SILENCED.get(code) or NEVER_SILENCED.get(code[:2], "")


def refusal(code: str, known: Mapping[str, Rule]) -> tuple[str, str]:
    if code in known:
        return f"{code} cannot be silenced here", why_never(code)
    return f"there is no {code}", "docs/diagnostics.md lists all codes"


def remarks_in(document: Document) -> Iterator[Remark]:
    for text in find_words(document):
        # A code span may show how a remark is written.
        words = text.text if text.kind is Kind.HTML else CODE_SPAN.sub(blanked, text.text)
        for found in REMARK.finditer(words):
            line, column = text.place(found.start())
            alone = text.kind is Kind.HTML and not REMARK.sub("", text.text).strip()
            end = line + found[0].count("\n")
            yield Remark(found["order"], line, column, block_after(document, end) if alone else ((line, end),))


def block_after(document: Document, line: int) -> tuple[tuple[int, int], ...]:
    """Return the lines of the block that follows `line`; with them the front matter, when no text comes before."""
    blocks = [token for token in block_tokens(document) if token.map and token.nesting >= 0]
    after = [one for one in blocks if one.map and one.map[0] >= line and not REMARK.match(one.content.lstrip())]
    before = [one for one in blocks if one.map and one.map[0] < line and not REMARK.match(one.content.lstrip())]
    covered = [(after[0].map[0] + 1, max(after[0].map[1], after[0].map[0] + 1))] if after and after[0].map else []
    return (*covered, *(() if before else ((1, document.body_line - 1),)))


def is_silenced(diagnostic: Diagnostic, ignores: Iterable[Ignore]) -> bool:
    return any(ignore.covers(diagnostic) for ignore in ignores)


def unused(path: str, ignores: Iterable[Ignore], diagnostics: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each order that silences none of `diagnostics`."""
    found = list(diagnostics)
    for ignore in ignores:
        if not any(ignore.covers(one) for one in found):
            fact = f"there is no {ignore.code} where this remark silences it"
            yield IGNORE_UNUSED.at(path, ignore.line, fact, "take the remark out", column=ignore.column)
