from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from conftest import SITEURL, Run
from faircopy.content.templates import TextTemplates
from faircopy.redirects.pages import TEMPLATES, redirect_page
from faircopy.redirects.paths import NotAPathError, file_of, paths_of
from ownsite import own_site
from pages import Page


@pytest.mark.parametrize(
    ("path", "file"),
    [
        ("/2016/08/old/", "2016/08/old/index.html"),
        ("/old", "old/index.html"),
        ("/old.html", "old.html"),
        ("/old.html/", "old.html/index.html"),
        ("/a+b,c/", "a+b,c/index.html"),
        ("/t%C4%AB/", "tī/index.html"),
    ],
)
def test_a_path_is_a_file(path: str, file: str) -> None:
    assert file_of(path) == file


@pytest.mark.parametrize(
    "path",
    ["", "/", "old/", "//old/", "/../x/", "/%2e%2e/", "/a%2Fb/", "/a?b", "/a#b", "/a b/", "https://x/", "/a//b/"],
)
def test_what_is_no_path_is_refused(path: str) -> None:
    with pytest.raises(NotAPathError):
        file_of(path)


def test_paths_stand_between_commas_or_on_lines() -> None:
    assert paths_of("/a/, /b/") == ["/a/", "/b/"]
    assert paths_of(["/a/,", "/b/"]) == ["/a/", "/b/"]
    assert paths_of(None) == []


def test_a_page_leads_on_without_script_and_says_what_it_is() -> None:
    tree = LexborHTMLParser(redirect_page("https://site.org/a?b&c", '<"A" & B>', "en"))

    def first(selector: str, attribute: str) -> str:
        node = tree.css_first(selector)
        assert node is not None
        return node.attributes[attribute] or ""

    assert first("link[rel=canonical]", "href") == "https://site.org/a?b&c"
    assert first("meta[http-equiv=refresh]", "content") == "0; url=https://site.org/a?b&c"
    assert first("meta[name=robots]", "content") == "noindex"
    assert first("meta[http-equiv=Content-Security-Policy]", "content").startswith("default-src 'none'")
    assert first("a", "href") == "https://site.org/a?b&c"
    title = tree.css_first("title")
    assert title is not None
    assert title.text() == '<"A" & B>'


@pytest.mark.slow
def test_a_renamed_post_is_found_at_its_old_address_and_nowhere_twice(tmp_path: Path, faircopy: Run) -> None:
    site = own_site(tmp_path / "a site")
    assert faircopy(site, "rename", "knocking", "ringing").returncode == 0
    post = site / "content/posts/2017/ringing/index.md"
    post.write_text(post.read_text().replace("\n\n", "\n\n<!-- proofread: ignore PR701 a name -->\n\nA teh.\n\n", 1))
    built = faircopy(site, "build", SITEURL=SITEURL)
    assert built.returncode == 0, built.stdout + built.stderr
    assert built.stdout == ""
    output = site / "output"
    page = Page(output, "2017/09/knocking/", "https://example.org/blog")
    assert page.first("a").attributes["href"] == "https://example.org/blog/2017/09/ringing/"
    for name in ("sitemap.xml", "feeds/all.atom.xml", "feeds/all.json"):
        assert "/2017/09/knocking/" not in (output / name).read_text()
    assert ":knocking" in (output / "feeds/all.atom.xml").read_text()  # its id stays
    # A remark to proofread is not for readers.
    assert "A teh." in (output / "2017/09/ringing/index.html").read_text()
    assert not [file for file in output.rglob("*") if file.is_file() and b"proofread: ignore" in file.read_bytes()]


def test_a_theme_may_have_a_page_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "redirect").mkdir()
    (tmp_path / "redirect/page.html").write_text("<p lang={{ language }}>{{ title }} is at {{ address }}", "utf-8")
    page = redirect_page("https://site.org/a", "<A>", "en", TextTemplates(TEMPLATES, (str(tmp_path),)))
    assert page == "<p lang=en>&lt;A&gt; is at https://site.org/a\n"
