"""What is held back is found by its contents, however it is written and packed; what only shares words is not."""

import base64
import bz2
import gzip
import html
import io
import json
import lzma
import random
import tarfile
import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageOps

from examples import SHARED_FIXTURE, examples
from faircopy.build.leaks.unpack import UnpackLimits
from leaksite import HELD, HUSHED, Site

CHINESE = "港口大桥明年将被漆成绿色请不要告诉任何人"
JAPANESE = "港の橋は来年、緑色に塗られる予定です。だれにも言わないで"
THAI = "สะพานท่าเรือจะถูกทาสีเขียวในปีหน้า"
WORDS = [
    "green",
    "bridge",
    "paint",
    "the",
    "of",
    "harbour",
    "ferry",
    "under",
    "night",
    "colour",
    "steel",
    "rope",
    "water",
    "wind",
    "boat",
    "over",
    "from",
    "old",
    "new",
    "light",
]


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


def tarred(data: bytes, mode: str = "w") -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:  # type: ignore[call-overload]
        entry = tarfile.TarInfo("inner/notes.txt")
        entry.size = len(data)
        archive.addfile(entry, io.BytesIO(data))
    return out.getvalue()


def zipped(data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inner/notes.txt", data)
    return out.getvalue()


def divided(by: str, every: int = 3) -> Callable[[str], str]:
    return lambda text: by.join(text[at : at + every] for at in range(0, len(text), every))


def escaped_all(text: str) -> str:
    data = text.encode("utf-16-be")
    return "".join(f"\\u{data[at : at + 2].hex()}" for at in range(0, len(data), 2))


# Ways to write a text: of a text, to a text.
WRITTEN: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "in capitals": str.upper,
    "composed": lambda text: unicodedata.normalize("NFC", text),
    "decomposed": lambda text: unicodedata.normalize("NFD", text),
    "wide": lambda text: "".join(chr(ord(one) + 0xFEE0) if "!" <= one <= "~" else one for one in text),
    "soft hyphens": divided("\u00ad"),
    "references to soft hyphens": divided("&shy;"),
    "no-width spaces": divided("\u200b"),
    "no-width joiners": divided("\u2060\u200d\ufeff", 1),
    "wbr": divided("<wbr>"),
    "elements": lambda text: " ".join(f"<em class='x'>{word[:2]}</em>{word[2:]}" for word in text.split(" ")),
    "an element a letter": lambda text: "".join(f"<span>{one}</span>" for one in text),
    "comments": divided("<!-- -->", 5),
    "new lines": lambda text: text.replace(" ", "\n   "),
    "non-breaking spaces": lambda text: text.replace(" ", "&nbsp;"),
    "escaped": html.escape,
    "references": lambda text: "".join(f"&#{ord(one)};" for one in text),
    "hexadecimal references": lambda text: "".join(f"&#x{ord(one):X};" for one in text),
    "a script's escapes": escaped_all,
    "short escapes": lambda text: "".join(f"\\x{ord(one):02x}" if ord(one) < 256 else one for one in text),
    "braces": lambda text: "".join(f"\\u{{{ord(one):x}}}" for one in text),
    "percent": quote,
    "percent for all": lambda text: "".join(f"%{byte:02X}" for byte in text.encode()),
}
# What a text is put into.
EMBEDDED: dict[str, Callable[[str], str]] = {
    "a page": lambda text: f"<!doctype html><p>Before. {text} After.</p>",
    "an attribute": lambda text: f'<meta name="description" content="{html.escape(html.unescape(text))}">',
    "JSON": lambda text: json.dumps({"content_html": f"<p>{text}</p>"}),
    "JSON in a script": lambda text: f"<script>var x = {json.dumps(json.dumps([text]))}</script>",
    "a feed": lambda text: f"<feed><content type='html'>{html.escape(f'<p>{text}</p>')}</content></feed>",
    "CDATA": lambda text: f"<rss><description><![CDATA[{text}]]></description></rss>",
    "a drawing": lambda text: f"<svg><title>x</title><text x='1'><tspan>{text}</tspan></text></svg>",
    "a table": lambda text: f'1,"{text}",2\n',
    "a script": lambda text: f"const a = 1;/* {text} */",
}
ENCODED: dict[str, Callable[[str], bytes]] = {
    "UTF-8": str.encode,
    "UTF-8 with a mark": lambda text: text.encode("utf-8-sig"),
    "UTF-16": lambda text: text.encode("utf-16"),
    "UTF-16, little": lambda text: text.encode("utf-16-le"),
    "UTF-16, big": lambda text: text.encode("utf-16-be"),
    "UTF-32": lambda text: text.encode("utf-32"),
    "Latin 1": lambda text: text.encode("latin-1", "xmlcharrefreplace"),
}
PACKED: dict[str, Callable[[bytes], bytes]] = {
    "not": bytes,
    "gzip": gzip.compress,
    "bzip2": bz2.compress,
    "xz": lzma.compress,
    "zip": zipped,
    "tar": tarred,
    "tar.gz": lambda data: tarred(data, "w:gz"),
    "zip in tar in gzip": lambda data: gzip.compress(tarred(zipped(data))),
    "base64": lambda data: b"<img src='data:text/plain;base64," + base64.b64encode(data) + b"'>",
}


