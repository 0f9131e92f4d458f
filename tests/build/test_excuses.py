"""What excuses words and files of a text that is not public, and what does not: copies, wherever they lie."""

import io
import random
from pathlib import Path

import pytest
from PIL import Image

from leaksite import HUSHED, Site

LICENCE = (
    "Permission is hereby granted to anybody who has a copy of this bridge to walk over it, to look at it, and to tell"
    " others of it, provided that this notice is shown to all who come after, and that nobody is asked for money."
)
OWN = "The mayor has told the painters in secret which colour they are to bring, and it is none that we would guess."
FOOT = "Set by hand in the old way of the trade by people who like ink"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


COPIES = {
    "a file in extra": "content/extra/notes.txt",
    "a text in extra": "content/extra/notes.md",
    "an attachment of a public text": "content/posts/2026/open/notes.txt",
    "a file in no text's folder": "content/images/notes.svg",
    "a template": "theme/templates/base.html",
    "a script of the theme": "theme/static/js/site.js",
    "a stylesheet of the theme": "theme/static/css/site.css",
    "the settings": "pelicanconf.py",
}


@pytest.mark.parametrize("place", COPIES)
@pytest.mark.parametrize("way", ["whole", "a paragraph of it"])
def test_a_copy_of_a_draft_excuses_nothing(site: Site, place: str, way: str) -> None:
    if way != "whole":
        site.post("held", f"{HUSHED}\n\n{OWN}\n", "Status: draft\n")
    site.write(COPIES[place], f"<!-- {HUSHED} -->")
    (found,) = site.found("out/some.html", f"<p>{HUSHED}</p>")
    assert found.code == "PB305"
    assert f"it is also in '{COPIES[place]}'" in str(found)


def test_a_draft_that_was_copied_into_a_public_text_is_found(site: Site) -> None:
    draft = f"{HUSHED}\n\n{OWN}"
    site.post("held", draft, "Status: draft\n")
    public = (
        f"{LICENCE}\n\n{draft}\n\n{LICENCE.replace('bridge', 'ferry')}\n\n" + "And there is more to say of it. " * 20
    )
    site.post("open", public)
    assert site.codes("a.html", public) == ["PB305"]


def test_another_version_of_a_public_text_shares_its_words_and_not_its_new_ones(site: Site) -> None:
    public = f"{LICENCE}\n\nEverybody knows that bridges are long and high and made of steel.\n\n{FOOT}."
    site.post("open", public)
    site.post("held", f"{public}\n\n{OWN}", "Status: draft\n")
    assert site.codes("a.html", f"<p>{public}</p>") == []
    (found,) = site.found("b.html", f"<p>{public} {OWN}</p>")
    assert (found.code, found.path) == ("PB305", "content/posts/2026/held/index.md")
    assert [one.code for one in site.found("b.html", f"<p>{OWN}</p>")] == ["PB305"]


def test_a_copy_of_a_public_text_that_is_not_changed_yet_is_no_leak(site: Site) -> None:
    site.post("open", LICENCE)
    site.post("held", LICENCE, "Status: draft\n", title="The second time")
    assert site.codes("a.html", LICENCE) == []


def test_a_draft_that_repeats_how_a_public_text_begins(site: Site) -> None:
    site.post("open", f"{LICENCE}\n\n" + "And there is more to say of it, in other words. " * 20)
    site.post("held", f"{LICENCE}\n\n{HUSHED}\n\n{OWN}", "Status: draft\n")
    assert site.codes("a.html", LICENCE) == []
    assert site.codes("b.html", HUSHED) == ["PB305"]


def test_what_all_public_texts_of_a_series_say_is_nobodys_copy(site: Site) -> None:
    for slug in ("one", "two", "three"):
        site.post(slug, f"{LICENCE}\n\nThe part called {slug}. " + "And there is more to say of it. " * 20)
    site.post("held", LICENCE, "Status: draft\n")
    assert site.codes("a.html", LICENCE) == []


QUOTED = {"as a quotation": "> {}", "as code": "```text\n{}\n```", "as indented code": "Well:\n\n    {}"}


@pytest.mark.parametrize("way", QUOTED)
@pytest.mark.parametrize(
    "place", ["content/extra/LICENSE", "theme/templates/base.html", "content/posts/2026/open/a.txt"]
)
def test_what_a_draft_quotes_may_stand_where_it_is_from(site: Site, way: str, place: str) -> None:
    site.post("held", f"{OWN}\n\n{QUOTED[way].format(LICENCE)}\n", "Status: draft\n")
    site.write(place, LICENCE)
    assert site.codes("LICENSE", LICENCE) == []
    # Its own words are no quotation.
    assert site.codes("LICENSE", f"{LICENCE} {OWN}") == ["PB305"]


