"""Slugs by the rules of a language, and as Pelican makes them with the settings that a new blog gets."""

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pelican.utils import slugify

from faircopy.authoring.existing import existing_content
from faircopy.authoring.new import new_post
from faircopy.content.settings import site_of
from faircopy.languages.slugs import slug_in, slug_rules
from faircopy.lint.addresses import term_slug
from faircopy.lint.front_matter import is_slug
from faircopy.starter.answers import Answers
from faircopy.starter.skeleton import NewSite, files_of


@pytest.mark.parametrize(
    ("language", "title", "slug"),
    [
        ("de", "Straßenschäden über Café Müller & Ärzte", "strassenschaeden-ueber-cafe-mueller-aerzte"),
        ("de-AT", "ÜBER", "ueber"),
        ("en", "Straße, Māori", "strasse-maori"),
        ("da", "Rødgrød på Ærø", "roedgroed-paa-aeroe"),
        ("ar", "أضرار الطرق في الليل", "أضرار-الطرق-في-الليل"),
        ("ja", "日本語の記事です！", "日本語の記事です"),  # noqa: RUF001
        ("ru", "Привет, мир", "привет-мир"),
        ("mi", "🎉", ""),
    ],
)
def test_a_title_becomes_a_slug_as_its_language_has_it(language: str, title: str, slug: str) -> None:
    assert slug_in(language, title) == slug
    assert not slug or is_slug(slug, any_letters=True)


@given(st.sampled_from(["de", "en", "ar", "nb"]), st.text(max_size=30))
def test_it_is_the_slug_that_pelican_makes_with_these_rules(language: str, title: str) -> None:
    assert term_slug(title, language) == slugify(title, regex_subs=slug_rules(language), use_unicode=True)


@pytest.mark.parametrize(
    ("language", "own"), [("de", True), ("ar", True), ("ja", True), ("en-NZ", False), ("mi", False)]
)
def test_a_new_blog_has_the_rules_of_its_language(language: str, own: bool) -> None:
    files = files_of(NewSite(Answers("a", "b", "https://a.example", "UTC", language), dt.date(2026, 11, 29)))
    assert ("slug_rules(DEFAULT_LANG)" in files["pelicanconf.py"]) is own


@pytest.mark.parametrize(
    ("settings", "slug"), [({}, "uber-privet"), ({"SLUGIFY_USE_UNICODE": True, "DEFAULT_LANG": "de"}, "ueber-привет")]
)
def test_a_new_post_follows_the_settings(tmp_path: Path, settings: dict[str, object], slug: str) -> None:
    known = existing_content(tmp_path, site_of({"HOUSE_RULES": True, **settings}, tmp_path))
    model = "Title: $title\nDate: $date\nSlug: $slug\nCategory: a\nSummary: x.\n\nx\n"
    assert new_post(known, model, "Über Привет", dt.date(2026, 1, 2)).path.parent.name == slug
