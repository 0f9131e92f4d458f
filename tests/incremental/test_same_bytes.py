"""Whatever is edited, an incremental build leaves what a clean one does.

Twelve sequences of edits in `make test`, forty in `make coverage`; CONTRIBUTING.md says how to run thousands.
"""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

import faircopy.incremental.incremental_writer
import faircopy.incremental.markdown
import faircopy.pool
from examples import examples
from smallsite import PLUGIN, TEMPLATES, Site, tree
from stockpelican import StockPelican

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def pelican() -> Iterator[StockPelican]:
    process = StockPelican()
    yield process
    process.close()


numbers = st.integers(0, 5)
words = st.sampled_from(["salt", "{{ SITENAME }}", "<b>bold</b>", "Māori", "a\n\nb", "\\\\"])
# What a post may link to: attached to it or not, its own or shared.
links = st.sampled_from(
    [
        "![x]({attach}shared.png)",
        "[x]({static}/posts/shared.png)",
        "[x]({static}/posts/picture-p1.png)",
        "[x]({filename}about.md)",
        "[x]({filename}/pages/about.md) [y]({attach}picture-p2.png)",
    ]
)
SETTINGS: dict[str, list[Any]] = {
    "SITENAME": ["q", "r"],
    "FOOT": ["q", "r"],
    "SITEURL": ["https://q.example.org", "https://r.example.org", ""],
    "WORD": ["q", "r", None],
    "EXTRA": [{"colour": "green"}, {"colour": "red", "size": 2}, {}],
    "RELATIVE_URLS": [True, False],
    "DEFAULT_PAGINATION": [1, 3, False],
    "ARTICLE_URL": ["{slug}.html", "a/{slug}.html"],
    "ARTICLE_SAVE_AS": ["{slug}.html", "a/{slug}.html"],
    "TAG_SAVE_AS": ["tag/{slug}.html", "tags/{slug}.html"],
    "DEFAULT_LANG": ["de", "en"],
    "SUMMARY_MAX_LENGTH": [1, 2, None],
    "FEED_ALL_ATOM": ["feeds/all.xml", "feed.xml", None],
    "OUTPUT_SOURCES": [True, False],
    "DIRECT_TEMPLATES": [["index", "tags", "archives"], ["index", "authors", "archives", "categories"]],
    "ARCHIVES_SAVE_AS": ["archives.html", "all.html"],
    "JINJA_GLOBALS": [{"FOOT": "global"}, {"mood": "global"}, {}],
    "NEWEST_FIRST_ARCHIVES": [True, False],
    # What is copied to the addresses of pages.
    "EXTRA_PATH_METADATA": [{"extra/a.txt": {"path": "tag/a.html"}}, {"extra/robots.txt": {"path": "p1.html"}}, {}],
    "THEME_STATIC_DIR": ["theme", "tag"],
    "OUTPUT_SOURCES_EXTENSION": [".text", ".html"],
    "STATIC_CHECK_IF_MODIFIED": [True, False],
}
CODE = [
    ('"one"', '"two"'),
    ('"one"', '"three"'),
    ("article.slug.upper()", "article.slug.title()"),
    ("article.words = len", "article.words = article.mood = len"),
    ("    generator.env.filters", "    generator.env.filters['upper'] = len\n    generator.env.filters"),
]
nothing = st.none()
# Kind of edit -> which one, and what it becomes: the arguments of a method of `Editor`, or a field of a post.
EDITS: dict[str, tuple[st.SearchStrategy[Any], st.SearchStrategy[Any]]] = {
    "text": (numbers, words | links),
    "title": (numbers, words.map(lambda word: " ".join(word.split()))),
    "date": (numbers, st.dates().map(lambda day: f"{max(day.year, 1000):04}-{day:%m-%d}")),
    "tags": (numbers, st.sampled_from(["a", "b, c", "python, python2", "A"])),
    "category": (numbers, st.sampled_from(["Bread", "Butter", "Jam"])),
    "slug": (numbers, st.sampled_from(["x", "y", "z", "archives"])),
    "status": (numbers, st.sampled_from(["draft", "hidden", "published"])),
    "more": (
        numbers,
        st.sampled_from(
            [
                "Mood: good",
                "Summary: *Short*.",
                "Modified: 2024-02-03",
                "Template: special",
                "Save_as: s.html",
                "Save_as: tag/b.html",
                "",
            ]
        ),
    ),
    "translation": (numbers, words),
    "delete": (numbers, nothing),
    "rename": (numbers, nothing),
    "picture": (st.sampled_from(["picture-p1", "picture-p2", "shared"]), st.sampled_from(["1", "", None])),
    "page": (
        st.sampled_from(["about", "other"]),
        st.sampled_from(
            [
                *("Mood: good", "Mood:", "Status: draft", "Status: hidden", "Template: special", "Slug: about", None),
                *("Save_as: tag/a.html", "Save_as: p2.html", "Save_as: index.html", "Save_as: feeds/all.xml"),
            ]
        ),
    ),
    "template": (
        st.sampled_from(sorted(TEMPLATES)),
        st.sampled_from(
            [
                *("", "<i>", "{{ tags|length }}", "{{ FOOT|upper }}", "{% include 'foot.html' %}"),
                "{% for one in articles %}{{ one.summary }}{% endfor %}",
                "{{ articles[-1].content }}{{ pages[0].content }}",
                "{{ article.url }}{{ page.mood is defined }}",
            ]
        ),
    ),
    "parent": (st.sampled_from(["article.html", "page.html", "archives.html"]), st.booleans()),
    "mine": (st.sampled_from(["foot.html", "inner.html", "special.html", "base.html"]), st.booleans()),
    "foot": (st.sampled_from(["index", "none"]), words),
    "setting": (nothing, st.sampled_from([(name, value) for name, values in SETTINGS.items() for value in values])),
    "static": (st.sampled_from(["a.txt", "robots.txt"]), st.sampled_from(["1", "", None])),
    "theme": (st.sampled_from(["a.html", "style.css"]), st.sampled_from(["1", None])),
    "file": (st.just("word.txt"), words),  # which a template reads
    "mark": (nothing, words),  # which an extension of Markdown reads
    "code": (nothing, st.sampled_from(CODE)),
    "truncate": (st.integers(0, 60000), nothing),
    # Anywhere, or in a text, which nobody would notice without a seal.
    "garble": (st.integers(0, 60000), st.just(b"") | st.binary(min_size=1, max_size=9)),
    "foreign": (st.sampled_from(["text", "folder", "older"]), nothing),
    "clock": (st.integers(0, 2**31), st.sampled_from(["content", "theme", "cache", "out"])),
    "damage": (numbers, st.sampled_from([-1, 0, None])),
    "kill": (st.integers(1, 150), nothing),
    "at_once": (st.sampled_from([["out", "other"], ["other", "another"], ["out", "out"]]), nothing),
    "back": (numbers, nothing),
}
# Settings are many, and each is read in its own way; of the code and of files, most is asked again anyway.
kinds = st.sampled_from(
    [*EDITS, "setting", "setting", "setting", "code", "mark", "mark", "at_once", "back", "back", "back"]
)
edits = kinds.flatmap(lambda kind: st.tuples(st.just(kind), *EDITS[kind]))
# What an author, a designer, a programmer or bad luck do between two builds.
steps = st.lists(edits, min_size=2, max_size=5)


