"""What the search for drafts keeps between builds: nothing of it may hide a leak, nor tell of one that is none."""

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from examples import examples
from faircopy.build.leaks import search, word_excuses
from faircopy.cache.database import Session, Store
from leaksite import HUSHED, MOMENT, Site

OTHER = "Ferries cross the strait at noon on every second day of the week, except when the wind is from the south."
LONG = "Everybody may read of bridges, which are long and high and made of steel by many hands. " * 6
# Who quotes a sentence of it has not copied most of it.
DRAFT = f"{HUSHED}\n\n{OTHER}\n\n" + "Nobody is to know of it before the council has met, and the paint is here. " * 2
EDITS: dict[str, Callable[[Site], None]] = {
    "a public text quotes the draft": lambda site: site.post("open", f"{LONG}\n\n{HUSHED}"),
    "it no longer does": lambda site: site.post("open", LONG),
    "it says something else": lambda site: site.post("open", f"{LONG}\n\n{OTHER}"),
    "another one quotes it": lambda site: site.post("second", f"{LONG}\n\n{HUSHED} And more."),
    "that is a draft": lambda site: site.post("second", f"{LONG}\n\n{HUSHED}", "Status: draft\n"),
    "the draft says something else": lambda site: site.post("held", OTHER, "Status: draft\n"),
    "the draft is short": lambda site: site.post("held", HUSHED, "Status: draft\n"),
    "the draft is long": lambda site: site.post("held", DRAFT, "Status: draft\n"),
    "the draft is hidden": lambda site: site.post("held", HUSHED, "Status: hidden\n"),
    "the draft is published": lambda site: site.post("held", HUSHED),
    "a page has it": lambda site: site.write("output/a.html", f"<p>{HUSHED}</p>"),
    "a page has the other": lambda site: site.write("output/a.html", f"<p>{OTHER}</p>"),
    "a page has nothing": lambda site: site.write("output/a.html", "<p>Nothing.</p>"),
    "another page has it": lambda site: site.write("output/b.html", f"<p>{HUSHED}</p><p>{OTHER}</p>"),
    "a template says it": lambda site: site.write("theme/templates/base.html", f"<p>{HUSHED}</p>"),
    "a template says nothing": lambda site: site.write("theme/templates/base.html", "<p></p>"),
    "somebody lets it through": lambda site: setattr(site, "allowed", (HUSHED,)),
    "nobody does": lambda site: setattr(site, "allowed", ()),
    "a file beside the draft": lambda site: site.beside("plan.txt", f"{OTHER} {OTHER}"),
    "the file is in the site": lambda site: site.write("output/plan.txt", f"{OTHER} {OTHER}"),
    "a source is copied": lambda site: site.write("output/later.md", "Title: Later\nStatus: draft\n\nNo.\n"),
    "it is due next year": lambda site: site.write("output/later.md", "Title: Later\nDate: 2027-01-01\n\nNo.\n"),
    "a public text shows it": lambda site: site.post("third", "```\nTitle: Later\nStatus: draft\n\nNo.\n```\n"),
    "it is next year": lambda site: setattr(site, "moment", replace(MOMENT, now=datetime(2027, 1, 2, tzinfo=UTC))),
    "it is this year again": lambda site: setattr(site, "moment", MOMENT),
    "it is another time zone": lambda site: setattr(site, "moment", replace(MOMENT, zone=ZoneInfo("Asia/Tokyo"))),
}


def leaks(site: Site, session: Session | None) -> list[str]:
    site.session = session
    return sorted(map(str, site.found()))


@pytest.mark.slow
@settings(max_examples=examples(20))
@given(st.lists(st.sampled_from(sorted(EDITS)), min_size=2, max_size=8))
def test_whatever_is_edited_is_searched_as_if_nothing_were_kept(edits: list[str]) -> None:
    with tempfile.TemporaryDirectory() as name:
        site = Site(Path(name, "site"))
        EDITS["the draft is long"](site)
        store = Store(Path(name, "kept"))
        for edit in edits:
            EDITS[edit](site)
            assert leaks(site, Session(store, "code")) == leaks(site, None), edit
        store.close()
        # Nothing else holds on to the folder.
        shutil.rmtree(Path(name, "kept"))


@pytest.fixture
def searched(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that were searched."""
    names: list[str] = []
    found_in = search.found_in

    def noted(name: str, *others: object) -> object:
        names.append(name)
        return found_in(name, *others)  # type: ignore[arg-type]

    monkeypatch.setattr(search, "found_in", noted)
    return names


def test_a_file_whose_words_are_excused_still_is_not_searched_again(tmp_path: Path, searched: list[str]) -> None:
    site = Site(tmp_path / "site")
    EDITS["the draft is long"](site)
    session = Session(Store(tmp_path / "kept"), "code")
    EDITS["a public text quotes the draft"](site)
    EDITS["a page has it"](site)
    assert leaks(site, session) == []
    assert searched == ["a.html"]
    # Another public text is new: what was excused is so.
    site.post("third", OTHER)
    assert leaks(site, session) == []
    assert searched == ["a.html"]
    EDITS["it no longer does"](site)
    (found,) = leaks(site, session)
    assert "PB305" in found
    assert searched == ["a.html", "a.html"]
    session.store.close()


def test_a_source_that_was_due_is_not_known_to_be_so_at_an_earlier_time(tmp_path: Path) -> None:
    site = Site(tmp_path / "site")
    session = Session(Store(tmp_path / "kept"), "code")
    EDITS["it is due next year"](site)
    EDITS["it is next year"](site)
    assert leaks(site, session) == []
    EDITS["it is this year again"](site)
    (found,) = leaks(site, session)
    assert "it is due at 2027-01-01" in found
    session.store.close()


def test_what_a_public_text_has_of_a_draft_is_worked_out_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at: list[str] = []
    words_shared = word_excuses.words_shared

    def noted(letters: str, *others: object) -> bytes:
        looked_at.append(letters)
        return words_shared(letters, *others)  # type: ignore[arg-type]

    monkeypatch.setattr(word_excuses, "words_shared", noted)
    site = Site(tmp_path / "site")
    session = Session(Store(tmp_path / "kept"), "code")
    for edit in ("the draft is long", "a public text quotes the draft", "a page has it"):
        EDITS[edit](site)
    assert leaks(site, session) == []
    first = len(looked_at)
    site.post("third", OTHER)
    assert leaks(site, session) == leaks(site, None)
    assert looked_at[first : first + 1] != looked_at[:1]
    assert len(looked_at) == first + 1 + first + 1  # the new text; and all, where nothing is kept
    session.store.close()