def test_a_quotation_of_nothing_public_is_a_part_of_the_draft(site: Site) -> None:
    site.post("held", f"{OWN}\n\n> {LICENCE}\n", "Status: draft\n")
    assert site.codes("LICENSE", LICENCE) == ["PB305"]


LONG = " ".join(f"{word} of the bridge" for word in ("colour", "owner", "painter", "mayor", "rope", "steel", "wind"))


@pytest.mark.parametrize(
    "place", ["theme/templates/base.html", "theme/templates/article.html", "pelicanconf.py", "publishconf.py"]
)
def test_a_phrase_of_a_template_or_a_setting_is_the_sites_on_whichever_pages(site: Site, place: str) -> None:
    site.post("held", f"{OWN}\n\n{HUSHED}\n\nIt says: {FOOT}.\n", "Status: draft\n")
    site.write(place, f'PROMISES = ("{FOOT}",)')
    assert site.codes("index.html", f"<p>{FOOT}</p>") == []
    assert site.codes("z/post/index.html", f"<footer>{FOOT}</footer>") == []
    # ... and no longer sentence, nor one after the other, however many pages have it.
    site.write(place, f'PROMISES = ("{FOOT}", "{HUSHED}")')
    for number in range(4):
        site.write(f"output/{number}/index.html", f"<footer>{HUSHED}</footer>")
    assert site.codes() == ["PB305"] * 4


def test_a_draft_may_be_short_and_say_a_phrase_of_the_site_but_not_be_one(site: Site) -> None:
    site.write("theme/templates/base.html", f"<footer>{FOOT}</footer>")
    site.post("held", f"{OWN}\n\n{FOOT}", "Status: draft\n")
    assert site.codes("a.html", FOOT) == []
    site.post("held", FOOT, "Status: draft\n")
    assert site.codes("a.html", FOOT) == ["PB305"]


def test_many_phrases_of_templates_are_a_copy(site: Site) -> None:
    parts = [f"{LICENCE.split()[n]} {OWN.split()[n]} " + " ".join(LONG.split()[n : n + 11]) for n in range(0, 16, 3)]
    site.post("held", " and so on. ".join(parts), "Status: draft\n")
    site.write("theme/templates/base.html", "".join(f"<p>{part}</p>" for part in parts))
    assert site.codes("a.html", parts[2]) == ["PB305"]


@pytest.mark.slow
def test_a_draft_that_was_divided_over_public_texts_is_found(site: Site) -> None:
    paragraphs = [HUSHED, OWN, LICENCE, f"{FOOT}, and who know what they do."]
    site.post("held", "\n\n".join(paragraphs), "Status: draft\n")
    for number, paragraph in enumerate(paragraphs):
        site.post(f"part{number}", f"{paragraph}\n\n" + f"And there is more to say of part {number}. " * 30)
    for paragraph in paragraphs:
        assert site.codes("a.html", paragraph) == ["PB305"]
    # A draft that is made of most of some public texts is another version of them.
    for number, paragraph in enumerate(paragraphs):
        site.post(f"part{number}", f"{paragraph}\n\nThat is all.")
    assert site.codes("a.html", HUSHED) == []


UNSEEN = {
    "a comment": "<!-- {} -->",
    "a comment of several lines": "<!--\n{}\n\nand so on\n-->",
    "a comment in a line": "Everybody <!-- {} --> reads this.",
    "a definition that nothing uses": "[//]: # ({})",
    "another": "[comment]: <> ({})",
}


@pytest.mark.parametrize("way", UNSEEN)
def test_what_a_public_text_says_where_nobody_sees_it_excuses_nothing(site: Site, way: str) -> None:
    site.post("held", f"{OWN}\n\n{HUSHED}", "Status: draft\n")
    output = UNSEEN[way].format(HUSHED)
    site.post("open", f"Everybody may read of bridges.\n\n{output}\n\nAnd of ferries.")
    assert site.codes("a.html", f"<p>Everybody<!-- {HUSHED} -->") == ["PB305"]
    # In code it is shown.
    site.post("open", f"Everybody may read of bridges.\n\n```html\n{output}\n```\n\nAnd of ferries.")
    assert site.codes() == []


def test_a_comment_that_a_draft_has_in_common_with_a_public_text_is_no_leak(site: Site) -> None:
    remark = f"<!-- {LICENCE} -->"
    site.post("open", f"{remark}\n\nEverybody may read of bridges.")
    site.post("held", f"{remark}\n\n{OWN}", "Status: draft\n")
    assert site.codes("a.html", f"{remark}<p>Everybody may read of bridges.") == []
    # ... and one of its own is.
    site.post("held", f"<!-- {HUSHED} -->\n\n{OWN}", "Status: draft\n")
    assert site.codes("a.html", f"<!-- {HUSHED} -->") == ["PB305"]


