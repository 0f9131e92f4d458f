"""The cases of checkers: documents of tests/cases/snippets, with what is to be said of them in a comment at the end."""

import re
from dataclasses import dataclass, replace
from pathlib import Path

from faircopy.markdown.document import Document, parse_document
from faircopy.snippets.check import Report
from faircopy.snippets.checkers import Checker

CASES = Path(__file__).parent.parent / "cases" / "snippets"
EXPECTED = re.compile(r"\n?<!-- expected\n(?P<lines>.*?)-->\n?\Z", re.DOTALL)
# Files in the folder of this checker are more than one kind of thing.
FAIL2BAN = '{.ini file="/etc/fail2ban/filter.d/x.conf"}'


@dataclass(frozen=True, slots=True)
class Case:
    """A document, and what a check says of it: `line:column: severity CODE message`, each perhaps only the start."""

    checker: str
    name: str
    document: Document
    expected: tuple[str, ...]  # none: it passes in silence

    def __str__(self) -> str:
        return self.name


def read_case(path: Path) -> Case:
    text = path.read_text(encoding="utf-8")
    found = EXPECTED.search(text)
    expected = tuple(found["lines"].splitlines()) if found else ()
    name = path.relative_to(CASES if path.is_relative_to(CASES) else path.parent.parent)
    # Without the comment: a fence that is never closed would take it in.
    document = parse_document(str(name), text[: found.start()] + "\n" if found else text)
    return Case(name.parts[0], str(name.with_suffix("")), document, expected)


def all_cases() -> list[Case]:
    return [read_case(path) for path in sorted(CASES.glob("*/**/*.md"))]


def report_for(whole: Report, path: str) -> Report:
    return replace(
        whole,
        checked=tuple(one for one in whole.checked if one.snippet.path == path),
        diagnostics=tuple(one for one in whole.diagnostics if one.path == path),
    )


def messages_of(report: Report) -> list[str]:
    return [
        f"{one.line}:{one.column}: {one.severity} {one.code} {one.message}" + (f"; {one.hint}" if one.hint else "")
        for one in report.diagnostics
    ]


def says_what_is_expected(case: Case, report: Report) -> bool:
    """An expectation may leave out the end of a line, which another version of the tool words otherwise."""
    found = messages_of(report)
    return len(found) == len(case.expected) and all(map(str.startswith, found, case.expected))


def info_for(checker: Checker) -> str:
    """Return the info string of a fence that a checker answers to."""
    if checker.name == "fail2ban":
        return FAIL2BAN
    if checker.languages and not (checker.recognise and checker.files):  # which knows its own by what stands in it
        return min(checker.languages)
    if checker.contexts:
        return f'{{.{min(checker.fragment_languages)} context="{min(checker.contexts)}"}}'
    return f'{{.text file="{checker.files[0].replace("*", "x")}"}}'
