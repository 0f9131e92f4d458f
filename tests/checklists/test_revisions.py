import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faircopy.checklists.check import against_record
from faircopy.checklists.model import ChangeKind, ChecklistLock, QuestionChange
from faircopy.checklists.record.changelog import changelog
from faircopy.checklists.record.lock import dump_lock, parse_lock
from faircopy.checklists.record.revisions import (
    Disposition,
    disposition_problems,
    first_record,
    record,
    revision_name,
    vanished,
    wording_hash,
)
from faircopy.diagnostics.model import Diagnostic
from lists import IDS, list_of, parsed, sections, source

GONE = """{"first": "2026-11-22", "revision": "2026-11-22", "hash": "x", "section": "s", "question": "q",
  "fate": "retired", "gone": "2026-11-22"}"""
OLD = {"Alpha": {"a": "Is A so?", "b": "Is B so?", "c": "Is C so?"}, "Beta": {"d": "Is D so?"}}


def first(old: dict[str, dict[str, str]] = OLD) -> ChecklistLock:
    return first_record(list_of(source(old)), "2026-11-22")


def test_the_first_revision_records_everything_and_changes_nothing() -> None:
    lock = first()
    assert lock.latest == "2026-11-22"
    assert lock.revisions[0].changes == ()
    assert {id_: item.section for id_, item in lock.items.items()} == {
        "a": "alpha",
        "b": "alpha",
        "c": "alpha",
        "d": "beta",
    }


def test_nothing_changed_is_the_same_record() -> None:
    lock = first()
    assert record(list_of(source(OLD)), lock, [], "2027-01-01") is lock


def test_every_change_is_recorded_with_what_it_needs() -> None:
    new = list_of(
        source({"Alpha": {"b": "Is B thus?", "a1": "Is A1?", "a2": "Is A2?", "d": "Is D so?"}, "Beta": {"e": "Is E?"}})
    )
    fates = [Disposition("c", ChangeKind.MERGED_TO, ("e",)), Disposition("a", ChangeKind.SPLIT_TO, ("a1", "a2"))]
    lock = record(new, first(), fates, "2026-12-01")
    assert lock.revisions[-1].changes == (
        QuestionChange(ChangeKind.REWORDED, "b", before="Is B so?", after="Is B thus?"),
        QuestionChange(ChangeKind.ADDED, "a1"),
        QuestionChange(ChangeKind.ADDED, "a2"),
        QuestionChange(ChangeKind.MOVED, "d", before="beta", after="alpha"),
        QuestionChange(ChangeKind.ADDED, "e"),
        QuestionChange(ChangeKind.SPLIT_TO, "a", into=("a1", "a2"), question="Is A so?", section="alpha"),
        QuestionChange(ChangeKind.MERGED_TO, "c", into=("e",), question="Is C so?", section="alpha"),
    )
    assert (lock.items["b"].first, lock.items["b"].revision) == ("2026-11-22", "2026-12-01")
    assert (lock.items["d"].first, lock.items["d"].revision) == ("2026-11-22", "2026-11-22")
    assert (lock.gone["a"].at, lock.gone["a"].into, lock.gone["a"].last.question) == (
        "2026-12-01",
        ("a1", "a2"),
        "Is A so?",
    )


@pytest.mark.parametrize(
    ("fates", "fact"),
    [
        ([Disposition("b", ChangeKind.RETIRED)], "'b' is still in the list, so nothing became of it"),
        ([Disposition("aa", ChangeKind.RETIRED)], "there is no question 'aa' on record"),
        ([Disposition("a", ChangeKind.RETIRED), Disposition("a", ChangeKind.RETIRED)], "'a' is given two fates"),
        ([Disposition("a", ChangeKind.REPLACED_BY, ("x",))], "'x' is not in the list, so 'a' cannot have become it"),
    ],
)
def test_a_fate_that_does_not_fit_is_said(fates: list[Disposition], fact: str) -> None:
    without_a = list_of(source({"Alpha": {"b": "Is B so?", "c": "Is C so?"}, "Beta": {"d": "Is D so?"}}))
    assert [messages for messages, _ in disposition_problems(without_a, first(), fates)] == [fact]


def test_a_misspelt_fate_gets_a_suggestion() -> None:
    old = {"Alpha": {"load-tested": "Is it?", "kept": "Is it kept?"}}
    checklist = list_of(source({"Alpha": {"kept": "Is it kept?"}}))
    hints = [
        hint
        for _, hint in disposition_problems(
            checklist, first(old), [Disposition("load-testd", ChangeKind.REPLACED_BY, ("kep",))]
        )
    ]
    assert hints == ["did you mean 'load-tested'?", "did you mean 'kept'?"]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Is it so?", "Is  it\nso? ", True),
        ("the system's", "the system\u2019s", True),
        ("caf\u00e9", "cafe\u0301", True),
        ("Is it so?", "Is it so", False),
        ("Is it so?", "is it so?", False),
    ],
)
def test_what_counts_as_another_wording(one: str, other: str, same: bool) -> None:
    assert (wording_hash(one) == wording_hash(other)) is same
    assert len(wording_hash(one)) == 12


def test_revisions_of_one_day_have_letters() -> None:
    names = ["2026-11-21"]
    for _ in range(53):
        names.append(revision_name("2026-11-22", names))
    assert names[1:4] == ["2026-11-22", "2026-11-22b", "2026-11-22c"]
    assert names[25:28] == ["2026-11-22y", "2026-11-22z", "2026-11-22zb"]
    assert len(set(names)) == len(names)
    assert names == sorted(names)


