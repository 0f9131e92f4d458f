"""Serve a folder as a web host would: clean addresses, a real 404 page, this machine only."""

import errno
import os
import sys
from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

LOOPBACK = "127.0.0.1"
FIRST_PORT = 8000
LAST_PORT = 8099
# A browser opens connections that it may never use; they must not hold a thread for ever.
IDLE_SECONDS = 30


class NoFreePortError(Exception):
    """Every port that we may take is taken."""


class SiteHandler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = IDLE_SECONDS

    def list_directory(self, path: str | os.PathLike[str]) -> None:  # noqa: ARG002  # http.server's signature
        """A folder without an index page is not there: that is how a web host answers."""
        self.send_error(HTTPStatus.NOT_FOUND)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory, "404.html")
        if code != HTTPStatus.NOT_FOUND or not page.is_file():
            return super().send_error(code, message, explain)
        body = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
        return None

    def end_headers(self) -> None:
        # The author reloads to see a change.
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # http.server's name
        """Say nothing: the author's terminal is for what the author must know."""


class SiteServer(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Report errors as usual, but not that a reader left before the page was sent."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


def first_free_server(folder_of: Callable[[int], Path]) -> SiteServer:
    """Return a server of `folder_of(port)` on the first free port from FIRST_PORT. Raises NoFreePortError.

    The port is held from here on: nobody can take it between looking and using.
    """
    for port in range(FIRST_PORT, LAST_PORT + 1):
        try:
            return site_server(folder_of(port), port)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
    raise NoFreePortError(f"ports {FIRST_PORT} to {LAST_PORT} are all taken; end one of the servers")


def site_server(folder: Path, port: int) -> SiteServer:
    """Return a server of `folder` that listens already; `serve_forever()` answers."""
    return SiteServer((LOOPBACK, port), partial(SiteHandler, directory=str(folder)))
