"""The site with a small checklist beside its own ones, for tests of the browser's part."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from anysite import built
from conftest import ROOT
from faircopy.checklists.check import check_document
from faircopy.checklists.pages.assets import WEB
from faircopy.checklists.pages.exports import as_json
from faircopy.diagnostics.model import Diagnostic, has_errors
from faircopy.markdown.document import read_document
from faircopy.preview.port import LOOPBACK
from faircopy.preview.server import site_server
from testsite import running

MODULES = sorted(WEB.rglob("*.js"))
POST = ROOT / "tests/checklists/moving-a-server"
PLACES = {
    "2016/tech-due-diligence": ROOT / "content/posts/2016/tech-due-diligence",
    "2017/moving-a-server": POST,
    "2026/with-code": ROOT / "tests/checklists/with-code",
    "2026/lending-a-car": ROOT / "tests/checklists/lending-a-car",
}
LARGE = "2016/08/tech-due-diligence/"
SMALL = "2017/01/moving-a-server/"
WITH_CODE = "2026/11/before-you-send-a-patch/"
TWO_LISTS = "2026/11/lending-a-car/"


@dataclass(frozen=True)
class ChecklistSite:
    """The built site, served, with a large and a small checklist."""

    folder: Path
    url: str

    @property
    def large(self) -> str:
        return f"{self.url}/{LARGE}"

    @property
    def with_code(self) -> str:
        return f"{self.url}/{WITH_CODE}"

    @property
    def two_lists(self) -> str:
        return f"{self.url}/{TWO_LISTS}"

    @property
    def small(self) -> str:
        return f"{self.url}/{SMALL}"


def small_list() -> str:
    """Return the small list as its page has it: six questions in two sections, with changes of each kind."""
    document = read_document(POST / "index.md")
    assert not isinstance(document, Diagnostic)
    (checked,) = check_document(document)
    assert checked.checklist is not None
    assert checked.lock is not None
    return as_json(checked.checklist, checked.lock, f"https://example.org/blog/{SMALL}")


@contextmanager
def served_checklists(folder: Path, more: Mapping[str, Path] = MappingProxyType({})) -> Iterator[ChecklistSite]:
    """Serve pages as ours are, with the lists, and with the page about the site: a pointer above its link fetches it.

    `more` are folders of further posts by their place below content/posts.
    """
    pages = folder / "content" / "pages"
    pages.mkdir(parents=True)
    (pages / "about.md").write_text("Title: About\nSlug: about\nSummary: Of the lists.\n\nText.\n")
    for place, post in {**PLACES, **more}.items():
        shutil.copytree(post, folder / "content" / "posts" / place)
    with site_server(folder / "output", 0) as server, running(server):
        url = f"http://{LOOPBACK}:{server.server_address[1]}"
        found, _ = built(folder, SITEURL=url)
        assert not has_errors(found), found
        yield ChecklistSite(folder / "output", url)
