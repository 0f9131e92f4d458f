"""Files that would run as the site when they are opened are refused; drawings as programs save them are not."""

import gzip
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faircopy.lint.check import check_content
from faircopy.media.active_content import faults_of
from faircopy.snippets.jobs import Settings

NS = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
XHTML = "http://www.w3.org/1999/xhtml"


def svg(inside: str, attributes: str = "") -> str:
    return f"<svg {NS} {attributes}>\n{inside}\n</svg>\n"


def facts(name: str, text: str | bytes) -> list[str]:
    data = text.encode() if isinstance(text, str) else text
    return [one.fact for one in faults_of(name, data)]


RUNS = [
    "<script>alert(1)</script>",
    "<script xlink:href='x.js'/>",
    f"<h:script xmlns:h='{XHTML}'>alert(1)</h:script>",
    f"<x xmlns='urn:x'><script xmlns='{XHTML}'/></x>",
    "<foreignObject><p xmlns='http://www.w3.org/1999/xhtml'>x</p></foreignObject>",
    "<g onclick='x()'/>",
    "<g ONLOAD='x()'/>",
    "<animate onbegin='x()' attributeName='x'/>",
    "<a href='javascript:x'><text>x</text></a>",
    "<a xlink:href=' java&#10;script:x'><text>x</text></a>",
    "<a href='&#106;avascript:x'/>",
    "<a href='data:text/html,x'/>",
    "<use href='data:image/svg+xml;base64,AAAA#x'/>",
    "<use xlink:href='other.svg#x'/>",
    "<use href='http://elsewhere.example/x.svg#x'/>",
    "<image href='http://elsewhere.example/x.png'/>",
    "<image href='//elsewhere.example/x.png'/>",
    "<image href='data:image/svg+xml,x'/>",
    "<feImage href='x.png'/>",
    "<a><animate attributeName='href' to='javascript:x'/></a>",
    "<a><set attributeName='xlink:href' to='javascript:x'/></a>",
    "<set attributeName='onclick' to='x()'/>",
    "<animate attributeName='fill' values='red;javascript:x'/>",
    "<style>@import 'http://elsewhere.example/x.css';</style>",
    "<style>@im\\70ort 'x.css';</style>",
    "<style>a { fill: url(http://elsewhere.example/x) }</style>",
    "<style>a { fill: \\75rl(x.svg) }</style>",
    "<style><![CDATA[a { background: url('//elsewhere.example/x') }]]></style>",
    '<style>a { fill: u/**/rl(#x); background: image-set("x.png" 1x) }</style>',
    "<rect fill='url(http://elsewhere.example/x#y)'/>",
    "<rect style='filter: url(x.svg#y)'/>",
    "<g xml:base='http://elsewhere.example/'/>",
    "<handler xmlns='http://www.w3.org/2001/xml-events' type='text/ecmascript'/>",
    "<g xmlns:ev='http://www.w3.org/2001/xml-events' ev:event='click'/>",
    "<iframe xmlns='http://www.w3.org/1999/xhtml' src='x'/>",
    f"<img xmlns='{XHTML}' src='http://elsewhere.example/x.png'/>",
    f"<meta xmlns='{XHTML}' onload='x'/>",
    "<audio href='x'/>",
    "<discard/>",
    "<unknownThing/>",
]


@pytest.mark.parametrize("inside", RUNS)
def test_an_svg_that_does_more_than_draw_is_refused(inside: str) -> None:
    assert facts("a.svg", svg(inside))
    assert facts("A.SVG", svg(f"<g><g>{inside}</g></g>"))
    assert facts("a.xml", svg(inside))
    assert facts("a.svg", svg(inside).encode("utf-16"))


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE svg [<!ENTITY a "x">]><svg xmlns="http://www.w3.org/2000/svg"/>',
        '<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><svg xmlns="http://www.w3.org/2000/svg">&b;</svg>',
        '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg">&x;</svg>',
        '<!DOCTYPE svg [<!ATTLIST svg onload CDATA "x()">]><svg xmlns="http://www.w3.org/2000/svg"/>',
        '<?xml-stylesheet href="x.xsl" type="text/xsl"?><svg xmlns="http://www.w3.org/2000/svg"/>',
        '<?xml-stylesheet href="data:text/css,x"?><a/>',
        "",
        "<svg",
        '<svg xmlns="http://www.w3.org/2000/svg"><g></svg>',
        '<?xml version="1.0" encoding="utf-7"?><svg xmlns="http://www.w3.org/2000/svg"/>',
        '<?xml version="1.0" encoding="iso-2022-jp"?><svg xmlns="http://www.w3.org/2000/svg"/>',
        "\x00\x01\x02",
    ],
)
def test_what_declares_or_is_no_xml_is_refused(text: str) -> None:
    assert facts("a.svg", text)


