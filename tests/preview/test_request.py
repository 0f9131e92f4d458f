import pytest

from faircopy.preview.request import address_of, matches, path_of, refusal


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:8000", "LOCALHOST:8000", "[::1]:8000"])
def test_this_machine_is_answered(host: str) -> None:
    assert refusal([host], 8000) is None


@pytest.mark.parametrize(
    "hosts",
    [
        [], ["evil.example:8000"], ["127.0.0.1"], ["127.0.0.1:8001"], ["localhost.evil.example:8000"],
        ["127.0.0.1:8000@evil.example"], ["127.0.0.1:8000", "evil.example"], [""],
    ],
)  # fmt: skip
def test_another_name_of_this_machine_is_refused_with_a_sentence(hosts: list[str]) -> None:
    assert "http://127.0.0.1:8000/" in (refusal(hosts, 8000) or "")


def test_a_browser_leaves_the_port_80_out() -> None:
    assert refusal(["localhost"], 80) is None


@pytest.mark.parametrize(
    ("target", "path"),
    [
        ("/", ""),
        ("/2017/09/a-post/", "2017/09/a-post/"),
        ("/about?x=/../&y", "about"),
        ("/k%C4%81inga/", "kāinga/"),
        ("/a%20file.txt", "a file.txt"),
        ("/.faircopy", ".faircopy"),
        ("/a..b/...", "a..b/..."),
    ],
)
def test_a_path_is_decoded_once(target: str, path: str) -> None:
    assert path_of(target) == path


@pytest.mark.parametrize(
    "target",
    [
        "/../etc/passwd", "/a/../../etc/passwd", "/%2e%2e/etc/passwd", "/%2E%2E%2Fetc/passwd", "/..", "/a/..", "/.",
        "/a/./b", "//evil.example/", "/a//b", "/..\\windows", "/..%5cwindows", "/a%00.html", "/a%0d%0ab", "/%ff",
        "http://127.0.0.1/", "*", "",
    ],
)  # fmt: skip
def test_what_leads_out_of_the_site_is_no_path(target: str) -> None:
    assert path_of(target) is None


def test_what_is_encoded_twice_is_a_name_with_a_percent_sign() -> None:
    assert path_of("/%252e%252e/x") == "%2e%2e/x"


def test_an_address_is_encoded_and_keeps_its_query() -> None:
    assert address_of("kāinga/a b/", "/k?q=1&r=%20") == "/k%C4%81inga/a%20b/?q=1&r=%20"


@pytest.mark.parametrize(
    ("header", "known"),
    [('"a"', True), ('W/"a"', True), ('"b", "a"', True), ("*", True), ('"b"', False), (None, False), ("", False)],
)
def test_the_caller_may_have_the_bytes_already(header: str | None, known: bool) -> None:
    assert matches(header, '"a"') is known
