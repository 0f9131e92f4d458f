"""A preview that is saved to all day does not grow: what a save brings, the next ones let go of."""

import gc
from collections import Counter
from pathlib import Path

import pytest
from jinja2 import Environment

from faircopy.incremental.in_memory import RUNS_A_LOOK, all_can_refresh
from faircopy.markdown.blocks import parse_blocks
from faircopy.markdown.fences import fences_in
from faircopy.markdown.prose import find_code, find_words
from preview_memory import KINDS, Author

pytestmark = pytest.mark.slow

# Saves after which all is counted: each has had every kind of save equally often.
FIRST, LAST = 16, 40
OURS = ("pelican", "jinja2", "faircopy")


def objects() -> Counter[str]:
    """Count all that is alive, by type."""
    for bounded in (fences_in, find_words, find_code, parse_blocks):  # which only remember the latest so many
        bounded.cache_clear()
    gc.unfreeze()
    gc.collect()
    return Counter(f"{type(one).__module__}.{type(one).__qualname__}" for one in gc.get_objects())


def test_the_number_of_objects_stays_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "site").mkdir()
    monkeypatch.chdir(tmp_path / "site")
    author = Author(tmp_path / "site", posts=3)
    kinds = list(KINDS)
    counted = []
    for number in range(LAST):
        author.save(kinds[number % len(kinds)], number + 1)
        if number + 1 in (FIRST, LAST):
            counted.append(objects())
    before, after = counted
    grown = after - before
    assert {name: more for name, more in grown.items() if name.startswith(OURS)} == {}
    # Python's own caches differ by a few. What held on to a run, or to a page, had thousands of objects for each save.
    assert grown.total() < 10 * (LAST - FIRST)


def test_what_a_run_has_left_is_let_go_of_without_being_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "site").mkdir()
    monkeypatch.chdir(tmp_path / "site")
    gc.unfreeze()
    gc.collect()
    others = environments()  # of tests that ran before in this process
    author = Author(tmp_path / "site", posts=3)
    # A text alone is taken in in place, whatever plugins there are.
    assert all_can_refresh()

    for number in range(25):
        author.save("tags", number + 1)
        assert author.site.in_memory.runs <= RUNS_A_LOOK
    gc.unfreeze()
    # Each generator has one.
    assert environments() - others < 10 * (RUNS_A_LOOK + 2)


def environments() -> int:
    return sum(isinstance(one, Environment) for one in gc.get_objects())