# What an author can take back, below the folder of the site.
SOURCES = ("content", "theme", "mine", "word.txt", "mark.txt")


class Editor:
    """A method for each kind of edit. What is none is a field of a post, which keeps its others."""

    def __init__(self, site: Site, pelican: StockPelican) -> None:
        self.site = site
        self.pelican = pelican
        self.folder = site.folder
        self.fields: dict[int, dict[str, Any]] = {}
        self.states: list[tuple[dict[str, Any], str, dict[int, dict[str, Any]]]] = []  # at each check
        # Where files of earlier builds may stay: who has lost the cache cannot tell them from others.
        self.has_lost_track = False
        site.write("content/posts/shared.png", "shared")

    def carry_out(self, kind: str, which: Any, value: Any) -> None:
        event(kind)
        if hasattr(self, kind):
            getattr(self, kind)(which, value)
        else:
            self.fields.setdefault(which, {})[kind] = f"{value}\n" if kind == "more" and value else value
            self.site.post(which, **self.fields[which])

    def check(self) -> None:
        self.remember()
        try:
            self.site.build_clean(self.pelican)
        except RuntimeError:
            # Such as two pages at one address: then ours must not be built, either.
            with pytest.raises(Exception, match=r"."):
                self.site.build()
            return
        self.site.build()
        self.compare("out")

    def compare(self, output: str) -> None:
        mine, clean = tree(self.folder / output), tree(self.folder / "clean")
        if self.has_lost_track and output == "out":
            for name in mine.keys() - clean.keys():
                (self.folder / output / name).unlink()
                del mine[name]
            self.has_lost_track = False
        assert sorted(mine) == sorted(clean)
        assert {name: data for name, data in mine.items() if clean[name] != data} == {}

    def remember(self) -> None:
        kept = self.folder / "states" / str(len(self.states))
        for name in SOURCES:
            copy(self.folder / name, kept / name)
        self.states.append((dict(self.site.settings), self.site.code, deepcopy(self.fields)))

    def back(self, number: int, _: None) -> None:
        """Take back all that has been edited since one of the builds."""
        number %= len(self.states)
        for name in SOURCES:
            copy(self.folder / "states" / str(number) / name, self.folder / name)
        settings, self.site.code, fields = self.states[number]
        self.site.settings, self.fields = dict(settings), deepcopy(fields)

    def delete(self, number: int, _: None) -> None:
        # Not the first: the others link to it.
        (self.folder / f"content/posts/p{number or 1}.md").unlink(missing_ok=True)

    def rename(self, number: int, _: None) -> None:
        with suppress(FileNotFoundError):
            (self.folder / f"content/posts/p{number or 1}.md").rename(self.folder / f"content/posts/r{number}.md")

    def translation(self, number: int, more: str) -> None:
        self.site.post(number, **self.fields.get(number, {}))
        text = (self.folder / f"content/posts/p{number}.md").read_text(encoding="utf-8")
        german = text.replace("Lang: en", "Lang: de").replace("Post", "Auf Deutsch")
        self.site.write(f"content/posts/p{number}-de.md", german + more)

    def put(self, name: str, text: str | None) -> None:
        if text is None:
            (self.folder / name).unlink(missing_ok=True)
        else:
            self.site.write(name, text)

    def picture(self, name: str, text: str | None) -> None:
        self.put(f"content/posts/{name}.png", text)

    def page(self, name: str, field: str | None) -> None:
        text = f"Title: {name.title()}\n{field}\n\nText of {name}, ![x]({{attach}}../posts/shared.png).\n"
        self.put(f"content/pages/{name}.md", text if field else None)

    def template(self, name: str, more: str) -> None:
        self.site.write(f"theme/templates/{name}", TEMPLATES[name] + more)

    def parent(self, name: str, is_other: bool) -> None:
        self.site.write("theme/templates/other.html", "<main>{% block content %}{% endblock %}</main>")
        text = TEMPLATES[name]
        self.site.write(f"theme/templates/{name}", text.replace("'base.html'", "'other.html'") if is_other else text)

    def mine(self, name: str, is_there: bool) -> None:
        """Have a template that takes the place of the theme's."""
        self.put(f"mine/{name}", f"{TEMPLATES[name]}mine" if is_there else None)

    def foot(self, page: str, text: str) -> None:
        self.site.write(f"theme/templates/foot-{page}.html", text)

    def setting(self, _: None, setting: tuple[str, Any]) -> None:
        self.site.settings.update([setting])

    def static(self, name: str, text: str | None) -> None:
        self.put(f"content/extra/{name}", text)

    def theme(self, name: str, text: str | None) -> None:
        self.put(f"theme/static/{name}", text)

    def file(self, name: str, text: str) -> None:
        self.site.write(name, text)

    def mark(self, _: None, text: str) -> None:
        self.site.write("mark.txt", text)

    def code(self, _: None, change: tuple[str, str]) -> None:
        self.site.code = PLUGIN.replace(*change)

    def caches(self) -> list[Path]:
        return [file for file in (self.folder / "cache").glob("*.sqlite*") if file.is_file()]

    def truncate(self, size: int, _: None) -> None:
        for file in self.caches():
            os.truncate(file, size)
        self.has_lost_track = True

    def garble(self, place: int, junk: bytes) -> None:
        for file in self.caches():
            data = bytearray(file.read_bytes())
            if not junk:
                file.write_bytes(data.replace(b"Text", b"Tent"))
            elif data:
                place %= len(data)
                data[place : place + len(junk)] = junk
                file.write_bytes(data)
        self.has_lost_track = True

    def foreign(self, kind: str, _: None) -> None:
        cache, older = self.folder / "cache", self.folder / "older"
        if kind == "older":
            # One that was right once, of this or another site.
            if older.exists():
                shutil.rmtree(cache, ignore_errors=True)
                shutil.copytree(older, cache)
            elif cache.exists():
                shutil.copytree(cache, older)
        for file in self.caches() if kind != "older" else ():
            file.unlink()
            if kind == "text":
                file.write_text("a text, and no database")
            else:
                file.mkdir()
        self.has_lost_track = True

    def clock(self, seconds: int, where: str) -> None:
        for file in (self.folder / where).rglob("*"):
            os.utime(file, (seconds, seconds))

    def damage(self, number: int, size: int | None) -> None:
        for file in sorted((self.folder / "out").rglob("*.html"))[number : number + 1]:
            if size is None:
                file.unlink()
            else:
                file.write_bytes(file.read_bytes()[:size])

    def kill(self, milliseconds: int, _: None) -> None:
        """Kill a build at some moment."""
        with self.site.being_built("out") as (process,):
            time.sleep(milliseconds / 1000)
            process.kill()

    def at_once(self, outputs: list[str], _: None) -> None:
        """Have two processes build at once, with the same cache."""
        try:
            self.site.build_clean(self.pelican)
        except RuntimeError:
            return
        with self.site.being_built(*outputs) as processes:
            pass
        assert [process.exitcode for process in processes] == [0, 0]
        for output in set(outputs):
            self.compare(output)
            shutil.rmtree(self.folder / output) if output != "out" else None


def copy(source: Path, target: Path) -> None:
    """Have `target` be what `source` is: a folder, a file, or nothing."""
    shutil.rmtree(target, ignore_errors=True)
    target.unlink(missing_ok=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, target)
    elif source.exists():
        shutil.copy2(source, target)


@settings(max_examples=examples(40))
@given(sequence=st.lists(steps, min_size=1, max_size=3), in_forks=st.sampled_from([*[False] * 4, True]))
def test_any_edits_leave_what_a_clean_build_does(
    pelican: StockPelican, sequence: list[list[tuple[str, Any, Any]]], in_forks: bool
) -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        if in_forks:
            # As if the site had hundreds of pages, and the machine two processors.
            patch.setattr(faircopy.pool, "processors", lambda: 2)
            for module in (faircopy.incremental.incremental_writer, faircopy.incremental.markdown):
                patch.setattr(module, "BATCH_SIZE", 3)
                patch.setattr(module, "MIN_FORKED", 2)
        editor = Editor(Site(Path(folder)), pelican)
        editor.check()
        for step in sequence:
            for edit in step:
                editor.carry_out(*edit)
            editor.check()
