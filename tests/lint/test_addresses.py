from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pelican.settings import DEFAULT_CONFIG
from pelican.utils import slugify

from faircopy.content.settings import Site, site_of
from faircopy.content.settings_file import literal_settings
from faircopy.lint.addresses import slug_of, term_slug
from faircopy.lint.check import check_content
from faircopy.lint.rules import tag_twice
from faircopy.lint.rules.address_taken import check_addresses
from faircopy.lint.rules.taxonomy import check_terms
from faircopy.markdown.document import Document, parse_document
from faircopy.snippets.jobs import Settings
from rulecases import found_by, site_of_documents


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("My post", "my-post"),
        ("Don't panic", "dont-panic"),
        ("Don\u2019t panic", "dont-panic"),
        ("Māori and Ōtautahi", "maori-and-otautahi"),
        ("C++ & C#", "c-c"),
        ("snake_case", "snake-case"),
        ("  – spaces –  ", "spaces"),  # noqa: RUF001
        ("Smørrebrød 🎉", "smorrebrod"),
        ("🎉", ""),
        ("", ""),
    ],
)
def test_a_title_becomes_a_slug(title: str, slug: str) -> None:
    assert slug_of(title) == slug


@pytest.mark.slow
@given(st.text(max_size=30))
def test_the_slug_of_a_tag_is_pelicans(name: str) -> None:
    substitutions: Any = DEFAULT_CONFIG["SLUG_REGEX_SUBSTITUTIONS"]
    assert term_slug(name) == slugify(name, regex_subs=substitutions)


def post(slug: str, front: str = "", date: str = "2018-03-04") -> tuple[Document, bool]:
    text = f"Title: x\nDate: {date}\nSlug: {slug}\n{front}\n"
    return parse_document(f"posts/{slug}/index.md", text), True


def page(slug: str, front: str = "") -> tuple[Document, bool]:
    return parse_document(f"pages/{slug}.md", f"Title: x\nSlug: {slug}\n{front}\n"), False


SITE = Site(fixed=("", "archives/", "404.html"))


@pytest.mark.parametrize(
    ("documents", "expected"),
    [
        ([post("a"), post("b"), page("a")], []),
        ([page("archives")], ["pages/archives.md:2 FM115"]),
        ([post("a"), page("a")], []),
        ([page("a"), page("A")], ["pages/A.md:2 FM116"]),
        ([post("a"), post("a", date="2019-03-04")], []),
        ([post("a", "Redirect_from: /old/\n")], []),
        ([post("a", "Redirect_from: /archives/\n")], ["posts/a/index.md:4 FM118"]),
        ([post("a", "Redirect_from: /Archives/\n")], ["posts/a/index.md:4 FM118"]),
        ([post("a", "Redirect_from: /2018/03/a/\n")], ["posts/a/index.md:4 FM118"]),
        ([post("a", "Redirect_from: /404.html\n")], ["posts/a/index.md:4 FM118"]),
        ([post("a", "Redirect_from: /x/, /y/,\n    /x\n")], ["posts/a/index.md:5 FM118"]),
        ([post("a", "Redirect_from: /x/\n"), post("b", "Redirect_from: /x/\n")], ["posts/b/index.md:4 FM118"]),
        ([post("a", "Redirect_from: /2018/03/b/\n"), post("b")], ["posts/a/index.md:4 FM118"]),
        ([post("a", "Tags: t\nRedirect_from: /tag/t/\n")], ["posts/a/index.md:5 FM118"]),
        ([post("a", "Redirect_from: x, //x, /, /a/../b/, /a?b, /a b/\n")], ["posts/a/index.md:4 FM117"] * 6),
        ([post("a", "Redirect_from: /a%2e%2e/%2e%2e/, /a%2Fb/\n")], ["posts/a/index.md:4 FM117"] * 2),
        ([post("a", date="soon")], []),
        ([post("a", "Status: draft\n"), post("b", "Redirect_from: /2018/03/a/\n")], ["posts/b/index.md:4 FM118"]),
    ],
)
def test_two_things_cannot_have_one_address(documents: list[tuple[Document, bool]], expected: list[str]) -> None:
    found = [finding.diagnostic for finding in check_addresses(site_of_documents(documents, site=SITE))]
    assert [f"{one.path}:{one.line} {one.code}" for one in found] == expected


def terms(*tags: str, site: Site = SITE, key: str = "Tags") -> list[str]:
    documents = [post(f"p{number}", f"{key}: {tag}\n") for number, tag in enumerate(tags)]
    return [finding.diagnostic.message for finding in check_terms(site_of_documents(documents, site=site))]


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        (("linux", "linux, security", "Linux"), "the tag 'Linux' looks like 'linux'"),
        (("web server", "web-server"), "the tag 'web-server' looks like 'web server'"),
        (("M\u0101ori", "Maori"), "the tag 'Maori' looks like 'M\u0101ori'"),
        (("security", "securty"), "the tag 'securty' looks like 'security'"),
        (("checklists", "checklist, checklists"), "the tag 'checklist' looks like 'checklists'"),
        (("security", "secuirty"), "the tag 'secuirty' looks like 'security'"),
        (("C++", "c"), "the tag 'c' looks like 'C++'"),
    ],
)
def test_a_tag_that_looks_like_a_more_frequent_one_is_told(tags: tuple[str, ...], expected: str) -> None:
    assert terms(*tags) == [expected]


def test_a_tag_that_a_post_has_twice_is_told() -> None:
    (found,) = found_by(tag_twice, text=post("a", "Tags: linux, web, linux\n")[0])
    assert found.diagnostic.message == "the tag 'linux' is already here"


@pytest.mark.parametrize("tags", [("python2", "python3"), ("git", "gut"), ("linux", "linux"), ("internet", "intranet")])
def test_tags_that_differ_are_left_alone(tags: tuple[str, ...]) -> None:
    assert terms(*tags) == []


def test_categories_are_those_of_the_site() -> None:
    site = Site(categories=("Geeky stuff", "Travel"))
    assert terms("Geeky stuff", "travel", "Cooking", site=site, key="Category") == [
        "unknown category 'travel'",
        "unknown category 'Cooking'",
    ]
    (found,) = check_terms(site_of_documents([post("a", "Category: travel\n")], site=site))
    assert found.diagnostic.hint == "did you mean 'Travel'? KNOWN_CATEGORIES in pelicanconf.py lists them"
    assert [edit.new for edit in found.edits] == ["Travel"]
    assert terms("Cooking", "Travel", key="Category") == []


def test_settings_are_read_as_they_are_written(tmp_path: Path, root: Path) -> None:
    settings = literal_settings(root / "pelicanconf.py")
    site = site_of(settings, root, "https://example.org/blog/")
    assert site.roots == ("http://127.0.0.1:8000", "https://example.org/blog")
    assert site.categories == settings["KNOWN_CATEGORIES"]
    assert "archives/" in site.fixed
    (tmp_path / "spelling.txt").write_text("# remark\nTeh # a name\n\nwich\n")
    assert site_of({}, tmp_path).words == {"teh", "wich"}


@pytest.mark.slow
def test_our_own_site_is_clean_with_its_own_settings(root: Path) -> None:
    site = site_of(literal_settings(root / "pelicanconf.py"), root)
    assert check_content(root / "content", Settings(), site).diagnostics == []
