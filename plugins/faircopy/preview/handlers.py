"""HTTP requests and answers: clean URLs, a 404 page, exact bytes, and server-sent events for open pages."""

import hashlib
import queue
from dataclasses import replace
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from faircopy.preview.diagnostics_view import HTML, OVERLAY
from faircopy.preview.folder import content_type_of
from faircopy.preview.live_site import END
from faircopy.preview.model import Response
from faircopy.preview.policy import FILE, policy_of
from faircopy.preview.port import LOOPBACK
from faircopy.preview.request import address_of, is_of_another_site, matches, path_of, refusal

if TYPE_CHECKING:
    from faircopy.preview.server import PreviewServer, SiteServer

# A browser opens connections that it may never use; they must not hold a thread for ever.
IDLE_S = 30
# An open page that has gone is noticed when it is written to.
HEARTBEAT_S = 15
RECONNECT_MS = 100
CLIENT = Path(__file__).parent / "client"
SKELETON = "overlay.html"
OURS = "_preview/"


class RestartNeededError(Exception):
    """Only a new process can answer."""


class SiteHandler(BaseHTTPRequestHandler):
    """Answers from `server.site`, as a web host would."""

    server: "SiteServer"
    protocol_version = "HTTP/1.1"
    server_version = "Faircopy"
    timeout = IDLE_S
    # The body follows its headers at once; the kernel would wait for the caller to confirm them.
    disable_nagle_algorithm = True
    policy = FILE

    def do_GET(self) -> None:  # http.server's name
        # A body is not read, so what follows on this connection is no request.
        self.close_connection |= "Content-Length" in self.headers or "Transfer-Encoding" in self.headers
        with self.server.answering(self.request):
            self.answer_request()

    def answer_request(self) -> None:
        port = self.server.server_port
        if complaint := refusal(self.headers.get_all("Host", []), port):
            self.sentence(HTTPStatus.MISDIRECTED_REQUEST, complaint)
            return
        site, mode, origin = (self.headers[name] for name in ("Sec-Fetch-Site", "Sec-Fetch-Mode", "Origin"))
        if is_of_another_site(site, mode, origin, f"http://{LOOPBACK}:{port}"):
            self.sentence(HTTPStatus.FORBIDDEN, "This is a preview, and its files are for its own pages only.")
            return
        path = path_of(self.path)
        if path is None:
            self.send(self.missing())
        elif self.headers["Host"] != f"{LOOPBACK}:{port}":
            # A page names its own address, and a browser takes other names of this machine for another site.
            self.redirect(HTTPStatus.TEMPORARY_REDIRECT, f"http://{LOOPBACK}:{port}{address_of(path, self.path)}")
        else:
            self.page(path)

    do_HEAD = do_GET  # noqa: N815  # as above; `send` leaves the body out

    def refuse(self) -> None:
        # What the caller wanted to send stays unread, so this connection is of no more use.
        self.sentence(
            HTTPStatus.METHOD_NOT_ALLOWED, "Pages can be read here, and nothing else.", ("Allow", "GET, HEAD")
        )

    do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = refuse  # noqa: N815  # as above

    def page(self, path: str) -> None:
        answer = self.answer(path)
        if answer.status == HTTPStatus.NOT_FOUND and not path.endswith("/"):
            folder = self.answer(f"{path}/")
            if folder.status == HTTPStatus.OK:
                self.redirect(HTTPStatus.MOVED_PERMANENTLY, address_of(f"{path}/", self.path))
                return
        self.send(answer)

    def answer(self, path: str) -> Response:
        return self.server.site.answer(path)

    def missing(self) -> Response:
        return replace(self.answer("404.html"), status=HTTPStatus.NOT_FOUND)

    def send(self, answer: Response) -> None:
        self.policy = policy_of(answer)
        self.reply(answer.status, answer.content_type, answer.body, etag_of(answer.body))

    def reply(self, status: int, content_type: str, body: bytes, etag: str) -> None:
        known = status == HTTPStatus.OK and matches(self.headers["If-None-Match"], etag)
        self.send_response(HTTPStatus.NOT_MODIFIED if known else status)
        self.send_header("ETag", etag)
        # What was fetched ahead would else be shown as it was then.
        self.send_header("Cache-Control", "no-store")
        if not known:
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.body(b"" if known else body)

    def end_headers(self) -> None:
        """Add the headers that every answer has, also those that http.server itself sends."""
        self.send_header("X-Content-Type-Options", "nosniff")
        # For browsers that do not say who asks, and so that a page that opens this one keeps no handle on its window.
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        self.send_header("Cross-Origin-Opener-Policy", "same-origin")
        self.send_header("Content-Security-Policy", self.policy)
        self.policy = FILE  # of the next answer on this connection, unless it is changed
        super().end_headers()

    def redirect(self, status: HTTPStatus, address: str, *headers: tuple[str, str]) -> None:
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Location", address)
        self.send_header("Content-Length", "0")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()

    def sentence(self, status: HTTPStatus, text: str, *headers: tuple[str, str]) -> None:
        """Refuse a request with a plain sentence, and close the connection."""
        body = f"{text}\n".encode()
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.body(body)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:  # noqa: ARG002
        """Refuse an invalid request. http.server's own answer would be a page, sometimes without headers."""
        self.request_version = self.protocol_version
        self.sentence(HTTPStatus(code), message or HTTPStatus(code).phrase)

    def body(self, body: bytes) -> None:
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # http.server's name
        """Do nothing: the author's terminal is for relevant messages."""


