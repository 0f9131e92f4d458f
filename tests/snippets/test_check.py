from collections import UserDict
from collections.abc import Callable, ItemsView
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
from fakes import BAD, ODD, WordChecker

from faircopy.cache.namespaces import SNIPPETS
from faircopy.cache.store import EntryStore
from faircopy.markdown.document import parse_document
from faircopy.snippets.cache import NOT_IN_KEY, Cache, key_of
from faircopy.snippets.check import Report, check_documents
from faircopy.snippets.claims import MAX_CODE_CHARS
from faircopy.snippets.jobs import Settings
from faircopy.snippets.model import Level, MatchPromise, Snippet, SnippetGroup, Status, Task
from faircopy.snippets.sandbox.runner import Sandbox

RULES = {rule.code: rule for rule in (BAD, ODD)}


def check(text: str, checker: WordChecker | None = None, path: str = "a.md", **settings: object) -> Report:
    chosen = Settings(checkers=[checker or WordChecker()], **settings)  # type: ignore[arg-type]
    return check_documents([parse_document(path, text)], chosen)


def verdicts(report: Report) -> list[tuple[str, str | None]]:
    return [(str(one.verdict.status), one.verdict.level and str(one.verdict.level)) for one in report.checked]


def messages(report: Report) -> list[str]:
    return [str(one) for one in report.diagnostics]


def test_a_passed_snippet_names_its_level_and_tool() -> None:
    report = check("```words\ngood\n```\n")
    assert verdicts(report) == [("passed", "parsed")]
    assert report.checked[0].verdict.tool == "wordlist 2.0"
    assert report.tools == {"wordlist": "2.0"}


def test_a_finding_is_told_at_its_line_and_column_of_the_document() -> None:
    report = check("Title: x\n\n- item\n\n  ```words\n  good\n  so bad\n  ```\n")
    assert verdicts(report) == [("failed", None)]
    assert messages(report) == ["a.md:7: error XX900 'bad' word; hint"]
    assert report.diagnostics[0].column == 6


def test_a_warning_does_not_fail_a_snippet() -> None:
    report = check("```words\nodd\n```\n")
    assert verdicts(report) == [("passed", "parsed")]
    assert messages(report) == ["a.md:2: warning XX901 'odd' word; hint"]


@pytest.mark.parametrize(
    ("code", "error", "verdict", "message"),
    [
        ("so bad", "bad!", ("passed", "expected-failure"), []),
        (
            "good",
            "bad!",
            ("failed", None),
            [
                (
                    "a.md:1: error SN192 this snippet must fail with 'bad!', and wordlist 2.0 "
                    "finds nothing wrong with it; correct the snippet or its promise"
                )
            ],
        ),
        (
            "so bad",
            "worse!",
            ("failed", None),
            [
                (
                    "a.md:1: error SN193 this snippet must fail with 'worse!', and wordlist 2.0 says: bad!; "
                    'correct error="…", or the snippet'
                )
            ],
        ),
    ],
)
def test_must_fail_means_with_the_right_error(
    code: str, error: str, verdict: tuple[str, str | None], message: list[str]
) -> None:
    report = check(f'```{{.words expect="fail" error="{error}"}}\n{code}\n```\n')
    assert verdicts(report) == [verdict]
    assert messages(report) == message


def test_a_snippet_that_fails_as_promised_keeps_the_tools_words() -> None:
    report = check('```{.words expect="fail" error="bad"}\nso bad\n```\n')
    assert report.checked[0].verdict.message == "bad!"


def test_what_is_not_checked_is_never_silent() -> None:
    report = check('```{.words check="none" reason="a game"}\nbad\n```\n\n```phrase\nx\n```\n\n```text\nx\n```\n')
    assert [(one.verdict.status, one.verdict.reason) for one in report.checked] == [
        (Status.SKIPPED, "a game"),
        (Status.SKIPPED, "it does not say which file or context it belongs to"),
    ]
    assert messages(report) == []


def test_a_claim_that_no_checker_answers_to_is_an_error() -> None:
    report = check('```{.text file="/etc/strange"}\nx\n```\n')
    assert messages(report) == [
        (
            "a.md:1: error SN106 no checker answers to '/etc/strange'; "
            'choose one with check="…", or write check="none" reason="…"'
        )
    ]


