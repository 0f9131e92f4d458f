"""What CI publishes by itself: the same checks, without a branch to compare with."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from faircopy.content.settings import Site
from faircopy.lint import check
from faircopy.lint.check import lint_document
from faircopy.lint.guard import OnFault
from faircopy.lint.reports import DocumentReport
from faircopy.markdown.document import Document
from faircopy.preview.port import LOOPBACK
from faircopy.preview.server import site_server
from publishsite import Author, new_author
from testsite import running

pytestmark = pytest.mark.slow


@pytest.fixture
def author(tmp_path: Path) -> Author:
    return new_author(tmp_path)


@pytest.fixture
def live(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    (tmp_path / "live").mkdir()
    with site_server(tmp_path / "live", 0) as server, running(server):
        yield tmp_path / "live", f"http://{LOOPBACK}:{server.server_address[1]}"


def test_the_site_is_written_into_a_folder(author: Author, tmp_path: Path) -> None:
    author.set('PUBLISH_CNAME = "blog.example.nz"')
    author.commit()
    author.git("switch", "-q", "--detach")  # as CI checks out
    outcome = author.make_artifact(tmp_path / "out")
    assert outcome.codes == []
    assert "nothing to compare with" in outcome.text
    assert (tmp_path / "out/2020/02/one/index.html").is_file()
    assert (tmp_path / "out/build.json").is_file()
    assert (tmp_path / "out/CNAME").read_text() == "blog.example.nz"
    assert not (tmp_path / "out/.faircopy").exists()
    assert author.make_artifact(tmp_path / "out").codes == ["PB115"]


def test_a_page_of_the_live_site_is_not_lost(author: Author, tmp_path: Path, live: tuple[Path, str]) -> None:
    folder, siteurl = live
    assert "has no site map" in author.make_artifact(tmp_path / "first", siteurl=siteurl).text
    (tmp_path / "first").rename(folder / "blog")
    for file in (folder / "blog").iterdir():
        file.rename(folder / file.name)
    author.git("rm", "-qr", "content/posts/2020/two")
    author.commit()
    outcome = author.make_artifact(tmp_path / "second", siteurl=siteurl)
    assert outcome.codes == ["PB401"]
    assert "'/2020/02/two/' would be gone" in outcome.text
    assert not (tmp_path / "second").exists()
    author.set('PUBLISH_GONE = {"/2020/02/two/": "it was wrong"}')
    author.commit()
    assert author.make_artifact(tmp_path / "second", siteurl=siteurl).codes == []


def test_what_is_not_committed_is_refused(author: Author, tmp_path: Path) -> None:
    author.write_post("three")
    assert author.make_artifact(tmp_path / "out").codes == ["PB105"]


def test_a_stand_in_is_refused(author: Author, tmp_path: Path) -> None:
    assert author.make_artifact(tmp_path / "out", siteurl="https://faircopy.example").codes == ["PB113"]


def test_what_was_found_in_a_text_is_kept_until_the_text_changes(
    author: Author, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []

    def recorded(document: Document, site: Site, *, dated: bool, on_fault: OnFault | None = None) -> DocumentReport:
        read.append(document.path)
        return lint_document(document, site, dated=dated, on_fault=on_fault)

    monkeypatch.setattr(check, "lint_document", recorded)
    assert author.make_artifact(tmp_path / "first").codes == []
    assert read
    read.clear()
    author.write_post("one", body="Other words.")
    author.commit()
    outcome = author.make_artifact(tmp_path / "second")
    assert outcome.codes == []
    assert read == ["content/posts/2020/one/index.md"]
    assert "Other words." in (tmp_path / "second/2020/02/one/index.html").read_text()
