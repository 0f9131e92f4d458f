from pathlib import Path

import pytest

from faircopy.publish.guards.redirect_targets import check_redirects
from faircopy.publish.redirects import redirects_of, target_of
from faircopy.publish.site import BuiltSite

SITEURL = "https://example.org/blog"


def page(target: str, canonical: str = "") -> str:
    return (
        f'<!doctype html><link rel="canonical" href="{canonical or target}">'
        f'<meta http-equiv="refresh" content="0; url={target}"><a href="{target}">moved</a>'
    )


@pytest.mark.parametrize(
    "html",
    [
        page("/new/"),
        "<META HTTP-EQUIV=Refresh CONTENT='0;URL=/new/'><link href=/new/ rel=canonical>",
        '<link rel="canonical" href="/new/"><meta http-equiv="refresh" content=" 0 , url = \'/new/\' ">',
    ],
)
def test_a_page_that_sends_readers_on_is_a_redirect(html: str) -> None:
    assert target_of(html.encode()) == "/new/"


@pytest.mark.parametrize(
    "html",
    [
        "<p>about http-equiv=refresh",
        page("/new/", canonical="/other/"),
        page("/new/").replace("0;", "5;"),
        '<meta http-equiv="refresh" content="300"><link rel="canonical" href="/new/">',
        '<meta http-equiv="refresh" content="0; url=/new/">',
    ],
)
def test_any_other_page_is_none(html: str) -> None:
    assert target_of(html.encode()) is None


@pytest.mark.parametrize(
    ("target", "fact"),
    [
        (f"{SITEURL}/new/", ""),
        (f"{SITEURL}/new/#part", ""),
        (f"{SITEURL}/", ""),
        ("/blog/new/", ""),
        ("../new/", ""),
        (f"{SITEURL}/older/", ""),
        (f"{SITEURL}/file.pdf", ""),
        ("https://example.com/", ""),
        ("mailto:x@example.org", "is no address"),
        (f"{SITEURL}/gone/", "leads nowhere"),
        (f"{SITEURL}/old/", "goes in a circle"),
        (f"{SITEURL}/round/", "goes in a circle"),
    ],
)
def test_a_redirect_arrives(tmp_path: Path, target: str, fact: str) -> None:
    for name, text in {
        "index.html": "home",
        "new/index.html": "new",
        "older/index.html": page(f"{SITEURL}/new/"),
        "round/index.html": page(f"{SITEURL}/old/"),
        "old/index.html": page(target),
        "file.pdf": "",
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    site = BuiltSite(tmp_path)
    redirects = redirects_of(site)
    assert set(redirects) == {"older/index.html", "round/index.html", "old/index.html"}
    messages = {one.message for one in check_redirects(site, SITEURL, redirects) if "/old/index" in one.path}
    assert messages == ({f"the redirect to '{target}' {fact}"} if fact else set())
