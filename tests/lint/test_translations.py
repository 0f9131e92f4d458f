"""Texts of one slug: translations in other languages, and what only takes another's place."""

import contextlib
from pathlib import Path
from typing import Any

import pytest
from pelican.contents import Article, Page
from pelican.settings import DEFAULT_CONFIG, read_settings
from pelican.utils import SafeDatetime

from faircopy.authoring.existing import UserError, existing_content
from faircopy.authoring.rename import rename_post
from faircopy.content.settings import Site, site_of
from faircopy.lint.addresses import url_of
from faircopy.lint.check import check_content
from faircopy.markdown.document import parse_document
from faircopy.snippets.jobs import Settings

LANGUAGES = ["", "en-nz", "en-NZ", "de", "zh-Hant"]


def text_of(slug: str, date: str, lang: str) -> str:
    more = f"Lang: {lang}\n" if lang else ""
    return f"Title: A\nDate: {date}\nSlug: {slug}\nSummary: Words.\n{more}\nText.\n"


@pytest.fixture(scope="module", params=["ours", "stock"])
def settings(request: pytest.FixtureRequest, root: Path) -> dict[str, Any]:
    if request.param == "stock":
        return {**DEFAULT_CONFIG, "DEFAULT_LANG": "en-NZ"}
    with contextlib.chdir(root):
        return dict(read_settings("pelicanconf.py"))


@pytest.mark.parametrize("kind", [Article, Page])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_text_has_the_address_that_pelican_gives_it(
    settings: dict[str, Any], root: Path, kind: type[Article] | type[Page], lang: str
) -> None:
    document = parse_document("a.md", text_of("a-slug", "2018-03-04", lang))
    metadata = {"title": "A", "slug": "a-slug", "date": SafeDatetime(2018, 3, 4), **({"lang": lang} if lang else {})}
    made = kind("", metadata=metadata, settings=settings, source_path="a.md")
    assert url_of(document, site_of(settings, root), dated=kind is Article) == made.url


def found_in(tmp_path: Path, texts: dict[str, str], site: Site) -> list[str]:
    for name, text in texts.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    with contextlib.chdir(tmp_path):
        return [f"{one.path} {one.code}" for one in check_content(Path("content"), Settings(), site).diagnostics]


A, B = "content/posts/2017/a/index.md", "content/posts/2018/b/index.md"


@pytest.mark.parametrize(
    ("first", "second", "site", "codes"),
    [
        (("2018-01-02", ""), ("2018-01-02", ""), Site(), ["FM107"]),
        # Pelican takes them for two originals, and warns.
        (("2017-01-02", ""), ("2018-01-02", ""), Site(), ["FM107"]),
        (("2018-01-02", "de"), ("2018-01-02", "de"), Site(), ["FM107"]),
        (("2018-01-02", ""), ("2018-01-02", "EN"), Site(), []),
        (("2018-01-02", ""), ("2018-01-02", "en"), Site(), ["FM107"]),
        (("2018-01-02", ""), ("2018-01-02", "de"), Site(), []),
        (("2018-01-02", "de"), ("2017-01-02", "fr"), Site(), []),
        (("2018-01-02", ""), ("2018-01-02", "de"), Site(article_lang_url="{date:%Y}/{date:%m}/{slug}/"), ["FM115"]),
        (("2017-01-02", ""), ("2018-01-02", ""), Site(article_translation_id=()), []),
        (("2018-01-02", ""), ("2018-01-02", ""), Site(article_translation_id=()), ["FM115"]),
        (("2017-01-02", ""), ("2018-01-02", ""), Site(article_translation_id=("key",)), []),
    ],
)
def test_two_posts_of_one_slug(
    tmp_path: Path, first: tuple[str, str], second: tuple[str, str], site: Site, codes: list[str]
) -> None:
    texts = {A: text_of("a-slug", *first), B: text_of("a-slug", *second)}
    found = [one.split()[1] for one in found_in(tmp_path, texts, site)]
    assert [code for code in found if code in ("FM107", "FM115")] == codes


def test_a_post_with_a_translation_is_not_renamed_without_it(tmp_path: Path) -> None:
    found_in(tmp_path, {A: text_of("a", "2017-01-02", ""), B: text_of("a", "2017-01-02", "de")}, Site())
    with pytest.raises(UserError, match="has the slug 'a', too, as a translation has; rename both by hand"):
        rename_post(existing_content(tmp_path / "content", Site()), "a", "c")


def test_a_translation_beside_a_post_does_not_stand_before_it(tmp_path: Path) -> None:
    beside = A.replace("index", "de")
    found_in(tmp_path, {A: text_of("a", "2017-01-02", ""), beside: text_of("a", "2017-01-02", "de")}, Site())
    with pytest.raises(UserError, match=r"de\.md' has the slug 'a', too"):
        rename_post(existing_content(tmp_path / "content", Site()), "a", "c")


@pytest.mark.parametrize(("lang", "codes"), [("", ["PR701"]), ("en-GB", ["PR701"]), ("de", [])])
def test_only_english_is_searched_for_english_misspellings(tmp_path: Path, lang: str, codes: list[str]) -> None:
    text = text_of("a", "2018-01-02", lang).replace("Text.", "They recieve it.")
    assert [one.split()[1] for one in found_in(tmp_path, {A: text}, Site())] == codes
