"""A check that fails by a fault of ours, whichever it is: one finding of the text it failed at, beside all others."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from faircopy.content.moment import moment_of
from faircopy.content.settings import Site
from faircopy.incremental.store import Store
from faircopy.lint import check, memory
from faircopy.lint.check import check_content, read_text
from faircopy.lint.cli import main
from faircopy.lint.fences import check_fences
from faircopy.lint.guard import HINT, Guard
from faircopy.lint.memory import Memory
from faircopy.markdown.document import parse_document
from faircopy.snippets.check import Settings

GOOD = """\
Title: {slug}
Date: 2018-01-02
Slug: {slug}
Summary: Words.
Tags: {slug}

## Part

![seen]({{attach}}speeds.png) A <HOST>
"""
ONE, TWO = "content/posts/2018/one/index.md", "content/posts/2018/two/index.md"
MOMENT = moment_of({"TIMEZONE": "UTC"})
# Where a check is given the documents, when it is not its first argument.
DOCUMENTS = {"territory_of": 2, "check_borrowed": 1}
# What is asked of other modules for one text, or for all together; not what only puts that together.
CHECKS = [
    name
    for name, value in vars(check).items()
    if callable(value)
    and value.__module__ != check.__name__
    and (name.startswith(("check_", "find_")) or name in {"read_ignores", "territory_of", "downloads_of"})
    and name not in {"check_page", "check_offered"}  # of pages, and of what a page offers: called by others of these
]


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    for path in (ONE, TWO):
        Path(path).parent.mkdir(parents=True)
        Path(path).write_text(GOOD.format(slug=Path(path).parent.name))
    return tmp_path


def failing_at(path: str, real: Callable[..., Any], place: int) -> Callable[..., Any]:
    def failing(*arguments: Any, **named: Any) -> Any:
        if path in repr(arguments[place]):
            raise MemoryError("too much")
        return real(*arguments, **named)

    return failing


def told(faults: list[Exception] | None = None) -> set[str]:
    note = None if faults is None else faults.append
    return {str(one) for one in check_content(Path("content"), Settings(on_fault=note), moment=MOMENT).diagnostics}


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("name", CHECKS)
def test_a_check_that_fails_at_one_text_hides_nothing_of_the_others(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    of_the_other = {line for line in told() if line.startswith(ONE)}
    assert any("FM132" in line for line in of_the_other)
    monkeypatch.setattr(check, name, failing_at("2018/two", getattr(check, name), DOCUMENTS.get(name, 0)))
    faults: list[Exception] = []
    now = told(faults)
    ours = (
        f"{TWO}:1: error PR951 proofreading failed with MemoryError: this is a fault of ours, not of the text; {HINT}"
    )
    assert {line for line in now if "PR951" in line} == {ours}
    assert of_the_other <= now
    assert {str(fault) for fault in faults} == {"too much"}


@pytest.mark.usefixtures("site")
def test_snippets_that_cannot_be_judged_hide_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    before = told()
    monkeypatch.setattr(memory, "judge", failing_at("2018/two", memory.judge, 0))
    assert {line.split(";")[0] for line in told() - before} == {
        f"{TWO}:1: error PR951 proofreading failed with MemoryError: this is a fault of ours, not of the text"
    }
    assert before <= told()


@pytest.mark.usefixtures("site")
def test_the_traceback_is_shown_when_it_is_asked_for(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(check, "check_fences", failing_at("2018/two", check_fences, 0))
    assert main(["content"]) == 1
    out, err = capsys.readouterr()
    assert "PR951" in out
    assert "Traceback" not in out + err
    main(["content", "--debug"])
    assert "MemoryError: too much" in capsys.readouterr().err


def test_most_checks_are_tried() -> None:
    assert len(CHECKS) > 20


@pytest.mark.usefixtures("site")
def test_a_check_that_fails_at_no_text_alone_is_told_of_the_folder(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def failing(documents: list[Any], *_: object) -> list[Any]:
        if len(documents) > 1:
            raise KeyError("both")
        return []

    monkeypatch.setattr(check, "check_terms", failing)
    # Of one text only: a fault of ours is told all the same.
    assert main([ONE]) == 1
    out = capsys.readouterr().out
    assert "content:1:1: error PR951 proofreading failed with KeyError" in out
    assert f"{ONE}:9:" in out


def test_what_was_found_before_a_fault_is_told() -> None:
    def failing() -> Any:
        yield 1
        raise ValueError

    guard = Guard("a.md")
    assert guard.collect(failing) == [1]
    assert [finding.diagnostic.path for finding in guard.failed] == ["a.md"]


def test_what_a_fault_left_is_not_kept(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    document = parse_document(ONE, GOOD.format(slug="one"))
    kept = Memory(Store(site / "store"), "code")

    def findings() -> list[str]:
        read = partial(read_text, document, Site(), dated=True)
        found = kept.reading(document, Site(), dated=True, read=read).findings
        return [finding.diagnostic.code for finding in found]

    with monkeypatch.context() as patch:
        patch.setattr(check, "check_fences", failing_at("2018/one", check_fences, 0))
        assert "PR951" in findings()
    assert "PR951" not in findings()
