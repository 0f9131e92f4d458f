"""The sources of a site, sorted by who may see them."""

import csv
import hashlib
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from faircopy.build.heldback.letters import letters_of, readings, shown, told, words_of
from faircopy.build.heldback.passages import PublicText
from faircopy.build.heldback.unpack import Leaf, TooLargeError, leaves_of
from faircopy.checklists.assets import WEB
from faircopy.checklists.vocabulary import FILE as ANSWERS
from faircopy.content.moment import Moment
from faircopy.content.schedule import time_of, withheld
from faircopy.lint.layout import Layout, layout_of
from faircopy.markdown.document import Document, read_document
from faircopy.media.chart_data import READERS, ChartError, read_chart, table_of

OWN = "index.md"  # a post of this name owns what is in its folder, and below
# Addresses in Markdown, which become attributes.
TARGET = re.compile(r"\]\([^)\s]*")
LINKED = re.compile(r"\]\(\s*<?(?:\{\w+\})?([^)\s>]+)|[{|](?:static|attach|filename)[|}]([^\s\"'()<>?#]+)")
# A table of more columns is looked for by rows and by single columns only.
MOST_COLUMNS = 5
# Larger than any text that somebody quotes from.
LARGEST_TEXT = 2 * 1024**2


@dataclass(frozen=True, eq=False)  # no slots: what is worked out is kept
class Withheld:
    """A text that is not public."""

    document: Document
    why: str
    addresses: tuple[str, ...]  # below the site, or whatever else names it
    files: Mapping[str, Path]  # what belongs to it, by its path as the text would name it

    @cached_property
    def leaves(self) -> tuple[tuple[str, bytes], ...]:
        """Its files and what is packed in them: how to name one, and its bytes."""
        return tuple(
            (f"{name}/{leaf.path}".rstrip("/"), leaf.data)
            for name, file in self.files.items()
            for leaf in whole_leaves(file.read_bytes())
        )


@dataclass(frozen=True, slots=True)
class Place:
    """Where the sources of a site are, and what is asked of them."""

    content: Path
    theme: Path
    code: tuple[Path, ...]  # settings and plugins, whose words are on pages, too
    moment: Moment
    addresses: tuple[str, ...]  # patterns of the addresses of posts and pages, drafts too
    shown_from: Path  # the folder that messages name sources from
    siteurl: str = ""


@dataclass(frozen=True)  # no slots: what is worked out is kept
class Sources:
    """The sources of a site."""

    withheld: tuple[Withheld, ...]
    documents: tuple[Document, ...]  # that are public
    files: tuple[Path, ...]  # that are public
    around: tuple[Path, ...]  # templates, settings, plugins
    siteurl: str = ""

    @cached_property
    def digests(self) -> frozenset[str]:
        """The contents of all public files, and of what is packed in them."""
        return frozenset(digest_of(leaf.data) for file in self.files for leaf in whole_leaves(file.read_bytes()))

    @cached_property
    def whole_digests(self) -> frozenset[str]:
        return frozenset(digest_of(file.read_bytes()) for file in self.files)

    @cached_property
    def text(self) -> PublicText:
        """All that may be read."""
        written = [document.text for document in self.documents]
        written += [file.read_text("utf-8", "replace") for file in self.around]
        attached = [file for file in self.files if file.stat().st_size <= LARGEST_TEXT]
        texts = [
            *(form for text in written for form in forms_of(text)),
            *(form for file in attached for form in forms_of_file(file.name, file.read_bytes())),
        ]
        words = [words_of(text) for text in texts]
        return PublicText(["".join(one) for one in words], f" {' '.join(word for one in words for word in one)} ")


def place_of(settings: Mapping[str, Any], folder: Path, moment: Moment) -> Place:
    """Return the place of a site with these Pelican settings, whose settings file is in `folder`."""
    own = sorted(file for package in (Path(__file__).parents[2]).iterdir() for file in package.glob("*.py"))
    return Place(
        content=Path(settings["PATH"]),
        theme=Path(settings["THEME"]),
        code=(*sorted(folder.glob("*.py")), *own),
        moment=moment,
        addresses=address_patterns(settings),
        shown_from=Path.cwd(),
        siteurl=settings["SITEURL"],
    )


