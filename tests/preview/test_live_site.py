import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from faircopy.diagnostics.model import Diagnostic, Rule, Severity
from faircopy.preview.live_site import END, LiveSite
from faircopy.preview.model import SiteChange
from previewsite import Preview, next_of, previewed
from waiting import LIMIT_SECONDS

WARNING = Rule("XX001", Severity.WARNING, "")
ERROR = Rule("XX002", Severity.ERROR, "")


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Preview]:
    (tmp_path / "index.html").write_text("home\n<b>\n")
    (tmp_path / "style.css").write_text("a{}")
    with previewed(tmp_path, "x:{path}:{line}") as preview:
        yield preview


def fault(preview: Preview, rule: Rule = ERROR) -> Diagnostic:
    return rule.at(str(preview.site.root / "index.html"), 2, "the fact", "the remedy", column=3)


def test_an_open_page_is_told_the_state_and_what_can_be_said_against_it(preview: Preview) -> None:
    preview.site.warnings = [fault(preview, WARNING), WARNING.at("other.md", 1, "not of this page")]
    with preview.live.reader("") as events:
        assert next_of(events, "state") == {"stylesheets": [], "problems": []}
        found: dict[str, object] = next_of(events, "findings")[0]  # type: ignore[index]
        assert "the fact" in str(found.pop("html"))
        assert found == (
            {
                "path": str(preview.site.root / "index.html"), "line": 2, "column": 3, "code": "XX001",
                "severity": "warning", "message": "the fact", "hint": "the remedy",
                "excerpt": [[1, "home"], [2, "<b>"], [3, ""]], "editor": f"x:{preview.site.root}/index.html:2",
            }
        )  # fmt: skip
    # The next one need not wait for it.
    with preview.live.reader("") as events:
        assert next_of(events, "state")
        assert next_of(events, "findings")


@pytest.mark.slow
def test_a_changed_stylesheet_is_named_and_a_changed_page_is_not(preview: Preview) -> None:
    with preview.live.reader("") as events:
        next_of(events, "findings")
        preview.write("style.css", "b{}")
        assert next_of(events, "state") == {"stylesheets": ["style.css"], "problems": []}
        next_of(events, "findings")
        preview.write("index.html", "new")
        assert next_of(events, "state") == {"stylesheets": [], "problems": []}
        next_of(events, "findings")


def test_a_problem_is_shown_and_said_once_and_so_is_its_end(preview: Preview) -> None:
    with preview.live.reader("") as events:
        next_of(events, "state")
        preview.site.wrong = [fault(preview)]
        for text in ("one", "two"):
            preview.write("index.html", text)
            assert next_of(events, "state")["problems"][0]["code"] == "XX002"  # type: ignore[index]
        preview.site.wrong = []
        preview.write("index.html", "three")
        assert next_of(events, "state") == {"stylesheets": [], "problems": []}
    assert preview.printed == [str(fault(preview)), "fixed"]


def test_a_page_that_raises_is_a_problem_until_something_changes(preview: Preview) -> None:
    preview.site.crash = ValueError("no <b> here")
    with preview.live.reader("other/") as events:
        assert next_of(events, "state")["problems"][0]["message"] == "ValueError: no <b> here"  # type: ignore[index]
        found = preview.live.answer("")
        assert found is not None
        assert found.status == 500
        assert b"ValueError: no &lt;b&gt; here" in found.body
        assert any("Traceback" in line for line in preview.printed)
        preview.site.crash = None
        preview.write("index.html", "mended")
        while next_of(events, "state")["problems"]:  # type: ignore[index]
            pass
        found = preview.live.answer("")
        assert found is not None
        assert found.body == b"mended"


def test_a_site_that_cannot_take_a_change_in_says_so_and_goes_on(
    preview: Preview, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: object) -> SiteChange:
        raise OSError("no such file")

    with preview.live.reader("") as events:
        next_of(events, "state")
        monkeypatch.setattr(preview.site, "load_changes", broken)
        assert preview.live.answer("") is not None
        assert next_of(events, "state")["problems"][0]["code"] == "PV802"  # type: ignore[index]
        monkeypatch.undo()
        preview.live.load_changes()
        assert next_of(events, "state") == {"stylesheets": [], "problems": []}


