"""A site built for the address that it is served from."""

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from http.server import ThreadingHTTPServer
from pathlib import Path

from PIL import Image

from conftest import ROOT, Run, copy_of_site
from faircopy.preview.port import LOOPBACK
from faircopy.preview.server import site_server
from generated_posts import as_pelican, generated, write_posts
from pages import Page, pages_of


@dataclass(frozen=True)
class SiteUnderTest:
    root: Path
    url: str

    def pages(self) -> list[Page]:
        return pages_of(self.root, self.url)


@contextmanager
def built_for(folder: Path, sources: Path, faircopy: Run) -> Iterator[SiteUnderTest]:
    """Serve a folder on a free port, build a site for that address into it, and end the server afterwards."""
    output = folder / "output"
    with site_server(output, 0) as server, running(server):
        url = f"http://{LOOPBACK}:{server.server_address[1]}"
        result = faircopy(sources, "build", "--output", str(output), SITEURL=url)
        assert result.returncode == 0, result.stdout + result.stderr
        yield SiteUnderTest(output, url)


def site_with_everything(target: Path, built: Path) -> Path:
    """Make a copy of the sources with comments, a post that has one of each thing, and one of the usual length.

    `built` is a copy without all that, which has been built before: pictures, cards and charts are made.
    """
    site = copy_of_site(target)
    shutil.copytree(built / ".cache", site / ".cache")
    usual = generated(1)
    # Its links lead to example.org, where tests have the site itself.
    elsewhere = [replace(post, body=post.body.replace("example.org", "example.net")) for post in usual]
    write_posts(site / "content", elsewhere, usual, as_pelican)
    post = site / "content" / "posts" / "2018" / "everything"
    shutil.copytree(ROOT / "tests" / "media" / "cases" / "everything", post)
    picture = Image.new("RGB", (1600, 900), "white")
    picture.paste("#1f55a5", (0, 0, 800, 900))
    picture.save(post / "picture.png")
    with (site / "pelicanconf.py").open("a", encoding="utf-8") as settings:
        settings.write('MAIL = "reader@example.org"\n')
        settings.write(
            'GISCUS = {"repo": "example/repo", "repo_id": "R_1", "category": "Talk", "category_id": "C_1"}\n'
        )
    return site


@contextmanager
def running(server: ThreadingHTTPServer) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