def address_patterns(settings: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the patterns of the addresses of all posts and pages, drafts and translations too."""
    kinds = ("ARTICLE", "PAGE", "DRAFT", "DRAFT_PAGE")
    names = [f"{kind}{lang}_URL" for kind in kinds for lang in ("", "_LANG")]
    return tuple(dict.fromkeys(settings[name] for name in names if settings.get(name)))


def sources_of(place: Place) -> Sources:
    """Read all that the site is made from."""
    layout = layout_of(place.content)
    held: list[tuple[Document, Path, str, bool]] = []
    public: list[tuple[Document, Path, bool]] = []
    for paths, dated in ((layout.posts, True), (layout.pages, False)):
        for path in paths:
            document = read_document(path, os.path.relpath(path, place.shown_from))
            # What cannot be read has ended the build.
            if isinstance(document, Document):
                why = withheld(document, place.moment, dated=dated)
                if why:
                    held.append((document, path, why, dated))
                else:
                    public.append((document, path, dated))
    taken = {address for document, _, dated in public for address in addresses_of(document, place, dated=dated)}
    owners = owners_in(layout)
    names = {id(document): files_of(document, path, owners) for document, path, *_ in held}
    texts = tuple(
        Withheld(
            document, why, tuple(sorted({*addresses_of(document, place, dated=dated)} - taken)), names[id(document)]
        )
        for document, path, why, dated in held
    )
    hidden = {os.path.realpath(file) for files in names.values() for file in files.values()}
    files = [file for file in layout.files if file.suffix != ".md" and os.path.realpath(file) not in hidden]
    looks = [*files_below(place.theme), *files_below(WEB)]
    files += looks
    around = [*(file for file in looks if file.suffix == ".html"), ANSWERS, *place.code]
    return Sources(texts, tuple(document for document, *_ in public), tuple(files), tuple(around), place.siteurl)


def addresses_of(document: Document, place: Place, *, dated: bool) -> set[str]:
    slug = document.field("slug")
    if not slug or not slug.value:
        return set()
    due = time_of(document, place.moment)
    told = {one.key: one.value.strip().lower().replace(" ", "-") for one in document.fields}
    if dated and any("{date" in pattern for pattern in place.addresses):
        patterns = [one for one in place.addresses if one.strip("/") != "{slug}"]
    else:
        patterns = [one for one in place.addresses if "{date" not in one or dated]
    values = {"lang": "", "category": "", "author": "", **told, "slug": slug.value, **({"date": due} if due else {})}
    addresses = set()
    for pattern in patterns:
        if due or "{date" not in pattern:
            try:
                addresses.add(pattern.format(**values))
            except (KeyError, ValueError, IndexError, AttributeError):
                continue  # an address of something else
    dates = {f"{due:%Y-%m-%d}:{slug.value}"} if due else set()  # the entry's id in feeds
    return {one for one in addresses if len(one) > 1} | dates | ({f"cards/{slug.value}.png"} if dated else set())


def owners_in(layout: Layout) -> dict[str, list[Path]]:
    """Return the files that belong to the text in each folder: all below it, but for those below another text."""
    folders = {str(path.parent) for path in layout.posts if path.name == OWN}
    owned: dict[str, list[Path]] = {folder: [] for folder in folders}
    for file in layout.files:
        folder = next((str(one) for one in file.parents if str(one) in folders), None)
        if folder and file.suffix != ".md":
            owned[folder].append(file)
    return owned


def files_of(document: Document, path: Path, owners: Mapping[str, list[Path]]) -> dict[str, Path]:
    """Return the files of a text: those in its folder, and for one without a folder those that it links to."""
    files = owners.get(str(path.parent), []) if path.name == OWN else [*files_linked(document, path)]
    return {os.path.relpath(file, path.parent): file for file in sorted(files) if file.stat().st_size}


def files_linked(document: Document, path: Path) -> Iterator[Path]:
    for found in LINKED.finditer(document.text):
        file = path.parent / unquote(found[1] or found[2]).lstrip("/")
        # In its own folder or below: elsewhere it may be others', too.
        if file.suffix != ".md" and file.is_file() and file.resolve().is_relative_to(path.parent.resolve()):
            yield file


def files_below(folder: Path) -> list[Path]:
    return [file for file in sorted(folder.rglob("*")) if file.is_file()]


def digest_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def whole_leaves(data: bytes) -> Iterator[Leaf]:
    """Yield a file and what is packed in it, as far as that can be unpacked."""
    try:
        yield from leaves_of(data)
    except TooLargeError:
        return


def forms_of(markdown: str) -> tuple[str, str]:
    """Return the forms in which the text of a source may turn up: as it is shown, and as it is written."""
    return shown(TARGET.sub("] ", markdown)), told(markdown)


def forms_of_file(name: str, data: bytes) -> Iterator[str]:
    """Yield the forms in which the text of a file may turn up; for a table also those of its columns, and its chart."""
    for text in readings(data[:LARGEST_TEXT]):
        yield shown(text)
        yield told(text)
        if name.endswith((".csv", ".tsv")):
            yield from forms_of_table(text)


def forms_of_table(text: str) -> Iterator[str]:
    try:
        rows = [row for row in csv.reader(text.splitlines(), delimiter="\t" if "\t" in text else ",") if row]
    except csv.Error:
        return
    width = max(map(len, rows), default=0)
    for number in range(1, width) if width <= MOST_COLUMNS else (1,):
        for columns in combinations(range(width), number):
            told_rows = [" ".join(row[column] for column in columns if column < len(row)) for row in rows]
            yield "\n".join(told_rows)
            yield "\n".join(told_rows[1:])  # without its headings
    for kind in READERS:
        try:
            headings, chart_rows = table_of(read_chart(kind, text))
        except (ChartError, ValueError):
            continue
        yield "\n".join(map(" ".join, [headings, *chart_rows]))
        yield "\n".join(map(" ".join, chart_rows))


def letters_in(texts: Iterable[str]) -> list[str]:
    return [letters_of(text) for text in texts]
