"""Translations are found group by group, and are those that Pelican finds in all together."""

import copy
from types import SimpleNamespace
from typing import Any

import pelican.generators
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pelican.utils import process_translations

from faircopy._compat.pelican import find_translations_by_groups, translations_by_groups

TEXTS = st.lists(
    st.tuples(st.sampled_from("abc"), st.sampled_from(("x", "y")), st.booleans(), st.sampled_from((None, "true"))),
    max_size=12,
)


def contents(texts: list[tuple[str, str, bool, str | None]]) -> list[Any]:
    return [
        SimpleNamespace(
            number=number,
            slug=slug,
            kind=kind,
            in_default_lang=in_default_lang,
            lang="en" if in_default_lang else "de",
            metadata={"translation": translation} if translation else {},
            source_path=f"{number}.md",
        )
        for number, (slug, kind, in_default_lang, translation) in enumerate(texts)
    ]


def numbers(found: tuple[list[Any], list[Any]]) -> list[list[tuple[int, list[int]]]]:
    return [
        [(one.number, [other.number for other in getattr(one, "translations", [])]) for one in part] for part in found
    ]


@given(TEXTS, st.sampled_from(("slug", ("slug", "kind"), {"slug"}, None, "")))
def test_they_are_those_that_pelican_finds(texts: list[Any], translation_id: Any) -> None:
    mine = contents(texts)
    theirs = copy.deepcopy(mine)
    found, expected = translations_by_groups(mine, translation_id), process_translations(theirs, translation_id)
    assert numbers(found) == numbers(expected)
    assert [one.number for one in mine] == [one.number for one in theirs]


@pytest.mark.parametrize("translation_id", [7, ("slug", 7), "nothing"])
def test_what_pelican_refuses_is_refused_in_its_words(translation_id: Any) -> None:
    texts = contents([("a", "x", True, None), ("b", "x", True, None)])
    with pytest.raises((TypeError, AttributeError)) as theirs:
        process_translations([*texts], translation_id)
    with pytest.raises(theirs.type) as mine:
        translations_by_groups([*texts], translation_id)
    assert str(mine.value) == str(theirs.value)


def test_no_comparison_is_made_between_groups() -> None:
    class Counting:
        compared = 0
        in_default_lang, lang, source_path, metadata = True, "en", "a.md", {"slug": "a"}

        def __init__(self, slug: str) -> None:
            self.slug = slug

        def __eq__(self, other: object) -> bool:
            Counting.compared += 1
            return self is other

        __hash__ = None  # type: ignore[assignment]  # none is needed

    translations_by_groups([Counting(str(number)) for number in range(50)], "slug")
    assert Counting.compared == 50  # each with itself, in its group


def test_pelicans_generators_use_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pelican.generators, "process_translations", process_translations)
    find_translations_by_groups()
    assert pelican.generators.process_translations is translations_by_groups
