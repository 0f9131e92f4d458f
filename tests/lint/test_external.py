"""Links to other sites, against servers on the loopback address."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from faircopy.cache.namespaces import EXTERNAL_LINKS
from faircopy.cache.store import EntryStore
from faircopy.content.settings import Site
from faircopy.lint.external import ANSWERS, USER_AGENT, RequestPolicy, check_external, encoded, is_external, request_all
from faircopy.lint.links import find_links
from faircopy.markdown.document import parse_document
from waiting import LIMIT_SECONDS

QUICK = RequestPolicy(pause_s=0.0, timeout_s=LIMIT_SECONDS, may_reach=lambda _: True)
IMPATIENT = replace(QUICK, timeout_s=0.3)


class Handler(BaseHTTPRequestHandler):
    """Answers as its path says, and notes who asked what."""

    requests: list[tuple[str, str, str]]
    at_once: list[int]
    busy = 0

    def answer(self) -> None:
        type(self).busy += 1
        self.requests.append((self.command, self.path, self.headers["User-Agent"]))
        self.at_once.append(self.busy)
        try:
            self.reply()
        finally:
            type(self).busy -= 1

    def reply(self) -> None:
        if self.path == "/slow":
            self.server.waiting.wait(LIMIT_SECONDS)  # type: ignore[attr-defined]
        elif self.path in ("/moved", "/for-now", "/round"):
            self.send_response({"/moved": 301, "/for-now": 302, "/round": 301}[self.path])
            self.send_header("Location", "/round" if self.path == "/round" else "/here")
            self.end_headers()
        else:
            good = self.path == "/here" or (self.path == "/no-head" and self.command == "GET")
            self.send_response(200 if good else 403 if self.path in ("/no-head", "/closed") else 404)
            self.end_headers()

    do_GET = do_HEAD = answer  # noqa: N815  # http.server's names

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[ThreadingHTTPServer]:
    with serving() as one:
        yield one


@contextmanager
def serving() -> Iterator[ThreadingHTTPServer]:
    handler = type("OneHandler", (Handler,), {"requests": [], "at_once": []})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as one:
        one.waiting = threading.Event()  # type: ignore[attr-defined]
        thread = threading.Thread(target=one.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield one
        finally:
            one.waiting.set()  # type: ignore[attr-defined]
            one.shutdown()
            thread.join()


def url(server: ThreadingHTTPServer, path: str) -> str:
    return f"http://127.0.0.1:{server.server_address[1]}{path}"


def reported(text: str, cache_folder: Path | None = None, policy: RequestPolicy = QUICK) -> list[str]:
    document = parse_document("a.md", f"Title: x\n\n{text}\n")
    found = check_external([(document, link) for link in find_links(document)], Site(), policy, cache_folder)
    return [f"{one.line}:{one.column} {one.severity} {one.code} {one.message}" for one in found]


def test_a_page_that_is_there_is_not_told(server: ThreadingHTTPServer) -> None:
    assert reported(f"[a]({url(server, '/here')}#part) and <{url(server, '/here')}>") == []
    assert handler(server).requests == [("HEAD", "/here", USER_AGENT)]


def handler(server: ThreadingHTTPServer) -> type[Handler]:
    return server.RequestHandlerClass  # type: ignore[return-value]


def test_a_page_that_is_gone_is_an_error_at_its_link(server: ThreadingHTTPServer) -> None:
    address = url(server, "/gone")
    assert reported(f"A [link]({address}).") == [f"3:10 error PR210 '{address}' is gone: its host says 404"]


def test_a_host_that_answers_no_head_is_asked_for_the_page(server: ThreadingHTTPServer) -> None:
    assert reported(f"[a]({url(server, '/no-head')})") == []
    assert [method for method, _, _ in handler(server).requests] == ["HEAD", "GET"]


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/closed", "its host says 403"),
        ("/slow", "no answer within 0.3 seconds"),
        ("/round", "The HTTP server returned a redirect error"),
    ],
)
def test_what_nobody_knows_is_a_warning(server: ThreadingHTTPServer, path: str, why: str) -> None:
    (message,) = reported(f"[a]({url(server, path)})", policy=IMPATIENT if path == "/slow" else QUICK)
    assert message.startswith("3:5 warning PR211 it is unknown whether") or path == "/round"
    assert why in message or path == "/round"


def test_a_host_that_is_not_there_is_a_warning() -> None:
    with serving() as server:
        address = url(server, "/here")
    (message,) = reported(f"[a]({address})")
    assert "PR211" in message
    assert "Connection refused" in message


def test_only_a_move_for_good_is_told(server: ThreadingHTTPServer) -> None:
    address = url(server, "/moved")
    (message,) = reported(f"[a]({address}) [b]({url(server, '/for-now')})")
    assert message == f"3:5 warning PR212 '{address}' has moved to '{url(server, '/here')}'"


def test_one_host_is_asked_one_thing_at_a_time_with_a_pause(server: ThreadingHTTPServer) -> None:
    links = " ".join(f"[a]({url(server, f'/here?{number}')})" for number in range(3))
    began = time.monotonic()
    reported(links, policy=replace(QUICK, pause_s=0.05))
    assert time.monotonic() - began >= 0.1  # at least two pauses; no upper bound
    assert max(handler(server).at_once) == 1


def test_a_host_that_is_silent_is_asked_three_times() -> None:
    asked: list[str] = []

    def may_reach(address: str) -> bool:
        asked.append(address)
        return False

    addresses = [f"http://127.0.0.1:9/{number}" for number in range(9)]
    answers = request_all(addresses, replace(QUICK, may_reach=may_reach, timeout_s=0.0), None)
    assert len(asked) == 3
    assert [answers[one].trouble for one in addresses[3:]] == [
        "its host did not answer 3 times, and is not asked again"
    ] * 6
    assert not any(one.trouble.startswith("its host") for one in request_all(addresses, QUICK, None).values())


def test_good_answers_are_kept_and_others_asked_again(server: ThreadingHTTPServer, tmp_path: Path) -> None:
    cache_folder = tmp_path / "cache" / "links"
    text = f"[a]({url(server, '/here')}) [b]({url(server, '/gone')})"
    assert len(reported(text, cache_folder)) == 1
    handler(server).requests.clear()
    assert len(reported(text, cache_folder)) == 1
    assert {path for _, path, _ in handler(server).requests} == {"/gone"}


def test_an_answer_that_is_too_old_is_asked_for_again(server: ThreadingHTTPServer, tmp_path: Path) -> None:
    cache_folder = tmp_path / "links"
    reported(f"[a]({url(server, '/here')})", cache_folder)
    value = json.loads(EntryStore(EXTERNAL_LINKS, cache_folder).get(ANSWERS) or b"")
    for one in value.values():
        one[0] -= QUICK.max_age_s + 1
    EntryStore(EXTERNAL_LINKS, cache_folder).put(ANSWERS, json.dumps(value).encode())
    reported(f"[a]({url(server, '/here')})", cache_folder)
    assert len(handler(server).requests) == 2


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{", '{"x": 1}', '{"x": [1, {"y": 2}]}', "[" * 100_000, '{"x": [1, {"status": "200"}]}', "null"],
    ids=lambda content: content[:20],
)
@pytest.mark.parametrize("is_sealed", [True, False])
def test_a_damaged_store_is_no_store(
    server: ThreadingHTTPServer, tmp_path: Path, content: str, *, is_sealed: bool
) -> None:
    cache_folder = tmp_path / "links"
    if is_sealed:
        EntryStore(EXTERNAL_LINKS, cache_folder).put(ANSWERS, content.encode())
    else:
        cache_folder.mkdir()
        (cache_folder / ANSWERS).write_text(content)
    assert reported(f"[a]({url(server, '/here')})", cache_folder) == []
    assert len(json.loads(EntryStore(EXTERNAL_LINKS, cache_folder).get(ANSWERS) or b"")) == 1


def test_a_store_that_a_stranger_brings_is_no_store(server: ThreadingHTTPServer, tmp_path: Path) -> None:
    """A repository may have such a file in it, which says that a page is there."""
    gone = url(server, "/gone")
    content = {gone: [time.time(), {"status": 200, "moved_to": "", "trouble": ""}]}
    (tmp_path / "links").write_text(json.dumps(content))
    assert len(reported(f"[a]({gone})", tmp_path / "links")) == 1


def test_a_store_that_cannot_be_written_is_no_trouble(server: ThreadingHTTPServer, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert reported(f"[a]({url(server, '/here')})", tmp_path / "file" / "links") == []


@pytest.mark.parametrize(
    ("target", "external"),
    [
        ("https://www.rfc-editor.org/rfc/rfc760", True),
        ("http://127.0.0.1:8000/", True),
        ("https://site.org/blog", False),
        ("https://site.org/blog/2018/", False),
        ("https://site.org/blogs/", True),
        ("https://host.example/", False),  # nobody answers there
        ("mailto:someone@example.org", False),
        ("{attach}a.png", False),
        ("../a/", False),
        *((one, False) for one in ("http://[", "//[x", "http://[zz]/", "http://a\u2100/", "http://a.org:99999/")),
    ],
)
def test_who_is_asked(target: str, external: bool) -> None:
    assert is_external(target, Site(roots=("https://site.org/blog",))) is external


def test_an_address_is_encoded_as_a_browser_does() -> None:
    assert encoded("https://māori.nz/tī kōuka?q=ā#x") == ("https://xn--mori-qsa.nz/t%C4%AB%20k%C5%8Duka?q=%C4%81")
    assert encoded("https://a.nz/a%20b?x=1&y=%C4%81") == "https://a.nz/a%20b?x=1&y=%C4%81"