def test_no_checker_reads_a_snippet_that_is_longer_than_any() -> None:
    checker = WordChecker()
    at_most, more = "x" * MAX_CODE_CHARS, "x" * (MAX_CODE_CHARS + 1)
    fences = '```words\n{}\n```\n\n```words\n{}\n```\n\n```{{.words check="none" reason="a log"}}\n{}\n```\n'
    report = check(fences.format(at_most[1:], more, more), checker)
    assert [len(task.snippets[0].code) for task in checker.calls] == [MAX_CODE_CHARS]
    assert [one.verdict.status for one in report.checked] == [Status.PASSED, Status.SKIPPED]
    assert [(one.line, one.code) for one in report.diagnostics] == [(5, "SN197")]


def test_no_checker_reads_a_snippet_that_is_nested_too_deeply() -> None:
    checker = WordChecker()
    report = check(f"- item\n\n  ```words\n  a\n  {'[' * 300}\n  ```\n", checker)
    assert not checker.calls
    assert (report.checked, report.unread, report.refused) == ((), (), 1)
    (found,) = report.diagnostics
    assert (found.line, found.column, found.code) == (5, 3 + 200, "SN198")
    assert found.message == "it is nested too deeply: '[' stands within 200 others"


def test_a_fragment_says_where_it_would_stand() -> None:
    assert verdicts(check('```{.phrase context="letter"}\nx\n```\n')) == [("passed", "parsed")]
    report = check('```{.phrase context="lettr"}\nx\n```\n')
    assert messages(report) == ["a.md:1: error SN109 the words checker knows no context 'lettr'; known: letter"]


def test_a_file_stands_once_in_a_group() -> None:
    twice = '```{.words file="a.words"}\nx\n```\n'
    assert messages(check(twice + "\n" + twice)) == [
        "a.md:5: error SN108 'a.words' is already the snippet at line 1; put one of them in its own group=\"…\""
    ]
    assert messages(check(twice + "\n" + twice.replace('words"}', 'words" group="other"}'))) == []


def test_a_checker_sees_the_whole_group_at_once() -> None:
    checker = WordChecker()
    check('```{.words file="a.words"}\n1\n```\n\n<!-- snippet-setup file="b.words"\n2\n-->\n', checker)
    (task,) = checker.calls
    assert dict(task.files) == {"a.words": "1\n", "b.words": "2\n"}
    assert len(task.snippets) == 2


def test_a_missing_tool_is_a_warning_and_with_strict_an_error() -> None:
    for text, checker in (("x", WordChecker(installed=None)), ("gone", WordChecker())):
        report = check(f"```words\n{text}\n```\n", checker)
        assert verdicts(report) == [("tool-missing", None)]
        assert ["warning SN190" in one for one in messages(report)] == [True]
        report = check(f"```words\n{text}\n```\n", checker, strict=True)
        assert ["error SN190" in one for one in messages(report)] == [True]


def test_a_check_that_takes_too_long_is_an_error() -> None:
    report = check("```words\nslow\n```\n")
    assert verdicts(report) == [("timed-out", None)]
    assert "error SN191 wordlist took longer than 1 second" in messages(report)[0]


def test_outcomes_are_kept_by_content_and_not_by_place(tmp_path: Path) -> None:
    checker, cache = WordChecker(), Cache(tmp_path, lambda: RULES)
    first = check("```words\nso bad\n```\n", checker, cache=cache)
    moved = check("Title: moved\n\n\n```words\nso bad\n```\n", checker, path="b.md", cache=cache)
    assert len(checker.calls) == 1
    assert messages(first) == ["a.md:2: error XX900 'bad' word; hint"]
    assert messages(moved) == ["b.md:5: error XX900 'bad' word; hint"]


@pytest.mark.parametrize(
    "change",
    [
        lambda text, checker: (text.replace("x", "y"), checker),
        lambda text, checker: (text.replace("words\n", '{.words group="g" file="f.words"}\n', 1), checker),
        lambda text, checker: (text, WordChecker(version=2, calls=checker.calls)),
        lambda text, checker: (text, WordChecker(installed="2.1", calls=checker.calls)),
    ],
)
def test_what_an_outcome_depends_on_asks_again(
    tmp_path: Path, change: Callable[[str, WordChecker], tuple[str, WordChecker]]
) -> None:
    cache, checker, text = Cache(tmp_path, lambda: RULES), WordChecker(), "```words\nx\n```\n"
    check(text, checker, cache=cache)
    text, other = change(text, checker)
    check(text, other, cache=cache)
    assert len(checker.calls) == 2


