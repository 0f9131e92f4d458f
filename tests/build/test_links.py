from pathlib import Path

import pytest

from faircopy.build.linkcheck import SiteInputs, check_links
from faircopy.build.links import faults_of
from faircopy.build.source_lines import PageSource
from faircopy.feeds.contents import html_of_feed

SITE = "https://example.org/blog"


def make(root: Path, body: str) -> None:
    """A site of a page at `post/`, with `body`, and one at `about/`."""
    for name, text in {
        "post/index.html": body,
        "about/index.html": "<h1 id='top-of-it'>About</h1><a name='old'></a><h2 id='Māori'>M</h2>",
        "post/pic.png": "",
        "theme/style.css": "",
        "post/log sample.txt": "",
    }.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)


def faults(root: Path, body: str) -> list[tuple[str, str]]:
    make(root, body)
    return [(fault.rule.code, fault.why) for fault in faults_of(root, SITE)]


@pytest.mark.parametrize(
    "body",
    [
        f"<a href='{SITE}/about/'>",
        f"<a href='{SITE}/about'>",  # a web host leads on to about/
        "<a href='../about/#top-of-it'>",
        "<a href='/blog/about/?x=1#old'>",
        "<a href='../about/#M%C4%81ori'>",
        "<a href='../about/#:~:text=About'>",
        "<a href='#'><a href='#top'><a href='#here' id=here>",
        "<a href='mailto:me@example.org'><a href='tel:1'><img src='data:image/png;base64,AA=='>",
        "<a href='https://elsewhere.example/'><link rel=license href='https://elsewhere.example/'>",
        "<img src='pic.png' srcset='pic.png 1x, ./pic.png 2x,'>",
        "<link rel=stylesheet href='/blog/theme/style.css'>",
        "<a href='log%20sample.txt'>",
        "<a>",
    ],
)
def test_what_leads_somewhere_is_left_alone(tmp_path: Path, body: str) -> None:
    assert faults(tmp_path, body) == []


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("<a href='/blog/abuot/'>", "leads nowhere"),
        ("<img src='pict.png'>", "leads nowhere"),
        ("<img srcset='pic.png 1x, pict.png 2x'>", "leads nowhere"),
        ("<video poster='none.png'>", "leads nowhere"),
        (f"<a href='{SITE}/about/#none'>", "leads to a page without '#none'"),
        ("<a href='#none'>", "leads to a page without '#none'"),
        ("<a href='/about/'>", f"leads out of the site, which begins at {SITE}/"),
        (f"<a href='{SITE}ger/'>", f"leads out of the site, which begins at {SITE}/"),
        ("<a href='../../../etc/passwd'>", f"leads out of the site, which begins at {SITE}/"),
        ("<a href='{attach}pic.png'>", "leads nowhere"),
        *((f"<a href='{address}'>", "is no address") for address in ("http://[::1/", "//[zz]/", "http://a\u2100/")),
    ],
)
def test_what_leads_nowhere_is_found(tmp_path: Path, body: str, why: str) -> None:
    assert faults(tmp_path, body) == [("SB904", why)]


@pytest.mark.parametrize(
    "body",
    [
        "<img src='https://elsewhere.example/x.png'>",
        "<script src='//elsewhere.example/x.js'></script>",
        "<link rel='preload stylesheet' href='https://elsewhere.example/x.css'>",
        "<object data='http://example.org/blog/x.svg'>",
    ],
)
def test_what_is_fetched_from_elsewhere_is_found(tmp_path: Path, body: str) -> None:
    assert faults(tmp_path, body) == [("SB907", "is fetched from another site")]


def test_a_fault_is_told_where_its_author_wrote_it(tmp_path: Path) -> None:
    make(tmp_path / "site", "<a href='x.png'><a href='/blog/nav/'><a href='../about/#none'>")
    source = tmp_path / "post.md"
    source.write_text("Title: x\n\n![x](x.png)\n\n[about]({filename}about.md#none)\n")
    pages = {(tmp_path / "site/post/index.html").resolve(): PageSource(source, lambda: "x.png ../about/#none")}
    site_inputs = SiteInputs(tmp_path / "conf.py", tmp_path, list)
    found = [
        (Path(one.path).name, one.line, one.message) for one in check_links(tmp_path / "site", SITE, pages, site_inputs)
    ]
    assert found == [
        ("conf.py", 1, "'/blog/nav/' in 'post/index.html' leads nowhere"),
        ("post.md", 3, "'x.png' in 'post/index.html' leads nowhere"),
        ("post.md", 5, "'../about/#none' in 'post/index.html' leads to a page without '#none'"),
    ]


