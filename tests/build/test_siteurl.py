import pytest

from faircopy.build.siteurl import is_siteurl


@pytest.mark.parametrize(
    "text", ["https://example.org", "http://127.0.0.1:8000", "https://me.github.io/blog", "https://e.org/~me/a.b"]
)
def test_the_address_of_a_site(text: str) -> None:
    assert is_siteurl(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "example.org",
        "//example.org",
        "ftp://example.org",
        "https://",
        "https:///blog",
        "https://example.org/",
        "https://example.org/blog/",
        "https://example.org//blog",
        "https://example.org/../blog",
        "https://example.org/?a=b",
        "https://example.org#x",
        "https://example.org/a b",
        "https://example.org/a&b",
        "https://example.org/<b>",
        "https://me@example.org",
        "https://example.org\n",
    ],
)
def test_what_is_more_or_less(text: str) -> None:
    assert not is_siteurl(text)
