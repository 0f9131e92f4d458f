import http.client
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from faircopy.preview.model import Response, SiteChange
from faircopy.preview.port import LOOPBACK
from faircopy.preview.server import site_server
from previewsite import Preview, previewed
from testsite import running
from waiting import LIMIT_SECONDS, wait_until

HOME = "<!doctype html><title>home</title><body>home</body>\n"
LOOK = {"Sec-Fetch-Dest": "document"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "about").mkdir()
    (tmp_path / "index.html").write_text(HOME)
    (tmp_path / "about/index.html").write_text("about")
    (tmp_path / "empty").mkdir()
    (tmp_path / "404.html").write_text("<body>not here</body>")
    (tmp_path / "style.css").write_text("a{}")
    (tmp_path / "feed.xml").write_text("<a></body></a>")
    (tmp_path.parent / "secret").write_text("secret")
    return tmp_path


@pytest.fixture
def preview(root: Path) -> Iterator[Preview]:
    with previewed(root) as preview:
        yield preview


@pytest.fixture(params=["a plain host", "the preview"])
def port(root: Path, request: pytest.FixtureRequest) -> Iterator[int]:
    if request.param == "the preview":
        with previewed(root) as preview:
            yield preview.port
    else:
        with site_server(root, 0) as server, running(server):
            yield server.server_port


def get(port: int, path: str, method: str = "GET", **headers: str) -> tuple[int, str, dict[str, str]]:
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=LIMIT_SECONDS)
    connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    response = connection.getresponse()
    body = response.read().decode()
    connection.close()
    return response.status, body, {name.lower(): value for name, value in response.getheaders()}


def raw(port: int, request: bytes) -> bytes:
    with socket.create_connection((LOOPBACK, port), timeout=LIMIT_SECONDS) as connection:
        connection.sendall(request)
        connection.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: connection.recv(65536), b""))


# Any site


def test_clean_addresses(port: int) -> None:
    assert get(port, "/")[:2] == (200, HOME)
    assert get(port, "/about/")[:2] == (200, "about")
    status, _, headers = get(port, "/about?x=1")
    assert (status, headers["location"]) == (301, "/about/?x=1")


@pytest.mark.parametrize(
    "path",
    ["/none", "/none/", "/empty", "/empty/", "/../secret", "/%2e%2e/secret", "/..%2fsecret", "/..%5csecret", "/a%00b",
     "//evil.example/", "/_preview/none", "/_preview/..%2fserver.py", "/_preview/"],
)  # fmt: skip
def test_what_is_not_there_gets_the_sites_own_page(port: int, path: str) -> None:
    assert get(port, path)[:2] == (404, "<body>not here</body>")
    assert get(port, path, "HEAD")[:2] == (404, "")


def test_without_a_404_page_there_is_still_an_answer(port: int, root: Path) -> None:
    (root / "404.html").unlink()
    assert get(port, "/none")[:2] == (404, "not found\n")


def test_each_file_says_what_it_is(port: int) -> None:
    assert get(port, "/")[2]["content-type"] == "text/html; charset=utf-8"
    assert get(port, "/style.css")[2]["content-type"] == "text/css; charset=utf-8"
    assert get(port, "/style.css")[2]["x-content-type-options"] == "nosniff"


def test_head_says_the_same_without_the_body(port: int) -> None:
    whole, head = get(port, "/"), get(port, "/", "HEAD")
    for each in (whole, head):
        each[2].pop("date")
    assert (head[0], head[1], head[2]) == (200, "", whole[2])
    assert whole[2]["content-length"] == str(len(HOME))


def test_bytes_that_the_caller_has_are_not_sent_again(port: int, root: Path) -> None:
    etag = get(port, "/")[2]["etag"]
    assert get(port, "/", If_None_Match=etag)[:2] == (304, "")
    (root / "index.html").write_text("new")
    assert get(port, "/", If_None_Match=etag)[:2] == (200, "new")


def test_a_changed_page_is_not_cached(port: int) -> None:
    assert get(port, "/")[2]["cache-control"] == "no-store"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_pages_can_only_be_read(port: int, method: str) -> None:
    status, body, headers = get(port, "/", method)
    assert (status, headers["allow"], headers["connection"]) == (405, "GET, HEAD", "close")
    assert "can be read" in body