@pytest.mark.parametrize(
    ("address", "body", "place"),
    [
        ("abuot/", "<a href='{}'>", "pelicanconf.py:3 FOOT"),
        ("nowhere/", "<a href='{}'>", "publishconf.py:2 NAV"),
        ("lost/", "<a href='{}'>", "theme/templates/base.html:2 template"),
        ("unknown/", "<a href='{}'>", "publishconf.py:1 look for where"),
    ],
)
def test_a_fault_that_no_author_wrote_is_told_at_its_setting(
    tmp_path: Path, address: str, body: str, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    make(tmp_path / "site", body.format(f"{SITE}/{address}"))
    Path("pelicanconf.py").write_text('NAV = ()\nPROMISES: tuple = ("x",)\nFOOT = (("About", "abuot/"),)\n')
    Path("publishconf.py").write_text('"""abuot/"""\nNAV = [("Nowhere", "nowhere/")]\n')
    Path("theme/templates").mkdir(parents=True)
    Path("theme/templates/base.html").write_text("<p>lost/</p>\n<a href='{{ SITEURL }}/lost/'>\n")
    site_inputs = SiteInputs(Path("publishconf.py"), Path("theme"), list)
    (found,) = check_links(Path("site"), SITE, {}, site_inputs)
    where, _, what = place.partition(" ")
    assert f"{found.path}:{found.line}" == where
    assert what in found.hint


ATOM = "http://www.w3.org/2005/Atom"
XHTML = "http://www.w3.org/1999/xhtml"
RUNS = [
    "javascript:x",
    " JavaScript:x",
    "java&#10;script:x",
    "&#106;avascript:x",
    "vbscript:x",
    "data:text/html,x",
    "foo:x",
]


@pytest.mark.parametrize("address", RUNS)
@pytest.mark.parametrize(
    "body",
    [
        '<a href="{}">',
        '<area href="{}">',
        '<img src="{}">',
        '<iframe src="{}">',
        '<form action="{}">',
        '<button formaction="{}">',
        '<q cite="{}">',
        '<video poster="{}">',
        '<object data="{}">',
        '<a ping="{}">',
        '<svg><a xlink:href="{}"/></svg>',
        '<svg><a href="{}"/></svg>',
        '<svg><a><animate attributeName="href" values="#a;{}"/></a></svg>',
        '<svg><a><set attributeName="href" to="{}"/></a></svg>',
        '<math><mi href="{}">x</mi></math>',
        '<meta http-equiv="Refresh" content="0; url={}">',
        "<iframe srcdoc=\"<a href='{}'>\">",
        '<link rel="me" href="{}">',
    ],
)
def test_no_page_has_an_address_that_runs(tmp_path: Path, body: str, address: str) -> None:
    assert "SB910" in [code for code, _ in faults(tmp_path, f"<!doctype html>{body.format(address)}<p id=a>")]


@pytest.mark.parametrize(
    "body",
    [
        "<link rel='icon' href='data:image/svg+xml,x'><img src='data:image/png;base64,AA=='>",
        "<a href='sms:1'><a href='xmpp:a@b'><form action='/blog/about/'>",
        "<p title='javascript:x'>javascript:x</p><input value='data:x'>",
        "<blockquote cite='https://elsewhere.example/'>",
    ],
)
def test_an_address_that_may_be_there_is_left_alone(tmp_path: Path, body: str) -> None:
    assert faults(tmp_path, body) == []


@pytest.mark.parametrize(
    ("name", "feed"),
    [
        ("feeds/a.atom.xml", '<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="{}"/></entry></feed>'),
        (
            "feeds/b.xml",
            f'<feed xmlns="{ATOM}"><entry><content type="html">&lt;a href="{{}}"&gt;</content></entry></feed>',
        ),
        (
            "c.atom",
            f'<feed xmlns="{ATOM}"><entry><content><a xmlns="{XHTML}" href="{{}}">x</a></content></entry></feed>',
        ),
        ("d.rss.xml", "<rss><channel><item><link>{}</link></item></channel></rss>"),
        ("e.rss", '<rss><channel><item><description>&lt;img src="{}"&gt;</description></item></channel></rss>'),
        (
            "f.xml",
            '<rss xmlns:c="urn:x"><item><c:encoded><![CDATA[<a href="{}">]]></c:encoded></item></rss>',
        ),
        ("g.xml", '<rss><channel><item><enclosure url="{}"/></item></channel></rss>'),
        (
            "feeds/h.json",
            '{{"version": "https://jsonfeed.org/version/1.1", "items": [{{"content_html": "<a href=\'{}\'>"}}]}}',
        ),
        ("i.json", '{{"version": "https://jsonfeed.org/version/1", "items": [{{"external_url": "{}"}}]}}'),
    ],
)
def test_no_feed_has_an_address_that_runs(tmp_path: Path, name: str, feed: str) -> None:
    for address, codes in (("javascript:x", ["SB910"]), ("https://example.org/", [])):
        make(tmp_path, "")
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(feed.format(address))
        assert [fault.rule.code for fault in faults_of(tmp_path, SITE) if str(fault.page) == name] == codes


@pytest.mark.parametrize("data", [b"", b"{", b"<", b"[1]", b"{}", b"<a/>", b'{"version": 1}', b"\xff\xfe", b"<feed>"])
def test_what_is_no_feed_says_nothing(data: bytes) -> None:
    found = html_of_feed(data)
    assert (found.addresses, found.html) == ((), ())


def test_an_address_in_a_feed_is_told_at_its_source(tmp_path: Path) -> None:
    make(tmp_path / "site", "")
    feed = "<rss><channel><item><link>javascript:x</link></item></channel></rss>"
    (tmp_path / "site" / "rss.xml").write_text(feed)
    source = tmp_path / "post.md"
    source.write_text("Title: x\n\n[a](javascript:x)\n")
    site_inputs = SiteInputs(tmp_path / "conf.py", tmp_path, lambda: [source])
    (found,) = check_links(tmp_path / "site", SITE, {}, site_inputs)
    assert (Path(found.path).name, found.line, found.code) == ("post.md", 3, "SB910")