@pytest.mark.parametrize("way", WRITTEN)
def test_words_are_found_however_they_are_written(site: Site, way: str) -> None:
    (found,) = site.found("a/index.html", f"<p>{WRITTEN[way](HUSHED)}</p>")
    assert (found.code, found.path, found.line) == ("PB305", HELD, 6)
    assert "stands in 'a/index.html', and this text is not public: its status is 'draft'" in found.message


@pytest.mark.parametrize("way", EMBEDDED)
def test_words_are_found_wherever_they_are_put(site: Site, way: str) -> None:
    assert site.codes("a.bin", EMBEDDED[way](HUSHED)) == ["PB305"]


@pytest.mark.parametrize("way", ENCODED)
def test_words_are_found_however_they_are_encoded(site: Site, way: str) -> None:
    assert site.codes("a.bin", ENCODED[way](HUSHED)) == ["PB305"]


@pytest.mark.parametrize("way", PACKED)
def test_words_are_found_however_they_are_packed(site: Site, way: str) -> None:
    assert site.codes("a.bin", PACKED[way](HUSHED.encode())) == ["PB305"]


@pytest.mark.slow
@pytest.mark.parametrize("way", WRITTEN)
@pytest.mark.parametrize(
    "around",
    [
        "<![CDATA[{}]]>",
        "<rss><p><![CDATA[<p>{}</p>]]></p></rss>",
        "<!-- {} -->",
        "<!--<p>{}</p>-->",
        '<img alt="<p>{}</p>">',
    ],
)
def test_words_are_found_between_marks_that_look_like_tags(site: Site, way: str, around: str) -> None:
    assert site.codes("a.html", around.format(WRITTEN[way](HUSHED))) == ["PB305"]


@pytest.mark.slow
@settings(max_examples=examples(40), suppress_health_check=SHARED_FIXTURE)
@given(
    words=st.lists(
        st.text(st.characters(categories=["Ll", "Lu", "Lo", "Nd"]), min_size=3, max_size=9), min_size=12, max_size=25
    ),
    ways=st.tuples(*(st.sampled_from(sorted(ways)) for ways in (WRITTEN, EMBEDDED, ENCODED, PACKED))),
)
def test_any_text_is_found_in_any_form(
    tmp_path_factory: pytest.TempPathFactory, words: list[str], ways: tuple[str, str, str, str]
) -> None:
    written, embedded, encoded, packed = ways
    site = Site(tmp_path_factory.mktemp("site"))
    site.post("held", f"Well: {' '.join(words)}.", "Status: draft\n")
    data = PACKED[packed](ENCODED[encoded](EMBEDDED[embedded](WRITTEN[written](f"{' '.join(words)}."))))
    assert "PB305" in site.codes("other/a.html", data)


