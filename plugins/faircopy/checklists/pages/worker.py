"""The service worker of a list, which caches what the page needs offline."""

import hashlib
import json
from collections.abc import Callable, Iterable
from pathlib import PurePosixPath
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from faircopy.checklists.pages.assets import SERVICE_WORKER, read_assets
from faircopy.content.assets import compact_module

DATA = "checklist.json"
WORKER = "sw.js"
# Path of a file below the root of the site -> its contents; None if there is none.
ReadFile = Callable[[str], bytes | None]
# Lines of our worker that a build fills in.
FILES = "const FILES = /* files */ [];"
BUILD = 'const BUILD = /* build */ "";'
# What a page names and a browser fetches on its own.
FETCHED = "link[rel=stylesheet], script[src], img[src]"


def fetched_by(html: str, url: str) -> list[str]:
    """Return the absolute addresses that a browser loads for the page at `url`, each once, in order."""
    nodes = LexborHTMLParser(html).css(FETCHED)
    return list(
        dict.fromkeys(urljoin(url, node.attributes.get("src") or node.attributes.get("href")) for node in nodes)
    )


def path_at(url: str, site: str) -> str | None:
    """Return the path below `site` of the file at `url`; None if it is elsewhere."""
    return urlsplit(url.removeprefix(f"{site}/")).path if url.startswith(f"{site}/") else None


def build_of(files: Iterable[tuple[str, bytes]]) -> str:
    """Return a digest of exactly these (address, bytes), in this order."""
    digest = hashlib.sha256()
    for address, data in files:
        digest.update(f"{address}\0{len(data)}\0".encode())
        digest.update(data)
    return digest.hexdigest()[:16]


def beside(page: str, name: str) -> str:
    """Return the path of a file that belongs to the page `page`, whose folder may hold other pages.

    'a/index.html' has 'a/checklist.json', and 'a/b.html' has 'a/b.checklist.json'.
    """
    path = PurePosixPath(page)
    own = "" if path.name == "index.html" else f"{path.name.removesuffix('.html')}."
    return str(path.with_name(f"{own}{name}"))


def pages_beside(data: str) -> tuple[str, ...]:
    """Return the possible paths of the page with this `checklist.json`."""
    path = PurePosixPath(data)
    own = path.name.removesuffix(DATA).removesuffix(".")
    return tuple(str(path.with_name(name)) for name in ((f"{own}.html", own) if own else ("index.html",)))


def worker_of_data(data: str) -> str:
    """Return the path of the service worker beside a `checklist.json`."""
    return f"{data.removesuffix(DATA)}{WORKER}"


def data_of_worker(worker: str) -> str:
    """Return the path of the `checklist.json` beside a service worker."""
    return f"{worker.removesuffix(WORKER)}{DATA}"


def worker_at(path: str, site: str, read: ReadFile) -> bytes | None:
    """Return the service worker for `path`; None if there is no page with a list beside it."""
    data = data_of_worker(path)
    exported = read(data)
    html = next((found for page in pages_beside(data) if (found := read(page))), b"").decode()
    if not exported or "<checklist-app" not in html:
        return None
    page, assets = json.loads(exported)["url"], read_assets()
    addresses = [page, *fetched_by(html, page), *(f"{site}/{assets.folder}/{name}" for name in assets.modules)]
    contents = {urlsplit(address).path: content_of(address, site, read) for address in addresses}
    # By its address the page may be known to the server only.
    contents[urlsplit(page).path] = html.encode()
    files = {address: data for address, data in contents.items() if data is not None}
    return filled(compact_module(SERVICE_WORKER.read_bytes()).decode(), list(files), build_of(files.items())).encode()


def content_of(address: str, site: str, read: ReadFile) -> bytes | None:
    path = path_at(address, site)
    return None if path is None else read(path)


def filled(source: str, addresses: list[str], build: str) -> str:
    """Return the source of the worker with its two placeholders filled in."""
    return source.replace(FILES, f"const FILES = {json.dumps(addresses, indent=1)};").replace(
        BUILD, f"const BUILD = {json.dumps(build)};"
    )
