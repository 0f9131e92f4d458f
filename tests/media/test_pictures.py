from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from selectolax.lexbor import LexborHTMLParser, LexborNode

from faircopy.content.templates import TextTemplates
from faircopy.media.chart_data import Chart, ChartError
from faircopy.media.pictures import FIRST_SCREEN_WORDS, RenderContext, RenderedImages, render_images
from faircopy.media.plugin import TEMPLATES


def png(width: int, height: int) -> bytes:
    out = BytesIO()
    Image.new("RGB", (width, height)).save(out, "PNG")
    return out.getvalue()


FILES = {
    "a.png": png(1600, 900),
    "small.png": png(20, 10),
    "drawing.svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    "tea.csv": "\ufeffDrink,Taste,Taste verdict\nTea,<b>Good</b>,good\n".encode(),
    "bad.csv": b"Drink\n",
}


def drawn(chart: Chart, name: str, title: str, description: str) -> str:
    messages = f"data-name={name} data-title='{title}' data-description='{description}' data-rows={len(chart.rows)}"
    return f"<svg {messages}></svg>"


CONTEXT = RenderContext(FILES.get, drawn, "https://example.org/blog", TextTemplates(TEMPLATES).render)


def hung(html: str) -> RenderedImages:
    return render_images(html, CONTEXT)


def first(html: str, selector: str) -> LexborNode:
    node = LexborHTMLParser(hung(html).html).css_first(selector)
    assert node, hung(html).html
    return node


def test_an_image_gets_sizes_and_formats() -> None:
    html = '<p><img alt="An &quot;a&quot;" src="{attach}a.png" class="wide"></p>'
    image = first(html, "p > picture > img")
    assert image.attributes == {
        "alt": 'An "a"',
        "src": "{attach}a.png",
        "class": "wide",
        "width": "1600",
        "height": "900",
    }
    types = [node.attributes["type"] for node in LexborHTMLParser(hung(html).html).css("source")]
    assert types == ["image/avif", "image/webp"]
    photo = hung(html).photos["a.png"]
    expected = [f"https://example.org/blog/{photo.path(width, 'avif')} {width}w" for width in (640, 1280)]
    assert first(html, "source").attributes["srcset"] == ", ".join(expected)


def test_a_plain_name_is_a_file_beside_the_post() -> None:
    assert first('<p><img alt="" src="small.png"></p>', "img").attributes["src"] == "{attach}small.png"


def test_an_image_with_a_title_that_stands_alone_is_a_figure() -> None:
    html = '<p><img alt="" src="a.png" title="One &lt; two"></p>'
    assert first(html, "figure > figcaption").text() == "One < two"
    assert "title" not in first(html, "figure img").attributes
    assert first('<p><img alt="" src="drawing.svg" title="Drawn"></p>', "figure > figcaption").text() == "Drawn"


def test_an_image_within_a_sentence_stays_there() -> None:
    assert (
        first('<p>See <img alt="" src="a.png" title="x"> there.</p>', "p > picture > img").attributes["width"] == "1600"
    )


def test_only_what_is_below_the_first_screen_waits() -> None:
    words = "<p>" + "word " * FIRST_SCREEN_WORDS + "</p>"
    image = '<p><img alt="" src="a.png"></p>'
    assert "loading" not in first(image + words, "img").attributes
    assert first(words + image, "img").attributes["loading"] == "lazy"


@pytest.mark.parametrize(
    "html",
    [
        "<p>No picture.</p>",
        '<p><img alt="" src="https://example.com/a.png"></p>',
        '<p><img alt="" src="//example.com/a.png"></p>',
        '<p><img alt="" src="data:image/png;base64,AAAA"></p>',
        '<p><img alt="" src="missing.png"></p>',
        '<p><img alt="" src="drawing.svg"></p>',
        '<pre><code>&lt;img src="a.png"&gt;</code></pre>',
        '<p><img alt="" src="missing.csv" class="chart bars"></p>',
    ],
)
def test_what_is_not_ours_to_change_stays_as_it_is(html: str) -> None:
    assert hung(html) == RenderedImages(html, {})


def test_a_chart_is_drawn_with_its_caption_and_its_table() -> None:
    html = '<p><img alt="Good tea." class="chart verdicts" src="tea.csv" title="Tea &amp; such"></p>'
    drawing = first(html, "figure > svg").attributes
    assert drawing == {
        "data-name": "chart-1",
        "data-title": "Tea & such",
        "data-description": "Good tea.",
        "data-rows": "1",
    }
    assert first(html, "figure > figcaption").text() == "Tea & such"
    cells = [node.text() for node in LexborHTMLParser(hung(html).html).css(".table[tabindex='0'] td")]
    assert cells == ["Tea", "<b>Good</b>"]


def test_each_chart_of_a_text_has_ids_of_its_own() -> None:
    html = '<p><img alt="" class="chart verdicts" src="tea.csv"></p>' * 2
    names = [node.attributes["data-name"] for node in LexborHTMLParser(hung(html).html).css("svg")]
    assert names == ["chart-1", "chart-2"]


def test_data_that_cannot_be_drawn_is_an_error() -> None:
    with pytest.raises(ChartError):
        hung('<p><img alt="" class="chart verdicts" src="bad.csv"></p>')
    with pytest.raises(ChartError, match="no chart of the kind ''"):
        hung('<p><img alt="" class="chart" src="tea.csv"></p>')


def test_a_theme_may_replace_what_stands_around_a_picture(tmp_path: Path) -> None:
    folder = tmp_path / "picture"
    folder.mkdir()
    (folder / "picture.html").write_text("<div>{% include '!default/picture/picture.html' %}<b>{{ title }}</b></div>")
    templates = TextTemplates(TEMPLATES, (str(tmp_path),))
    context = replace(CONTEXT, render=templates.render)
    html = render_images('<p><img alt="x" src="a.png" title="A &lt;b&gt; &amp; c"></p>', context).html
    assert html.startswith("<div><figure><picture>")
    assert html.endswith("<b>A &lt;b&gt; &amp; c</b></div>")