@pytest.mark.slow
@settings(max_examples=examples(50), suppress_health_check=SHARED_FIXTURE)
@given(seed=st.integers(), ways=st.tuples(st.sampled_from(sorted(EMBEDDED)), st.sampled_from(sorted(PACKED))))
def test_a_text_that_only_shares_words_is_not_found(
    tmp_path_factory: pytest.TempPathFactory, seed: int, ways: tuple[str, str]
) -> None:
    embedded, packed = ways
    choice = random.Random(seed)  # noqa: S311  # no secret
    site = Site(tmp_path_factory.mktemp("site"))
    site.post("held", " ".join(choice.choices(WORDS, k=60)), "Status: draft\nTags: rope, steel\n", title="Ferry")
    text = " ".join(choice.choices(WORDS, k=400))
    assert site.codes("other/a.html", PACKED[packed](EMBEDDED[embedded](text).encode())) == []


ADDRESS = "https://example.org/a/long/address-of-many-words/that-others-may-name-too/2026/11/28.html"


@pytest.mark.parametrize("link", [ADDRESS, f"[see]({ADDRESS})", f"<{ADDRESS}>", f"`{ADDRESS}`"])
def test_an_address_of_another_site_is_no_leak_however_long_it_is(site: Site, link: str) -> None:
    site.post("held", f"{HUSHED}\n\nIt stands at {link} and nowhere else.\n", "Status: draft\n")
    assert site.codes("a.html", f'<p>More: <a href="{ADDRESS}">{ADDRESS}</a>.</p>') == []
    assert site.codes("a.html", f"<p>{HUSHED}</p>") == ["PB305"]


@pytest.mark.slow
@pytest.mark.parametrize("text", [CHINESE, JAPANESE, THAI])
@pytest.mark.parametrize(
    "way", ["as it is", "wbr", "no-width spaces", "a script's escapes", "references", "decomposed"]
)
def test_languages_without_spaces_are_found_by_their_letters(site: Site, text: str, way: str) -> None:
    site.post("held", f"{text[:14]}\n{text[14:]}", "Status: draft\n")
    for part in (text, text[3:-2]):
        assert site.codes("a.html", f"<p>{WRITTEN[way](part)}</p>") == ["PB305"]
    assert site.codes("a.html", f"<p>{text[:5]}</p>") == []


@pytest.mark.parametrize(
    ("text", "encoding"),
    [(CHINESE, "gb18030"), (CHINESE, "utf-16"), (CHINESE, "utf-16-le"), (JAPANESE, "shift_jis"), (JAPANESE, "euc_jp")],
)
def test_languages_without_spaces_in_other_encodings(site: Site, text: str, encoding: str) -> None:
    site.post("held", text, "Status: draft\n")
    assert "PB305" in site.codes("a.txt", text.encode(encoding))


TITLES = {
    "heading": "<h1>{}</h1>",
    "heading with markup": "<h2 id='x'><a href='y'><em>{}</em></a></h2>",
    "link": "<li><a href='/x/'>{}</a>",
    "title": "<title>{} \u2013 Faircopy</title>",
    "meta": '<meta property="og:title" content="{}">',
    "feed": "<entry><title>{}</title></entry>",
    "feed, escaped": "<entry><title type='html'>&lt;b&gt;{}&lt;/b&gt;</title></entry>",
    "JSON": '{{"items": [{{"title": "{}"}}]}}',
    "search": '{{"url":"/x/","meta":{{"title":"{}"}}}}',
}
NO_TITLES = {
    "a script of ours": ("theme/app.js", "export default {} function f() {{ const {} = '{}'; }}"),
    "a style": ("theme/a.css", ".{} {{ content: '{}' }}"),
    "within a sentence": ("a.html", "<p>What {} means, and how {} it is."),
    "a button": ("a.html", "<button>{}</button>"),
    "code": ("a.html", "<pre><code>{} def x(): ...</code></pre>"),
    "the search's words": ("pagefind/index/en_1.pf_index", '\x01"{}"\x02'),
    "a part of a word": ("a.html", "<h1>{}hronous</h1>"),
}


