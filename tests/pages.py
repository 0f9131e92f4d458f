"""The built site, read as a browser reads it."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode


@dataclass(frozen=True)
class Page:
    root: Path  # of the built site
    path: str  # below it, as in an address: "2017/09/a-post/"
    siteurl: str

    @cached_property
    def html(self) -> str:
        return self.file.read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> LexborHTMLParser:
        return LexborHTMLParser(self.html)

    @property
    def file(self) -> Path:
        clean = self.path.endswith("/") or not self.path
        return self.root / self.path / "index.html" if clean else self.root / self.path

    @property
    def url(self) -> str:
        return f"{self.siteurl}/{self.path}"

    @cached_property
    def ids(self) -> list[str]:
        return [str(node.attributes["id"]) for node in self.tree.css("[id]")]

    def links(self) -> list[str]:
        """Every address that the page names, made absolute."""
        found = [node.attributes.get(name) for name in ("href", "src") for node in self.tree.css(f"[{name}]")]
        return [urljoin(self.url, address or "") for address in found]

    def first(self, selector: str) -> LexborNode:
        node = self.tree.css_first(selector)
        assert node is not None, f"{self.path}: no {selector}"
        return node

    def meta(self, name: str) -> str:
        return self.first(f'meta[name="{name}"]').attributes["content"] or ""


def pages_of(root: Path, siteurl: str) -> list[Page]:
    paths = sorted(file.relative_to(root).as_posix().removesuffix("index.html") for file in root.rglob("*.html"))
    return [Page(root, path, siteurl) for path in paths]


def target_of(page: Page, link: str) -> tuple[Path, str] | None:
    """Return the file and the anchor that a link into our own site leads to; None for one that leads out."""
    address, anchor = urldefrag(link)
    if not address.startswith(page.siteurl):
        return None
    path = unquote(address.removeprefix(page.siteurl).lstrip("/"))
    file = page.root / path
    return (file / "index.html" if path.endswith("/") or not path else file), anchor
