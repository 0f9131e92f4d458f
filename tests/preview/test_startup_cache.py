"""A preview answers at once with what it showed last, if nothing has changed, and never with anything older."""

import os
import threading
from collections.abc import Collection, Sequence
from pathlib import Path

import pytest

from faircopy.cache.namespaces import PREVIEW_PAGES
from faircopy.cache.store import EntryStore
from faircopy.diagnostics.model import Diagnostic
from faircopy.preview.folder import FolderSite
from faircopy.preview.model import SiteChange
from faircopy.preview.rules import PAGE_CRASHED
from faircopy.preview.startup_cache import ResponseCache, StartupSite


class Folder(FolderSite):
    """Pages in a folder. Each HTML file is its own source; what is wrong is what a test says."""

    wrong: Sequence[Diagnostic] = ()
    warm_ups = 0

    def warm_up(self) -> None:
        self.warm_ups += 1
        raise ValueError("the text that would be read cannot be")

    def source_of(self, path: str) -> Path | None:
        return self._root / path / "index.html"

    def problems(self) -> Sequence[Diagnostic]:
        return self.wrong


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "index.html").write_text("one")
    (pages / "other.html").write_text("other")
    (pages / "deep").mkdir()
    (pages / "deep/deep.html").write_text("deep")
    return pages


@pytest.fixture
def cache(pages: Path, tmp_path: Path) -> ResponseCache:
    return ResponseCache(EntryStore(PREVIEW_PAGES, tmp_path / "kept"), "8000", pages)


def never() -> Folder:
    raise AssertionError("it was not to be opened")


def session(pages: Path, cache: ResponseCache, *expected: str, wrong: Sequence[Diagnostic] = ()) -> None:
    """Open a site, ask it for some pages, and close it."""
    site = StartupSite(lambda: Folder(pages), cache, cache.read())
    site.open()
    assert site.site
    site.site.wrong = wrong  # type: ignore[attr-defined]  # it is a Folder
    for path in expected:
        site.answer(path)
    site.close()


def test_what_was_shown_is_answered_before_the_site_is_open(pages: Path, cache: ResponseCache) -> None:
    session(pages, cache, "")
    site = StartupSite(never, cache, cache.read())
    assert site.load_changes() == SiteChange()
    assert site.answer("").body == b"one"
    assert site.source_of("") == pages / "index.html"
    assert site.folders == [pages]
    assert site.problems() == ()


def test_what_was_not_shown_waits_for_the_site(pages: Path, cache: ResponseCache) -> None:
    session(pages, cache, "")
    site = StartupSite(lambda: Folder(pages), cache, cache.read())
    threading.Timer(0.05, site.open).start()
    assert site.answer("other.html").body == b"other"


def change(file: Path, text: str) -> None:
    before = file.stat()
    file.write_text(text)
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns + 1))


@pytest.mark.parametrize("name", ["index.html", "new.html", "deep/deep.html", "deep/new.html"])
def test_nothing_is_kept_of_a_site_that_has_changed_since(pages: Path, cache: ResponseCache, name: str) -> None:
    session(pages, cache, "")
    file = cache.root / name
    if file.exists():
        change(file, "two")
    else:
        file.write_text("two")
    assert cache.read() is None


def test_a_change_while_it_loads_is_seen(pages: Path, cache: ResponseCache) -> None:
    session(pages, cache, "")
    site = StartupSite(lambda: Folder(pages), cache, cache.read())
    change(pages / "index.html", "two")
    threading.Timer(0.05, site.open).start()
    assert site.load_changes().changed
    assert site.answer("").body == b"two"


def test_only_what_was_shown_since_the_latest_change_is_kept(pages: Path, cache: ResponseCache) -> None:
    site = StartupSite(lambda: Folder(pages), cache, None)
    site.open()
    site.load_changes()
    site.answer("")
    site.answer("other.html")
    change(pages / "index.html", "two")
    site.load_changes()
    site.answer("")
    site.close()
    cached = cache.read()
    assert cached
    assert {path: body for path, (body, *_) in cached.answers.items()} == {"": b"two"}


def test_open_pages_hear_that_the_site_is_loaded(pages: Path, cache: ResponseCache) -> None:
    """The time may have made something different, which no file tells."""
    session(pages, cache, "")
    site = StartupSite(lambda: Folder(pages), cache, cache.read())
    assert site.load_changes() == SiteChange()
    site.open()
    assert site.load_changes() == SiteChange(changed=True)
    assert site.load_changes() == SiteChange()


def test_a_site_with_problems_is_not_kept(pages: Path, cache: ResponseCache) -> None:
    session(pages, cache, "", wrong=[PAGE_CRASHED.at("a.md", 1, "it is wrong", "mend it")])
    assert cache.read() is None


def test_a_site_that_another_process_has_to_read_is_not_kept(pages: Path, cache: ResponseCache) -> None:
    """Its stamps are those of the settings that have changed, and what was shown is of those before."""

    class Restarting(Folder):
        def load_changes(self, paths: Collection[Path] | None = None) -> SiteChange:
            super().load_changes(paths)
            return SiteChange(restart=True)

    site = StartupSite(lambda: Restarting(pages), cache, None)
    site.open()
    site.answer("")
    change(pages / "other.html", "settings, say")
    assert site.load_changes().restart
    site.close()
    assert cache.read() is None


def test_a_site_that_cannot_be_opened_asks_for_another_process(pages: Path, cache: ResponseCache) -> None:
    session(pages, cache, "")
    site = StartupSite(never, cache, cache.read())
    site.open()
    site.close()
    assert site.load_changes() == SiteChange(restart=True)
    assert cache.store.get("8000") is None
    with pytest.raises(RuntimeError):
        site.answer("other.html")


@pytest.mark.parametrize("damage", [b"", b"\xff" * 40, b"\x94"])
def test_a_damaged_cache_is_empty(pages: Path, cache: ResponseCache, damage: bytes) -> None:
    session(pages, cache, "")
    whole = cache.store.get("8000") or b""
    cache.store.put("8000", damage or whole[: len(whole) // 2])
    assert cache.read() is None


def test_another_environment_is_another_site(
    pages: Path, cache: ResponseCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    session(pages, cache, "")
    monkeypatch.setenv("FAIRCOPY_NOW", "2030-01-01")
    assert cache.read() is None


def test_a_rehearsal_that_goes_wrong_does_no_harm(pages: Path, cache: ResponseCache) -> None:
    site = StartupSite(lambda: Folder(pages), cache, None)
    site.warm_up()
    site.open()
    site.warm_up()
    assert isinstance(site.site, Folder)
    assert site.site.warm_ups == 1
    assert site.answer("").body == b"one"


def test_a_missing_page_is_not_kept(pages: Path, cache: ResponseCache) -> None:
    session(pages, cache, "nowhere.html")
    cached = cache.read()
    assert cached
    assert cached.answers == {}
