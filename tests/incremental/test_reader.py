"""Front matter means what it means to Pelican."""

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pelican.readers import METADATA_PROCESSORS, MarkdownReader
from pelican.settings import DEFAULT_CONFIG
from pelican.urlwrappers import Tag

from faircopy.cache.database import Session, Store
from faircopy.incremental.markdown_reader import CachedMarkdownReader

SETTINGS: dict[str, Any] = deepcopy(DEFAULT_CONFIG)


@pytest.fixture(scope="module")
def readers(tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, Any]:
    store = Store(tmp_path_factory.mktemp("kept"))
    mine = type("Mine", (CachedMarkdownReader,), {"session": Session(store, "")})
    return mine(SETTINGS), MarkdownReader(SETTINGS)


def outcome(reader: Any, value: str) -> object:
    try:
        date = reader.process_metadata("date", value)
    except (ValueError, OverflowError) as error:
        return str(error)
    return type(date), date


@given(st.from_regex(r"\d{4}-\d\d-\d\d( \d\d:\d\d(:\d\d)?)?|[\d: /-]{1,20}", fullmatch=True) | st.datetimes().map(str))
def test_a_date_is_the_one_that_pelican_reads(readers: tuple[Any, Any], value: str) -> None:
    mine, stock = readers
    assert outcome(mine, value) == outcome(stock, value)


@pytest.mark.parametrize("value", ["2017-09-01", "2017-09-01 12:30", "2017-02-30", "0000-01-01", "2017-09-01 24:00"])
def test_so_is_one_at_the_edge(readers: tuple[Any, Any], value: str) -> None:
    mine, stock = readers
    assert outcome(mine, value) == outcome(stock, value)


def test_a_plugin_may_have_another_idea_of_a_date(readers: tuple[Any, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(METADATA_PROCESSORS, "date", lambda value, _: f"on {value}")
    assert readers[0].process_metadata("date", "2017-09-01") == "on 2017-09-01"


def test_tags_of_one_name_have_one_slug_and_stay_different_objects(readers: tuple[Any, Any], tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text("Title: A\nTags: New Zealand, b\n\nText.\n")
    found = [readers[0].read(str(file))[1]["tags"] for _ in range(2)]
    assert [[tag.slug for tag in tags] for tags in found] == [["new-zealand", "b"]] * 2
    first, second = (tags[0] for tags in found)
    assert isinstance(first, Tag)
    assert first is not second
    first.name = "Other"
    assert (first.slug, second.slug) == ("other", "new-zealand")
