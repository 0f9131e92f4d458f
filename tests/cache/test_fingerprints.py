"""Equal values have one fingerprint; others, and what nobody can tell, do not. A call can be made again."""

import datetime as dt
import re
import sys
import types
from dataclasses import dataclass
from enum import Enum
from functools import partial
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup
from pelican.utils import SafeDatetime

from faircopy.cache.fingerprints import UnhashableValueError, decode_call, encode_call, fingerprint
from faircopy.cache.inputs import fingerprint_of_code, sources_of


@dataclass(frozen=True)
class Point:
    x: int
    y: object = None


class Colour(Enum):
    RED = 1
    BLUE = 2


LEAVES = st.none() | st.booleans() | st.integers() | st.text() | st.dates() | st.floats(allow_nan=False)
VALUES = st.recursive(
    LEAVES | st.binary(),
    lambda inner: (
        st.lists(inner) | st.tuples(inner) | st.dictionaries(st.text(), inner) | st.builds(Point, st.integers(), inner)
    ),
)


@pytest.mark.slow
@given(VALUES, VALUES)
def test_what_differs_has_another_digest(one: object, other: object) -> None:
    assert fingerprint(one) == fingerprint(one)
    if repr(one) != repr(other):
        assert fingerprint(one) != fingerprint(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a", Markup("a")),
        ([1, 2], (1, 2)),
        (1, True),
        (1, 1.0),
        (["ab", "c"], ["a", "bc"]),
        ([["a"], "b"], ["a", ["b"]]),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
        (Colour.RED, Colour.BLUE),
        (len, max),
        (Path("a"), "a"),
        (dt.datetime(2020, 1, 1, tzinfo=dt.UTC), dt.datetime(2020, 1, 1)),  # noqa: DTZ001  # that is the difference
    ],
)
def test_what_looks_the_same_and_is_not(one: object, other: object) -> None:
    assert fingerprint(one) != fingerprint(other)


def test_a_set_has_no_order() -> None:
    assert fingerprint({"a", "b", "c"}) == fingerprint({"c", "a", "b"}) == fingerprint({"b", "c", "a"})


def test_what_has_a_name_is_that_name() -> None:
    def name(value: object) -> str | None:
        return "the same" if isinstance(value, Point) else None

    assert fingerprint([Point(1)], name) == fingerprint([Point(2)], name)


def test_what_nobody_can_tell_is_said() -> None:
    endless: list[object] = []
    endless.append(endless)
    for value in (re.compile("a"), object(), endless, iter([]), re):
        with pytest.raises(UnhashableValueError):
            fingerprint([value])


def test_of_what_comes_with_python_its_version_says_enough() -> None:
    """A plugin may be an object of a type of Python's own, whose module has two thousand beside it."""
    assert fingerprint_of_code([types]) == fingerprint_of_code([])
    assert fingerprint_of_code([sys.modules[__name__]]) != fingerprint_of_code([])


def test_functions_in_settings_count_with_their_source(tmp_path: Path) -> None:
    source = tmp_path / "conf_of_a_test.py"
    source.write_text("def slug(text): return text", encoding="utf-8")
    module = ModuleType("conf_of_a_test")
    module.__file__ = str(source)
    exec(source.read_text(encoding="utf-8"), vars(module))  # noqa: S102  # the test's own text
    settings = {"toc": {"slugify": [partial(module.slug)]}, "depth": 2}
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "conf_of_a_test", module)
        assert list(sources_of(settings)) == [source]
        before = fingerprint_of_code([], sources_of(settings))
        source.write_text("def slug(text): return ''", encoding="utf-8")
        assert fingerprint_of_code([], sources_of(settings)) != before


NONE: dict[str, object] = {}
ARGUMENTS = st.recursive(
    LEAVES
    | st.builds(Markup, st.text())
    | st.datetimes(timezones=st.none() | st.timezones())
    | st.datetimes().map(lambda one: SafeDatetime(*one.timetuple()[:6])),
    lambda inner: st.lists(inner) | st.lists(inner).map(tuple) | st.dictionaries(st.text(), inner),
    max_leaves=12,
)


@pytest.mark.slow
@given(st.lists(ARGUMENTS, max_size=4), st.dictionaries(st.text(), ARGUMENTS, max_size=4))
def test_a_call_is_made_again_with_the_same(arguments: list[object], named: dict[str, object]) -> None:
    encoded = encode_call(arguments, named, lambda _: None)
    again, named_again = decode_call(encoded, NONE.__getitem__)
    assert repr((again, named_again)) == repr((arguments, named))
    assert encode_call(again, named_again, lambda _: None) == encoded


def test_a_content_is_found_by_its_name() -> None:
    point = Point(1)
    encoded = encode_call([[point], "@p"], {"x": point}, lambda one: "@p" if one is point else None)
    assert decode_call(encoded, {"@p": "found"}.__getitem__) == ([["found"], "@p"], {"x": "found"})
    with pytest.raises(LookupError):
        decode_call(encoded, NONE.__getitem__)


@pytest.mark.parametrize(
    "value",
    [b"a", {1}, Colour.RED, Point(1), Path("a"), 1j, len, dt.time(1), dt.datetime(2020, 1, 1, tzinfo=dt.UTC), object()],
)
def test_a_call_that_cannot_be_made_again_is_said(value: object) -> None:
    for arguments, named in (([value], {}), ([], {"x": value}), ([[{"a": (value,)}]], {})):
        with pytest.raises(UnhashableValueError):
            encode_call(arguments, named, lambda _: None)


def installed(folder: Path, *, module: str, direct: bool, place: str = "/home/ada/source") -> str:
    """Lay out an installed distribution as pip does, and return the fingerprint of all that is installed."""
    info = folder / "own-1.0.dist-info"
    info.mkdir(parents=True, exist_ok=True)
    (folder / "own.py").write_text(module)
    record = f"../../bin/own,sha256={len(place)},9\nown.py,sha256={hash(module)},9\nown-1.0.dist-info/RECORD,,\n"
    (info / "RECORD").write_text(f"{record}own-1.0.dist-info/direct_url.json,sha256={len(place)},9\n")
    (info / "direct_url.json").unlink(missing_ok=True)
    if direct:
        (info / "direct_url.json").write_text(f'{{"url": "file://{place}", "dir_info": {{}}}}')
    return fingerprint_of_code([])


def test_another_revision_with_the_same_version_is_other_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "site-packages"
    folder.mkdir()
    monkeypatch.syspath_prepend(str(folder))
    before = installed(folder, module="a = 1\n", direct=True)
    assert installed(folder, module="a = 2\n", direct=True) != before
    # Where its source lay says nothing of what it is.
    assert installed(folder, module="a = 1\n", direct=True, place="/srv/elsewhere/source") == before
    # An index has one file for each version.
    released = installed(folder, module="a = 1\n", direct=False)
    assert installed(folder, module="a = 2\n", direct=False) == released


def test_a_distribution_without_a_list_of_its_files_is_known_by_its_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "site-packages"
    folder.mkdir()
    monkeypatch.syspath_prepend(str(folder))
    installed(folder, module="a = 1\n", direct=True)
    (folder / "own-1.0.dist-info" / "RECORD").unlink()
    assert len(fingerprint_of_code([])) == len(fingerprint_of_code([types]))
