"""Answers while the site is read, if that takes long: a person gets a page that says so, a program waits.

A blog of thousands of posts takes minutes the first time, and a browser without an answer shows nothing.
"""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus

from faircopy.preview.diagnostics_view import HTML, OVERLAY
from faircopy.preview.handlers import SiteHandler, etag_of
from faircopy.preview.model import SiteInMemory
from faircopy.preview.server import SiteServer

PATIENCE_S = 1.0  # most sites are read by then
RELOAD_S = 1
NAME = "loading.html"
# As the page of a file, but for the sandbox, in which it would not reload.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'"


class LoadingHandler(SiteHandler):
    """Says that the site is still being read."""

    server: "LoadingServer"

    def page(self, path: str) -> None:  # noqa: ARG002  # the same at every address
        if self.headers["Sec-Fetch-Dest"] == "document" and not self.server.loaded.is_set():
            self.policy = POLICY
            body = self.server.text().encode()
            self.reply(HTTPStatus.SERVICE_UNAVAILABLE, HTML, body, etag_of(body))
        else:
            # Whoever came again before would come to this server once more, and be sent round in circles.
            self.server.ended.wait()
            self.redirect(HTTPStatus.TEMPORARY_REDIRECT, self.path)

    def end_headers(self) -> None:
        """Have the next request come on a new connection, which the site's own server may take."""
        self.send_header("Connection", "close")
        super().end_headers()


class LoadingServer(SiteServer):
    """Takes connections until the site is `loaded`."""

    handler = LoadingHandler

    def __init__(
        self, opened: socket.socket, unread: SiteInMemory, loaded: threading.Event, ended: threading.Event
    ) -> None:
        """`unread` answers what is no address of any site. `ended` is set when no connection is taken any more."""
        super().__init__(opened, unread)
        self.loaded = loaded
        self.ended = ended
        self.began = time.monotonic() - PATIENCE_S

    def shutdown(self) -> None:
        super().shutdown()
        self.ended.set()

    def text(self) -> str:
        """Return the page, which a browser asks for again after RELOAD_S."""
        text = (OVERLAY / NAME).read_text(encoding="utf-8")
        seconds = str(round(time.monotonic() - self.began))
        return text.replace("{{ reload }}", str(RELOAD_S)).replace("{{ seconds }}", seconds)


@contextmanager
def answered_meanwhile(
    opened: socket.socket, unread: SiteInMemory, report: Callable[[str], None], patience: float = PATIENCE_S
) -> Iterator[None]:
    """Answer requests on `opened` while what is done within takes longer than `patience` seconds.

    `report` receives a line for the terminal then.
    """
    loaded, ended = threading.Event(), threading.Event()

    def answer() -> None:
        try:
            if not loaded.wait(patience):
                report("reading the site, which takes longest at the first start; pages appear when it is ready")
                answer_until_loaded(opened, unread, loaded, ended)
        finally:
            ended.set()  # also if there is no server, or it could not be started

    threading.Thread(target=answer, daemon=True).start()
    try:
        yield
    finally:
        loaded.set()
        # From now on the site's own server takes what comes; what was asked before is answered beside it.
        ended.wait()


def answer_until_loaded(
    opened: socket.socket, unread: SiteInMemory, loaded: threading.Event, ended: threading.Event
) -> None:
    with LoadingServer(opened.dup(), unread, loaded, ended) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        loaded.wait()
        server.shutdown()
        server.drain()