@pytest.mark.parametrize(
    "title", ["Async", "Memory", "\u6e2f\u53e3\u5927\u6865", "What it knows", "Na\u00efve caf\u00e9"]
)
@pytest.mark.parametrize("way", TITLES)
def test_a_title_is_found_where_it_stands_as_one(site: Site, way: str, title: str) -> None:
    site.post("held", "Nothing.", "Status: draft\n", title=title)
    (found,) = site.found("a.json" if way in ("JSON", "search") else "a.html", TITLES[way].format(title))
    assert (found.code, found.line) == ("PB305", 1)
    assert f"'{title}' stands in" in found.message
    # Nor is it a title of its own that a public text has.
    site.post("open", f"See {title}.")
    assert site.found() == []


@pytest.mark.parametrize("title", ["Async", "memory"])
@pytest.mark.parametrize("way", NO_TITLES)
def test_a_single_word_is_no_leak(site: Site, way: str, title: str) -> None:
    site.post("held", "Nothing.", f"Status: draft\nTags: {title}\nSummary: abc\nCategory: {title}\n", title=title)
    name, form = NO_TITLES[way]
    assert site.codes(name, form.replace("{}", title)) == []
    assert site.codes("b.html", "<p>abc</p><h1>abc</h1>") == []


TITLE = "What the harbour board has known since August"
SENTENCES = {
    "a style": ("theme/a.css", "body::after {{ content: '{}' }}"),
    "a style, in other quotes": ("theme/a.css", 'body::after {{ content: "Next: {}" }}'),
    "a script": ("theme/a.js", 'const next = "{}";'),
    "a template of a script": ("theme/a.mjs", "const next = `Next: ${{n}} {}!`;"),
    "the name of a file": ("extra/{}.pdf", "x"),
    "the name of a folder": ("extra/{}/a.txt", "x"),
}


@pytest.mark.parametrize("way", SENTENCES)
def test_a_title_of_some_words_is_found_in_programs_and_names(site: Site, way: str) -> None:
    name, form = SENTENCES[way]
    site.post("held", "Nothing.", "Status: draft\n", title=TITLE)
    slug = TITLE.lower().replace(" ", "-")
    assert site.codes(name.format(slug), form.format(TITLE)) == ["PB305"]
    # It is public where a public text says it.
    site.post("open", f"Read: {TITLE}")
    assert site.codes() == []


NAME = "the-missing-project-and-the-sensor-that-nobody-had-heard-of"
TO_A_TEXT = ["[it]({{filename}}/2018/{}/index.md)", "[it](/2018/{}/)", "[it][1]\n\n[1]: /2018/{}/", "[it](<../{}/>)"]


@pytest.mark.slow
@pytest.mark.parametrize("link", TO_A_TEXT)
def test_a_link_to_a_public_text_is_no_leak_of_its_address(site: Site, link: str) -> None:
    site.post("held", f"{HUSHED}\n\nFor more see {link.format(NAME)} and what else there is.\n", "Status: draft\n")
    assert site.codes(f"2018/05/{NAME}/index.html", f'<a href="/2018/05/{NAME}/">It</a>') == []
    assert site.codes("b.html", HUSHED) == ["PB305"]


CODE = ["function f() { return this.state.value }", "// return this state value", ".return.this.state.value {}"]


@pytest.mark.parametrize("text", CODE)
def test_the_code_of_a_program_is_no_title(site: Site, text: str) -> None:
    site.post("held", "Nothing.", "Status: draft\n", title="Return this state value")
    assert site.codes("theme/a.js", text) == []


def test_words_of_a_draft_are_found_in_the_name_of_a_file(site: Site) -> None:
    assert site.codes("extra/the-harbour-bridge-will-be-painted-in-another-colour.txt", "x") == ["PB305"]


