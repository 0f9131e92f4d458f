"""Equal values have one digest; others, and what nobody can tell, do not."""

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

from faircopy.incremental.code import digest_of_code, sources_of
from faircopy.incremental.digests import OpaqueError, digest_of


@dataclass(frozen=True)
class Point:
    x: int
    y: object = None


class Colour(Enum):
    RED = 1
    BLUE = 2


LEAVES = st.none() | st.booleans() | st.integers() | st.text() | st.binary() | st.dates() | st.floats(allow_nan=False)
VALUES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner) | st.tuples(inner) | st.dictionaries(st.text(), inner) | st.builds(Point, st.integers(), inner)
    ),
)


@given(VALUES, VALUES)
def test_what_differs_has_another_digest(one: object, other: object) -> None:
    assert digest_of(one) == digest_of(one)
    if repr(one) != repr(other):
        assert digest_of(one) != digest_of(other)


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
    assert digest_of(one) != digest_of(other)


def test_a_set_has_no_order() -> None:
    assert digest_of({"a", "b", "c"}) == digest_of({"c", "a", "b"}) == digest_of({"b", "c", "a"})


def test_what_has_a_name_is_that_name() -> None:
    def name(value: object) -> str | None:
        return "the same" if isinstance(value, Point) else None

    assert digest_of([Point(1)], name) == digest_of([Point(2)], name)


def test_what_nobody_can_tell_is_said() -> None:
    endless: list[object] = []
    endless.append(endless)
    for value in (re.compile("a"), object(), endless, iter([]), re):
        with pytest.raises(OpaqueError):
            digest_of([value])


def test_of_what_comes_with_python_its_version_says_enough() -> None:
    """A plugin may be an object of a type of Python's own, whose module has two thousand beside it."""
    assert digest_of_code([types]) == digest_of_code([])
    assert digest_of_code([sys.modules[__name__]]) != digest_of_code([])


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
        before = digest_of_code([], sources_of(settings))
        source.write_text("def slug(text): return ''", encoding="utf-8")
        assert digest_of_code([], sources_of(settings)) != before
