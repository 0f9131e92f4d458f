import gzip
import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from faircopy.build.leaks.search import check_held_back as check_leaks
from faircopy.content.moment import Moment
from faircopy.diagnostics.model import Diagnostic
from faircopy.publish.guards.held_back import sources_for
from faircopy.publish.settings import PublishSettings
from faircopy.publish.site import BuiltSite

SETTINGS = PublishSettings(
    file="publishconf.py",
    siteurl="https://example.org",
    remote="origin",
    branch="gh-pages",
    source="main",
    cname=None,
    gone={},
    allowed={},
    wait=0,
    content="content",
    theme="theme",
    addresses=("{date:%Y}/{date:%m}/{slug}/", "{slug}/", "drafts/{slug}/"),
    feeds=(),
    generated=("theme/",),
    moment=Moment(datetime(2026, 11, 23, tzinfo=UTC), ZoneInfo("Pacific/Auckland")),
)
DRAFT = """Title: What the harbour knows
Date: 2026-02-03
Slug: harbour
Status: draft
Tags: bridges, confidential
Summary: A bridge will be another colour soon.

The *harbour* bridge [will](https://example.org) be **paint**ed green, don't tell <b>anybody</b> &amp; all.

Short.

This is what everybody knows about bridges: they are long, and they are high.
"""
PUBLIC = """Title: Bridges
Date: 2020-02-03
Slug: bridges
Summary: On bridges.

This is what everybody knows about bridges: they are long, and they are high. Short.
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name, text in {"harbour": DRAFT, "bridges": PUBLIC}.items():
        post = tmp_path / f"source/content/posts/2026/{name}/index.md"
        post.parent.mkdir(parents=True)
        post.write_text(text)
    (tmp_path / "source/theme").mkdir()
    (tmp_path / "source/theme/base.html").write_text("<footer>Set by hand in the old way of the trade")
    (tmp_path / "site").mkdir()
    return tmp_path


def leaks(root: Path, name: str, data: str | bytes, settings: PublishSettings = SETTINGS) -> list[Diagnostic]:
    file = root / "site" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data if isinstance(data, bytes) else data.encode())
    return list(check_leaks(BuiltSite(root / "site"), sources_for(root / "source", settings)))


RENDERED = "<p>The <em>harbour</em> bridge <a href='x'>will</a> be <strong>paint</strong>ed green, don&rsquo;t tell"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("index.html", RENDERED),
        ("feeds/all.atom.xml", RENDERED.replace("<", "&lt;")),
        ("feeds/all.json", json.dumps({"content_html": RENDERED})),
        (
            "pagefind/fragment/x.pf_fragment",
            gzip.compress(b'{"c":"Harbour bridge will be paint ed green, don t"}', mtime=0),
        ),
        ("index.html", "<title>What the Harbour Knows"),
        ("index.html", "<meta content='A bridge will be another colour soon.'>"),
        ("tags/index.html", "<a>confidential</a>"),
    ],
)
def test_words_are_found_wherever_they_are(root: Path, name: str, data: str | bytes) -> None:
    (found,) = leaks(root, name, data)
    assert (found.path, found.code) == ("content/posts/2026/harbour/index.md", "PB305")
    assert f"stands in '{name}', and this text is not public: its status is 'draft'" in found.message


def test_the_line_is_that_of_the_words(root: Path) -> None:
    assert [found.line for found in leaks(root, "a.html", RENDERED)] == [8]
    assert [found.line for found in leaks(root, "a.html", "confidential")] == [5]


@pytest.mark.parametrize(
    "data",
    [
        "<p>This is what everybody knows about bridges: they are long, and they are high. Short.",
        "<footer>Set by hand in the old way of the trade",
        "<a href='/bridges/'>bridges</a>",
        "<p>The harbour bridge is another matter.",
    ],
)
def test_what_public_texts_say_too_is_no_leak(root: Path, data: str) -> None:
    assert leaks(root, "index.html", data) == []


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("index.html", '<a href="https://example.org/2026/02/harbour/">'),
        ("sitemap.xml", "<loc>https://example.org/drafts/harbour/</loc>"),
        ("feeds/all.json", '"tag:example.org,2026-02-03:harbour"'),
        ("cards/harbour.png", b"\x89PNG"),
        ("2026/02/harbour/etc/jail.local", "[DEFAULT]"),
    ],
)
def test_addresses_are_found(root: Path, name: str, data: str | bytes) -> None:
    assert [found.code for found in leaks(root, name, data)] == ["PB307"]


def test_an_address_that_only_ends_alike_is_another(root: Path) -> None:
    assert leaks(root, "index.html", '<a href="/2020/02/pearl-harbour/">the x-harbour/ is another</a>') == []


def test_files_are_found_by_their_bytes(root: Path) -> None:
    beside = root / "source/content/posts/2026/harbour"
    (beside / "plan.png").write_bytes(b"the plan")
    (beside / "empty").touch()
    (found,) = leaks(root, "pictures/other.png", b"the plan")
    assert found.code == "PB306"
    assert "'plan.png' stands in the site as 'pictures/other.png'" in found.message
    assert leaks(root, "pictures/other.png", b"") == []
    # Beside a public post it is public only if that shows it.
    post = root / "source/content/posts/2026/bridges"
    (post / "same.png").write_bytes(b"the plan")
    assert [one.code for one in leaks(root, "pictures/other.png", b"the plan")] == ["PB306"]
    (post / "index.md").write_text(f"{PUBLIC}\n![The plan](same.png)\n")
    assert leaks(root, "pictures/other.png", b"the plan") == []


def test_smaller_pictures_are_found_by_their_names(root: Path) -> None:
    (root / "source/content/posts/2026/harbour/plan.png").write_bytes(b"the plan")
    assert [one.code for one in leaks(root, "pictures/plan-aab8f06fec-640.avif", b"smaller")] == ["PB306"]


def test_the_future_is_not_public_until_it_is_there(root: Path) -> None:
    post = root / "source/content/posts/2026/harbour/index.md"
    post.write_text(DRAFT.replace("Status: draft\n", "").replace("2026-02-03", "2026-11-24 09:00"))
    (found,) = leaks(root, "index.html", RENDERED)
    assert "it is due at 2026-11-24 09:00 (Pacific/Auckland)" in found.message
    later = Moment(datetime(2026, 11, 23, 20, 0, tzinfo=UTC), ZoneInfo("Pacific/Auckland"))
    assert leaks(root, "index.html", RENDERED, replace(SETTINGS, moment=later)) == []


def test_a_draft_page_without_slug_or_date(root: Path) -> None:
    pages = root / "source/content/pages"
    pages.mkdir()
    (pages / "plan.md").write_text("Title: The plan for the harbour\nStatus: draft\n\nNothing.\n")
    (found,) = leaks(root, "index.html", "The plan for the harbour")
    assert found.path == "content/pages/plan.md"


def test_without_anything_to_hide_nothing_is_looked_for(root: Path) -> None:
    (root / "source/content/posts/2026/harbour/index.md").unlink()
    assert leaks(root, "index.html", RENDERED) == []