def test_a_program_may_say_a_word_and_no_text(site: Site) -> None:
    site.post("held", HUSHED, "Status: draft\n", title="Async")
    site.write("theme/static/app.js", "export const async = 1; // memory")
    assert site.codes("theme/app.js", "export const async = 1; // memory") == []
    script = f"// {HUSHED}\nexport const async = 1;"
    site.write("theme/static/app.js", script)
    assert site.codes("theme/app.js", script) == ["PB305"]


FILES: dict[str, bytes] = {
    "img/s.png": b"\x89PNG\r\n\x1a\n\0\0" + bytes(range(200)),
    "deep/er/data.bin": bytes(range(256)) * 3,
    "log.gz": gzip.compress(b"one line of a log that nobody was to read, with more than a few words in it\n" * 3),
    "nums.csv": b"label,milligrams,words\nBoat,17,seventeen of them\nFerry,23,twenty three of these\nTug,5,five\n",
    "plan.zip": zipped(b"a plan for the harbour and all that is in it, for ever and a day"),
    "small.txt": b"the plan",
}


@pytest.mark.slow
@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("way", PACKED)
def test_files_are_found_by_their_contents(site: Site, name: str, way: str) -> None:
    site.beside(name, FILES[name])
    found = site.found("2026/open/other.bin", PACKED[way](FILES[name]))
    assert {one.code for one in found} == {"PB306"}
    assert f"'{name}" in found[0].message
    assert "'2026/open/other.bin" in found[0].message


def test_what_is_packed_in_a_file_is_found_unpacked_and_packed_anew(site: Site) -> None:
    inner = b"a plan for the harbour and all that is in it, for ever and a day"
    site.beside("plan.zip", zipped(inner))
    assert site.codes("notes.txt", inner) == ["PB306"]
    assert site.codes("notes.txt", tarred(inner, "w:bz2")) == ["PB306"]
    assert site.codes("notes.txt", b"%PDF-1.4\n1 0 obj\nstream\n" + inner + b"\nendstream") == ["PB306"]


@pytest.mark.slow
def test_a_copy_that_a_public_text_shows_makes_a_file_public(site: Site) -> None:
    site.beside("plan.bin", FILES["deep/er/data.bin"])
    (site.folder / "content/posts/2026/open/plan.bin").symlink_to("../held/plan.bin")
    assert site.codes("plan.bin", FILES["deep/er/data.bin"]) == ["PB306"]
    (site.folder / "content/posts/2026/open/plan.bin").unlink()
    site.beside("plan.bin", FILES["deep/er/data.bin"], "open")
    assert site.codes() == ["PB306"]  # nobody has said that it may be seen
    site.post("open", "See [the plan](plan.bin).")
    assert site.codes() == []


def test_the_files_below_another_text_are_its_own(site: Site) -> None:
    site.post("held/more", "Another text, which may be seen, lies below one that is held back, with a file.")
    site.beside("more/x.bin", FILES["deep/er/data.bin"])
    assert site.codes("x.bin", FILES["deep/er/data.bin"]) == []


@pytest.mark.slow
def test_a_text_without_a_folder_has_the_files_that_it_links_to(site: Site) -> None:
    site.write(
        "content/posts/2026/loose.md",
        "Title: Loose\nDate: 2020-01-01\nSlug: loose\nStatus: draft\n\n![x]({attach}loose.bin)\n",
    )
    site.write("content/posts/2026/loose.bin", FILES["deep/er/data.bin"])
    assert site.codes("x.bin", FILES["deep/er/data.bin"]) == ["PB306"]


CHARTS = {
    "the table of the chart": "<table><tr><th>label</th><th>words</th></tr>"
    "<tr><td>Boat</td><td>seventeen of them</td></tr><tr><td>Ferry</td><td>twenty three of these</td></tr></table>",
    "its drawing": "<svg>" + "".join(f"<text>{word}</text>" for word in ("Boat", 17, "Ferry", 23, "Tug", 5)) + "</svg>",
    "its words alone": "<p>seventeen of them, twenty three of these, five</p>",
    "JSON": json.dumps([["Boat", 17, "seventeen of them"], ["Ferry", 23, "twenty three of these"], ["Tug", 5, ""]]),
    "without labels": "<tr><td>17<td>seventeen of them</tr><tr><td>23<td>twenty three of these</tr>",
}