def test_proofreading_that_raises_is_a_finding(preview: Preview, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(source: Path) -> list[Diagnostic]:
        raise ValueError(source.name)

    monkeypatch.setattr(preview.site, "findings", broken)
    with preview.live.reader("") as events:
        found = next_of(events, "findings")
    assert found[0]["message"] == "while this was proofread: index.html"  # type: ignore[index]


def test_what_cannot_be_read_has_no_excerpt(preview: Preview) -> None:
    (preview.site.root / "large.html").write_bytes(b"x" * 2_000_001)
    preview.site.wrong = [ERROR.at("gone.md", 1, "x"), ERROR.at(str(preview.site.root / "large.html"), 1, "x")]
    with preview.live.reader("") as events:
        problems = next_of(events, "state")["problems"]  # type: ignore[index]
    assert [problem["excerpt"] for problem in problems] == [[], []]
    assert problems[0]["editor"] is None


def test_what_is_seen_to_be_wrong_when_a_page_is_made_is_told_once(preview: Preview) -> None:
    with preview.live.reader("") as events:
        assert next_of(events, "state") == {"stylesheets": [], "problems": []}
        preview.site.unmade = [fault(preview)]
        for _ in range(3):  # as open pages do, whatever they are told
            preview.live.answer("")
        assert next_of(events, "state")["problems"][0]["code"] == "XX002"  # type: ignore[index]
        next_of(events, "findings")
        assert events.empty()
    assert preview.printed == [str(fault(preview))]


def test_a_page_that_raises_each_time_is_told_once(preview: Preview) -> None:
    with preview.live.reader("") as events:
        next_of(events, "findings")
        preview.site.crash = ValueError("no")
        for _ in range(3):
            preview.live.answer("")
        assert next_of(events, "state")["problems"][0]["message"] == "ValueError: no"  # type: ignore[index]
        assert events.empty()
        assert len([line for line in preview.printed if "Traceback" in line]) == 1
        preview.site.crash = None
        preview.live.answer("")
        assert next_of(events, "state") == {"stylesheets": [], "problems": []}


def test_an_open_page_follows_its_source(preview: Preview) -> None:
    source = preview.site.root / "a.md"
    preview.site.sources["draft/"] = source
    with preview.live.reader("draft/") as events:
        next_of(events, "state")
        # Published: another page is made from it now.
        preview.site.sources["draft/"] = None
        preview.site.moved[source] = "2026/11/a b/"
        preview.write("index.html", "new")
        moved = {"stylesheets": [], "problems": [], "moved": "/2026/11/a%20b/"}
        assert next_of(events, "state") == moved
    # Nor is one at a loss that was fetched before and connects after.
    with preview.live.reader("draft/") as events:
        assert next_of(events, "state") == moved


def test_an_open_page_that_has_another_source_is_told_what_is_wrong_with_that(preview: Preview) -> None:
    preview.site.sources["post/"] = None
    other = preview.site.root / "other.md"
    preview.site.warnings = [WARNING.at(str(other), 1, "the fact")]
    with preview.live.reader("post/") as events:
        next_of(events, "state")
        preview.site.sources["post/"] = other
        preview.write("index.html", "new")
        assert next_of(events, "findings")[0]["message"] == "the fact"  # type: ignore[index]


def test_nothing_more_is_told_when_a_new_process_is_wanted(preview: Preview) -> None:
    with preview.live.reader("") as events:
        next_of(events, "findings")
        preview.site.taken = SiteChange(restart=True)
        preview.live.load_changes()
        assert events.get(timeout=LIMIT_SECONDS) == END
    with preview.live.reader("") as events:
        assert events.get(timeout=LIMIT_SECONDS) == END


def test_work_ends_for_a_new_process_also_where_the_interruption_gets_lost(preview: Preview) -> None:
    """As it does in a library that catches everything. Nobody else would answer then, for ever."""
    live = LiveSite(preview.site, None, lambda _: None, interrupt=lambda: None)
    working = threading.Thread(target=live.work)
    working.start()
    preview.site.taken = SiteChange(restart=True)
    live.load_changes()
    working.join(LIMIT_SECONDS)
    assert not working.is_alive()
