"""The built pages with their links, and a cache of the pages whose links are all known to be right."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import unquote

from faircopy.build.page_links import BuiltPage, key_of_page, read_page
from faircopy.cache.database import Session
from faircopy.cache.fingerprints import fingerprint
from faircopy.cache.table import KeptTable
from faircopy.search.index import FOLDER as SEARCH_INDEX

ANCHORS = "anchors"
RIGHT = "right links"


class BuiltPages(Mapping[str, BuiltPage]):
    """The pages below a folder by name, each read when it is first needed."""

    def __init__(self, root: Path, names: Sequence[str], session: Session | None) -> None:
        """`session` knows pages that were read before."""
        self.root = root
        self.session = session
        self.pages: dict[str, BuiltPage | None] = dict.fromkeys(name for name in names if name.endswith(".html"))

    def __getitem__(self, name: str) -> BuiltPage:
        page = self.pages[name]
        if page is None:
            self.pages[name] = page = read_page((self.root / name).read_bytes(), self.session)
        return page

    def __iter__(self) -> Iterator[str]:
        return iter(self.pages)

    def __len__(self) -> int:
        return len(self.pages)

    def __contains__(self, name: object) -> bool:
        return name in self.pages


class PagesWithoutFaults:
    """Remembers pages without faults, for as long as the page and everything that it links to stay the same."""

    def __init__(self, pages: BuiltPages, session: Session, names: Sequence[str], rest: object) -> None:
        """`names` are those of all files, `rest` is what else decides whether a link is right."""
        self.keys = {name: key_of_page((pages.root / name).read_bytes(), session) for name in pages}
        self.anchors = KeptTable(session.store, ANCHORS, session.code)
        # The files of the search index have other names after each edit: see `note`.
        others = [name for name in names if not name.startswith(f"{SEARCH_INDEX}/")]
        anchors = [self.anchors_of(name, pages) for name in pages]
        self.anchors.save()
        self.right = KeptTable(session.store, RIGHT, fingerprint((session.code, others, anchors, rest)))

    def anchors_of(self, name: str, pages: BuiltPages) -> str:
        """Return a digest of the anchors of a page."""
        key, _, digest = (self.anchors.get(name) or "").partition(" ")
        if key != self.keys[name]:
            digest = fingerprint(pages[name].anchors)
        self.anchors.put(name, f"{self.keys[name]} {digest}")
        return digest

    def has(self, name: str) -> bool:
        if is_right := self.right.get(name) == self.keys[name]:
            self.right.put(name, self.keys[name])
        return is_right

    def note(self, name: str, page: BuiltPage) -> None:
        """Remember that a page has no faults, unless it links into the search index."""
        if not any(SEARCH_INDEX in unquote(one) for one in (name, *(link.address for link in page.links))):
            self.right.put(name, self.keys[name])

    def save(self) -> None:
        self.right.save()
