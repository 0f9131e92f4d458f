"""The line under a snippet promises no more than was done."""

import pytest

from faircopy.snippets.model import Level, LineMatch, Snippet, Status, Verdict
from faircopy.snippets.proofs import ProofLine, proof_line

TOOL = "fail2ban 1.0.2"
FILE = Snippet("a.md", 1, 3, "ini", "x\n", file="/etc/fail2ban/filter.d/scan.conf")
LOG = Snippet("a.md", 1, 3, "text", "x\n", log="scan")


def passed(level: Level, **values: object) -> Verdict:
    return Verdict(Status.PASSED, "fail2ban", level, TOOL, **values)  # type: ignore[arg-type]


def caught(*lines: int, by: str = "203.0.113.24") -> tuple[LineMatch, ...]:
    return tuple(LineMatch(line, by) for line in lines)


@pytest.mark.parametrize(
    ("verdict", "mark", "text"),
    [
        (passed(Level.PARSED), "parsed", "Syntax checked by fail2ban 1.0.2"),
        (passed(Level.LOADED), "loaded", "Loaded by fail2ban 1.0.2"),
        (
            passed(Level.EXERCISED),
            "exercised",
            "Loaded, and exercised with the log sample of its group, by fail2ban 1.0.2",
        ),
        (
            passed(Level.EXERCISED, lines=24, matches=caught(*range(1, 25))),
            "exercised",
            "Loaded and run against 24 log lines by fail2ban 1.0.2: 24 matched",
        ),
        (
            passed(Level.EXERCISED, lines=1),
            "exercised",
            "Loaded and run against 1 log line by fail2ban 1.0.2: as promised",
        ),
        (Verdict(Status.SKIPPED, reason="an interactive session"), "unchecked", "Not checked: an interactive session"),
        (
            Verdict(Status.TOOL_MISSING, "fail2ban", tool="fail2ban"),
            "missing",
            "Not verified here: fail2ban is not available",
        ),
        (Verdict(Status.TIMED_OUT, tool=TOOL), "missing", "Not verified: fail2ban 1.0.2 took too long"),
        (
            Verdict(Status.FAILED, tool=TOOL),
            "expected-failure",
            "Broken: it did not pass the check by fail2ban 1.0.2",
        ),
    ],
)
def test_what_a_file_went_through(verdict: Verdict, mark: str, text: str) -> None:
    assert proof_line(FILE, verdict) == ProofLine(mark, text)


def test_a_tool_is_quoted_word_for_word() -> None:
    line = proof_line(FILE, passed(Level.EXPECTED_FAILURE, message="No failure-id group in '^ -'"))
    assert line == ProofLine(
        "expected-failure", "It fails as promised. fail2ban 1.0.2 says:", "No failure-id group in '^ -'"
    )


@pytest.mark.parametrize(
    ("lines", "matches", "text"),
    [
        (24, caught(*range(1, 25)), "24 log lines run through scan by {}: all matched, all from 203.0.113.24"),
        (1, caught(1), "1 log line run through scan by {}: it matched, from 203.0.113.24"),
        (6, (), "6 log lines run through scan by {}: none matched"),
        (6, caught(2), "6 log lines run through scan by {}: line 2 matched, from 203.0.113.24"),
        (
            9,
            caught(1, 2, 3, 5, 8, 9),
            "9 log lines run through scan by {}: lines 1\u20133, 5 and 8\u20139 matched, all from 203.0.113.24",
        ),
        (2, caught(1, by="a") + caught(2, by="b"), "2 log lines run through scan by {}: all matched, from a and b"),
        (
            4,
            caught(1, by="a") + caught(2, by="b") + caught(3, by="c"),
            "4 log lines run through scan by {}: lines 1\u20133 matched, from a, b and c",
        ),
        (
            5,
            tuple(LineMatch(number, f"192.0.2.{number}") for number in range(1, 6)),
            "5 log lines run through scan by {}: all matched, from 5 addresses",
        ),
        (2, caught(1, 1), "2 log lines run through scan by {}: line 1 matched, from 203.0.113.24"),
    ],
)
def test_what_a_sample_gave_away(lines: int, matches: tuple[LineMatch, ...], text: str) -> None:
    line = proof_line(LOG, passed(Level.EXERCISED, lines=lines, matches=matches))
    assert line.text == text.format(TOOL)