def test_a_timeout_is_not_kept(tmp_path: Path) -> None:
    checker, cache = WordChecker(), Cache(tmp_path, lambda: RULES)
    for _ in range(2):
        check("```words\nslow\n```\n", checker, cache=cache)
    assert len(checker.calls) == 2


PROOF = '{"level": "parsed", "matches": MATCHES, "lines": LINES, "jails": JAILS}'
JAIL = (
    '{"jail": "x", "sample": 0, "bans": [{"line": 1, "address": "a", "at": 1, "seconds": null}], '
    '"near": [{"address": "b", "failures": 1, "line": 1}], "maxretry": 2, "random_seconds": 0, "dates": "whole"}'
)
FINDING = (
    '{"snippet": 0, "rule": "XX900", "message": "m", "line": LINE, "column": 1, "hint": "", "tool_message": "", '
    '"follows": false}'
)


def outcome(proofs: str, findings: str = "") -> bytes:
    plain = {"JAILS": f"[{JAIL}]", "MATCHES": "null", "LINES": "null", "LINE": "1"}
    text = f'{{"proofs": [{proofs}], "findings": [{findings}]}}'
    for name, value in plain.items():
        text = text.replace(name, value)
    return text.encode()


GOOD_OUTCOME = outcome(PROOF, FINDING)
DAMAGE = {
    "nothing": b"",
    "half": GOOD_OUTCOME[:40],
    "a list": b"[]",
    "no list": b'{"proofs": 3, "findings": []}',
    "an object": outcome("{}"),
    "no text": b"\xff",
    "deep": b"[" * 100_000,
    "deep inside": outcome(PROOF.replace("MATCHES", "[" * 50_000 + "]" * 50_000)),
    "no proof": outcome(""),
    "two proofs": outcome(f"{PROOF}, {PROOF}"),
    "an unknown level": outcome(PROOF.replace("parsed", "proven")),
    "a line that is text": outcome(PROOF, FINDING.replace("LINE", '"1"')),
    "a line that is a list": outcome(PROOF, FINDING.replace("LINE", "[1]")),
    "a line that is a truth": outcome(PROOF, FINDING.replace("LINE", "true")),
    "lines that are text": outcome(PROOF.replace("LINES", '"1"')),
    "matches that are a number": outcome(PROOF.replace("MATCHES", "1")),
    "a match without an address": outcome(PROOF.replace("MATCHES", '[{"line": 1}]')),
    "jails that are none": outcome(PROOF.replace("JAILS", "null")),
    "a ban without an address": outcome(PROOF.replace("JAILS", f"[{JAIL}]").replace('"address": "a", ', "")),
    "a ban of half a second": outcome(PROOF.replace("JAILS", f"[{JAIL}]").replace("null}]", "0.5}]")),
    "a near miss that is a line": outcome(PROOF.replace("JAILS", '[{"near": [1]}]')),
    "another snippet's finding": outcome(PROOF, FINDING.replace('"snippet": 0', '"snippet": 1')),
    "the last snippet's finding": outcome(PROOF, FINDING.replace('"snippet": 0', '"snippet": -1')),
    "an unknown rule": outcome(PROOF, FINDING.replace("XX900", "XX000")),
    "a rule that is a list": outcome(PROOF, FINDING.replace('"XX900"', "[]")),
    "a message that is none": outcome(PROOF, FINDING.replace('"m"', "null")),
    "a field too few": outcome(PROOF, FINDING.replace('"hint": "", ', "")),
}


def test_what_has_the_right_form_is_believed(tmp_path: Path) -> None:
    """So that what is not, is not because of its form."""
    checker, cache = WordChecker(), Cache(tmp_path, lambda: RULES)
    check("```words\nso bad\n```\n", checker, cache=cache)
    (kept,) = tmp_path.iterdir()
    EntryStore(SNIPPETS, tmp_path).put(kept.name, GOOD_OUTCOME)
    assert messages(check("```words\nso bad\n```\n", checker, cache=cache)) == ["a.md:2: error XX900 m"]


