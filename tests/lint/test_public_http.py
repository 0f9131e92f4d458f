"""Whom a link checker may connect to, and for how long, whatever the links and the answers say."""

import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from faircopy.lint.external import LinkResponse, RequestPolicy, request, request_page
from faircopy.lint.public_http import is_public
from waiting import LIMIT_SECONDS

OPEN = RequestPolicy(pause_s=0.0, timeout_s=LIMIT_SECONDS, may_reach=lambda _: True)
GUARDED = RequestPolicy(pause_s=0.0, timeout_s=LIMIT_SECONDS)
ONLY_ONE = replace(OPEN, may_reach=lambda address: address == "127.0.0.1")
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"

Reply = Callable[[socket.socket, threading.Event], None]


@contextmanager
def serving(
    reply: Reply, wrap: Callable[[socket.socket], socket.socket] = lambda one: one
) -> Iterator[tuple[int, list[bytes]]]:
    """Serve each connection by `reply`, which gets an event: the test is over. Yield port and requests."""
    over = threading.Event()
    requests: list[bytes] = []
    threads: list[threading.Thread] = []

    def answer(opened: socket.socket) -> None:
        with opened:
            try:
                with wrap(opened) as wrapped:
                    requests.append(wrapped.recv(65536))
                    reply(wrapped, over)
            except OSError:
                pass  # the other side has left

    def listen() -> None:
        while True:
            opened, _ = listener.accept()
            if over.is_set():
                opened.close()
                return
            threads.append(threading.Thread(target=answer, args=(opened,)))
            threads[-1].start()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=listen)
        thread.start()
        try:
            yield listener.getsockname()[1], requests
        finally:
            over.set()
            socket.create_connection(listener.getsockname()).close()
            for one in (thread, *threads):
                one.join()


def saying(data: bytes) -> Reply:
    return lambda opened, _: opened.sendall(data)


def endlessly(start: bytes, piece: bytes) -> Reply:
    """Return a reply of many pieces, none of which a client waits long for."""

    def reply(opened: socket.socket, over: threading.Event) -> None:
        opened.sendall(start)
        while not over.wait(0.02):
            opened.sendall(piece)

    return reply


@pytest.mark.slow
@pytest.mark.parametrize(
    "reply",
    [
        endlessly(b"", b"H"),
        endlessly(b"HTTP/1.1 200 OK\r\n", b"X"),
        endlessly(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        endlessly(b"HTTP/1.1 404 Not Found\r\nX: ", b"y"),
    ],
    ids=["status line", "header", "interim answers", "bad news"],
)
@pytest.mark.parametrize("method", ["HEAD", "GET"])
def test_an_answer_without_an_end_is_none(reply: Reply, method: str) -> None:
    with serving(reply) as (port, _):
        answer = request(method, f"http://127.0.0.1:{port}/", replace(OPEN, timeout_s=0.5))
    assert answer == LinkResponse(trouble="no answer within 0.5 seconds", is_late=True)


@pytest.mark.slow
def test_a_chain_of_redirects_has_the_time_of_one_answer() -> None:
    def reply(opened: socket.socket, over: threading.Event) -> None:
        over.wait(0.2)
        opened.sendall(b"HTTP/1.1 302 Found\r\nLocation: ?x" + b"x" * len(requests) + b"\r\nContent-Length: 0\r\n\r\n")

    with serving(reply) as (port, requests):
        answer = request("GET", f"http://127.0.0.1:{port}/", replace(OPEN, timeout_s=0.5))
    assert answer == LinkResponse(trouble="no answer within 0.5 seconds", is_late=True)


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "2130706433", "0177.0.0.1", "0x7f.1", "127.1", "[::ffff:127.0.0.1]", "0"],
)
def test_no_way_of_writing_a_private_address_is_asked(host: str) -> None:
    with serving(saying(OK)) as (port, requests):
        answer = request_page(f"http://{host}:{port}/", GUARDED, lambda: None)
    assert answer.status == 0
    assert requests == []


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2606:4700:4700::1111", True),
        ("::ffff:8.8.8.8", True),
        ("64:ff9b::808:808", True),
        *(
            (one, False)
            for one in ("10.1.2.3", "172.16.0.1", "192.168.1.1", "100.64.0.1", "169.254.169.254", "0.1.2.3")
        ),
        *((one, False) for one in ("127.8.8.8", "192.0.2.1", "224.0.0.1", "255.255.255.255", "240.0.0.1")),
        *((one, False) for one in ("::", "::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "ff02::1", "2001:db8::1")),
        *((one, False) for one in ("::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:7f00:1::")),
    ],
)
def test_which_addresses_are_public(address: str, public: bool) -> None:
    assert is_public(address) is public


