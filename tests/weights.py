"""What a page of the built site weighs, as a browser fetches it."""

import gzip
from pathlib import Path

from pages import Page, target_of

KB = 1024


def weight(data: bytes) -> int:
    return len(gzip.compress(data, 9, mtime=0))


def files_of(page: Page, selector: str, attribute: str) -> list[Path]:
    """The files of our own that the page fetches at once."""
    files = []
    for node in page.tree.css(selector):
        target = target_of(page, node.attributes[attribute] or "")
        assert target, page.path
        files.append(target[0])
    return files


def weight_of(page: Page) -> int:
    """The HTML and the stylesheets."""
    files = [page.file, *files_of(page, "link[rel=stylesheet]", "href")]
    return sum(weight(file.read_bytes()) for file in files)
