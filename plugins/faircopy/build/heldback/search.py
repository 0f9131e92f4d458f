"""Look for what is not public in everything that was built: by words, by contents, by likeness and by address."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Protocol

from faircopy.build.heldback import rules
from faircopy.build.heldback.letters import forms_shown, letters_of, readings, words_of
from faircopy.build.heldback.likeness import Likeness, is_picture, likeness_of
from faircopy.build.heldback.passages import Hit, Passage, PassageIndex
from faircopy.build.heldback.sources import Sources, Withheld, digest_of, forms_of, forms_of_file
from faircopy.build.heldback.standing import Field, field_of, stands_in
from faircopy.build.heldback.unpack import Leaf, TooLargeError, leaves_of
from faircopy.cache.database import Session
from faircopy.diagnostics.model import Diagnostic
from faircopy.incremental.fingerprints import fingerprint as key_of
from faircopy.media.images import FOLDER as PICTURES

KIND = "nothing held back in it"
# Fields that readers see, and whether a single word of them, standing by itself, tells something.
FIELDS = {"title": True, "summary": False, "category": True, "tags": True, "series": True}
# Programs and fonts have no titles: a word of one is met in them as a name, or by chance.
PROGRAMS = (".js", ".mjs", ".css", ".map", ".wasm", ".pagefind", ".pf_meta", ".pf_index", ".woff", ".woff2", ".ttf")
# Contents of fewer bytes are met by chance.
TELLING_BYTES = 6
# Of larger contents, pieces that stand somewhere else give it away.
PIECE, PIECES = 48, (0.3, 0.6, 0.9)
# theming names a smaller picture after the first characters of its original's digest.
NAME_DIGEST = re.compile(r"-([0-9a-f]{10})-")
CARDS = "cards/"
EXCERPT = 30
LONG_PARAGRAPH = 16  # words
HINT_TEXT = "a template, a plugin or another text brings it there"
HINT_FILE = "take out what links to it, or put a copy that may be seen beside the text that shows it"


class Files(Protocol):
    """The files of a site."""

    @property
    def names(self) -> tuple[str, ...]:
        """Their paths below the site, with slashes."""
        ...

    def read(self, name: str) -> bytes:
        """Return the contents of one."""
        ...


@dataclass(frozen=True)  # no slots: what is worked out is kept
class BuiltFiles:
    """The files below a folder."""

    root: Path

    @cached_property
    def names(self) -> tuple[str, ...]:
        return tuple(sorted(one.relative_to(self.root).as_posix() for one in self.root.rglob("*") if one.is_file()))

    def read(self, name: str) -> bytes:
        return (self.root / name).read_bytes()


@dataclass(frozen=True, slots=True)
class Belonging:
    """Whose something is: a text, or one of its files."""

    text: Withheld
    file: str = ""


@dataclass(frozen=True)  # no slots: what is worked out is kept
class Search:
    """What is looked for."""

    sources: Sources

    @cached_property
    def index(self) -> PassageIndex:
        index = PassageIndex()
        for text in self.sources.withheld:
            for passage in passages_of(text):
                index.add(passage)
        return index

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        return tuple(field for text in self.sources.withheld for field in fields_of(text))

    @cached_property
    def public_fields(self) -> frozenset[Field]:
        return frozenset(field for field in self.fields if field.is_public(self.sources.text))

    @cached_property
    def contents(self) -> Mapping[str, Belonging]:
        """The files that are not public, and what is packed in them, by digest."""
        return {
            digest_of(data): Belonging(text, name)
            for text in self.sources.withheld
            for name, data in text.leaves
            if len(data.strip()) >= TELLING_BYTES
        }

    @cached_property
    def pieces(self) -> tuple[tuple[bytes, Belonging], ...]:
        return tuple(
            (piece, Belonging(text, name))
            for text in self.sources.withheld
            for name, data in text.leaves
            if len(data) > 4 * PIECE
            for piece in (data[int(len(data) * part) :][:PIECE] for part in PIECES)
            if len(piece) == PIECE and len(set(piece)) > PIECE / 4
        )

    @cached_property
    def likenesses(self) -> tuple[tuple[Likeness, Belonging], ...]:
        found = (
            (likeness_of(data), Belonging(text, name)) for text in self.sources.withheld for name, data in text.leaves
        )
        return tuple((likeness, whose) for likeness, whose in found if likeness)

    @cached_property
    def key(self) -> str:
        """A digest of all that is looked for, and of what may be seen, which explains some of what is found."""
        seen = (sorted(document.text for document in self.sources.documents), sorted(self.sources.whole_digests))
        return key_of(
            [seen, *((text.document.text, text.why, text.addresses, text.leaves) for text in self.sources.withheld)]
        )

    @cached_property
    def short_digests(self) -> frozenset[str]:
        """What theming puts into the names of smaller pictures of public ones."""
        return frozenset(digest[:10] for digest in self.sources.whole_digests)


def check_held_back(files: Files, sources: Sources, session: Session | None = None) -> Iterator[Diagnostic]:
    """Yield what of the texts that are not public can be found in a site, once for each of its files.

    `session` knows files in which nothing was found before.
    """
    if not sources.withheld:
        return
    search = Search(sources)
    for name in files.names:
        data = files.read(name)
        digest = digest_of(data)
        key = key_of((session.code, search.key, name, digest)) if session else ""
        if session and session.store.get(KIND, key):
            continue
        found = [*once(found_in(name, data, digest, search))]
        yield from found
        if session and not found:
            session.store.put(KIND, key, b"1")


def once(found: Iterator[Diagnostic]) -> Iterator[Diagnostic]:
    told: set[tuple[str, str]] = set()
    for one in found:
        if (one.path, one.code) not in told:
            told.add((one.path, one.code))
            yield one


def found_in(name: str, data: bytes, digest: str, search: Search) -> Iterator[Diagnostic]:
    yield from named_addresses(name, search)
    yield from named_after(name, search)
    # What is a public source as it is shows nothing else: scripts, styles and fonts of ours, pictures and downloads.
    if digest in search.sources.whole_digests:
        return
    try:
        for leaf in leaves_of(data):
            yield from found_in_leaf(name, leaf, search)
    except TooLargeError as error:
        hint = "pack less into it: what is not public could be in it"
        yield rules.NOT_SEARCHED.at(name, 1, str(error), hint)


def found_in_leaf(name: str, leaf: Leaf, search: Search) -> Iterator[Diagnostic]:
    inner = f"{name}/{leaf.path}".rstrip("/")
    yield from contents_in(inner, leaf.data, search)
    if is_picture(leaf.data):
        yield from pictures_in(inner, leaf.data, search)
        return
    for text in readings(leaf.data):
        yield from words_in(inner, text, search)


def contents_in(name: str, data: bytes, search: Search) -> Iterator[Diagnostic]:
    whose = search.contents.get(digest_of(data))
    if whose and digest_of(data) not in search.sources.digests:
        yield leaked_file(name, whose, "stands in the site as")
        return
    for piece, belonging in search.pieces:
        if piece in data and not any(piece in file.read_bytes() for file in search.sources.files):
            yield leaked_file(name, belonging, "is in part within")


def named_after(name: str, search: Search) -> Iterator[Diagnostic]:
    made_from = NAME_DIGEST.search(PurePosixPath(name).name)
    for digest, whose in search.contents.items() if made_from else ():
        if made_from and digest.startswith(made_from[1]) and digest not in search.sources.digests:
            yield leaked_file(name, whose, "is shown smaller as")


def pictures_in(name: str, data: bytes, search: Search) -> Iterator[Diagnostic]:
    made_from = NAME_DIGEST.search(PurePosixPath(name).name)
    if name.startswith(f"{PICTURES}/") and made_from and made_from[1] in search.short_digests:
        return
    if not search.likenesses or name.startswith(CARDS):
        return
    seen = likeness_of(data)
    if seen is None:
        return
    for likeness, whose in search.likenesses:
        if likeness.is_like(seen) and not any(
            (own := likeness_of(file.read_bytes())) and own.is_like(seen)
            for file in search.sources.files
            if is_picture(file.read_bytes())
        ):
            yield leaked_file(name, whose, "is shown, made anew, as")


def words_in(name: str, text: str, search: Search) -> Iterator[Diagnostic]:
    forms = forms_shown(text)
    streams = [letters_of(form) for form in forms]
    for stream in streams:
        for hit in search.index.found_in(stream):
            if not search.sources.text.explains(hit):
                yield leaked_words(name, text, hit)
    if not name.lower().endswith(PROGRAMS):
        for field in search.fields:
            # What a public text says, too, is met on every page, and asked for once.
            is_there = any(field.letters in stream for stream in streams) and field not in search.public_fields
            if is_there and stands_in(field, name, text):
                yield leaked_field(name, text, field)
    yield from written_addresses(name, [text, *forms], search)


def named_addresses(name: str, search: Search) -> Iterator[Diagnostic]:
    for text in search.sources.withheld:
        found = next((one for one in text.addresses if name.startswith(one)), None)
        if found:
            yield leaked_address(name, text, found)


def written_addresses(name: str, forms: list[str], search: Search) -> Iterator[Diagnostic]:
    for text in search.sources.withheld:
        found = next(
            (one for one in text.addresses if any(holds_address(form, one, search.sources.siteurl) for form in forms)),
            None,
        )
        if found:
            yield leaked_address(name, text, found)


def holds_address(text: str, address: str, siteurl: str) -> bool:
    """Tell whether an address stands there, and not only as the end of a longer one.

    One of a single word is met in the addresses of others, so it must be the whole path, or below that of the site.
    """
    single = "/" not in address.strip("/") and ":" not in address
    at = text.find(address)
    while at != -1:
        before = text[max(0, at - len(siteurl) - 1) : at]
        alone = before.removesuffix("/")[-1:] in ("", *"\"'=(,; \n\t>") or (siteurl and before == f"{siteurl}/")
        if alone or (not single and not before[-1:].isalnum() and before[-1:] not in ("-", "_")):
            return True
        at = text.find(address, at + 1)
    return False


def passages_of(text: Withheld) -> Iterator[Passage]:
    """Yield the whole text, each paragraph, and each text among its files."""
    document = text.document
    lines = [*enumerate(document.body.split("\n"), document.body_line)]
    for shown_first in (True, False):
        yield passage_of(Belonging(text), [(number, forms_of(line)[not shown_first]) for number, line in lines])
    start, paragraph = document.body_line, ""
    for number, line in enumerate([*document.body.split("\n"), ""], document.body_line):
        if line.strip():
            paragraph += f"{line}\n"
            continue
        form = forms_of(paragraph)[0]
        # A longer one is found as a part of the whole.
        if len(words_of(form)) < LONG_PARAGRAPH:
            yield passage_of(Belonging(text), [(start, form)])
        start, paragraph = number + 1, ""
    for name, data in text.leaves:
        for form in dict.fromkeys(() if is_picture(data) else forms_of_file(name, data)):
            yield passage_of(Belonging(text, name), [(1, form)])


def passage_of(whose: Belonging, lines: list[tuple[int, str]]) -> Passage:
    words: list[str] = []
    numbers: list[int] = []
    for number, line in lines:
        found = words_of(line)
        words += found
        numbers += [number] * len(found)
    return Passage(whose, tuple(words), tuple(numbers))


def fields_of(text: Withheld) -> Iterator[Field]:
    for found in text.document.fields:
        if found.key in FIELDS:
            for part in found.value.split(",") if found.key == "tags" else [found.value]:
                field = field_of(Belonging(text), part, found.line, may_be_one_word=FIELDS[found.key])
                if field:
                    yield field


def leaked_words(name: str, text: str, hit: Hit) -> Diagnostic:
    whose = hit.passage.note
    assert isinstance(whose, Belonging)  # noqa: S101  # all that is noted
    document, why = whose.text.document, whose.text.why
    hint = f"{place_in(text, hit.letters)}; {HINT_TEXT}"
    if whose.file:
        fact = f"'{hit.phrase}' of '{whose.file}' stands in '{name}', and belongs to a text that is not public: {why}"
        return rules.FILE_LEAKED.at(document.path, 1, fact, hint)
    fact = f"'{hit.phrase}' stands in '{name}', and this text is not public: {why}"
    return rules.TEXT_LEAKED.at(document.path, hit.line, fact, hint)


def leaked_field(name: str, text: str, field: Field) -> Diagnostic:
    whose = field.note
    assert isinstance(whose, Belonging)  # noqa: S101  # all that is noted
    fact = f"'{' '.join(field.value.split())}' stands in '{name}', and this text is not public: {whose.text.why}"
    hint = f"{place_in(text, field.letters)}; {HINT_TEXT}"
    return rules.TEXT_LEAKED.at(whose.text.document.path, field.line, fact, hint)


def leaked_file(name: str, whose: Belonging, how: str) -> Diagnostic:
    fact = f"'{whose.file}' {how} '{name}', and belongs to a text that is not public: {whose.text.why}"
    return rules.FILE_LEAKED.at(whose.text.document.path, 1, fact, HINT_FILE)


def leaked_address(name: str, text: Withheld, address: str) -> Diagnostic:
    fact = f"'{address}' stands in '{name}', and this text is not public: {text.why}"
    return rules.ADDRESS_LEAKED.at(text.document.path, 1, fact, "a setting or a template links to it")


def place_in(text: str, letters: str) -> str:
    """Return where letters stand in a text, as the beginning of a hint: the line, and what is around them."""
    between = r"(?:[\W_]|<[^<>]*>|&#?\w+;|\\u[0-9a-fA-F]{4})*?"
    found = re.search(between.join(map(re.escape, letters[:12])), text, re.IGNORECASE)
    if not found:
        return "in another spelling or encoding"
    around = text[max(0, found.start() - EXCERPT) : found.end() + EXCERPT]
    return f"line {text.count(chr(10), 0, found.start()) + 1}: '…{' '.join(around.split())}…'"
