"""Whatever is edited, an incremental build leaves what a clean one does."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from smallsite import PLUGIN, TEMPLATES, Site, tree
from stockpelican import StockPelican

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def pelican() -> Iterator[StockPelican]:
    process = StockPelican()
    yield process
    process.close()


def check(site: Site, pelican: StockPelican) -> None:
    try:
        site.build_clean(pelican)
    except RuntimeError:
        # Such as two pages at one address: then ours must not be built, either.
        with pytest.raises(Exception, match=r"."):
            site.build()
        return
    site.build()
    mine, clean = tree(site.folder / "out"), tree(site.folder / "clean")
    assert sorted(mine) == sorted(clean)
    assert {name: data for name, data in mine.items() if clean[name] != data} == {}


numbers = st.integers(0, 5)
words = st.sampled_from(["salt", "{{ SITENAME }}", "<b>bold</b>", "Māori", "a\n\nb", "\\\\"])
edits = st.one_of(
    st.tuples(st.just("text"), numbers, words),
    st.tuples(st.just("title"), numbers, words.map(lambda word: " ".join(word.split()))),
    st.tuples(st.just("date"), numbers, st.dates().map(lambda day: f"{max(day.year, 1000):04}-{day:%m-%d}")),
    st.tuples(st.just("tags"), numbers, st.sampled_from(["a", "b, c", "python, python2", "A"])),
    st.tuples(st.just("category"), numbers, st.sampled_from(["Bread", "Butter", "Jam"])),
    st.tuples(st.just("slug"), numbers, st.sampled_from(["x", "y", "z"])),
    st.tuples(st.just("status"), numbers, st.sampled_from(["draft", "hidden", "published"])),
    st.tuples(st.just("more"), numbers, st.sampled_from(["Mood: good", "Summary: *Short*.", "Modified: 2024-02-03"])),
    st.tuples(st.just("translation"), numbers, words),
    st.tuples(st.just("delete"), numbers, st.none()),
    st.tuples(st.just("template"), st.sampled_from(sorted(TEMPLATES)), st.sampled_from(["<i>", "{{ tags|length }}"])),
    st.tuples(st.just("foot"), st.sampled_from(["index", "none"]), words),
    st.tuples(st.just("setting"), st.sampled_from(["SITENAME", "FOOT", "SITEURL"]), st.sampled_from(["q", "r"])),
    st.tuples(st.just("extra"), st.none(), words),
    st.tuples(st.just("static"), st.sampled_from(["a.txt", "robots.txt"]), st.sampled_from(["1", "", None])),
    st.tuples(st.just("file"), st.none(), words),
    st.tuples(st.just("code"), st.sampled_from(["two", "three"]), st.none()),
    st.tuples(st.just("truncate"), st.integers(0, 20000), st.none()),
    st.tuples(st.just("clock"), st.integers(0, 2**31), st.none()),
    st.tuples(st.just("damage"), numbers, st.none()),
)


class Editor:
    """What an author, a designer, a programmer or bad luck may do to a site: a method for each."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.folder = site.folder

    def carry_out(self, kind: str, which: Any, value: Any) -> None:
        if hasattr(self, kind):
            getattr(self, kind)(which, value)
        else:
            self.site.post(which, **{kind: value})

    def delete(self, number: int, _: None) -> None:
        # Not the first: the others link to it.
        (self.folder / f"content/posts/p{number or 1}.md").unlink(missing_ok=True)

    def translation(self, number: int, more: str) -> None:
        self.site.post(number)
        text = (self.folder / f"content/posts/p{number}.md").read_text()
        german = text.replace("Lang: en", "Lang: de").replace("Post", "Auf Deutsch")
        self.site.write(f"content/posts/p{number}-de.md", german + more)

    def template(self, name: str, more: str) -> None:
        self.site.write(f"theme/templates/{name}", TEMPLATES[name] + more)

    def foot(self, page: str, text: str) -> None:
        self.site.write(f"theme/templates/foot-{page}.html", text)

    def setting(self, name: str, value: str) -> None:
        self.site.settings[name] = f"https://{value}.example.org" if name == "SITEURL" else value

    def extra(self, _: None, colour: str) -> None:
        self.site.settings["EXTRA"] = {"colour": colour}

    def static(self, name: str, text: str | None) -> None:
        file = self.folder / "content/extra" / name
        file.unlink(missing_ok=True)
        if text is not None:
            file.write_text(text)

    def file(self, _: None, text: str) -> None:
        self.site.write("word.txt", text)

    def code(self, word: str, _: None) -> None:
        self.site.code = PLUGIN.replace('"one"', f'"{word}"')

    def truncate(self, size: int, _: None) -> None:
        for file in (self.folder / "cache").glob("*.sqlite"):
            os.truncate(file, size)

    def clock(self, seconds: int, _: None) -> None:
        for file in (self.folder / "content").rglob("*.md"):
            os.utime(file, (seconds, seconds))

    def damage(self, number: int, _: None) -> None:
        for file in sorted((self.folder / "out").rglob("*.html"))[number : number + 1]:
            file.write_bytes(file.read_bytes()[:-1])


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(steps=st.lists(edits, min_size=1, max_size=5))
def test_any_edits_leave_what_a_clean_build_does(pelican: StockPelican, steps: list[tuple[str, Any, Any]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        site = Site(Path(folder))
        check(site, pelican)
        for step in steps:
            Editor(site).carry_out(*step)
            check(site, pelican)
