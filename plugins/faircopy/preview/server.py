"""The HTTP server: connections and shutdown. `handlers` has the answers."""

import math
import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

from faircopy.preview.folder import FolderSite
from faircopy.preview.handlers import PreviewHandler, SiteHandler
from faircopy.preview.live_site import LiveSite
from faircopy.preview.model import SiteInMemory
from faircopy.preview.port import listening

# How long the end of this process waits for others. A connection that nothing was asked on for longer than the first
# is one that a browser keeps for later.
FIRST_REQUEST_TIMEOUT_S = 2.0
DRAIN_TIMEOUT_S = 2.0


class SiteServer(ThreadingHTTPServer):
    """A thread for each connection: hundreds of idle ones cost little, and none blocks another."""

    daemon_threads = True
    block_on_close = False
    handler: type[SiteHandler] = SiteHandler

    def __init__(self, opened: socket.socket, site: SiteInMemory) -> None:
        super().__init__(opened.getsockname(), self.handler, bind_and_activate=False)
        self.socket.close()
        self.socket = opened
        self.server_port = opened.getsockname()[1]
        self.site = site
        self._quiet = threading.Condition()  # of the two that follow
        # Connections on which nothing has been asked yet, and when they came.
        self._unasked: dict[socket.socket, float] = {}
        self._answering: set[socket.socket] = set()

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._quiet:
            self._unasked[request] = time.monotonic()
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self.answered(request)
        super().shutdown_request(request)

    @contextmanager
    def answering(self, request: Any) -> Iterator[None]:
        with self._quiet:
            self._answering.add(request)
            self._unasked.pop(request, None)
        try:
            yield
        finally:
            self.answered(request)

    def answered(self, request: Any) -> None:
        with self._quiet:
            self._answering.discard(request)
            self._unasked.pop(request, None)
            self._quiet.notify_all()

    def drain(self) -> None:
        """Before shutdown, wait a limited time for pending requests."""
        with self._quiet:
            self._quiet.wait_for(lambda: self._first_requests_due_in() <= 0, self._first_requests_due_in())
            self._quiet.wait_for(lambda: not self._answering, DRAIN_TIMEOUT_S)

    def _first_requests_due_in(self) -> float:
        """Seconds to wait for new connections that have not sent a request yet; 0 or less if there are none."""
        return max(self._unasked.values(), default=-math.inf) + FIRST_REQUEST_TIMEOUT_S - time.monotonic()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Report errors as usual, except for clients that disconnected."""
        if not isinstance(sys.exc_info()[1], (ConnectionError, TimeoutError)):
            super().handle_error(request, client_address)


class PreviewServer(SiteServer):
    handler = PreviewHandler

    def __init__(self, opened: socket.socket, site: SiteInMemory, live: LiveSite) -> None:
        super().__init__(opened, site)
        self.live = live


def site_server(folder: Path, port: int) -> SiteServer:
    """Return a listening server of a folder's built files; call `serve_forever()`."""
    return SiteServer(listening(port), FolderSite(folder))
