"""Posts and pages are the files that Pelican reads as such, wherever a site keeps them."""

from pathlib import Path, PurePath
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pelican.generators import ArticlesGenerator
from pelican.settings import configure_settings, read_settings

from conftest import ROOT
from faircopy.content.paths import ContentPaths, content_paths
from faircopy.content.settings import site_of
from faircopy.content.settings_file import literal_settings
from faircopy.lint.layout import layout_of

FILES = ("a.md", "b.markdown", "c.rst", "posts/d.md", "posts/old/e.md", "pages/f.md", "notes/pages/g.md", "images/h.md")
FOLDERS = st.lists(st.sampled_from(["", "posts", "pages", "notes", "posts/old", "images"]), max_size=2, unique=True)
READERS = st.sampled_from([{}, {"md": None}, {"markdown": None, "mkd": None}])


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("content")
    for name in FILES:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("Title: A\n\nText.\n")
    return folder


def read_by_pelican(content: Path, given: dict[str, Any]) -> tuple[set[str], set[str]]:
    """Return the Markdown files that Pelican itself takes for posts and for pages."""
    known = configure_settings({**read_settings(), **given, "PATH": str(content)})
    generator = ArticlesGenerator({}, known, str(content), known["THEME"], str(content.parent / "output"))

    def found(kind: str) -> set[str]:
        return {
            PurePath(name).as_posix()
            for name in generator.get_files(known[f"{kind}_PATHS"], exclude=known[f"{kind}_EXCLUDES"])
            if not name.endswith(".rst")
        }

    return found("ARTICLE"), found("PAGE")


@pytest.mark.slow
@settings(max_examples=30)
@given(FOLDERS, FOLDERS, FOLDERS, FOLDERS, READERS)
def test_posts_and_pages_are_those_of_pelican(
    content: Path, posts: list[str], pages: list[str], no_posts: list[str], no_pages: list[str], readers: dict[str, Any]
) -> None:
    # Pelican reads what is in both twice.
    pages = [page for page in pages if page not in posts]
    given = {
        "ARTICLE_PATHS": posts,
        "PAGE_PATHS": pages,
        "ARTICLE_EXCLUDES": no_posts,
        "PAGE_EXCLUDES": no_pages,
        "READERS": readers,
    }
    layout = layout_of(content, content_paths(given))
    articles, others = read_by_pelican(
        content, {name: list(one) for name, one in given.items() if name != "READERS"} | {"READERS": readers}
    )
    assert {file.relative_to(content).as_posix() for file in layout.posts} == articles
    assert {file.relative_to(content).as_posix() for file in layout.pages} == others - articles


def test_our_own_paths_are_the_defaults() -> None:
    assert content_paths(literal_settings(ROOT / "pelicanconf.py")) == ContentPaths()
    assert site_of({}, Path()).house_rules
    assert site_of(literal_settings(ROOT / "pelicanconf.py"), ROOT).house_rules
    assert not site_of({"SITENAME": "Other"}, Path()).house_rules


@pytest.mark.parametrize(
    ("production", "allowed"),
    [
        ("", ()),
        ('PUBLISH_ALLOWED = {"/home/pi": "an example"}', ("/home/pi",)),
        ('PUBLISH_ALLOWED = dict(open("allowed"))', None),
        ("PUBLISH_ALLOWED = {", None),
    ],
)
def test_what_may_be_published_is_known_from_the_settings_for_production(
    production: str, allowed: tuple[str, ...] | None, tmp_path: Path
) -> None:
    (tmp_path / "publishconf.py").write_text(production, encoding="utf-8")
    assert site_of({"SITENAME": "Ours"}, tmp_path).allowed == allowed
    assert site_of({"PUBLISH_ALLOWED": ["/home/me"]}, tmp_path).allowed == ("/home/me",)