@pytest.mark.parametrize("way", CHARTS)
def test_the_words_and_numbers_of_a_chart_are_found(site: Site, way: str) -> None:
    site.beside("nums.csv", FILES["nums.csv"])
    (found,) = site.found("2026/open/index.html", CHARTS[way])
    assert found.code == "PB306"
    assert "'nums.csv'" in found.message


NUMBERS = "year,passengers,loss\n2021,418233,120455\n2022,377981,254310\n2023,311847,498760\n2024,268119,733025\n"
ORDERS = {
    "upside down": "\n".join(reversed(NUMBERS.split())),
    "sorted": "\n".join(sorted(NUMBERS.split(), key=lambda row: row[::-1])),
    "a column after the other": "418233 377981 311847 268119 120455 254310 498760 733025",
    "with marks for thousands": "733,025; 498,760; 254,310; 120,455; 268,119; 311,847; 377,981",
    "with spaces for thousands": "<td>418 233<td>377 981<td>311 847<td>268 119<td>120 455<td>254 310<td>498 760",
    "in JSON": json.dumps(
        [{"p": p, "l": n} for n, p in ((733025, 268119), (498760, 311847), (254310, 377981))] + [418233]
    ),
}


@pytest.mark.parametrize("way", ORDERS)
def test_the_numbers_of_a_table_are_found_in_any_order(site: Site, way: str) -> None:
    site.beside("figures.csv", NUMBERS)
    assert "PB306" in site.codes("a.txt", ORDERS[way])
    # ... but for those that a public text has, too.
    site.post("open", f"Everybody knows these:\n\n{NUMBERS}")
    assert site.codes() == []


@pytest.mark.parametrize(
    "text", ["2021 2022 2023 2024", "418233 and 120455", "4182331 3779812 3118473 2681194 1204555"]
)
def test_some_numbers_of_a_table_are_no_leak(site: Site, text: str) -> None:
    site.beside("figures.csv", NUMBERS)
    assert site.codes("a.txt", text) == []


def picture(seed: int, size: tuple[int, int] = (800, 500)) -> Image.Image:
    choice = random.Random(seed)  # noqa: S311  # no secret
    image = Image.new("RGB", size, "white")
    pen = ImageDraw.Draw(image)
    for _ in range(12):
        x, y = choice.randrange(size[0]), choice.randrange(size[1])
        pen.ellipse((x, y, x + 200, y + 150), fill=tuple(choice.randrange(256) for _ in range(3)))
    return image


def saved(image: Image.Image, form: str, **options: int) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