def test_a_packed_svg_is_refused() -> None:
    assert facts("a.svgz", gzip.compress(svg("<g/>").encode()))


DRAWN = [
    svg("<title>x</title><desc>y</desc><g transform='scale(2)'><path d='M0 0' fill='url(#a)' style='fill:#fff'/></g>"),
    svg(
        "<defs><linearGradient id='a'><stop offset='0'/></linearGradient></defs><use href='#a'/><use xlink:href='#a'/>"
    ),
    svg("<style>/* url(x) */ .a { fill: url(#a); font: 1em serif } @media print { .a { fill: red } }</style>"),
    svg("<style>@font-face { font-family: x; src: url(data:font/woff2;base64,AAAA) }</style>"),
    svg("<image href='data:image/png;base64,AAAA'/><a href='https://example.org/'><text>x</text></a>"),
    svg("<animate attributeName='x' values='1;2'/><animateTransform attributeName='transform' from='0' to='1'/>"),
    svg(
        "<text xml:space='preserve' aria-label='on (time)' data-x='a: b' data-name='font' one='1'>on</text>".replace(
            " one='1'", ""
        )
    ),
    svg(
        "<metadata><r:RDF xmlns:r='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><r:Work r:about=''/></r:RDF></metadata>"
        "<i:namedview xmlns:i='http://www.inkscape.org/namespaces/inkscape' i:zoom='1'/>"
    ),
    '<?xml version="1.0" encoding="utf-8" standalone="no"?>\n<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN"\n'
    ' "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">\n' + svg("<!-- <script/> --><g/>"),
    "\ufeff" + svg("<text>&lt;script&gt; and &#106;avascript:</text>"),
]


@pytest.mark.parametrize("text", DRAWN)
def test_a_drawing_is_left_alone(text: str) -> None:
    assert facts("a.svg", text) == []


@pytest.mark.slow
def test_what_matplotlib_saves_is_a_drawing() -> None:
    from matplotlib.figure import Figure  # noqa: PLC0415  # half a second that only this test needs

    figure = Figure()
    axes = figure.add_subplot()
    axes.plot([1, 2], [2, 1], label="x")
    axes.set_title("Speed")
    axes.legend()
    out = StringIO()
    figure.savefig(out, format="svg")
    assert facts("plot.svg", out.getvalue()) == []


@pytest.mark.parametrize("name", ["a.xml", "a.rss", "a.atom", "a.rdf", "a.xsl", "a.mml"])
def test_other_xml_may_be_published(name: str) -> None:
    assert facts(name, "<feed xmlns='http://www.w3.org/2005/Atom'><link href='https://example.org/'/></feed>") == []
    assert facts(name, f"<feed><div xmlns='{XHTML}'><script>x</script></div></feed>")
    assert facts(name, "<feed><link href='javascript:x'/></feed>")


@pytest.mark.parametrize(
    "text",
    [
        "<script>x</script>",
        "<p onclick=x>",
        "<SCRIPT SRC=x>",
        "<a href=' jAvascript:x'>",
        "<svg><script>x</script></svg>",
        "<svg><a xlink:href='javascript:x'>",
        "<svg><a><animate attributeName=href values='javascript:x'>",
        "<iframe src=x>",
        "<object data=x>",
        "<embed src=x>",
        "<base href='http://elsewhere.example/'>",
        "<meta http-equiv=refresh content='0;url=javascript:x'>",
        "<meta http-equiv=' Refresh' content=' 1.5 ; URL = \"data:text/html,x\"'>",
        "<meta http-equiv=refresh content='0,javascript:x'>",
        "<img src=http://elsewhere.example/x.png>",
        "<img srcset='a.png, //elsewhere.example/x.png 2x'>",
        "<link rel=stylesheet href=//elsewhere.example/x.css>",
        "<link rel='alternate stylesheet' href=//elsewhere.example/x.css>",
        "<link rel='canonical preload' href=//elsewhere.example/x.css>",
        "<link href=//elsewhere.example/x.css>",
        "<style>@import 'x'</style>",
        "<p style='background: url(//elsewhere.example/x)'>",
        "<form><button formaction='javascript:x'>",
    ],
)
def test_html_that_runs_is_refused(text: str) -> None:
    for name in ("a.html", "b.HTM", "c.shtml"):
        assert facts(name, f"<!doctype html>\n<title>x</title>\n{text}")
    assert facts("d.html", text.encode("utf-16"))


