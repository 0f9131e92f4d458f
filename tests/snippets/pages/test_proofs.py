"""The line under a snippet promises no more than was done."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from faircopy.filter_tool.reasons import Reason, UntranslatableError, reason_of
from faircopy.languages.words import OUR_WORDS, SiteTranslations, SiteWords
from faircopy.snippets.claims import NO_PLACE
from faircopy.snippets.durations import duration
from faircopy.snippets.model import Ban, JailProof, Level, LineMatch, NearMiss, Snippet, Status, Verdict
from faircopy.snippets.pages.proofs import ProofLine, proof_line

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
    line = proof_line(FILE, verdict)
    assert (line.mark, line.text, line.quote) == (mark, text, "")


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


HOUR = 3600
ONE = Ban(3, "192.0.2.1", 0, HOUR)
TWO = Ban(7, "192.0.2.2", 0, None)
AGAIN = Ban(9, "192.0.2.1", 0, 2 * HOUR)
NEAR = (NearMiss("192.0.2.3", 2, 5), NearMiss("192.0.2.4", 2, 6))


def jail(
    *bans: Ban, name: str = "door", near: tuple[NearMiss, ...] = (), sample: int = 0, chance: int = 0
) -> JailProof:
    return JailProof(name, sample, bans, near, 3, chance)


@pytest.mark.parametrize(
    ("jails", "text"),
    [
        ([jail(ONE)], "bans 192.0.2.1 at line 3, for an hour"),
        ([jail(ONE, near=NEAR)], "bans 192.0.2.1 at line 3, for an hour"),
        ([jail(ONE, TWO)], "bans 192.0.2.1 at line 3, for an hour; and 192.0.2.2 at line 7, for ever"),
        (
            [jail(ONE, TWO, AGAIN)],
            (
                "bans 192.0.2.1 at line 3, for an hour; 192.0.2.2 at line 7, for ever; "
                "and 192.0.2.1 at line 9, for 2 hours"
            ),
        ),
        ([jail(ONE, TWO, AGAIN, AGAIN)], "bans 2 addresses, the first at line 3"),
        ([jail()], "bans nobody"),
        ([jail(near=NEAR)], "bans nobody; 192.0.2.3 came to 2 of 3"),
        ([jail(ONE, chance=300)], "bans 192.0.2.1 at line 3, for an hour, and up to 5 minutes more at random"),
        (
            [jail(ONE), jail(TWO, name="gate")],
            "jail door bans 192.0.2.1 at line 3, for an hour; jail gate bans 192.0.2.2 at line 7, for ever",
        ),
        (
            [jail(ONE, sample=1), jail(sample=2)],
            "in sample 1 it bans 192.0.2.1 at line 3, for an hour; in sample 2 it bans nobody",
        ),
    ],
)
def test_whom_jails_ban(jails: list[JailProof], text: str) -> None:
    line = proof_line(FILE, passed(Level.EXERCISED, jails=tuple(jails)))
    assert line.text == f"Loaded, and run against the log sample of its group, by {TOOL}: {text}"


def test_a_sample_says_whom_the_jail_bans_that_it_names() -> None:
    log = Snippet("a.md", 1, 3, "text", "x\n", log="scan", jail="gate", bans=())
    verdict = passed(Level.EXERCISED, lines=1, matches=(), jails=(jail(ONE), jail(name="gate")))
    assert proof_line(log, verdict).text.endswith(": none matched; jail gate bans nobody")
    assert proof_line(LOG, verdict).text.endswith(": none matched")


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 seconds"),
        (1, "a second"),
        (600, "10 minutes"),
        (3600, "an hour"),
        (90000, "a day and an hour"),
        (8 * 86400 + 61, "a week and a day"),
        (604861, "a week and a minute"),
    ],
)
def test_durations_in_words(seconds: int, words: str) -> None:
    assert duration(seconds) == words


GERMAN = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "Loaded, and run against the log sample of its group, by %(tool)s: %(result)s"
msgstr "Geladen, und mit dem Beispiel seiner Gruppe gefahren, von %(tool)s: %(result)s"

msgid "bans %(bans)s"
msgstr "sperrt %(bans)s"

msgid "%(address)s at line %(line)s, %(time)s"
msgstr "%(address)s in Zeile %(line)s, %(time)s"

msgid "for %(time)s"
msgstr "%(time)s lang"

msgid "an hour"
msgid_plural "%(number)s hours"
msgstr[0] "eine Stunde"
msgstr[1] "%(number)s Stunden"

msgid "It cannot be tried in this page, because a browser cannot do the same: %(reason)s."
msgstr "In dieser Seite geht es nicht, denn ein Browser kann das nicht: %(reason)s."

msgid "a date with '%(sign)s'"
msgstr "ein Datum mit '%(sign)s'"
"""


def test_a_proof_is_in_the_language_of_the_page(tmp_path: Path) -> None:
    (tmp_path / "de.po").write_text(GERMAN, encoding="utf-8")
    words = SiteWords(SiteTranslations((tmp_path,)), "en")
    why = UntranslatableError("a date with '%(sign)s'", sign="%G").reason
    note = Reason("It cannot be tried in this page, because a browser cannot do the same: %(reason)s.", {"reason": why})
    assert reason_of(json.loads(json.dumps(note.as_data()))) == note
    verdict = passed(Level.EXERCISED, jails=(jail(ONE),), note=note)
    assert proof_line(FILE, verdict, words.of("de")).text == (
        f"Geladen, und mit dem Beispiel seiner Gruppe gefahren, von {TOOL}: sperrt 192.0.2.1 in Zeile 3, eine Stunde "
        "lang. In dieser Seite geht es nicht, denn ein Browser kann das nicht: ein Datum mit '%G'."
    )


@pytest.mark.parametrize(
    ("check", "reason", "text"),
    [
        ("none", "nur ein Beispiel", "Nicht geprüft: nur ein Beispiel"),
        ("none", "Search", "Nicht geprüft: Search"),
        (None, NO_PLACE, "Nicht geprüft: es sagt nicht, zu welcher Datei oder welchem Kontext es gehört"),
        ("none", "", "Nicht geprüft: "),
    ],
)
def test_a_reason_is_in_the_language_of_the_text(check: str | None, reason: str, text: str) -> None:
    """An author's is as it was typed, also where it is a word that has a translation."""
    snippet = replace(FILE, check=check)
    assert proof_line(snippet, Verdict(Status.SKIPPED, reason=reason), OUR_WORDS.of("de")).text == text