@pytest.mark.parametrize("place", ["content/extra/LICENSE", "theme/templates/base.html", "pelicanconf.py"])
def test_the_message_says_how_to_mark_what_was_quoted(site: Site, place: str) -> None:
    site.post("held", f"{OWN}\n\n{LICENCE}\n", "Status: draft\n")
    site.write(place, LICENCE)
    (found,) = site.found("LICENSE", LICENCE)
    assert f"it is also in '{place}'" in found.hint
    assert "what this text quotes from there, mark with '>'" in found.hint
    site.post("held", f"{OWN}\n\n> {LICENCE}\n", "Status: draft\n")
    assert site.codes() == []


@pytest.mark.slow
def test_what_faircopy_says_itself_is_no_leak(site: Site) -> None:
    # The text of a diagnostic, which a draft may quote and a page of the documentation has.
    words = "words of a text that is not public are in the site"
    site.post("held", f"{OWN} It says: {words}.", "Status: draft\n")
    assert site.codes("a.html", words) == []


def test_words_that_somebody_has_allowed_are_no_leak(site: Site) -> None:
    site.post("held", f"{OWN}\n\n{HUSHED}", "Status: draft\n")
    site.allowed = (HUSHED,)
    assert site.codes("a.html", HUSHED) == []
    assert site.codes("a.html", f"{HUSHED} {OWN}") == ["PB305"]


def png(seed: int) -> bytes:
    noise = random.Random(seed).randbytes(64 * 48 * 3)  # noqa: S311  # no secret
    out = io.BytesIO()
    Image.frombytes("RGB", (64, 48), noise).resize((640, 480)).save(out, "PNG")
    return out.getvalue()


LYING = [
    "content/extra/plan.png",
    "content/images/plan.png",
    "content/posts/2026/open/plan.png",
    "theme/static/plan.png",
]


@pytest.mark.slow
@pytest.mark.parametrize("place", LYING)
def test_a_picture_of_a_draft_that_lies_elsewhere_is_found(site: Site, place: str) -> None:
    site.beside("plan.png", png(1))
    site.write(place, png(1))
    (found,) = site.found("out/x.png", png(1))
    assert found.code == "PB306"
    assert f"the same is in '{place}'" in str(found)


SHOWN = {
    "by a public text, beside it": ("content/posts/2026/open/plan.png", "![The plan](plan.png)"),
    "by a public text, from the root": ("content/images/plan.png", "![The plan]({static}/images/plan.png)"),
    "by a public text, beside the draft": ("content/posts/2026/held/plan.png", "![The plan](../held/plan.png)"),
    "by a field of a public text": ("content/posts/2026/open/plan.png", "<!-- cover: ./plan.png -->"),
}


@pytest.mark.slow
@pytest.mark.parametrize("way", SHOWN)
def test_a_picture_that_is_shown_is_public(site: Site, way: str) -> None:
    place, words = SHOWN[way]
    site.beside("plan.png", png(1))
    site.write(place, png(1))
    site.post("open", f"Everybody may read of bridges.\n\n{words}")
    assert site.codes("out/x.png", png(1)) == []
    # Another picture of the same name is another.
    site.beside("plan.png", png(2))
    if "/held/" not in place:
        assert site.codes("out/x.png", png(2)) == ["PB306"]


@pytest.mark.slow
def test_a_picture_of_the_theme_is_the_themes(site: Site) -> None:
    site.beside("logo.png", png(1))
    site.write("theme/static/logo.png", png(1))
    site.write("theme/templates/base.html", "<img src='/theme/logo.png'>")
    assert site.codes("theme/logo.png", png(1)) == []


def test_a_file_elsewhere_that_only_a_draft_links_to_belongs_to_it(site: Site) -> None:
    site.write("content/images/plan.png", png(1))
    site.post("held", "![The plan]({static}/images/plan.png)", "Status: draft\n")
    assert site.codes("out/x.png", png(1)) == ["PB306"]
    site.post("open", "![The plan]({static}/images/plan.png)")
    assert site.codes() == []


@pytest.mark.slow
def test_files_that_share_a_part_are_no_copies(site: Site) -> None:
    more = "\n".join(f"number {one} of the table is {one * 7}" for one in range(60))
    site.beside("one.txt", f"{LICENCE}\n{more}")
    site.write("content/extra/other.txt", f"{LICENCE}\nand nothing else of it")
    assert site.codes("other.txt", f"{LICENCE}\nand nothing else of it") == []
    assert site.codes("more.txt", more) == ["PB306"]


@pytest.mark.slow
def test_a_file_that_somebody_has_allowed_is_no_leak(site: Site) -> None:
    site.beside("plan.png", png(1))
    assert site.codes("out/x.png", png(1)) == ["PB306"]
    site.allowed = ("out/x.png",)
    assert site.codes() == []