@pytest.mark.parametrize(
    "text",
    [
        "google-site-verification: google1.html",
        "<!doctype html><h1>Gone</h1><a href='/'>x</a>",
        "<meta http-equiv=refresh content='0; url=https://example.org/new/'><link rel=canonical href=https://example.org/new/>",
        "<meta http-equiv=refresh content=5><link rel='me author' href=//elsewhere.example/me>",
        "",
    ],
)
def test_html_that_only_says_something_may_be_published(text: str) -> None:
    assert facts("a.html", text) == []


@pytest.mark.parametrize("name", ["a.png", "a.txt", "a.json", "a.css", "a.js", "a.csv", "a.pdf", "a.svg.txt"])
def test_what_no_browser_opens_as_a_page_is_not_looked_at(name: str) -> None:
    assert facts(name, svg("<script/>")) == []


ENDINGS = ["xsd", "rng", "mathml", "owl", "kml", "gpx", "xul", "plist", "opml", "xspf", "wsdl", "dae", "unknown", ""]
PLACED = ["feed.{}", "FEED.{}", "folder/a.b.{}"]
ACTIVE_XML = [
    f"<x><h:script xmlns:h='{XHTML}'>alert(1)</h:script></x>",
    f"<?xml version='1.0'?>\n<x><b xmlns='{XHTML}' onmouseover='x()'>a</b></x>",
    f"<?xml version='1.0'?>\n<!-- x --><html xmlns='{XHTML}'><body onload='x()'/></html>",
    svg("<script>alert(1)</script>"),
    svg("<g/>", "onload='x()'"),
    "<x><math xmlns='http://www.w3.org/1998/Math/MathML' onclick='x()'/></x>",
    "<x><math xmlns='http://www.w3.org/1998/Math/MathML'><mi href='javascript:x()'>a</mi></math></x>",
    f"<x><iframe xmlns='{XHTML}' src='y'/></x>",
    "<?xml version='1.0'?><?xml-stylesheet type='text/xsl' href='x.xsl'?><x/>",
    "<?xml version='1.0'?><?xml-stylesheet href='x.css'?><x/>",
    "<?xml version='1.0'?><?xml-stylesheet type='text/css' href='//elsewhere.example/x.css'?><x/>",
    f"<!DOCTYPE x [<!ENTITY s \"<script xmlns='{XHTML}'>x</script>\">]><x>&s;</x>",
    f"<!DOCTYPE x [<!ENTITY s \"&#60;script xmlns='{XHTML}'>x&#60;/script>\">]><x>&s;</x>",
    f"<!DOCTYPE x [<!ENTITY n '{XHTML}'>]><x><script xmlns='&n;'>x</script></x>",
    f"<!DOCTYPE x [<!ATTLIST p onclick CDATA 'x()'>]><p xmlns='{XHTML}'/>",
    "<!DOCTYPE x [<!ENTITY s SYSTEM 'y.xml'>]><x>&s;</x>",
    "<!DOCTYPE x [<!ENTITY % s SYSTEM 'y.dtd'> %s;]><x/>",
    f"<a:b/><script xmlns='{XHTML}'>x()</script>",  # some readers go on after the unknown prefix
    f"<x><a:b/><script xmlns='{XHTML}'>x()</script></x>",
    f"\ufeff<?xml version='1.0'?><x><script xmlns='{XHTML}'/></x>",
    f"\n\n<x><script xmlns='{XHTML}'/></x>",
    "\n" * 5000 + f"<x><script xmlns='{XHTML}'/></x>",
]
ACTIVE_HTML = [
    "<!DOCTYPE html><script>x()</script>",
    "<html onclick='x()'>",
    "<script>x()</script>",
    "\n <Script >x()</script>",
    "<!-- a --><img src=x onerror=x()>",
    "<p><a href='javascript:x()'>a</a>",
    "<h1 onclick=x()>a</h1>",
    "<iframe srcdoc='<script>x()</script>'></iframe>",
    "<body onload=x()>",
]


