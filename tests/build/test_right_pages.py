"""What is known of the links of pages from build to build: nothing of it may hide a fault, nor invent one."""

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from examples import examples
from faircopy.build import links
from faircopy.build.links import faults_of
from faircopy.cache.database import Session, Store

SITE = "https://example.org/blog"


def writes(name: str, text: str) -> Callable[[Path], None]:
    def edit(root: Path) -> None:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")

    return edit


def removes(name: str) -> Callable[[Path], None]:
    return lambda root: (root / name).unlink(missing_ok=True)


EDITS: dict[str, Callable[[Path], None]] = {
    "a page links to another": writes("site/a/index.html", f"<a href='{SITE}/b/'>b</a>"),
    "it links to a part of it": writes("site/a/index.html", f"<a href='{SITE}/b/#part'>b</a>"),
    "it links to that relatively": writes("site/a/index.html", "<a href='../b/index.html#part'>b</a>"),
    "it links to itself": writes("site/a/index.html", "<h2 id=here>A</h2><a href='#here'>a</a>"),
    "it has a picture": writes("site/a/index.html", "<img src='pic.png'>"),
    "it fetches something": writes("site/a/index.html", "<img src='https://elsewhere.example/pic.png'>"),
    "it leads into the index": writes("site/a/index.html", f"<a href='{SITE}/%70agefind/fragment/one'>x</a>"),
    "it has a scheme": writes("site/a/index.html", "<a href='javascript:alert(1)'>x</a>"),
    "it has a script": writes("site/a/index.html", "<script src='/blog/theme/run.js'></script>"),
    "the template has it": writes("theme/base.html", "<script src='{{ SITEURL }}/theme/run.js'></script>"),
    "the template has none": writes("theme/base.html", "<p>Nothing.</p>"),
    "the other page has the part": writes("site/b/index.html", "<h2 id=part>B</h2>"),
    "the other page has none": writes("site/b/index.html", "<h2 id=other>B</h2>"),
    "the other page is gone": removes("site/b/index.html"),
    "the picture is there": writes("site/a/pic.png", "png"),
    "the picture is gone": removes("site/a/pic.png"),
    "the script is there": writes("site/theme/run.js", "run()"),
    "the script is gone": removes("site/theme/run.js"),
    "the index is there": writes("site/pagefind/fragment/one", "1"),
    "the index is another": removes("site/pagefind/fragment/one"),
    "a feed links nowhere": writes("site/all.json", '{"version": "https://jsonfeed.org/version/1", "url": "data:,x"}'),
    "a feed is right": writes("site/all.json", '{"version": "https://jsonfeed.org/version/1", "url": "/blog/"}'),
}


def faults(root: Path, siteurl: str, session: Session | None) -> list[tuple[str, str, str, str]]:
    found = faults_of(root / "site", siteurl, session, [root / "theme"])
    return sorted((str(one.page), one.address, one.rule.code, one.why) for one in found)


@pytest.mark.slow
@settings(max_examples=examples(40))
@given(st.lists(st.tuples(st.sampled_from(sorted(EDITS)), st.sampled_from((SITE, "https://example.org"))), max_size=12))
def test_whatever_is_edited_is_followed_as_if_nothing_were_kept(edits: list[tuple[str, str]]) -> None:
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        (root / "site").mkdir()
        store = Store(Path(name, "kept"))
        for edit, siteurl in edits:
            EDITS[edit](root)
            assert faults(root, siteurl, Session(store, "code")) == faults(root, siteurl, None), edit
        store.close()
        shutil.rmtree(Path(name, "kept"))


def test_only_a_page_that_is_new_is_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at: list[str] = []
    faults_of_page = links.faults_of_page

    def noted(name: str, *others: object) -> object:
        looked_at.append(name)
        return faults_of_page(name, *others)  # type: ignore[arg-type]

    monkeypatch.setattr(links, "faults_of_page", noted)
    session = Session(Store(tmp_path / "kept"), "code")
    for edit in ("it links to a part of it", "the other page has the part", "the index is there"):
        EDITS[edit](tmp_path)
    assert faults(tmp_path, SITE, session) == []
    assert looked_at == ["a/index.html", "b/index.html"]
    writes("site/b/index.html", "<h2 id=part>B</h2><p>Other words.</p>")(tmp_path)
    EDITS["the index is another"](tmp_path)
    assert faults(tmp_path, SITE, session) == []
    assert looked_at == ["a/index.html", "b/index.html", "b/index.html"]
    EDITS["the other page has none"](tmp_path)
    assert [code for _, _, code, _ in faults(tmp_path, SITE, session)] == ["SB904"]
    session.store.close()
