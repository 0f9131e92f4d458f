"""Searches everything that was built for unpublished content: by words, contents, similar pictures and addresses."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePosixPath

import msgspec

from faircopy.build.leaks.addresses import holds_address
from faircopy.build.leaks.copied_sources import check_copied_sources
from faircopy.build.leaks.excuses import Excuses
from faircopy.build.leaks.files import DigestedFiles, Files
from faircopy.build.leaks.findings import address_found, field_found, file_found, not_searched, words_found
from faircopy.build.leaks.normalise import letters_of
from faircopy.build.leaks.passages import PassageHit
from faircopy.build.leaks.public import PublicLetters
from faircopy.build.leaks.results import Results
from faircopy.build.leaks.search_targets import PIECE, SearchTargets, owner, owner_of
from faircopy.build.leaks.short_fields import names_file, stands_in, stands_in_program
from faircopy.build.leaks.similar_images import is_picture, likeness_of
from faircopy.build.leaks.sources import Sources, digest_of
from faircopy.build.leaks.tables import has_numbers
from faircopy.build.leaks.texts import UnpublishedText
from faircopy.build.leaks.unpack import LIMITS, Leaf, TooLargeError, UnpackLimits, leaves_of
from faircopy.cache.database import Session
from faircopy.cache.fingerprints import fingerprint as key_of
from faircopy.diagnostics.model import Diagnostic
from faircopy.media.images import FOLDER as PICTURES

KIND = "nothing held back in it"
EXCUSED = "nothing held back in it that is not excused"
# Which words were excused: whether they still are is found out without looking at the file again.
WORDS = "words held back in it that were excused"
# Programs and fonts have no titles: a word of one is met in them as a name, or by chance.
PROGRAMS = (".js", ".mjs", ".css", ".map", ".wasm", ".pagefind", ".pf_meta", ".pf_index", ".woff", ".woff2", ".ttf")
# `media` names a smaller picture after the first characters of its original's digest.
NAME_DIGEST = re.compile(r"-([0-9a-f]{10})-")
CARDS = "cards/"


@dataclass
class Search:
    """The search of one site."""

    wanted: SearchTargets
    excuses: Excuses
    limits: UnpackLimits
    met: set[str] = field(default_factory=set)  # the files that have something but words, excused or not
    words: dict[str, set[PassageHit]] = field(default_factory=dict)  # the same for words, by file
    # Findings that were reported: file, text, and whether it is of a file of the text's.
    reported: set[tuple[str, str, bool]] = field(default_factory=set)

    @property
    def sources(self) -> Sources:
        return self.excuses.sources

    def note_words(self, name: str, hit: PassageHit) -> None:
        self.words.setdefault(name, set()).add(hit)

    def may_stand(self, text: UnpublishedText, name: str) -> bool:
        """Tell whether a file is the page of a hidden text, which may contain its own text and other hidden texts."""
        return text.is_hidden and self.sources.is_of_hidden(name)

    @cached_property
    def key(self) -> str:
        """A digest of everything that is searched for."""
        settings, fields = self.sources.settings, [field.letters for field in self.excuses.open_fields]
        return key_of([self.wanted.key, fields, settings.siteurl, sorted(settings.allowed)])


def check_held_back(
    site: Files, sources: Sources, session: Session | None = None, limits: UnpackLimits = LIMITS
) -> Iterator[Diagnostic]:
    """Yield the content of unpublished texts that is found in a site, once for each file.

    `session` caches the files without findings.
    """
    files, wanted = DigestedFiles(site), SearchTargets(sources.unpublished)
    search = Search(wanted, Excuses(sources, wanted, PublicLetters(sources, Results(session))), limits)
    yield from check_copied_sources(files, search.excuses, session)
    if not sources.unpublished:
        return
    for name in files.names:
        key = key_of((session.code, search.key, name, files.digest(name))) if session else ""
        # What is excused is so as long as nothing changes that excuses it.
        excused = key_of((key, search.excuses.key)) if session else ""
        if session and (session.store.get(KIND, key) or session.store.get(EXCUSED, excused)):
            continue
        if session and are_still_excused(session.store.get(WORDS, key), search):
            session.store.put(EXCUSED, excused, b"1")
            continue
        found = [*once(found_in(name, files.read(name), search))]
        yield from found
        if session and not found:
            keep(session, name, key, excused, search)


def keep(session: Session, name: str, key: str, excused: str, search: Search) -> None:
    """Remember that a file has no findings, and what was excused in it."""
    words = search.words.get(name)
    session.store.put(*((EXCUSED, excused) if words or name in search.met else (KIND, key)), b"1")
    if words and name not in search.met:
        rows = sorted((search.wanted.places[hit.passage], hit.first, hit.end) for hit in words)
        session.store.put(WORDS, key, msgspec.msgpack.encode(rows))


def are_still_excused(kept: bytes | None, search: Search) -> bool:
    """Tell whether the words that were excused in a file are excused now, too."""
    if kept is None:
        return False
    passages = search.wanted.passages
    rows = msgspec.msgpack.decode(kept, type=list[tuple[int, int, int]])
    return all(search.excuses.covers(PassageHit(passages[number], first, end)) for number, first, end in rows)


def once(found: Iterator[Diagnostic]) -> Iterator[Diagnostic]:
    reported: set[tuple[str, str]] = set()
    for one in found:
        if (one.path, one.code) not in reported:
            reported.add((one.path, one.code))
            yield one


def found_in(name: str, data: bytes, search: Search) -> Iterator[Diagnostic]:
    yield from named_addresses(name, search)
    is_allowed = name in search.sources.settings.allowed
    if not is_allowed:
        yield from named_after(name, search)
        yield from called_after(name, search)
    try:
        for leaf in leaves_of(data, search.limits):
            inner = f"{name}/{leaf.path}".rstrip("/")
            if not is_allowed:
                yield from contents_in(name, inner, leaf.data, search)
            yield from words_in(name, inner, leaf, search)
    except TooLargeError as error:
        search.met.add(name)
        if not is_allowed:
            yield not_searched(name, str(error))


def contents_in(name: str, inner: str, data: bytes, search: Search) -> Iterator[Diagnostic]:
    digest = digest_of(data)
    if target := search.wanted.contents.get(digest):
        search.met.add(name)
        if not search.excuses.covers_contents(digest, target):
            yield file_found(inner, target, "stands in the site as", search.excuses.copies_of(digest))
        return
    for piece, target in search.wanted.pieces if len(data) >= PIECE else ():
        if piece in data:
            search.met.add(name)
            if not search.excuses.covers_piece(piece, target):
                yield file_found(inner, target, "is in part within")
    if is_picture(data):
        yield from pictures_in(name, inner, data, search)


def called_after(name: str, search: Search) -> Iterator[Diagnostic]:
    """Yield words and titles that occur in the name of a file."""
    letters = letters_of(PurePosixPath(name).with_suffix("").as_posix())
    for hit in search.wanted.index.found_in(letters):
        search.note_words(name, hit)
        if not search.may_stand(owner(hit.passage).text, name) and not search.excuses.covers(hit):
            yield words_found(name, name, hit, search.sources)
    for one in search.excuses.open_fields:
        if one.letters in letters and not search.may_stand(owner_of(one).text, name) and names_file(one, name):
            yield field_found(name, name, one, search.sources)


def named_after(name: str, search: Search) -> Iterator[Diagnostic]:
    made_from = NAME_DIGEST.search(PurePosixPath(name).name)
    for digest, target in search.wanted.contents.items() if made_from else ():
        if made_from and digest.startswith(made_from[1]):
            search.met.add(name)
            if not search.excuses.covers_contents(digest, target):
                yield file_found(name, target, "is shown smaller as", search.excuses.copies_of(digest))


def pictures_in(name: str, inner: str, data: bytes, search: Search) -> Iterator[Diagnostic]:
    made_from = NAME_DIGEST.search(PurePosixPath(inner).name)
    if not search.wanted.likenesses or inner.startswith(CARDS):
        return
    if inner.startswith(f"{PICTURES}/") and made_from and made_from[1] in search.excuses.short_digests:
        search.met.add(name)
        return
    picture = likeness_of(data)
    for likeness, target in search.wanted.likenesses if picture else ():
        if picture and likeness.is_like(picture):
            search.met.add(name)
            if not search.excuses.covers_picture(picture, target):
                yield file_found(inner, target, "is shown, made anew, as")


def words_in(name: str, inner: str, leaf: Leaf, search: Search) -> Iterator[Diagnostic]:
    for reading in leaf.readings:
        streams = [*dict.fromkeys(map(letters_of, reading.forms))]
        for stream in streams:
            for hit in search.wanted.index.found_in(stream):
                target = owner(hit.passage)
                if search.may_stand(target.text, name):
                    continue
                search.note_words(name, hit)
                # Report each text once: finding the other places of the words means searching all sources.
                finding = (name, target.text.document.path, bool(target.file))
                if finding not in search.reported and not search.excuses.covers(hit):
                    search.reported.add(finding)
                    yield words_found(inner, reading.text, hit, search.sources)
        yield from numbers_in(name, inner, reading.text, search)
        is_program = name.lower().endswith(PROGRAMS)
        for one in search.excuses.open_fields:
            if (
                any(one.letters in stream for stream in streams)
                and not search.may_stand(owner_of(one).text, name)
                and (stands_in_program(one, reading.text) if is_program else stands_in(one, inner, reading.text))
            ):
                yield field_found(inner, reading.text, one, search.sources)
        yield from written_addresses(name, inner, (reading.text, *reading.forms), search)


def numbers_in(name: str, inner: str, text: str, search: Search) -> Iterator[Diagnostic]:
    for numbers, target in search.wanted.numbers:
        if has_numbers(numbers, text):
            search.met.add(name)
            if name not in search.sources.settings.allowed and not search.excuses.covers_numbers(numbers, target):
                yield file_found(inner, target, "stands, by most of its numbers, in")


def named_addresses(name: str, search: Search) -> Iterator[Diagnostic]:
    for text in search.wanted.unpublished:
        found = next((one for one in text.addresses if name.startswith(one)), None)
        if found and not text.is_hidden:
            search.met.add(name)
            yield address_found(name, text, found)


def written_addresses(name: str, inner: str, forms: tuple[str, ...], search: Search) -> Iterator[Diagnostic]:
    siteurl = search.sources.settings.siteurl
    for text in search.wanted.unpublished:
        for address in () if search.may_stand(text, name) else text.addresses:
            if address not in search.sources.settings.allowed and any(
                holds_address(form, address, siteurl) for form in forms
            ):
                search.met.add(name)
                yield address_found(inner, text, address)
                break
