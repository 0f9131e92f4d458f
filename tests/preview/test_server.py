import http.client
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from preview import server as module
from preview.server import LOOPBACK, NoFreePortError, first_free_server, site_server


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    (tmp_path / "index.html").write_text("home")
    (tmp_path / "about").mkdir()
    (tmp_path / "about/index.html").write_text("about")
    (tmp_path / "empty").mkdir()
    (tmp_path / "404.html").write_text("not here")
    with site_server(tmp_path, 0) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server.server_address[1]
        server.shutdown()
        thread.join()


def get(port: int, path: str, method: str = "GET") -> tuple[int, str, dict[str, str]]:
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=5)
    connection.request(method, path)
    response = connection.getresponse()
    body = response.read().decode()
    connection.close()
    return response.status, body, {name.lower(): value for name, value in response.getheaders()}


def test_clean_addresses(port: int) -> None:
    assert get(port, "/")[:2] == (200, "home")
    assert get(port, "/about/")[:2] == (200, "about")
    status, _, headers = get(port, "/about")
    assert (status, headers["location"]) == (301, "/about/")


@pytest.mark.parametrize("path", ["/none", "/none/", "/empty/", "/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd"])
def test_what_is_not_there_gets_the_sites_own_page(port: int, path: str) -> None:
    assert get(port, path)[:2] == (404, "not here")
    assert get(port, path, "HEAD")[:2] == (404, "")


def test_without_a_404_page_there_is_still_an_answer(port: int, tmp_path: Path) -> None:
    (tmp_path / "404.html").unlink()
    assert get(port, "/none")[0] == 404


def test_a_changed_page_is_not_cached(port: int) -> None:
    assert get(port, "/")[2]["cache-control"] == "no-store"


def test_idle_connections_block_nobody(port: int) -> None:
    idle = [socket.create_connection((LOOPBACK, port)) for _ in range(50)]
    assert get(port, "/")[0] == 200
    for connection in idle:
        connection.close()


def test_the_next_free_port_is_taken_and_held(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with site_server(tmp_path, 0) as taken:
        first = int(taken.server_address[1])
        monkeypatch.setattr(module, "FIRST_PORT", first)
        monkeypatch.setattr(module, "LAST_PORT", first + 20)
        with first_free_server(lambda port: tmp_path / str(port)) as second:
            port = int(second.server_address[1])
            assert first < port <= first + 20
            with first_free_server(lambda port: tmp_path / str(port)) as third:
                assert third.server_address[1] not in (first, port)
        monkeypatch.setattr(module, "LAST_PORT", first)
        with pytest.raises(NoFreePortError, match="all taken"):
            first_free_server(lambda port: tmp_path / str(port))


def test_a_port_that_cannot_be_asked_for_is_no_taken_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(module, "LOOPBACK", "192.0.2.1")
    with pytest.raises(OSError, match="assign requested address"):
        first_free_server(lambda _: tmp_path)
