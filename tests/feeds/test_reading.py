"""What is a feed, and what its entries show."""

import pytest

from faircopy.feeds.reading import FeedEntry, entries_of, is_feed

ATOM = """<?xml version="1.0"?>
<!-- by hand --><feed xmlns="http://www.w3.org/2005/Atom"><link href="https://x/"/><entry>
<link href="https://x/a/?ref=feed" rel="alternate"/><link rel="self" href="https://x/self"/>
{}</entry></feed>"""
RSS = """<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<link>https://x/</link><item><link>https://x/M%C4%81ori/</link>{}</item></channel></rss>"""
JSON = '{{"version": "https://jsonfeed.org/version/1.1", "items": [{{"url": "https://x/a/", {}}}]}}'
HTML = "<b>&amp;lt;"
ESCAPED = "&lt;b&gt;&amp;amp;lt;"


@pytest.mark.parametrize(
    ("text", "address", "html", "is_whole"),
    [
        (ATOM.format(f'<content type="html">{ESCAPED}</content>'), "https://x/a/", HTML, True),
        (ATOM.format(f'<summary type="html">{ESCAPED}</summary>'), "https://x/a/", HTML, False),
        (
            ATOM.format('<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><b>a</b> b</div></content>'),
            "https://x/a/",
            '<div xmlns:html="http://www.w3.org/1999/xhtml"><b>a</b> b</div>',
            True,
        ),
        (RSS.format(f"<description>{ESCAPED}</description>"), "https://x/Māori/", HTML, True),
        (
            RSS.format(f"<description>S</description><content:encoded>{ESCAPED}</content:encoded>"),
            "https://x/Māori/",
            HTML,
            True,
        ),
        (JSON.format(r'"content_html": "\u003cb>&amp;lt;"'), "https://x/a/", HTML, True),
        (JSON.format('"summary": "S"'), "https://x/a/", "", False),
    ],
)
def test_entries_are_read_as_a_feed_reader_reads_them(text: str, address: str, html: str, is_whole: bool) -> None:
    data = text.encode()
    assert is_feed(data)
    assert is_feed(b"\xef\xbb\xbf" + data)
    assert entries_of(data, rss_is_summary=False) == {address: FeedEntry(address, html, is_whole)}


def test_rss_has_a_summary_where_the_site_says_so() -> None:
    (entry,) = entries_of(RSS.format("<description>S</description>").encode(), rss_is_summary=True).values()
    assert entry == FeedEntry("https://x/Māori/", "S", is_whole=False)


@pytest.mark.parametrize("data", [b"", b"<feed>", b"<rss", b"\xff"])
def test_what_is_no_xml_is_said_to_be_none(data: bytes) -> None:
    with pytest.raises(ValueError, match="no XML"):
        entries_of(data, rss_is_summary=False)


@pytest.mark.parametrize("data", [b"{", b"{}", b'{"items": [{}]}', b'{"items": 1}', b'{"items": [1]}'])
def test_what_is_no_json_feed_is_said_to_be_none(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"Expecting|no JSON feed"):
        entries_of(data, rss_is_summary=False)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<!doctype html><p>&lt;feed></p>",
        b"<!doctype html><rss>",
        b'<?xml version="1.0"?><urlset/>',
        b'<svg xmlns="http://www.w3.org/2000/svg"/>',
        b'{"checklist": 1}',
        b"\x89PNG",
    ],
)
def test_other_files_are_no_feeds(data: bytes) -> None:
    assert not is_feed(data)
