"""A check that fails by a fault of ours, whichever it is: one finding of the text it failed at, beside all others."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from faircopy.cache.database import Store
from faircopy.content.moment import moment_of
from faircopy.content.settings import Site
from faircopy.lint import check, report_cache
from faircopy.lint.check import check_content, reports_of
from faircopy.lint.checks import DocumentCheck, FileCheck, SiteCheck, SiteContext, SiteDocumentCheck
from faircopy.lint.cli import main
from faircopy.lint.guard import HINT, FaultCollector
from faircopy.lint.registry import checks
from faircopy.lint.report_cache import ReportCache
from faircopy.lint.rules.list_indent import check_lists
from faircopy.lint.rules.taxonomy import check_terms
from faircopy.markdown.document import parse_document
from faircopy.snippets.jobs import Settings

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
# What is asked of other modules for one text, or for all together, and which argument has the documents.
PARTS = {"read_suppressions": 0, "find_links": 0, "find_anchors": 0, "index_of": 2, "downloads_of": 0}
CHECKS: list[Any] = [*checks(DocumentCheck), *checks(SiteDocumentCheck), *checks(FileCheck), *checks(SiteCheck)]


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    for path in (ONE, TWO):
        Path(path).parent.mkdir(parents=True)
        Path(path).write_text(GOOD.format(slug=Path(path).parent.name))
    return tmp_path


def failing_at(path: str, real: Callable[..., Any], place: int = 0) -> Callable[..., Any]:
    def failing(*arguments: Any, **named: Any) -> Any:
        given = arguments[place]
        if path in repr(given.documents if isinstance(given, SiteContext) else given):
            raise MemoryError("too much")
        return real(*arguments, **named)

    return failing


def replace_check(patch: pytest.MonkeyPatch, old: Any, find: Callable[..., Any]) -> None:
    patch.setattr(check, "checks", lambda kind: [type(old)(find) if one is old else one for one in checks(kind)])


def reported(faults: list[Exception] | None = None) -> set[str]:
    note = None if faults is None else faults.append
    return {str(one) for one in check_content(Path("content"), Settings(on_fault=note), moment=MOMENT).diagnostics}


def hides_nothing(fail: Callable[[], object]) -> None:
    """With `fail` done, something fails at the second text: that is expected, and all that is expected of the first."""
    of_the_other = {line for line in reported() if line.startswith(ONE)}
    assert any("FM132" in line for line in of_the_other)
    fail()
    faults: list[Exception] = []
    now = reported(faults)
    ours = (
        f"{TWO}:1: error PR951 proofreading failed with MemoryError: this is a fault of ours, not of the text; {HINT}"
    )
    assert {line for line in now if "PR951" in line} == {ours}
    assert {str(fault) for fault in faults} == {"too much"}
    assert of_the_other <= now


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("name", PARTS)
def test_what_fails_at_one_text_hides_nothing_of_the_others(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    hides_nothing(lambda: monkeypatch.setattr(check, name, failing_at("2018/two", getattr(check, name), PARTS[name])))


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("one", CHECKS, ids=lambda one: one.find.__name__)
def test_a_check_that_fails_at_one_text_hides_nothing_of_the_others(monkeypatch: pytest.MonkeyPatch, one: Any) -> None:
    hides_nothing(lambda: replace_check(monkeypatch, one, failing_at("2018/two", one.find)))


@pytest.mark.usefixtures("site")
def test_snippets_that_cannot_be_checked_hide_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    before = reported()
    monkeypatch.setattr(report_cache, "check_snippets", failing_at("2018/two", report_cache.check_snippets))
    assert {line.split(";")[0] for line in reported() - before} == {
        f"{TWO}:1: error PR951 proofreading failed with MemoryError: this is a fault of ours, not of the text"
    }
    assert before <= reported()


@pytest.mark.usefixtures("site")
def test_the_traceback_is_shown_when_it_is_asked_for(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    replace_check(monkeypatch, check_lists, failing_at("2018/two", check_lists.find))
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
    def failing(site: SiteContext) -> list[Any]:
        if len(site.documents) > 1:
            raise KeyError("both")
        return []

    replace_check(monkeypatch, check_terms, failing)
    # Of one text only: a fault of ours is expected all the same.
    assert main([ONE]) == 1
    out = capsys.readouterr().out
    assert "content:1:1: error PR951 proofreading failed with KeyError" in out
    assert f"{ONE}:9:" in out


def test_what_was_found_before_a_fault_is_told() -> None:
    def failing() -> Any:
        yield 1
        raise ValueError

    guard = FaultCollector("a.md")
    assert guard.collect(failing) == [1]
    assert [finding.diagnostic.path for finding in guard.failed] == ["a.md"]


def test_what_a_fault_left_is_not_kept(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    document = parse_document(ONE, GOOD.format(slug="one"))
    cache = ReportCache(Store(site / "store"))

    def findings() -> list[str]:
        (found,) = reports_of([(document, True)], Site(), cache)
        return [finding.diagnostic.code for finding in found.findings]

    with monkeypatch.context() as patch:
        replace_check(patch, check_lists, failing_at("2018/one", check_lists.find))
        assert "PR951" in findings()
    assert "PR951" not in findings()
