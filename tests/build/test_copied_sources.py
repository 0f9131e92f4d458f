"""Sources of texts that say that they are not public, where nothing reads them: they would be copied as they are."""

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest

from leaksite import Site

TEXT = "\n\nNobody has read this yet, and nobody is to read it before the end of the year.\n"
HELD = {
    "Pelican's": ("later.md", "Title: Later\nStatus: draft"),
    "in capitals": ("later.md", "TITLE: Later\nSTATUS: DRAFT"),
    "with a space": ("later.md", "Title: Later\nStatus : draft"),
    "with a mark": ("later.md", "\ufeffTitle: Later\nStatus: draft"),
    "after a line": ("later.md", "\n\nTitle: Later\nStatus: draft"),
    "alone": ("later.md", "Status: draft"),
    "after a long field": ("later.md", "Title: Later\n    and longer\nStatus: draft"),
    "misspelt": ("later.md", "Title: Later\nStatus: drfat"),
    "two of them": ("later.md", "Title: Later\nStatus: published, draft"),
    "a skipped text": ("later.md", "Title: Later\nStatus: skip"),
    "a hidden text": ("later.md", "Title: Later\nStatus: hidden"),
    "to come": ("later.md", "Title: Later\nDate: 2027-01-01"),
    "another ending": ("later.markdown", "Title: Later\nStatus: draft"),
    "a third": ("later.mkd", "Title: Later\nStatus: draft"),
    "no ending": ("LATER", "Title: Later\nStatus: draft"),
    "a text file": ("later.txt", "Title: Later\r\nStatus: draft"),
    "YAML": ("later.md", "---\ntitle: Later\nstatus: draft\n---"),
    "YAML in a text file": ("later.txt", "---\ntitle: Later\ndraft: true\n---"),
    "YAML with a list": ("later.md", "---\ntitle: 'Later'\ntags:\n- one\n- two\nstatus: 'draft' # for now\n---"),
    "YAML, not published": ("later.md", "---\ntitle: Later\npublished: false\n---"),
    "TOML": ("later.md", "+++\ntitle = 'Later'\ndraft = true\n+++"),
    "JSON": ("later.json", '{"title": "Later", "draft": true}'),
    "JSON before a text": ("later.md", '{\n"title": "Later",\n"status": "draft"\n}'),
    "JSON before a text, in a line": ("later.md", '{"title": "Later", "status": "draft"}'),
    "a notebook": ("later.ipynb", '{"cells": [], "metadata": {"title": "Later", "status": "draft"}}'),
    "reStructuredText": ("later.rst", "Later\n#####\n\n:date: 2020-01-01\n:status: draft"),
    "AsciiDoc": ("later.adoc", "= Later\n:status: draft"),
    "Org": ("later.org", "#+TITLE: Later\n#+STATUS: draft"),
    "HTML": ("later.html", "<head><meta name='status' content='draft'/><meta name='title' content='Later'></head>"),
    "in a comment": ("later.md", "<!--\ntitle: Later\nstatus: draft\n-->"),
}
OPEN = {
    "published": ("a.md", "Title: Now\nStatus: published"),
    "of the past": ("a.md", "Title: Now\nDate: 2020-01-01"),
    "in the text": ("a.md", "Title: Now\nDate: 2020-01-01\n\nStatus: draft"),
    "a manual": ("a.md", "# How to hide a text\n\nWrite:\n\nStatus: draft"),
    "draft: false": ("a.md", "---\ntitle: Now\ndraft: false\n---"),
    "a configuration": ("a.yml", "on: push\ndraft: true"),
    "an answer": ("a.txt", "HTTP/1.1 200 OK\nStatus: 200 OK"),
    "a package": ("control", "Package: x\nStatus: hold ok installed"),
    "JSON of a program": ("a.json", '{"status": "draft"}'),
    "a proposal": ("a.txt", "PEP: 8\nTitle: Style\nStatus: Active"),
    "a page": ("a.html", "<!doctype html><title>Status: draft</title><p>Status: draft"),
    "a date of a file that is no text": ("a.ics", "DATE: 2027-01-01\nTITLE: x"),
}


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


@pytest.mark.parametrize("kind", HELD)
def test_the_source_of_a_text_that_is_not_public_is_found(site: Site, kind: str) -> None:
    name, text = HELD[kind]
    site.write(f"content/extra/{name}", text + (TEXT if "{" not in text[:1] or name.endswith(".md") else ""))
    (found,) = site.found(f"extra/{name}", (site.folder / f"content/extra/{name}").read_bytes())
    assert (found.code, found.path) == ("PB313", f"content/extra/{name}")
    assert f"and it is copied into the site as 'extra/{name}', as it stands" in found.message
    assert "move it into 'posts/' or 'pages/', where it is held back" in found.hint


@pytest.mark.parametrize("kind", OPEN)
def test_what_says_nothing_of_the_kind_is_left_alone(site: Site, kind: str) -> None:
    name, text = OPEN[kind]
    assert site.codes(f"extra/{name}", text + TEXT) == []


def test_it_is_found_in_any_place_of_the_site_and_in_archives(site: Site) -> None:
    text = f"Title: Later\nStatus: draft{TEXT}"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("later/index.md", text)
    for name, data in (("images/a.txt", text.encode()), ("theme/a.md", text.encode()), ("a.zip", packed.getvalue())):
        (found,) = site.found(name, data)
        assert found.code == "PB313"
        (site.folder / "output" / name).unlink()


def test_a_text_in_another_encoding_is_found(site: Site) -> None:
    assert site.codes("a.txt", f"Title: Later\nStatus: draft{TEXT}".encode("utf-16")) == ["PB313"]


def test_it_is_found_where_nothing_else_is_held_back(site: Site) -> None:
    site.post("held", "A text that everybody may read.")
    assert site.codes("a.md", f"Title: Later\nStatus: draft{TEXT}") == ["PB313"]


def test_an_example_that_a_public_text_shows_or_somebody_has_allowed_may_be_offered(site: Site) -> None:
    example = f"Title: Later\nStatus: draft{TEXT}"
    assert site.codes("2026/open/example.md", example) == ["PB313"]
    site.allowed = ("2026/open/example.md",)
    assert site.codes() == []
    site.allowed = ()
    site.post("open", f"Begin like this:\n\n```text\n{example}\n```")
    assert site.codes() == []


STATUS: dict[str, dict[str, Any]] = {
    "of this file": {"EXTRA_PATH_METADATA": {"posts/2026/draft/index.md": {"status": "draft"}}},
    "of its folder": {"EXTRA_PATH_METADATA": {"posts/2026/draft": {"status": "skip"}}},
    "of all texts": {"DEFAULT_METADATA": {"status": "draft"}},
    "by its path": {"PATH_METADATA": r"posts/\d+/(?P<status>draft)/.*"},
    "by its date": {"EXTRA_PATH_METADATA": {"posts/2026/draft": {"date": "2027-01-01"}}},
}


@pytest.mark.slow
@pytest.mark.parametrize("way", STATUS)
def test_a_status_that_the_settings_give_counts(site: Site, way: str) -> None:
    name, words = "content/posts/2026/draft/index.md", "The ferry will stop in March, and nobody who works on it knows."
    site.write(name, f"Title: Told\nSlug: told\n\n{words}\n")
    assert site.codes("a.html", f"<p>{words}</p>") == []
    site.settings = STATUS[way]
    (found,) = site.found()
    assert (found.code, found.path) == ("PB305", name)
    # What the text says itself comes first.
    site.write(name, f"Title: Told\nSlug: told\nDate: 2020-01-01\nStatus: published\n\n{words}\n")
    assert site.codes() == []
