import json
from dataclasses import replace

from faircopy.metadata.structured_data import Posting, blog_posting

POSTING = Posting(
    url="https://example.org/2017/09/a-post/",
    title="Tags & <HOST> </script><!-- “quoted”",
    summary="A summary.",
    author="Dave Moskovitz",
    author_url="https://example.org/about/",
    published="2017-09",
    modified="",
    language="en-nz",
    image="https://example.org/cards/fail2ban.png",
    keywords=("fail2ban", "linux"),
)


def data_of(element: str) -> dict[str, object]:
    start, end = '<script type="application/ld+json">', "</script>"
    assert element.startswith(start)
    assert element.endswith(end)
    text = element[len(start) : -len(end)]
    # https://html.spec.whatwg.org/#restrictions-for-contents-of-script-elements
    assert "<" not in text
    data: dict[str, object] = json.loads(text)
    return data


def test_a_posting_says_what_it_is() -> None:
    data = data_of(blog_posting(POSTING))
    assert data["@type"] == "BlogPosting"
    assert data["headline"] == POSTING.title
    assert data["author"] == {"@type": "Person", "name": "Dave Moskovitz", "url": "https://example.org/about/"}
    assert data["keywords"] == ["fail2ban", "linux"]


def test_a_date_is_no_more_exact_than_known() -> None:
    assert data_of(blog_posting(POSTING))["datePublished"] == "2017-09"


def test_what_is_not_known_is_not_said() -> None:
    assert "dateModified" not in data_of(blog_posting(POSTING))
    assert data_of(blog_posting(replace(POSTING, modified="2018-01-02")))["dateModified"] == "2018-01-02"