def test_the_body_of_a_redirect_is_not_read() -> None:
    def reply(opened: socket.socket, over: threading.Event) -> None:
        if len(requests) > 1:
            opened.sendall(OK)
        else:
            endlessly(b"HTTP/1.1 302 Found\r\nLocation: /\r\n\r\n", b"x" * 1000)(opened, over)

    with serving(reply) as (port, requests):
        assert request("GET", f"http://127.0.0.1:{port}/", OPEN).status == 200


def test_a_redirect_to_a_private_address_is_not_followed() -> None:
    with serving(saying(OK)) as (inner, inside):
        moved = b"HTTP/1.1 301 Moved\r\nLocation: http://127.0.0.2:%d/secret\r\nContent-Length: 0\r\n\r\n" % inner
        with serving(saying(moved)) as (port, _):
            answer = request_page(f"http://127.0.0.1:{port}/", ONLY_ONE, lambda: None)
    assert answer == LinkResponse(trouble="127.0.0.2 is an address of a private network, which gets no requests")
    assert inside == []


@pytest.mark.parametrize(
    "target", [b"http://127.0.0.1:" + b"9" * 30, b"http://[::1/", b"http://\xe2\x84\x80/", b"http://a:x/"]
)
def test_a_redirect_to_no_address_is_no_answer(target: bytes) -> None:
    moved = b"HTTP/1.1 301 Moved\r\nLocation: %b\r\nContent-Length: 0\r\n\r\n" % target
    with serving(saying(moved)) as (port, _):
        assert request("GET", f"http://127.0.0.1:{port}/", OPEN).status == 0


@pytest.mark.parametrize("target", ["ftp://127.0.0.1:{}/", "file:///etc/passwd", "data:,x", "gopher://127.0.0.1:{}/"])
def test_a_redirect_leads_to_http_only(target: str) -> None:
    with serving(saying(OK)) as (inner, inside):
        moved = f"HTTP/1.1 302 Found\r\nLocation: {target.format(inner)}\r\nContent-Length: 0\r\n\r\n".encode()
        with serving(saying(moved)) as (port, _):
            answer = request("HEAD", f"http://127.0.0.1:{port}/", OPEN)
    assert not answer.is_good
    assert inside == []


def test_a_name_that_leads_elsewhere_the_second_time_is_asked_where_it_was_judged(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real, answers = socket.getaddrinfo, iter(["127.0.0.1", "127.0.0.2", "127.0.0.2"])

    def look_up(host: str, *given: object, **named: object) -> object:
        return real(next(answers) if host == "rebind.example.net" else host, *given, **named)  # type: ignore[arg-type]

    with serving(saying(OK)) as (port, requests):
        monkeypatch.setattr(socket, "getaddrinfo", look_up)
        assert request("HEAD", f"http://rebind.example.net:{port}/", ONLY_ONE).is_good
        assert f"Host: rebind.example.net:{port}".encode() in requests[0]
        assert "127.0.0.2" in request("HEAD", f"http://rebind.example.net:{port}/", ONLY_ONE).trouble
    assert len(requests) == 1


def test_a_proxy_of_the_user_may_be_anywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(saying(OK)) as (port, requests):
        monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{port}")
        assert request("HEAD", "http://host.example.net/", GUARDED).is_good
    assert requests[0].startswith(b"HEAD http://host.example.net/ ")


@pytest.mark.slow
def test_tls_is_checked_by_the_name_in_the_link(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if not shutil.which("openssl"):
        pytest.skip("openssl makes the certificate")
    key, certificate = tmp_path / "key.pem", tmp_path / "cert.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", str(key), "-out"]
    command += [str(certificate), "-days", "1", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    subprocess.run(command, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with serving(saying(OK), lambda one: context.wrap_socket(one, server_side=True)) as (port, requests):
        assert "CERTIFICATE_VERIFY_FAILED" in request("HEAD", f"https://localhost:{port}/", ONLY_ONE).trouble
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        assert request("HEAD", f"https://localhost:{port}/", OPEN).is_good
        assert "CERTIFICATE_VERIFY_FAILED" in request("HEAD", f"https://127.0.0.1:{port}/", OPEN).trouble
    assert len(requests) == 1
