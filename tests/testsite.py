"""A site built for the address that it is served from."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from conftest import ROOT, run_task
from pages import Page, pages_of
from preview.server import LOOPBACK, SiteServer, site_server


@dataclass(frozen=True)
class SiteUnderTest:
    root: Path
    url: str

    def pages(self) -> list[Page]:
        return pages_of(self.root, self.url)


@contextmanager
def built_for(folder: Path) -> Iterator[SiteUnderTest]:
    """Serve a folder on a free port, build the site for that address into it, and end the server afterwards."""
    output = folder / "output"
    with site_server(output, 0) as server, running(server):
        url = f"http://{LOOPBACK}:{server.server_address[1]}"
        result = run_task(ROOT, "build", "--output", str(output), SITEURL=url)
        assert result.returncode == 0, result.stdout + result.stderr
        yield SiteUnderTest(output, url)


@contextmanager
def running(server: SiteServer) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
