import threading
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from faircopy.preview.port import LOOPBACK
from faircopy.preview.server import site_server
from faircopy.publish import live
from faircopy.publish.live import MAX_BYTES, UnreachableError, fetch, paths_live, shows_build
from testsite import running


@pytest.fixture
def siteurl(tmp_path: Path) -> Iterator[str]:
    (tmp_path / "blog").mkdir()
    with site_server(tmp_path, 0) as server, running(server):
        yield f"http://{LOOPBACK}:{server.server_address[1]}/blog"


def test_the_live_site_shows_a_build_after_a_while(tmp_path: Path, siteurl: str) -> None:
    file = tmp_path / "blog/build.json"
    texts = iter(["no JSON", "[]", '{"build": "old"}', '{"build": "new"}'])

    def write_next(_: float) -> None:
        file.write_text(next(texts))

    assert shows_build(siteurl, "new", 30, write_next)
    assert next(texts, None) is None


def test_an_answer_that_no_build_has_written_is_no_build(tmp_path: Path, siteurl: str) -> None:
    for text in ("[" * 100_000, '{"build":' * 100_000, '{"build": {}}', "\0", "1e999"):
        (tmp_path / "blog/build.json").write_text(text)
        assert not shows_build(siteurl, "new", 1)


def test_an_answer_that_comes_too_slowly_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    over = threading.Event()
    monkeypatch.setattr(live, "ANSWER_TIMEOUT_S", 0.5)

    class Slow(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            with suppress(OSError):  # the other side has left
                while not over.wait(0.02):
                    self.wfile.write(b" ")

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer((LOOPBACK, 0), Slow) as server, running(server):
        try:
            with pytest.raises(UnreachableError, match="no whole answer within"):
                fetch(f"http://{LOOPBACK}:{server.server_address[1]}/")
        finally:
            over.set()


@pytest.mark.slow
def test_of_an_answer_without_an_end_only_so_much_is_read() -> None:
    over = threading.Event()

    class Endless(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            with suppress(OSError):  # the other side has left
                while not over.is_set():
                    self.wfile.write(b" " * 100_000)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer((LOOPBACK, 0), Endless) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            data = fetch(f"http://{LOOPBACK}:{server.server_address[1]}/")
        finally:
            over.set()
            server.shutdown()
            thread.join()
    assert data is not None
    assert len(data) == MAX_BYTES


def test_it_may_never_show_it(siteurl: str) -> None:
    pauses: list[float] = []
    assert not shows_build(siteurl, "new", 30, pauses.append)
    assert len(pauses) == 9


def test_nobody_answers() -> None:
    with pytest.raises(UnreachableError):
        shows_build("http://127.0.0.1:9", "x", 10)


def test_the_pages_of_the_live_site_are_those_of_its_map(tmp_path: Path, siteurl: str) -> None:
    assert paths_live(siteurl) is None
    loc = "<url><loc>{}</loc></url>"
    addresses = "".join(loc.format(address) for address in (f"{siteurl}/", f"{siteurl}/a/"))
    (tmp_path / "blog/sitemap.xml").write_text(
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{addresses}</urlset>'
    )
    assert paths_live(siteurl) == ["/", "/a/"]
