"""A hidden text stands at its own address, and is named nowhere else, unless a public text links to it."""

import gzip
import json
from pathlib import Path

import pytest

from leaksite import HUSHED, Site

TITLE = "A text for those who know where it is"
OWN = "2020/01/quiet-place/index.html"
ADDRESS = "2020/01/quiet-place/"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    site = Site(tmp_path)
    site.post("quiet-place", HUSHED, "Status: hidden\nTags: bridges\nRedirect_from: /old/place/\n", TITLE)
    site.post("held", "Nothing that anybody would look for.", "Status: draft\n")
    site.write(f"output/{OWN}", f"<title>{TITLE}</title><link rel=canonical href=/{ADDRESS}><p>{HUSHED}</p>")
    site.write("output/old/place/index.html", f"<a href='https://example.org/{ADDRESS}'>{TITLE}</a>")
    return site


PLACES = {
    "a list": ("index.html", "<li><a href='https://example.org/{address}'>{title}</a>", "PB307"),
    "its title alone": ("index.html", "<li><h2>{title}</h2>", "PB305"),
    "its words": ("archives/index.html", "<p>{words}</p>", "PB305"),
    "a menu": ("about/index.html", "<nav><a href='/{address}'>More</a></nav>", "PB307"),
    "a feed": ("feeds/all.xml", "<entry><title>{title}</title></entry>", "PB305"),
    "the site map": ("sitemap.xml", "<loc>https://example.org/{address}</loc>", "PB307"),
    "the search": ("pagefind/fragment/x.pf_fragment", '{{"url":"/{address}","content":"{words}"}}', "PB305"),
    "a redirect": (
        "from/index.html",
        "<meta http-equiv=refresh content='0; url=https://example.org/{address}'>",
        "PB307",
    ),
    "robots.txt": ("robots.txt", "Disallow: /{address}", "PB307"),
    "a copy": ("extra/notes.txt", "{words}", "PB305"),
    "a page below another address": ("2020/01/quiet-place-too/index.html", "<p>{words}</p>", "PB305"),
}


def put(site: Site, place: str) -> list[str]:
    name, form, _ = PLACES[place]
    return site.codes(name, form.format(title=TITLE, words=HUSHED, address=ADDRESS))


@pytest.mark.parametrize("place", PLACES)
def test_it_is_found_in_every_other_place(site: Site, place: str) -> None:
    assert PLACES[place][2] in put(site, place)


def test_at_its_own_address_and_at_those_that_it_had_it_stands(site: Site) -> None:
    site.write("output/2020/01/quiet-place/notes.txt", HUSHED)
    assert site.found() == []


def test_the_message_says_what_may_be_done(site: Site) -> None:
    put(site, "a menu")
    (found,) = site.found()
    assert f"'{ADDRESS}' stands in 'about/index.html', and this text is hidden" in found.message
    assert f"link to it in a public text, or add '{ADDRESS}' to PUBLISH_ALLOWED" in found.hint
    site.allowed = (ADDRESS,)
    assert site.found() == []


LINKS = {
    "its source": "[there]({filename}../quiet-place/index.md)",
    "its source from the root": "[there]({filename}/posts/2026/quiet-place/index.md#below)",
    "its address": f"[there](/{ADDRESS})",
    "its whole address": f"<https://example.org/{ADDRESS}>",
}


@pytest.mark.parametrize("way", LINKS)
def test_a_link_in_a_public_text_lets_others_name_it_and_repeat_none_of_its_words(site: Site, way: str) -> None:
    site.post("open", f"Those who know are {LINKS[way]}.")
    assert put(site, "a list") == []
    assert put(site, "a feed") == []
    assert put(site, "its words") == ["PB305"]


@pytest.mark.parametrize("status", ["Status: draft\n", "Status: hidden\n"])
def test_a_link_in_a_text_that_is_not_public_lets_nobody_name_it(site: Site, status: str) -> None:
    site.post("other", f"Those who know are {LINKS['its address']}.", status)
    assert "PB307" in put(site, "a list")


def test_a_link_in_a_comment_lets_nobody_name_it(site: Site) -> None:
    site.post("open", f"Nobody sees this: <!-- {LINKS['its source']} -->")
    assert "PB307" in put(site, "a list")


def test_hidden_texts_may_name_each_other(site: Site) -> None:
    site.post("other", "Another text that only some know of.", "Status: hidden\n")
    site.write("output/2020/01/other/index.html", f"<a href='/{ADDRESS}'>{TITLE}</a>")
    assert site.found() == []


def test_what_a_public_text_says_too_is_public(site: Site) -> None:
    site.post("open", f"{HUSHED}\n\n{TITLE}")
    assert put(site, "its words") == []
    assert put(site, "a feed") == []


def test_a_translation_that_is_public_has_an_address_below(site: Site) -> None:
    site.post("quiet-place-de", "Jeder darf es lesen.", "Lang: de\n")
    source = site.folder / "content/posts/2026/quiet-place-de/index.md"
    source.write_text(source.read_text().replace("Slug: quiet-place-de", "Slug: quiet-place"))
    assert site.codes("sitemap.xml", f"<loc>https://example.org/{ADDRESS}de/</loc>") == []


def test_a_draft_that_repeats_a_hidden_text_is_no_leak_there_and_only_there(site: Site) -> None:
    site.post("held", f"{HUSHED}\n\nAnd more.", "Status: draft\n")
    assert site.found() == []
    assert {one.path for one in site.found("a.html", HUSHED)} == {"content/posts/2026/quiet-place/index.md"}


def test_the_source_of_a_hidden_text_may_lie_at_its_own_address_only(site: Site) -> None:
    source = f"Title: {TITLE}\nStatus: hidden\n\n{HUSHED}"
    assert site.codes("2020/01/quiet-place/index.txt", source) == []
    assert "PB313" in site.codes("extra/index.txt", source)


def test_packed_words_are_found(site: Site) -> None:
    assert site.codes("a.json.gz", gzip.compress(json.dumps({"content": HUSHED}).encode())) == ["PB305"]