class PreviewHandler(SiteHandler):
    """Answers from `server.live` with the current state on disk, and sends events to open pages."""

    server: "PreviewServer"

    def answer(self, path: str) -> Response:
        answer = self.server.live.answer(path)
        if answer is None:
            raise RestartNeededError
        return answer

    def page(self, path: str) -> None:
        try:
            if path.startswith(OURS):
                self.own_file(path.removeprefix(OURS))
            else:
                super().page(path)
        except RestartNeededError:
            # Ask once more on a new connection, which the next process takes: from now on we take none.
            self.server.shutdown()
            self.redirect(HTTPStatus.TEMPORARY_REDIRECT, self.path, ("Connection", "close"))

    def own_file(self, name: str) -> None:
        scripts = (folder / name for folder in (CLIENT, OVERLAY) if name.endswith((".js", ".css")) and "/" not in name)
        file = next((file for file in scripts if file.is_file()), None)
        if name == "events":
            self.events(parse_qs(urlsplit(self.path).query).get("path", [""])[0])
        elif name == SKELETON:
            self.send(Response(self.server.live.overlay.render(SKELETON).encode(), HTML))
        elif file:
            self.send(Response(file.read_bytes(), content_type_of(name)))
        else:
            self.send(self.missing())

    def send(self, answer: Response) -> None:
        # Only where a person looks at the page; programs get the bytes as they are built.
        is_seen = answer.content_type.startswith("text/html") and self.headers["Sec-Fetch-Dest"] == "document"
        super().send(replace(answer, body=with_client(answer.body)) if is_seen and answer.is_page else answer)

    def events(self, address: str) -> None:
        self.close_connection = True
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Connection", "close")
        self.end_headers()
        if self.command == "HEAD":
            return
        self.server.answered(self.request)
        self.wfile.write(f"retry: {RECONNECT_MS}\n\n".encode())
        with self.server.live.reader(path_of(address) or "") as events:
            while True:
                try:
                    event = events.get(timeout=HEARTBEAT_S)
                except queue.Empty:
                    event = b":\n\n"
                if event == END:
                    return
                self.wfile.write(event)


def etag_of(body: bytes) -> str:
    return f'"{hashlib.blake2b(body, digest_size=10).hexdigest()}"'


def with_client(body: bytes) -> bytes:
    """Return a page with the line that loads the live client, with the digest of the page's bytes."""
    name = etag_of(body).strip('"')
    line = f'<script type="module" src="/{OURS}client.js?page={name}"></script>\n'.encode()
    head, end, tail = body.rpartition(b"</body>")
    return head + line + end + tail if end else body
