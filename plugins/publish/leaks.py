"""Words, files and addresses of texts that the world must not see, looked for in all that was built."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from mdsource.diagnostics import Diagnostic
from mdsource.document import Document, read_document
from proofread.layout import layout_of
from publish import rules
from publish.phrases import PhraseIndex
from publish.settings import Settings
from publish.site import Site
from publish.texts import is_picture, unpacked, words_shown, words_written
from scheduling.due import time_of, withheld

# Fields that readers see.
FIELDS = ("title", "summary", "category", "tags", "series")
# A name of one short word is met everywhere.
SHORTEST_WORD = 5
# theming names a smaller picture after the first characters of its original's digest.
DIGEST_LENGTH = 10


@dataclass(frozen=True, slots=True)
class Withheld:
    """A text that is not public."""

    document: Document
    why: str
    addresses: tuple[str, ...]  # below the site, or whatever else names it
    files: Mapping[str, Path]  # what stands beside it, by digest


@dataclass(frozen=True, slots=True)
class Sources:
    """The sources of a site, sorted by who may see them."""

    withheld: tuple[Withheld, ...]
    public: tuple[str, ...]  # texts, the theme's and the settings' too
    public_files: frozenset[str]  # digests


@dataclass(frozen=True, slots=True)
class Line:
    """Where a phrase was written."""

    text: Withheld
    number: int  # from 1


def sources_of(root: Path, settings: Settings) -> Sources:
    """Read all that the site of the settings below `root` is made from."""
    layout = layout_of(root / settings.content)
    withheld_texts: list[Withheld] = []
    public: list[Document] = []
    for paths, dated in ((layout.posts, True), (layout.pages, False)):
        for path in paths:
            document = read_document(path, path.relative_to(root).as_posix())
            # What cannot be read has ended the build.
            if isinstance(document, Document):
                why = withheld(document, settings.moment, dated=dated)
                if why:
                    found = Withheld(document, why, addresses_of(document, settings), files_beside(path))
                    withheld_texts.append(found)
                else:
                    public.append(document)
    hidden = {digest for text in withheld_texts for digest in text.files}
    seen = [root / document.path for document in public]
    shown = {digest for path in seen for digest in files_beside(path)} | set(
        files_below(root / settings.content / "extra")
    )
    around = [*sorted((root / settings.theme).rglob("*.html")), *sorted(root.glob("*.py"))]
    texts = [document.text for document in public] + [path.read_text("utf-8", "replace") for path in around]
    return Sources(tuple(withheld_texts), tuple(texts), frozenset(hidden & shown))


def addresses_of(document: Document, settings: Settings) -> tuple[str, ...]:
    slug = document.field("slug")
    if not slug or not slug.value:
        return ()
    due = time_of(document, settings.moment)
    values = {"slug": slug.value, "lang": "", "category": "", "author": "", **({"date": due} if due else {})}
    patterns = [pattern for pattern in settings.addresses if due or "{date" not in pattern]
    addresses = {pattern.format(**values) for pattern in patterns}
    dated = {f"{due:%Y-%m-%d}:{slug.value}"} if due else set()  # the entry's id in feeds
    return tuple(sorted(addresses | dated | {f"cards/{slug.value}.png"}))


def files_beside(path: Path) -> dict[str, Path]:
    """Return what stands in the folder of a post, by digest; a page, and a post that shares its folder, owns none."""
    own = path.name == "index.md"
    files = [file for file in path.parent.iterdir() if file.is_file() and file.suffix != ".md"] if own else []
    return {hashlib.sha256(file.read_bytes()).hexdigest(): file for file in sorted(files) if file.stat().st_size}


def files_below(folder: Path) -> Iterator[str]:
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            yield hashlib.sha256(file.read_bytes()).hexdigest()


def check_leaks(site: Site, sources: Sources) -> Iterator[Diagnostic]:
    """Yield what of the texts that are not public can be read in the site, once for each text and file."""
    if not sources.withheld:
        return
    index = index_of(sources)
    digests = {
        digest: (text, file)
        for text in sources.withheld
        for digest, file in text.files.items()
        if digest not in sources.public_files
    }
    for name in site.names:
        data = unpacked(site.read(name))
        if not is_picture(name):
            yield from leaked_words(name, data, index)
        yield from leaked_addresses(name, b"" if is_picture(name) else data, sources.withheld)
        yield from leaked_files(name, data, digests)


def index_of(sources: Sources) -> PhraseIndex:
    """Return the phrases that only texts have that are not public."""
    index = PhraseIndex()
    for text in sources.withheld:
        for number, words, shortest in phrases_of(text.document):
            index.add(words, Line(text, number), shortest)
    for public in sources.public:
        index.forget(words_written(public))
    return index


def phrases_of(document: Document) -> Iterator[tuple[int, list[str], int]]:
    """Yield line, words and the least number of them that counts, for each field and paragraph."""
    for found in document.fields:
        if found.key in FIELDS:
            parts = found.value.split(",") if found.key == "tags" else [found.value]
            for part in parts:
                words = words_written(part)
                telling = len(words) > 1 or len("".join(words)) >= SHORTEST_WORD
                yield found.line, words, 1 if telling else 2
    start, paragraph = document.body_line, ""
    for number, line in enumerate([*document.body.split("\n"), ""], document.body_line):
        if line.strip():
            paragraph += f"{line}\n"
        else:
            yield start, words_written(paragraph), 5
            start, paragraph = number + 1, ""


def leaked_words(name: str, data: bytes, index: PhraseIndex) -> Iterator[Diagnostic]:
    told: set[str] = set()
    for phrase, note in chain.from_iterable(index.found_in(words) for words in words_shown(name, data)):
        assert isinstance(note, Line)  # noqa: S101  # all that index_of() notes
        path = note.text.document.path
        if path not in told:
            told.add(path)
            fact = f"'{phrase}' stands in '{name}', and this text is not public: {note.text.why}"
            hint = "a template, a plugin or another text brings it there"
            yield rules.TEXT_LEAKED.at(path, note.number, fact, hint)


def leaked_addresses(name: str, data: bytes, texts: Iterable[Withheld]) -> Iterator[Diagnostic]:
    for text in texts:
        found = next((one for one in text.addresses if name.startswith(one) or holds_address(data, one)), None)
        if found:
            fact = f"'{found}' stands in '{name}', and this text is not public: {text.why}"
            yield rules.ADDRESS_LEAKED.at(text.document.path, 1, fact, "a setting or a template links to it")


def holds_address(data: bytes, address: str) -> bool:
    """Tell whether an address stands there, and not only as the end of a longer word."""
    at = data.find(address.encode())
    while at != -1:
        if not data[at - 1 : at].isalnum() and data[at - 1 : at] not in (b"-", b"_"):
            return True
        at = data.find(address.encode(), at + 1)
    return False


def leaked_files(name: str, data: bytes, digests: Mapping[str, tuple[Withheld, Path]]) -> Iterator[Diagnostic]:
    whole = hashlib.sha256(data).hexdigest()
    for digest, (text, file) in digests.items():
        if digest == whole or f"-{digest[:DIGEST_LENGTH]}-" in name:
            fact = f"'{file.name}' stands in the site as '{name}', and belongs to a text that is not public: {text.why}"
            yield rules.FILE_LEAKED.at(text.document.path, 1, fact, "a template, a plugin or another text links to it")