@pytest.mark.parametrize("is_sealed", [True, False])
@pytest.mark.parametrize("damage", [*DAMAGE.values(), GOOD_OUTCOME], ids=[*DAMAGE, "forged"])
def test_a_damaged_cache_is_not_believed(tmp_path: Path, damage: bytes, *, is_sealed: bool) -> None:
    checker, cache = WordChecker(), Cache(tmp_path, lambda: RULES)
    expected = check("```words\nso bad\n```\n", checker, cache=cache)
    (kept,) = tmp_path.iterdir()
    if is_sealed and damage != GOOD_OUTCOME:
        EntryStore(SNIPPETS, tmp_path).put(kept.name, damage)
    else:
        kept.write_bytes(damage)
    assert check("```words\nso bad\n```\n", checker, cache=cache).diagnostics == expected.diagnostics
    assert len(checker.calls) == 2


def test_a_cache_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    report = check("```words\nx\n```\n", cache=Cache(tmp_path / "file" / "below", lambda: RULES))
    assert verdicts(report) == [("passed", "parsed")]


def test_progress_counts_every_task() -> None:
    seen: list[tuple[int, int]] = []
    text = "".join(f'```{{.words group="g{number}" file="f.words"}}\nx\n```\n\n' for number in range(3))
    settings = Settings(checkers=[WordChecker()])
    check_documents([parse_document("a.md", text)], settings, lambda done, total: seen.append((done, total)))
    assert seen == [(1, 3), (2, 3), (3, 3)]


def test_level_names_are_the_contracts() -> None:
    assert [str(level) for level in Level] == ["parsed", "loaded", "exercised", "expected-failure"]


class Told(UserDict[str, str]):
    """Files of a group, which count how often they are all looked at."""

    looks = 0

    def items(self) -> ItemsView[str, str]:
        type(self).looks += 1
        return super().items()


@pytest.mark.parametrize("number", [1, 30])
def test_the_files_of_a_group_are_hashed_once(number: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    text = "".join(f'```{{.words file="{one}.words"}}\n{one}\n```\n\n' for one in range(number))
    files = property(lambda group: Told({snippet.file: snippet.code for snippet in group.snippets}))
    monkeypatch.setattr(SnippetGroup, "files", files)
    monkeypatch.setattr(Told, "looks", 0)
    calls = []
    for _ in range(2):
        checker = WordChecker(judges_each=True)
        settings = Settings(checkers=[checker], sandbox=Sandbox(None), cache=Cache(tmp_path, lambda: RULES))
        report = check_documents([parse_document("a.md", text)], settings)
        assert [one.verdict.status for one in report.checked] == [Status.PASSED] * number
        calls.append(len(checker.calls))
    assert calls == [number, 0]
    assert Told.looks == 2


def test_another_file_of_the_group_is_another_question(tmp_path: Path) -> None:
    cache = Cache(tmp_path, lambda: RULES)
    calls = []
    for other in ("1", "2", "1"):
        checker = WordChecker(judges_each=True)
        text = f'```{{.words file="a.words"}}\n1\n```\n\n```{{.words file="b.words"}}\n{other}\n```\n'
        check_documents(
            [parse_document("a.md", text)], Settings(checkers=[checker], sandbox=Sandbox(None), cache=cache)
        )
        calls.append(len(checker.calls))
    assert calls == [2, 2, 0]


CLAIMS = (".words", '.words check="words"', '.words file="a.words"', '.phrase context="letter"', '.words error="x"')


def test_what_another_snippet_claims_of_the_same_text_is_another_question(tmp_path: Path) -> None:
    """A fence that claims nothing is read leniently: what it passes with, is no proof for one that claims something."""
    cache = Cache(tmp_path, lambda: RULES)
    for calls in (1, 0):
        for claim in CLAIMS:
            checker = WordChecker()
            promise = ' expect="fail"' if "error" in claim else ""
            check(f"```{{{claim}{promise}}}\nso bad\n```\n", checker, cache=cache)
            assert len(checker.calls) == calls, claim


def test_each_field_of_a_snippet_that_a_checker_can_read_is_in_the_key() -> None:
    checker, plain = WordChecker(), Snippet("a.md", 1, 3, "words", "x\n")
    key = key_of(Task((plain,), {}), "", checker, "1")
    odd: dict[str, Any] = {"promise": MatchPromise(1, 2), "bans": ("192.0.2.1",)}
    for field in fields(Snippet):
        other = replace(plain, **{field.name: odd.get(field.name, "other")})
        is_same = key_of(Task((other,), {}), "", checker, "1") == key
        assert is_same == (field.name in NOT_IN_KEY), field.name
