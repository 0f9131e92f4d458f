"""What runs in a page or a feed is the theme's, or is found, however it came there."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from faircopy.build.links import faults_of

SITE = "https://example.org/blog"
TEMPLATE = """
<script src="{{ SITEURL }}/theme/site.js"></script>
<script>
  start({{ number }});
</script>
<button onclick="show('{{ name }}')">Show</button>
<script type="application/json">{"a": 1}</script>
"""
RUNS = [
    "<p onmouseover='alert(1)'>a</p>",
    "<img src='data:image/png;base64,AA==' onerror=alert(1)>",
    "<a href='#' onclick=\"alert(1)\">a</a>",
    "<svg onload='alert(1)'></svg>",
    "<svg><animate onbegin='alert(1)' attributeName='x' dur='1s'></svg>",
    "<svg><foreignObject><p>a</p></foreignObject></svg>",
    "<script>alert(1)</script>",
    "<script type=module>alert(1)</script>",
    "<script type=importmap>{}</script>",
    "<script src='own.js'></script>",
    "<iframe srcdoc='<b>a</b>'></iframe>",
    "<object data='own.js'></object>",
    "<embed src='own.js'>",
    "<base href='own.js'>",
    "<p style='background: url(//elsewhere.example/x)'>a</p>",
]
HARMLESS = [
    "<p title='onclick=x' class=onclick data-on=x>a</p>",
    "<pre>&lt;script>alert(1)&lt;/script></pre>",
    "<script type='application/ld+json'>{\"a\": 1}</script>",
    "<p style='color: red'>a</p>",
    "<svg><path d='M0 0'/></svg><details open><summary>a</summary></details>",
    "<p onclick>a</p>",
]


def found(root: Path, name: str, text: str) -> list[tuple[str, str]]:
    (root / "site").mkdir()
    (root / "site" / "own.js").touch()
    (root / "site" / name).write_text(text)
    (root / "templates").mkdir()
    (root / "templates" / "base.html").write_text(TEMPLATE)
    return [
        (one.rule.code, one.page.as_posix()) for one in faults_of(root / "site", SITE, templates=[root / "templates"])
    ]


@pytest.mark.parametrize("html", RUNS)
def test_what_runs_in_a_page_is_found(tmp_path: Path, html: str) -> None:
    assert ("SB911", "index.html") in found(tmp_path, "index.html", f"<!doctype html><body>{html}</body>")


@pytest.mark.parametrize("html", HARMLESS)
def test_what_does_not_run_may_stand_in_a_page(tmp_path: Path, html: str) -> None:
    assert found(tmp_path, "index.html", f"<!doctype html><body>{html}</body>") == []


def test_what_a_template_says_may_run(tmp_path: Path) -> None:
    output = (
        TEMPLATE.replace("{{ SITEURL }}/theme/site.js", "own.js")
        .replace("{{ number }}", "7")
        .replace("{{ name }}", "x")
    )
    template = TEMPLATE.replace("{{ SITEURL }}/theme/", "{{ SITEURL }}")
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "page.html").write_text(template.replace("site.js", "own.js"))
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "own.js").touch()
    (tmp_path / "site" / "index.html").write_text(output)
    assert [*faults_of(tmp_path / "site", SITE, templates=[tmp_path / "templates"])] == []
    assert [one.rule.code for one in faults_of(tmp_path / "site", SITE)] == ["SB911"] * 3


def atom(html: str) -> str:
    escaped = html.replace("&", "&amp;").replace("<", "&lt;")
    return (
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>a &lt;script&gt;</title>'
        f'<content type="html">{escaped}</content></entry></feed>'
    )


def xhtml(html: str) -> str:
    return (
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><summary type="xhtml">'
        f"<x:div xmlns:x='http://www.w3.org/1999/xhtml'>{html}</x:div></summary></entry></feed>"
    )


def rss(html: str) -> str:
    item = f"<title>a &lt;script&gt;</title><description><![CDATA[{html}]]></description>"
    return f"<rss><channel><item>{item}</item></channel></rss>"


def json_feed(html: str) -> str:
    item = {"id": "1", "title": "a <script>", "content_html": html}
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [item]})


@pytest.mark.parametrize(
    ("name", "feed"), [("a.xml", atom), ("feed.atom", atom), ("b.rss", rss), ("c.json", json_feed)]
)
@pytest.mark.parametrize("html", RUNS)
def test_what_runs_in_a_feed_is_found(tmp_path: Path, name: str, feed: Callable[[str], str], html: str) -> None:
    assert ("SB911", name) in found(tmp_path, name, feed(html))


@pytest.mark.parametrize("html", ["<x:p onclick='a()'>a</x:p>", "<x:script>a()</x:script>", "<x:p><x:iframe/></x:p>"])
def test_what_runs_in_xhtml_of_a_feed_is_found(tmp_path: Path, html: str) -> None:
    assert found(tmp_path, "a.xml", xhtml(html)) == [("SB911", "a.xml")]


@pytest.mark.parametrize(("name", "feed"), [("a.xml", atom), ("b.rss", rss), ("c.json", json_feed)])
@pytest.mark.parametrize("html", HARMLESS)
def test_what_does_not_run_may_stand_in_a_feed(
    tmp_path: Path, name: str, feed: Callable[[str], str], html: str
) -> None:
    assert found(tmp_path, name, feed(html)) == []


def test_what_the_theme_may_do_a_feed_may_not(tmp_path: Path) -> None:
    assert found(tmp_path, "a.xml", atom("<button onclick=\"show('x')\">a</button>")) == [("SB911", "a.xml")]
