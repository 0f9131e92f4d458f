"""The letters of the public sources, and which sources contain given letters."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, cached_property, partial
from pathlib import Path

import msgspec

from faircopy.build.leaks.normalise import letters_of, words_of
from faircopy.build.leaks.quotes import comments_of, without_comments
from faircopy.build.leaks.results import Results
from faircopy.build.leaks.search_targets import MAX_TEXT, forms_of_file, forms_of_source
from faircopy.build.leaks.similar_images import is_picture
from faircopy.build.leaks.sources import Sources, files_below
from faircopy.checklists.pages.assets import WEB
from faircopy.checklists.vocabulary import FILE as ANSWERS

# Words in that many texts are common property.
MAX_COPIES = 12
Streams = tuple[str, ...]  # the letters of a text, in each form
TEXTS = "letters of public texts"


class TextLetters(msgspec.Struct, frozen=True):
    """The letters of a public text that readers can see, without its comments."""

    letters: str  # in both forms, a line each
    words: str  # with spaces between them


@dataclass(frozen=True)  # no slots: what is worked out is kept
class PublicLetters:
    """The letters of all public sources. Sources are read when first needed."""

    sources: Sources
    results: Results = field(default_factory=Results)

    @cached_property
    def texts(self) -> tuple[TextLetters, ...]:
        """Of each public text, its letters and words."""
        texts = (one.document.text for one in self.sources.documents)
        kept = (self.results.of(TEXTS, text, partial(encoded_letters, text)) for text in texts)
        return tuple(msgspec.msgpack.decode(one, type=TextLetters) for one in kept)

    @cached_property
    def documents(self) -> tuple[str, ...]:
        """The letters of each public text."""
        return tuple(one.letters for one in self.texts)

    @cached_property
    def comments(self) -> frozenset[str]:
        """The letters of the comments of public texts."""
        return frozenset(letters_of(one) for text in self.sources.documents for one in comments_of(text.document.text))

    @cached_property
    def all_documents(self) -> str:
        return "\n".join(self.documents)

    def documents_with(self, letters: str) -> list[int]:
        """Return the numbers of the public texts that contain the letters, at most MANY."""
        if letters not in self.known:
            found: list[int] = []
            if letters in self.all_documents:
                for number, one in enumerate(self.documents):
                    if letters in one:
                        found.append(number)
                    if len(found) == MAX_COPIES:
                        break
            self.known[letters] = found
        return self.known[letters]

    @cached_property
    def known(self) -> dict[str, list[int]]:
        return {}

    @property
    def programs(self) -> tuple[Streams, ...]:
        return letters_of_programs()

    @cached_property
    def templates(self) -> tuple[Streams, ...]:
        return tuple(streams_of(forms_of_source(words)) for words in self.sources.template_words)

    @cached_property
    def all_programs(self) -> str:
        return joined(self.programs)

    @cached_property
    def all_templates(self) -> str:
        return joined(self.templates)

    @cached_property
    def all_files(self) -> str:
        return joined(streams for streams, _ in self.files)

    @cached_property
    def files(self) -> tuple[tuple[Streams, bool], ...]:
        """Of each file that is a text its letters, and whether it is shown."""
        found = []
        for file in self.sources.files:
            data = file.read_bytes() if file.stat().st_size <= MAX_TEXT else b""
            if data and not is_picture(data):
                found.append((streams_of(forms_of_file(file.name, data)), self.sources.is_public(file)))
        return tuple(found)


def encoded_letters(text: str) -> bytes:
    seen = without_comments(text)
    letters = TextLetters("\n".join(streams_of(forms_of_source(seen))), " ".join(words_of(seen)))
    return msgspec.msgpack.encode(letters)


@cache
def letters_of_programs() -> tuple[Streams, ...]:
    """Return the letters of Faircopy's own modules and templates, which put words on pages."""
    files = (*sorted(Path(__file__).parents[2].rglob("*.py")), *files_below(WEB), ANSWERS)
    return tuple(streams_of(forms_of_source(file.read_text("utf-8", "replace"))) for file in files)


def joined(sources: Iterable[Streams]) -> str:
    return "\n".join(stream for streams in sources for stream in streams)


def streams_of(forms: Iterable[str]) -> Streams:
    return tuple(dict.fromkeys(map(letters_of, forms)))
