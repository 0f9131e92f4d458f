"""Markdown is converted once for all that it depends on, and again when any of that is new."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

from faircopy.cache.database import Session, Store
from faircopy.incremental.markdown import MIN_FORKED, CachedMarkdown
from markdown import Markdown

TEXT = "Title: A\nSummary: *b*\n\n# C\n\n- d\n"


class Including(Extension):
    """Puts a file before each text, and what it is told of the text after it."""

    def __init__(self, file: Path | None = None, lookup: Any = None, words: Any = None) -> None:
        super().__init__()
        self.words = words
        self.file = file
        self.lookup = lookup

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  # Python-Markdown's name
        md.preprocessors.register(Include(md, self), "include", 0)


class Include(Preprocessor):
    def __init__(self, md: Markdown, extension: Including) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, lines: list[str]) -> list[str]:
        if "explode" in lines:
            raise ValueError("this text cannot be read")
        before = self.extension.file.read_text().split("\n") if self.extension.file else []
        return [
            *before,
            *lines,
            *([str(self.extension.words.cache_key())] if self.extension.words else []),
            *([str(self.extension.lookup.cache_key_for("\n".join(lines)))] if self.extension.lookup else []),
        ]


def makeExtension(**settings: Any) -> Including:  # noqa: N802  # Python-Markdown's name
    return Including(**settings)


def kept(folder: Path, *extensions: str, code: str = "1", configs: dict[str, Any] | None = None) -> CachedMarkdown:
    configs = configs or {}
    settings = {"extensions": ["markdown.extensions.meta", *extensions, *configs], "extension_configs": configs}
    return CachedMarkdown(Session(Store(folder), code), settings, ["summary"])


def second(first: CachedMarkdown, again: CachedMarkdown) -> bool:
    """Tell whether `again` knows what `first` has made."""
    first.convert(TEXT)
    first.session.store.save()
    return (key := again.key(TEXT, again.shared_key())) is not None and again.load(key) is not None


def test_what_pelican_needs_of_a_text(tmp_path: Path) -> None:
    for _ in range(2):
        found = kept(tmp_path).convert(TEXT)
        assert "<h1>C</h1>" in found.html
        assert dict(found.meta) == {"title": ["A"], "summary": ["*b*"]}
        assert dict(found.fields) == {"*b*": "<p><em>b</em></p>"}


@pytest.mark.parametrize(
    ("extensions", "code", "known"),
    [((), "1", True), (("markdown.extensions.toc",), "1", False), ((), "2", False)],
)
def test_other_settings_and_other_code_know_nothing(
    tmp_path: Path, extensions: tuple[str, ...], code: str, known: bool
) -> None:
    assert second(kept(tmp_path), kept(tmp_path, *extensions, code=code)) is known


def test_a_file_that_was_read_on_the_way_counts(tmp_path: Path) -> None:
    file = tmp_path / "before.txt"
    file.write_text("one")
    config = {"tests.incremental.test_markdown": {"file": file}}
    assert second(kept(tmp_path, configs=config), kept(tmp_path, configs=config))
    file.write_text("two")
    again = kept(tmp_path, configs=config)
    assert "two" in again.convert(TEXT).html


class Told:
    def __init__(self, word: object) -> None:
        self.word = word

    def cache_key_for(self, text: str) -> object:
        assert text
        return self.word


class ToldOfAll:
    def __init__(self, word: object) -> None:
        self.word = word

    def cache_key(self) -> object:
        return self.word


@pytest.mark.parametrize(("word", "known"), [("a", True), ("b", False), (object(), False)])
@pytest.mark.parametrize(("option", "kind"), [("lookup", Told), ("words", ToldOfAll)])
def test_what_a_setting_knows_of_texts_counts(
    tmp_path: Path, option: str, kind: Callable[[object], object], word: object, known: bool
) -> None:
    name = "tests.incremental.test_markdown"
    first = kept(tmp_path, configs={name: {option: kind("a")}})
    assert second(first, kept(tmp_path, configs={name: {option: kind(word)}})) is known


def test_a_setting_that_nobody_can_tell_keeps_nothing(tmp_path: Path) -> None:
    class Other:
        pass

    found = kept(tmp_path, configs={"markdown.extensions.toc": {"slugify": Other()}})
    assert found.key(TEXT, found.shared_key()) is None
    found.convert_ahead(("a.md", TEXT) for _ in range(100))
    assert found.converted_ahead("a.md") is None


def test_many_are_converted_ahead_by_all_processors(tmp_path: Path) -> None:
    config = {"tests.incremental.test_markdown": {"file": None}}
    texts = [f"{TEXT}\n{number}\n" for number in range(MIN_FORKED + 3)]
    ahead = kept(tmp_path, configs=config)
    ahead.convert_ahead((f"{number}.md", text) for number, text in enumerate([*texts, "explode"]))
    # One that cannot be read is told by whoever reads it.
    with pytest.raises(ValueError, match="cannot be read"):
        ahead.convert("explode")
    alone = kept(tmp_path / "other", configs=config)
    assert [ahead.converted_ahead(f"{number}.md") for number in range(len(texts))] == [*map(alone.convert, texts)]
    keys = {text: ahead.key(text, ahead.shared_key()) for text in texts}
    assert all(key and ahead.load(key) == alone.convert(text) for text, key in keys.items())
    assert ahead.converted_ahead("0.md") is None  # which may be another text by now