def test_the_changelog_speaks_of_each_time_in_its_own_words() -> None:
    second = list_of(source({"Alpha": {"a": "Is A thus?", "b": "Is B so?"}, "Beta": {"c": "Is C so?", "n": "Is N?"}}))
    lock = record(second, first(), [Disposition("d", ChangeKind.REPLACED_BY, ("n",))], "2026-12-01")
    third = list_of(source({"Alpha": {"x": "Is X?", "y": "Is Y?"}, "Beta": {"c": "Is C so?"}}))
    fates = [
        Disposition("n", ChangeKind.RETIRED),
        Disposition("a", ChangeKind.SPLIT_TO, ("x", "y")),
        Disposition("b", ChangeKind.MERGED_TO, ("x",)),
    ]
    lock = record(third, lock, fates, "2026-12-01")
    assert [(news.date, news.sentences) for news in changelog(lock)] == [
        (
            dt.date(2026, 12, 1),
            (
                "New: “Is X?”",
                "New: “Is Y?”",
                "Split: “Is A thus?” into “Is X?” and “Is Y?”",
                "Merged: “Is B so?” into “Is X?”",
                "No longer asked: “Is N?”",
            ),
        ),
        (
            dt.date(2026, 12, 1),
            (
                "Reworded: “Is A so?” is now “Is A thus?”",
                "Moved from Alpha to Beta: “Is C so?”",
                "New: “Is N?”",
                "Replaced: “Is D so?” by “Is N?”",
            ),
        ),
        (dt.date(2026, 11, 22), ("The first version, with 4 questions.",)),
    ]


@pytest.mark.slow
@given(sections(), st.lists(sections(), max_size=3), st.data())
def test_what_is_recorded_satisfies_the_check_and_survives_its_file(
    start: dict[str, dict[str, str]], edits: list[dict[str, dict[str, str]]], data: st.DataObject
) -> None:
    lock = first(start)
    for edit in edits:
        found = parsed(source(edit))
        assert found.checklist is not None
        here = [item.id for _, item in found.checklist.placed_items()]
        if set(here) & lock.gone.keys():
            assert "CL327" in {messages.code for messages in against_record("a.md", found, lock)}
            continue
        fates = [
            data.draw(
                st.builds(Disposition, st.just(id_), st.just(ChangeKind.RETIRED))
                | st.builds(
                    Disposition, st.just(id_), st.just(ChangeKind.REPLACED_BY), st.tuples(st.sampled_from(here))
                )
            )
            for id_ in vanished(found.checklist, lock)
        ]
        assert list(disposition_problems(found.checklist, lock, fates)) == []
        messages = {diagnostic.code for diagnostic in against_record("a.md", found, lock)}
        before, lock = lock, record(found.checklist, lock, fates, "2026-11-22")
        assert (lock is before) == (messages == set())
        assert list(against_record("a.md", found, lock)) == []
        assert record(found.checklist, lock, [], "2026-11-23") is lock
    text = dump_lock(lock)
    assert parse_lock("x", text) == lock
    assert dump_lock(lock) == text
    assert len(changelog(lock)) == len(lock.revisions)


@pytest.mark.parametrize(
    ("old", "new", "fact"),
    [
        ('"version": 1', '"version": 2', "this is not version 1 of 'faircopy-checklist-lock'"),
        ('"question": "Is A so?"', '"question": 7', "7 is not text"),
        ('"date": "2026-11-22"', '"date": "2026-11-31"', "day is out of range for month"),
        ('"date": "2026-11-22"', '"date": "soon"', "'soon' is not a revision"),
        ('"first": "2026-11-22"', '"first": "2026-11-21"', "names a revision that is not there"),
        ('"changes": []', '"changes": [{"kind": "added", "id": "zz"}]', "names 'zz', which was never there"),
        ('"changes": []', '"changes": [{"kind": "bettered", "id": "a"}]', "'bettered' is not a valid ChangeKind"),
        ('"retired": {}', '"retired": []', "a value of a wrong kind"),
        ('"retired": {}', f'"retired": {{"a": {GONE}}}', "'a' is both in the list and gone"),
    ],
)  # fmt: skip
def test_a_lock_that_is_wrong_is_refused_with_the_reason(old: str, new: str, fact: str) -> None:
    text = dump_lock(first())
    assert old in text
    found = parse_lock("x.json", text.replace(old, new))
    assert isinstance(found, Diagnostic)
    assert found.code == "CL321"
    assert fact in found.message


@pytest.mark.parametrize("text", ["", "null", "[]", "7", "{}", '"x"', "[" * 100_000, '{"format": NaN}'])
def test_no_text_at_all_crashes_the_reader(text: str) -> None:
    assert isinstance(parse_lock("x.json", text), Diagnostic)


@pytest.mark.slow
@given(st.dictionaries(IDS, st.none() | st.integers() | st.text() | st.lists(st.text())))
def test_no_value_at_all_crashes_the_reader(value: dict[str, object]) -> None:
    text = dump_lock(first()).replace('"items": {', f'"items": {str(value)!r}, "was": {{')
    assert isinstance(parse_lock("x.json", text), Diagnostic)


def test_two_revisions_of_one_name_and_none_at_all_are_refused() -> None:
    lock = first()
    for revisions in ((), lock.revisions * 2):
        wrong = ChecklistLock(lock.name, lock.sections, lock.items, lock.gone, revisions)
        assert isinstance(parse_lock("x.json", dump_lock(wrong)), Diagnostic)