@pytest.mark.parametrize("ending", ENDINGS)
def test_what_a_browser_may_take_for_a_page_is_looked_at_whatever_its_ending(ending: str) -> None:
    for form in PLACED:
        for text in (*ACTIVE_XML, *ACTIVE_HTML):
            name = form.format(ending).rstrip(".")
            assert facts(name, text), (name, text)
            assert facts(name, text.removeprefix("\ufeff").encode("utf-16")), (name, text)


@pytest.mark.parametrize(("ending", "texts"), [("xml", ACTIVE_XML), ("rss", ACTIVE_XML), ("html", ACTIVE_HTML)])
def test_the_same_is_found_under_endings_that_say_what_they_are(ending: str, texts: list[str]) -> None:
    for text in texts:
        assert facts(f"a.{ending}", text), text


HARMLESS = Path(__file__).parent / "cases" / "harmless"


@pytest.mark.parametrize("file", sorted(HARMLESS.iterdir()), ids=lambda file: file.name)
def test_harmless_xml_of_other_programs_may_be_published(file: Path) -> None:
    for name in (file.name, "a.xml", "a.unknown", "a"):
        assert facts(name, file.read_bytes()) == [], name


@pytest.mark.parametrize(
    "text",
    [
        "<VirtualHost *:80>\n    ServerName x.example\n    <Location />\n    </Location>\n</VirtualHost>\n",
        "<?php echo 'x'; ?>\n<p>x</p>\n",
        "<host> ALL=(ALL) ALL\n",
        "#!/bin/sh\ncat <<EOF\n<script>x</script>\nEOF\n",
        "<!ELEMENT x (#PCDATA)>\n<!ATTLIST x y CDATA #IMPLIED>\n",
        "< 5 is not much\n",
        "",
    ],
)
def test_what_only_begins_like_markup_may_be_published(text: str) -> None:
    for name in ("a.x", "vhosts", "a.php"):
        assert facts(name, text) == [], name


@given(st.binary(max_size=200), st.sampled_from(["a.svg", "a.xml", "a.html", "a.kml", "a"]))
def test_any_bytes_are_read(data: bytes, name: str) -> None:
    for found in (*faults_of(name, data), *faults_of(name, b"<svg xmlns='http://www.w3.org/2000/svg'>" + data)):
        assert found.line >= 1
        assert found.column >= 1


@pytest.mark.parametrize(
    "place",
    [
        "posts/2020/a/x.svg",
        "extra/x.svg",
        "posts/2020/a/deeper/x.SVG",
        "pages/x.svg",
        "extra/x.xml",
        "extra/x.kml",
        "extra/x",
    ],
)
def test_it_is_told_wherever_it_lies(tmp_path: Path, place: str) -> None:
    file = tmp_path / "content" / place
    file.parent.mkdir(parents=True)
    file.write_text(svg("<g/>\n<script>x</script>"))
    found = check_content(tmp_path / "content", Settings()).diagnostics
    assert [(one.path, one.line, one.code) for one in found if one.code == "TH103"] == [(str(file), 3, "TH103")]


def test_a_snippet_that_is_offered_as_a_page_is_told(tmp_path: Path) -> None:
    post = tmp_path / "content" / "posts" / "2020" / "a" / "index.md"
    post.parent.mkdir(parents=True)
    text = "Title: A\nDate: 2020-01-01\nSlug: a\nSummary: S\n\n"
    fence = '```{.html file="/srv/x.html"}\n<script>x()</script>\n```\n'
    post.write_text(text + fence + "\n```{.html}\n<script>x()</script>\n```\n")
    found = [one for one in check_content(tmp_path / "content", Settings()).diagnostics if one.code == "TH103"]
    assert [(one.path, one.line) for one in found] == [(str(post), 6)]
