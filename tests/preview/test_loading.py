"""What one sees of a site that is still being read."""

import http.client
import re
import select
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import pytest

from faircopy.preview.broken_site import BrokenSite
from faircopy.preview.folder import FolderSite
from faircopy.preview.loading import LoadingServer, answered_meanwhile
from faircopy.preview.port import LOOPBACK, listening
from faircopy.preview.server import SiteServer
from testsite import running
from waiting import LIMIT_SECONDS, wait_until

LOOK = {"Sec-Fetch-Dest": "document", "Sec-Fetch-Mode": "navigate"}


class Start:
    """A site whose reading lasts until a test says so."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.printed: list[str] = []

    def get(self, path: str = "/", headers: dict[str, str] | None = None) -> tuple[int, str, dict[str, str]]:
        with closing(connected(self.port)) as connection:
            return answer_on(connection, path, headers or {})


def connected(port: int) -> http.client.HTTPConnection:
    return http.client.HTTPConnection(LOOPBACK, port, timeout=LIMIT_SECONDS)


def answer_on(
    connection: http.client.HTTPConnection, path: str = "/", headers: dict[str, str] = LOOK
) -> tuple[int, str, dict[str, str]]:
    connection.request("GET", path, headers=headers)
    response = connection.getresponse()
    return response.status, response.read().decode(), dict(response.getheaders())


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "site").mkdir()
    (tmp_path / "site/index.html").write_text("<title>home</title>")
    return tmp_path


@contextmanager
def started(root: Path, patience: float = 0.0) -> Iterator[tuple[Start, ExitStack]]:
    """Give a start, and what to close when the site is read: its own server answers from then on."""
    with listening(0) as opened, ExitStack() as after, ExitStack() as reading:
        start = Start(opened.getsockname()[1])
        reading.callback(lambda: after.enter_context(served(opened.dup(), root / "site")))
        reading.enter_context(answered_meanwhile(opened, BrokenSite(root / "conf.py"), start.printed.append, patience))
        yield start, reading


@contextmanager
def served(opened: socket.socket, root: Path) -> Iterator[None]:
    with SiteServer(opened, FolderSite(root)) as server, running(server):
        yield


def test_a_person_is_told_and_has_the_page_when_it_comes(root: Path) -> None:
    with started(root) as (start, reading):
        status, page, headers = start.get(headers=LOOK)
        assert status == 503
        assert "Reading the site" in page
        assert re.search(r"So far: \d+ s\.", page)
        assert re.search(r'http-equiv="refresh" content="1"', page)
        assert "sandbox" not in headers["Content-Security-Policy"]
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert headers["Cache-Control"] == "no-store"
        assert [line for line in start.printed if "reading the site" in line] == start.printed != []
        reading.close()
        assert start.get(headers=LOOK)[:2] == (200, "<title>home</title>")


def test_a_browser_that_keeps_its_connection_has_the_page_too(root: Path) -> None:
    with started(root) as (start, reading), closing(connected(start.port)) as kept:
        assert answer_on(kept)[0] == 503
        reading.close()
        assert answer_on(kept)[0] == 200


@pytest.mark.parametrize("path", ["/", "/feed.xml", "/_preview/events?path=/"])
def test_a_program_waits_and_asks_once_more(root: Path, path: str) -> None:
    with started(root) as (start, reading), closing(connected(start.port)) as program:
        wait_until(lambda: bool(start.printed), "nobody answers")
        program.request("GET", path)
        # Who comes later is answered, so the program's connection has been taken, and waits.
        assert start.get(headers=LOOK)[0] == 503
        reading.close()
        response = program.getresponse()
        assert response.read() == b""
        assert (response.status, response.headers["Location"], response.headers["Connection"]) == (307, path, "close")


def test_nobody_is_sent_back_to_a_server_that_still_takes_connections(root: Path) -> None:
    loaded = threading.Event()
    with (
        listening(0) as opened,
        LoadingServer(opened.dup(), BrokenSite(root / "conf.py"), loaded, threading.Event()) as server,
        closing(connected(server.server_port)) as program,
    ):
        with running(server):
            loaded.set()
            program.request("GET", "/")
            assert select.select([program.sock], [], [], 0.2)[0] == []
        assert program.getresponse().status == 307


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("/", {"Host": "evil.example"}, 421),
        ("/", {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}, 403),
        ("/../x", {}, 404),
        ("/a//b", LOOK, 404),
    ],
)
def test_who_may_not_ask_is_refused_as_ever(root: Path, path: str, headers: dict[str, str], status: int) -> None:
    with started(root) as (start, _):
        assert start.get(path, headers)[0] == status


def test_a_site_that_is_read_soon_answers_alone(root: Path) -> None:
    with started(root, LIMIT_SECONDS) as (start, reading):
        reading.close()
        assert start.get(headers=LOOK)[0] == 200
        assert start.printed == []


def test_what_fails_meanwhile_fails_as_ever(root: Path) -> None:
    with pytest.raises(ValueError, match="wrong"), started(root):
        raise ValueError("wrong")