@pytest.mark.slow
@pytest.mark.parametrize("form", ["AVIF", "WEBP", "JPEG", "PNG", "GIF"])
@pytest.mark.parametrize("width", [640, 200])
def test_a_picture_is_found_in_another_size_and_format(site: Site, form: str, width: int) -> None:
    site.beside("img/plan.png", saved(picture(1), "PNG"))
    smaller = saved(picture(1).resize((width, width * 5 // 8)), form)
    (found,) = site.found(f"pictures/renamed.{form.lower()}", smaller)
    assert found.code == "PB306"
    assert "'img/plan.png' is shown, made anew, as 'pictures/renamed." in found.message
    # In a page, and as another picture.
    site.write("output/pictures/renamed." + form.lower(), saved(picture(2), form))
    assert site.codes("a.html", b"<img src='data:image/x;base64," + base64.b64encode(smaller) + b"'>") == ["PB306"]
    (site.folder / "output/a.html").unlink()
    assert site.codes() == []


CHANGED: dict[str, Callable[[Image.Image], Image.Image]] = {
    "mirrored": ImageOps.mirror,
    "upside down": ImageOps.flip,
    "turned": lambda image: image.rotate(90, expand=True),
    "turned the other way": lambda image: image.rotate(270, expand=True),
    "turned twice": lambda image: image.rotate(180),
    "with a white border": lambda image: ImageOps.expand(image, 40, "white"),
    "with a black border": lambda image: ImageOps.expand(image, 25, "black"),
    "in a frame, and mirrored": lambda image: ImageOps.mirror(ImageOps.expand(image, 30, "grey")),
    "cut a little": lambda image: image.crop((16, 10, 784, 490)),
    "cut a little more": lambda image: image.crop((32, 20, 768, 480)),
    "cut, and smaller": lambda image: image.crop((20, 12, 780, 488)).resize((300, 188)),
    "grey": lambda image: image.convert("L"),
}


@pytest.mark.slow
@pytest.mark.parametrize("way", CHANGED)
def test_a_picture_is_found_in_another_position(site: Site, way: str) -> None:
    framed = Image.new("RGB", (800, 500), "navy")
    framed.paste(picture(1, (780, 480)), (10, 10))
    for original in (picture(1), framed):
        site.beside("plan.png", saved(original, "PNG"))
        (found,) = site.found("a.png", saved(CHANGED[way](original), "PNG"))
        assert (found.code, found.message.split(" as ")[0]) == ("PB306", "'plan.png' is shown, made anew,")
        assert site.codes("a.png", saved(CHANGED[way](picture(2)), "PNG")) == []


@pytest.mark.slow
def test_pictures_of_one_kind_are_not_alike(site: Site) -> None:
    site.beside("plan.png", saved(picture(1), "PNG"))
    for seed in range(2, 12):
        site.write(f"output/{seed}.png", saved(picture(seed), "PNG"))
    assert site.found() == []


def test_a_public_picture_may_be_shown_in_any_form(site: Site) -> None:
    site.beside("plan.png", saved(picture(1), "PNG"))
    site.beside("plan.jpg", saved(picture(1), "JPEG"), "open")
    smaller = saved(picture(1).resize((400, 250)), "WEBP")
    assert site.codes("p.webp", smaller) == ["PB306"]
    site.post("open", "![The plan]({attach}plan.jpg)")
    assert site.codes("p.webp", smaller) == []


def test_a_bomb_is_said_and_not_unpacked(site: Site) -> None:
    (found,) = site.found("a.gz", gzip.compress(b"x" * 5000), UnpackLimits(size=1000))
    assert (found.code, found.path) == ("PB312", "a.gz")


def test_what_is_packed_too_often_is_said(site: Site) -> None:
    data = HUSHED.encode()
    for _ in range(9):
        data = gzip.compress(data)
    assert site.codes("a.gz", data) == ["PB312"]


def test_a_damaged_archive_is_read_as_far_as_it_goes(site: Site) -> None:
    packed = gzip.compress(HUSHED.encode() + bytes(random.Random(1).randbytes(5000)))  # noqa: S311  # no secret
    assert site.codes("a.gz", packed[:-2000]) == ["PB305"]
    assert site.codes("b.zip", b"PK\x03\x04 no archive") == ["PB305"]  # of the first


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("<a href='https://example.org/2020/01/held/'>x</a>", True),
        ("https:\\/\\/example.org\\/drafts\\/held\\/", True),
        ("Disallow: /2020/01/h%65ld/", True),
        ("<a href='https://elsewhere.org/with/held/'>x</a>", False),
        ("<a href='/2020/01/up-held/'>x</a>", False),
    ],
)
def test_addresses_are_found_however_they_are_written(site: Site, text: str, is_found: bool) -> None:
    assert site.codes("a.html", text) == (["PB307"] if is_found else [])


def test_a_message_says_where_it_stands_and_what_to_do(site: Site) -> None:
    (found,) = site.found("a.html", f"<p>one\n<p>two\n<p>{HUSHED}\n")
    assert str(found).startswith(f"{HELD}:6: error PB305 'the harbour bridge will be painted in another' stands in")
    assert "line 3: '" in str(found)
    assert "a template, a plugin or another text brings it there" in str(found)


def test_without_anything_to_hide_nothing_is_read(site: Site) -> None:
    site.post("held", HUSHED)
    assert site.codes("a.html", HUSHED) == []
