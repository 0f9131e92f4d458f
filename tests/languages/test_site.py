"""A blog in German with posts in other languages: what stands around each, and what programs are told of it."""

import json
import shutil
from pathlib import Path

import feedparser
import pytest
from selectolax.lexbor import LexborHTMLParser

from conftest import Run
from faircopy.starter.answers import Answers
from faircopy.starter.cli import begin
from smallsite import tree

pytestmark = pytest.mark.slow

SITEURL = "https://notes.example.org/blog"
POST = """Title: {title}
Date: 2020-01-02
Modified: 2021-03-04
Slug: {slug}
Category: Notizen
Tags: Blog
Lang: {lang}
Summary: {title}.

{title}.

## {title}

| a | b |
| --- | --- |
| 1 | 2 |

``` {{.json file=a.json}}
{{"a": 1}}
```
"""


@pytest.fixture(scope="module")
def site(faircopy: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sources, and their output."""
    folder = tmp_path_factory.mktemp("languages") / "blog"
    begin(folder, Answers("Notizen", "Ada", SITEURL, "Europe/Berlin", "de"))
    for name, slug, lang, title in (
        ("a/index.md", "wege", "de", "Schlechte Wege"),
        ("a/index.ar.md", "wege", "ar", "الطرق السيئة"),
        ("b/index.md", "rakau", "mi", "Ngā rākau"),
    ):
        file = folder / "content/posts/2020" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(POST.format(title=title, slug=slug, lang=lang), encoding="utf-8")
    built(faircopy, folder)
    return folder


def built(faircopy: Run, site: Path, *options: str) -> dict[str, bytes]:
    result = faircopy(site, "build", *options, SITEURL=SITEURL)
    assert result.returncode == 0, result.stdout + result.stderr
    return tree(site / "output")


def page_of(site: Path, path: str) -> LexborHTMLParser:
    return LexborHTMLParser((site / "output" / path / "index.html").read_text(encoding="utf-8"))


def text(page: LexborHTMLParser, selector: str) -> str:
    node = page.css_first(selector)
    assert node, selector
    return " ".join(node.text().split())


def attributes(page: LexborHTMLParser, selector: str) -> list[dict[str, str | None]]:
    return [node.attributes for node in page.css(selector)]


def test_a_page_speaks_the_language_of_its_text(site: Path) -> None:
    german, arabic, maori = (page_of(site, path) for path in ("2020/01/wege", "2020/01/wege/ar", "2020/01/rakau/mi"))
    assert attributes(german, "html") == [{"lang": "de"}]
    assert attributes(arabic, "html") == [{"lang": "ar", "dir": "rtl"}]
    assert attributes(maori, "html") == [{"lang": "mi"}]
    marks = "2. Januar 2020 überarbeitet am 4. März 2021 Notizen 1 Minute auch auf العربية"
    assert text(german, ".marks").startswith(marks)
    assert text(arabic, ".marks").startswith("2 يناير 2020 روجعت في 4 مارس 2021 Notizen دقيقة واحدة أيضًا بـ")
    assert text(maori, ".marks").startswith("2 Hānuere 2020")
    assert text(arabic, "[download]") == "تنزيل"
    assert text(arabic, ".snippet-proof").startswith("فحص صياغته")
    assert attributes(arabic, ".table")[0]["aria-label"] == "جدول"
    assert attributes(arabic, "h2")[0]["id"] == "الطرق-السيئة"
    # What is the site's stays in its language.
    assert attributes(arabic, ".site-header li a")[0]["lang"] == "de"
    assert attributes(arabic, ".site-header li a")[0]["dir"] == "ltr"
    assert "languages.css" in str(arabic.html)
    assert "languages.css" not in str(german.html)


def test_programs_are_told_of_languages(site: Path) -> None:
    page = page_of(site, "2020/01/wege/ar")
    alternates = {(one["hreflang"], one["href"]) for one in attributes(page, "link[hreflang]")}
    assert alternates == {("de", f"{SITEURL}/2020/01/wege/"), ("ar", f"{SITEURL}/2020/01/wege/ar/")}
    assert attributes(page, "[property='og:locale']")[0]["content"] == "ar_EG"
    assert json.loads(text(page, "[type='application/ld+json']"))["inLanguage"] == "ar"
    feed = feedparser.parse(site / "output/feeds/all.atom.xml")
    assert feed.feed.language == "de"
    entries = {entry.title: entry.title_detail.language for entry in feed.entries}
    assert (entries["الطرق السيئة"], entries["Schlechte Wege"]) == ("ar", "de")
    items = json.loads((site / "output/feeds/all.json").read_text(encoding="utf-8"))["items"]
    assert {item["title"]: item.get("language") for item in items}["Ngā rākau"] == "mi"
    indexed = json.loads((site / "output/pagefind/pagefind-entry.json").read_text(encoding="utf-8"))
    assert set(indexed["languages"]) == {"de", "ar", "mi"}
    assert attributes(page, "[data-pagefind-body]")[0]["data-pagefind-meta"] == "lang:ar"
    assert "data-pagefind-meta" not in attributes(page_of(site, "2020/01/wege"), "[data-pagefind-body]")[0]


def test_lists_name_the_language_of_what_is_in_another(site: Path) -> None:
    home, archives = page_of(site, ""), page_of(site, "archives")
    assert [node["lang"] for node in attributes(home, ".entry [lang]")] == ["mi"]
    assert [node["lang"] for node in attributes(archives, ".ledger [lang]")] == ["mi"]
    assert text(archives, "h1") == "Archiv"


def test_a_changed_catalogue_makes_the_pages_again_and_to_the_byte(site: Path, faircopy: Run) -> None:
    own = site / "theme/translations/de.po"
    own.parent.mkdir()
    own.write_text('msgid ""\nmsgstr ""\n\nmsgid "Tags"\nmsgstr "Themen"\n', encoding="utf-8")
    changed = built(faircopy, site)
    assert text(page_of(site, "tags"), "h1") == "Themen"
    shutil.rmtree(site / ".cache")
    assert built(faircopy, site) == changed