def test_a_strange_name_for_this_machine_is_refused(port: int) -> None:
    status, body, _ = get(port, "/", Host=f"evil.example:{port}")
    assert status == 421
    assert f"http://127.0.0.1:{port}/" in body
    assert b" 421 " in raw(port, b"GET / HTTP/1.1\r\n\r\n")
    two = f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nHost: evil.example\r\n\r\n"
    assert b" 421 " in raw(port, two.encode())


@pytest.mark.parametrize("path", ["/", "/style.css", "/none", "/about", "/_preview/events", "/_preview/client.js"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("site", ["cross-site", "same-site", "of-a-later-standard"])
def test_a_page_of_another_site_learns_of_no_file(port: int, path: str, method: str, site: str) -> None:
    for mode in ("no-cors", "cors", "websocket"):
        status, body, headers = get(port, path, method, Sec_Fetch_Site=site, Sec_Fetch_Mode=mode)
        assert (status, headers["connection"]) == (403, "close")
        assert ("its own pages only" in body) is (method == "GET")


@pytest.mark.parametrize(("site", "mode"), [("cross-site", "navigate"), ("same-origin", "cors"), ("none", "navigate")])
def test_a_link_from_elsewhere_may_be_followed_and_own_pages_may_fetch(port: int, site: str, mode: str) -> None:
    assert get(port, "/", Sec_Fetch_Site=site, Sec_Fetch_Mode=mode)[:2] == (200, HOME)


@pytest.mark.parametrize("path", ["/", "/style.css", "/none", "/_preview/events"])
@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://localhost:{}", "https://127.0.0.1:{}", ""])
def test_an_old_browser_says_only_by_origin_whose_script_asks(port: int, path: str, origin: str) -> None:
    status, body, _ = get(port, path, Origin=origin.format(port))
    assert (status, body) == (403, "This is a preview, and its files are for its own pages only.\n")
    assert get(port, "/style.css", Origin=f"http://{LOOPBACK}:{port}")[0] == 200


@pytest.mark.parametrize("path", ["/", "/style.css", "/none", "/about"])
def test_each_answer_is_for_its_own_origin(port: int, path: str) -> None:
    for method in ("GET", "HEAD", "POST"):
        headers = get(port, path, method)[2]
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert headers["cross-origin-opener-policy"] == "same-origin"


def test_localhost_leads_to_the_address_that_pages_name(port: int) -> None:
    status, _, headers = get(port, "/about/?x=1", Host=f"localhost:{port}")
    assert (status, headers["location"]) == (307, f"http://127.0.0.1:{port}/about/?x=1")


def test_one_connection_serves_many_requests(port: int) -> None:
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=LIMIT_SECONDS)
    for path in ("/", "/none", "/about/", "/about"):
        connection.request("GET", path)
        own = connection.sock
        connection.getresponse().read()
        assert connection.sock is own is not None
    connection.close()


@pytest.mark.parametrize("head", ["Content-Length: {}", "Transfer-Encoding: chunked"])
def test_what_a_request_brings_is_no_second_request(port: int, head: str) -> None:
    inner = f"GET /about/ HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n"
    outer = f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{head.format(len(inner))}\r\n\r\n"
    assert raw(port, (outer + inner).encode()).count(b"HTTP/1.1 ") == 1


@pytest.mark.slow
def test_hundreds_of_idle_connections_block_nobody(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    # Coverage traces each thread. Before Python 3.12, two that start at once are then refused where Python code listens
    # to audit events, as `incremental` does: `sys.settrace` announces itself, and can be interrupted while it does.
    monkeypatch.setattr(threading, "_trace_hook", None)
    before = threading.active_count()
    idle = [socket.create_connection((LOOPBACK, port)) for _ in range(300)]
    assert get(port, "/")[0] == 200
    for connection in idle:
        connection.close()
    wait_until(lambda: threading.active_count() <= before, "who has left has no thread any more")


def test_who_leaves_early_disturbs_nobody(port: int, capfd: pytest.CaptureFixture[str]) -> None:
    for _ in range(5):
        with socket.create_connection((LOOPBACK, port)) as connection:
            connection.sendall(f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    assert get(port, "/")[0] == 200
    assert "Traceback" not in capfd.readouterr().err


# The preview


def test_only_a_person_gets_the_line_that_makes_a_page_live(preview: Preview) -> None:
    _, page, headers = get(preview.port, "/", **LOOK)
    plain = get(preview.port, "/")
    name = plain[2]["etag"].strip('"')
    line = f'<script type="module" src="/_preview/client.js?page={name}"></script>\n'
    assert page == HOME.replace("</body>", f"{line}</body>")
    assert plain[1] == HOME
    assert headers["etag"] != plain[2]["etag"]
    # What is no page, or not whole, stays as it is.
    assert get(preview.port, "/feed.xml", **LOOK)[1] == "<a></body></a>"
    assert get(preview.port, "/about/", **LOOK)[1] == "about"


def test_a_missing_page_is_live_too(preview: Preview) -> None:
    status, body, _ = get(preview.port, "/none", **LOOK)
    assert status == 404
    assert "/_preview/client.js" in body


def test_a_change_is_served_without_waiting_for_anything(preview: Preview) -> None:
    for number in range(5):
        preview.write("about/index.html", f"about {number}")
        assert get(preview.port, "/about/")[1] == f"about {number}"


@pytest.mark.parametrize("name", ["client.js", "page.js", "overlay.js", "overlay.css", "overlay.html"])
def test_what_the_line_loads_is_there(preview: Preview, name: str) -> None:
    status, _, headers = get(preview.port, f"/_preview/{name}")
    assert status == 200
    assert headers["content-type"].startswith(("text/javascript", "text/css", "text/html"))


@pytest.mark.parametrize("name", ["finding.html", "no_page.html", "../server.py", "overlay/overlay.js", "sub/x.js", ""])
def test_nothing_else_is_there(preview: Preview, name: str) -> None:
    assert get(preview.port, f"/_preview/{name}")[0] == 404


def test_when_a_new_process_is_wanted_the_question_is_put_again(preview: Preview) -> None:
    cached = http.client.HTTPConnection(LOOPBACK, preview.port, timeout=LIMIT_SECONDS)
    cached.request("GET", "/")
    cached.getresponse().read()
    preview.site.taken = SiteChange(restart=True)
    status, _, headers = get(preview.port, "/about/?x=1")
    assert (status, headers["location"], headers["connection"]) == (307, "/about/?x=1", "close")
    assert preview.live.restarting.is_set()
    # ... to everybody, on connections from before too.
    cached.request("GET", "/")
    assert cached.getresponse().status == 307
    cached.close()


def test_events_end_with_the_connection(preview: Preview) -> None:
    with socket.create_connection((LOOPBACK, preview.port), timeout=LIMIT_SECONDS) as connection:
        request = f"GET /_preview/events?path=%2Fabout%2F HTTP/1.1\r\nHost: 127.0.0.1:{preview.port}\r\n\r\n"
        connection.sendall(request.encode())
        answer = b""
        while b"event: findings" not in answer:
            answer += connection.recv(65536)
        assert b"text/event-stream" in answer
        assert b'event: state\ndata: {"stylesheets": [], "problems": []}\n\n' in answer
    assert get(preview.port, "/_preview/events", "HEAD")[:2] == (200, "")


def test_the_end_waits_for_an_answer_that_is_being_given(preview: Preview, monkeypatch: pytest.MonkeyPatch) -> None:
    requests, may_answer, settled = threading.Event(), threading.Event(), threading.Event()
    answer = preview.site.answer

    def slow(path: str) -> Response:
        requests.set()
        may_answer.wait(LIMIT_SECONDS)
        return answer(path)

    def settle() -> None:
        preview.server.drain()
        settled.set()

    monkeypatch.setattr("faircopy.preview.server.FIRST_REQUEST_TIMEOUT_S", 0)
    monkeypatch.setattr("faircopy.preview.server.DRAIN_TIMEOUT_S", LIMIT_SECONDS)
    monkeypatch.setattr(preview.site, "answer", slow)
    got: list[int] = []
    threads = [threading.Thread(target=lambda: got.append(get(preview.port, "/")[0]))]
    threads[0].start()
    assert requests.wait(LIMIT_SECONDS)
    threads.append(threading.Thread(target=settle))
    threads[1].start()
    assert not settled.wait(0.1)
    may_answer.set()
    for thread in threads:
        thread.join(LIMIT_SECONDS)
    assert got == [200]
    assert settled.is_set()


@pytest.mark.parametrize(("limit", "is_awaited"), [(LIMIT_SECONDS, True), (0, False)], ids=["just came", "kept"])
def test_the_end_waits_for_who_has_just_come_and_not_for_connections_kept_for_later(
    preview: Preview, monkeypatch: pytest.MonkeyPatch, limit: float, is_awaited: bool
) -> None:
    monkeypatch.setattr("faircopy.preview.server.FIRST_REQUEST_TIMEOUT_S", limit)
    with socket.create_connection((LOOPBACK, preview.port), timeout=LIMIT_SECONDS) as connection:
        get(preview.port, "/")  # connections are taken one after the other: the first is taken now
        preview.server.shutdown()
        end = threading.Thread(target=preview.server.drain)
        end.start()
        end.join(0.1 if is_awaited else LIMIT_SECONDS)
        assert end.is_alive() == is_awaited
        connection.sendall(f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{preview.port}\r\n\r\n".encode())
        end.join(LIMIT_SECONDS)
        assert not end.is_alive()
        assert connection.recv(65536).startswith(b"HTTP/1.1 200 OK")


# What a browser may do with an answer

SANDBOX = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; frame-ancestors 'none'; sandbox"
)


@pytest.mark.parametrize(
    "name", ["a.svg", "a.xml", "a.atom", "a.json", "a.txt", "a.bin", "a.css", "a.png", "a.xhtml", "a"]
)
def test_a_file_is_shown_and_does_nothing(port: int, root: Path, name: str) -> None:
    (root / name).write_text("<svg xmlns='http://www.w3.org/2000/svg'><script>x</script></svg>")
    _, _, first = get(port, f"/{name}")
    assert first["content-security-policy"] == SANDBOX
    status, _, again = get(port, f"/{name}", If_None_Match=first["etag"])
    assert (status, again["content-security-policy"]) == (304, SANDBOX)


def test_a_page_that_an_author_has_put_there_is_a_file(preview: Preview, monkeypatch: pytest.MonkeyPatch) -> None:
    put = Response(b"<script>x</script></body>", "text/html; charset=utf-8")
    monkeypatch.setattr(preview.site, "answer", lambda _: put)
    _, body, headers = get(preview.port, "/x.html", **LOOK)
    assert headers["content-security-policy"] == SANDBOX
    assert "client.js" not in body


def test_what_the_site_itself_needs_still_works(port: int, root: Path) -> None:
    (root / "sw.js").write_text("")
    (root / "a.pdf").write_text("")
    page = get(port, "/")[2]["content-security-policy"]
    assert "default-src" not in page
    assert "frame-ancestors 'none'" in page
    assert get(port, "/sw.js")[2]["content-security-policy"].startswith("default-src 'self'; script-src 'self' 'wasm")
    assert "sandbox" not in get(port, "/a.pdf")[2]["content-security-policy"]


@pytest.mark.parametrize(
    ("request_line", "host"),
    [
        ("GET / HTTP/1.1", ""),
        ("HEAD / HTTP/1.1", ""),
        ("GET /none HTTP/1.1", ""),
        ("GET /about HTTP/1.1", ""),
        ("GET /../x HTTP/1.1", ""),
        ("GET / HTTP/1.1", "localhost"),
        ("GET / HTTP/1.1", "elsewhere.example"),
        ("POST / HTTP/1.1", ""),
        ("DELETE /about/ HTTP/1.1", ""),
        ("BREW / HTTP/1.1", ""),
        ("GET / HTTP/9.9", ""),
        ("GET  / HTTP/1.1 x", ""),
        ("HEAD /_preview/events?path=/ HTTP/1.1", ""),
        ("GET /_preview/client.js HTTP/1.1", ""),
        ("GET /_preview/none HTTP/1.1", ""),
    ],
)
def test_every_answer_has_a_policy_and_its_own_type(port: int, request_line: str, host: str) -> None:
    name = host and f"{host}:{port}" if host == "localhost" else host
    head = f"{request_line}\r\nHost: {name or f'127.0.0.1:{port}'}\r\nConnection: close\r\n\r\n"
    answer = raw(port, head.encode()).partition(b"\r\n\r\n")[0].decode().lower()
    assert answer.startswith("http/1.1 ")
    assert answer.count("\r\nx-content-type-options: nosniff") == 1
    assert answer.count("\r\ncontent-security-policy: ") == 1


def test_one_answer_leaves_no_policy_to_the_next(port: int, root: Path) -> None:
    (root / "a.svg").write_text("<svg/>")
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=20)
    policies = []
    for path in ("/", "/a.svg", "/", "/about", "/a.svg"):
        connection.request("GET", path)
        response = connection.getresponse()
        response.read()
        policies.append(response.getheader("Content-Security-Policy"))
    connection.close()
    assert policies[1] == policies[3] == policies[4] == SANDBOX
    assert policies[0] == policies[2] != SANDBOX
