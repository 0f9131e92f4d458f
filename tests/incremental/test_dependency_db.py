"""What is known of pages, from build to build."""

import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from examples import examples
from faircopy.cache.connection import OF_A_BUILD, names_of
from faircopy.cache.database import MAX_BUILDS, Store
from faircopy.incremental.dependencies import Dependency, DependencySet, OwnDependency
from faircopy.incremental.dependency_db import DependencyDb, NewDependencyDb, load, save, unpacked

texts = st.sampled_from(["", "a", "b", "$", "<", "/", "@Article:p.md"])
dependencies = st.tuples(texts, texts, texts, st.none() | st.just('["x"]'))
fingerprints = st.sampled_from(["yes", "no", "maybe"])
found = st.tuples(
    st.dictionaries(st.tuples(texts, texts, st.none() | st.just("[]")), fingerprints, max_size=3),
    st.sets(dependencies, max_size=6),
)
# Each build: which pages are kept if they can be, what others depend on, and the fingerprints.
pages = st.integers(0, 4)
builds = st.lists(
    st.tuples(st.sets(pages), st.dictionaries(pages, found), st.dictionaries(dependencies, fingerprints)),
    min_size=1,
    max_size=6,
)
Build = tuple[set[int], dict[int, tuple[dict[OwnDependency, str], set[Dependency]]], dict[Dependency, str]]


def found_of(db: DependencyDb, name: str) -> DependencySet:
    page = db.pages[name]
    numbers = [*unpacked(page.variables), *unpacked(page.shared)]
    return DependencySet(dict(db.own(page)), {db.dependency(one): db.fingerprint(one) for one in numbers})


@pytest.mark.slow
@settings(max_examples=examples(30))
@given(builds)
def test_each_page_has_its_dependencies_with_their_fingerprints(builds: list[Build]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        expected: dict[str, DependencySet] = {}
        for kept, rendered, evaluated in builds:
            store = Store(Path(folder))
            before, now = load(store, "build"), dict[str, DependencySet]()
            new = NewDependencyDb(before)
            for number in kept - rendered.keys():
                name = str(number)
                # As a build does, which evaluates each dependency once.
                if name in before.pages and all(
                    evaluated.get(dependency, "yes") == known for dependency, known in expected[name].shared.items()
                ):
                    new.add_kept(name)
                    now[name] = expected[name]
            for number, (own, shared) in rendered.items():
                now[str(number)] = DependencySet(own, {one: evaluated.get(one, "yes") for one in shared})
                new.add_rendered(str(number), "output", "key", "template", now[str(number)])
            if new.is_news():
                save(store, "build", new.finished(), before)
            store.close()
            store = Store(Path(folder))
            expected, db = now, load(store, "build")
            store.close()
            assert {name: found_of(db, name) for name in db.pages} == expected


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path)


def put(store: Store, build: str, shared: dict[Dependency, str], own: str = "a") -> None:
    before = load(store, build)
    save(store, build, with_page(before, shared, own), before)


def with_page(before: DependencyDb, shared: dict[Dependency, str], own: str = "a") -> DependencyDb:
    new = NewDependencyDb(before)
    new.add_rendered("p.html", "", "0", "article.html", DependencySet({("$", own, None): "yes"}, shared))
    return new.finished()


def test_what_no_page_has_any_more_goes(store: Store) -> None:
    shared: dict[Dependency, str] = {}
    for build in range(10):
        shared = {("0", "@Article:p.md", f"field {build} {one}", None): "yes" for one in range(9)}
        put(store, "build", shared, f"own {build}")
    db = load(store, "build")
    assert len(db) == 9
    assert found_of(db, "p.html") == DependencySet({("$", "own 9", None): "yes"}, shared)


def test_templates_come_first() -> None:
    shared: dict[Dependency, str] = {("0", "@Article:p.md", "title", None): "yes", ("0", "<", "base.html", None): "new"}
    db = with_page(DependencyDb(), shared)
    assert [db.name(number) for number in unpacked(db.pages["p.html"].shared)] == ["base.html", "title"]


ONE: dict[Dependency, str] = {("0", "$", "title", None): "yes", ("0", "|", "shout", '[["list"],["dict"]]'): "no"}


def columns_of(table: str) -> list[str]:
    return ["seal"] if table == "build" else names_of(table)


CELLS = [(table, column) for table in ("build", *OF_A_BUILD) for column in columns_of(table)]


@pytest.mark.slow
@pytest.mark.parametrize(("table", "column"), CELLS)
@pytest.mark.parametrize("value", ["other", b"other", None, 7])
def test_nothing_is_believed_when_anything_is_changed(
    store: Store, tmp_path: Path, table: str, column: str, value: object
) -> None:
    put(store, "build", ONE)
    put(store, "other", ONE)
    store.close()
    with closing(sqlite3.connect(store.file)) as database, database:
        database.execute(f"UPDATE {table} SET {column} = ? WHERE build = 'build' AND {column} IS NOT ?", (value, value))  # noqa: S608
        assert database.total_changes
    again = Store(tmp_path)
    assert load(again, "build").pages == {}
    assert load(again, "other").pages
    again.close()


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM dependency WHERE number = 1",
        "DELETE FROM page",
        "INSERT INTO dependency VALUES ('build', 2, '0', '$', 'x', NULL, 'yes')",
        "UPDATE dependency SET number = 99 WHERE number = 0",
        "UPDATE build SET build = 'other'",
    ],
)
def test_nothing_is_believed_when_rows_are_moved(store: Store, tmp_path: Path, statement: str) -> None:
    put(store, "build", ONE)
    store.close()
    with closing(sqlite3.connect(store.file)) as database, database:
        database.execute(statement)
    again = Store(tmp_path)
    assert not load(again, "build").pages
    assert not load(again, "other").pages
    again.close()


def test_of_a_few_builds_it_is_known(store: Store) -> None:
    for number in range(MAX_BUILDS + 2):
        put(store, str(number), ONE)
    assert [bool(load(store, str(number)).pages) for number in range(MAX_BUILDS + 2)] == [False] * 2 + [
        True
    ] * MAX_BUILDS
    assert store.database
    for table in OF_A_BUILD:
        found = store.database.execute(f"SELECT DISTINCT build FROM {table}").fetchall()  # noqa: S608
        assert len(found) == MAX_BUILDS


def test_a_text_that_is_no_unicode_is_not_kept(store: Store) -> None:
    put(store, "build", ONE)
    put(store, "build", {("0", "$", "\ud800", None): "yes"})
    assert load(store, "build").pages == {}
    put(store, "build", ONE)
    assert load(store, "build").pages
