"""Converts the links of imported texts: to other texts, to files, or to nothing."""

import posixpath
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from faircopy.authoring.importing.model import SOURCE_LINK, ForeignSite, ForeignText, ImportNote
from faircopy.lint.links import SourceLink, find_links
from faircopy.markdown.case_collisions import is_device_name
from faircopy.markdown.document import Document

PICTURE_END = re.compile(r">?(?:\s++(?:\"[^\"]*\"|'[^']*'))?\s*+\)")
# The beginning of a picture, up to its address.
HOST = re.compile(r"^(?:[\w.+-]+:)?//[^/?#]*")
PICTURE = re.compile(r"!\[(?P<words>[^\[\]]*)\]\(\s*<?$")
BARE = re.compile(rf"{SOURCE_LINK}(?P<path>[^\s<>\"')\]]*[^\s<>\"')\].,;:!?])")
ENDINGS = ("", ".md", ".markdown", ".rst", ".html")


@dataclass(frozen=True, slots=True)
class ImportedPlaces:
    """The imported texts and files, by all names that a link may use for them."""

    texts: Mapping[str, str]  # a source path, or an address without a slash at the end -> path below the content folder
    files: Mapping[str, str]  # address -> path in the source
    sources: frozenset[str]  # paths of files in the source
    roots: tuple[str, ...]
    translations: Mapping[str, Mapping[str, str]]  # path below the content folder -> those of its family, by language

    @classmethod
    def of(
        cls, found: ForeignSite, planned: Mapping[str, str], translations: Mapping[str, Mapping[str, str]]
    ) -> "ImportedPlaces":
        texts: dict[str, str] = {}
        for one in found.texts:
            for name in (one.path, *(plain_address(address) for address in one.addresses)):
                texts.setdefault(name, planned[one.path])
        return cls(texts, found.files, frozenset(found.files.values()), found.roots, translations)

    def text_at(self, path: str, language: str) -> str:
        """Return the text at a source path, which may lack its suffix or its first folders.

        Among translations, it is the one in `language`.
        """
        bare = path.strip("/")
        for ending in ENDINGS:
            for name in (bare + ending, f"{bare}/index{ending}"):
                if name in self.texts:
                    return self.texts[name]
        tails = tuple(f"/{bare}{ending}" for ending in ENDINGS)
        found = {
            self.translations.get(place, {}).get(language, place)
            for name, place in self.texts.items()
            if bare and not name.startswith("/") and name.endswith(tails)
        }
        return found.pop() if len(found) == 1 else ""


def plain_address(address: str) -> str:
    """Return the canonical form of a page's address, without `/`, `/index.html` or `.html` at its end."""
    path = re.sub(r"(?:/index)?\.html?$|/index\.html?$", "", unquote(address))
    return f"/{path.strip('/')}"


def relinked(
    document: Document, source: ForeignText, places: ImportedPlaces, shift: int
) -> tuple[str, dict[str, str], list[ImportNote]]:
    """Return the text with converted links, the files that it needs, and a note for each dead link.

    `shift` is the difference between line numbers in the source and in the planned text.
    """
    lines = document.text.split("\n")
    files: dict[str, str] = {}
    notes: list[ImportNote] = []

    def note(line: int, fact: str) -> None:
        notes.append(ImportNote(source.path, max(1, line + shift), fact))

    for link in sorted(find_links(document), key=lambda one: (one.line, one.column), reverse=True):
        made, file = led_on(link, document.path, source, places, files)
        written = link.target.removeprefix(SOURCE_LINK)
        fetched = link.image and (made or written).startswith(("http://", "https://", "//"))
        if fact := loss_at(link, written, fetched=fetched, is_dead=made is None):
            note(link.line, fact)
        if file and made:
            files[posixpath.join(folder_of(document.path), posixpath.basename(made.removeprefix("{attach}")))] = file
        lines[link.line - 1] = with_link(lines[link.line - 1], link, made or written, fetched=fetched)
    for number, line in enumerate(lines, 1):
        led = partial(bare_link, places=places, language=source.language, note=partial(note, number))
        lines[number - 1] = BARE.sub(led, line)
    return "\n".join(lines), files, sorted(notes)


def loss_at(link: SourceLink, written: str, *, fetched: bool, is_dead: bool) -> str:
    """Return what the author must know of a link; "" if nothing."""
    if fetched:
        return f"the picture '{written}' is another site's, which no page fetches from; it is a link now"
    if is_dead:
        return f"the {'picture' if link.image else 'link'} '{written}' leads nowhere in the source"
    if link.image and not link.alt:
        return f"the picture '{written}' had no words; it has its file's name now"
    return ""


def bare_link(found: re.Match[str], places: ImportedPlaces, language: str, note: Callable[[str], None]) -> str:
    """Return a link for a template tag in running text, where the old generator printed an address."""
    path, _, anchor = found["path"].partition("#")
    name = posixpath.splitext(posixpath.basename(path))[0]
    if text := places.text_at(unquote(path), language):
        return f"[{name}]({{filename}}/{text}{'#' if anchor else ''}{anchor})"
    note(f"the link '{path}' leads nowhere in the source")
    return name


def with_link(line: str, link: SourceLink, made: str, *, fetched: bool) -> str:
    """Return a line with a link replaced by `made`; a picture of another site becomes a plain link.

    A picture without alternative text gets the name of its file, which is better than nothing.
    """
    start = link.column - 1
    if not line.startswith(link.target, start):
        return line
    before, after = line[:start], made + line[start + len(link.target) :]
    picture = PICTURE.search(before)
    words = words_in(link.target)
    end = PICTURE_END.match(line, start + len(link.target))
    if picture and fetched and end and before[: picture.start()].endswith("["):
        # A link cannot stand in the words of another.
        return f"{before[: picture.start()]}{picture['words'] or words}{line[end.end() :]}"
    if picture and fetched:
        return f"{before[: picture.start()]}[{picture['words'] or words}{before[picture.end('words') :]}{after}"
    if picture and not picture["words"].strip():
        return f"{before[: picture.start('words')]}{words}{before[picture.end('words') :]}{after}"
    raw = before.lower().rfind("<img")
    if link.image and not link.alt and raw >= 0:
        return f'{before[: raw + 4]} alt="{words}"{before[raw + 4 :]}{after}'
    return before + after


def words_in(target: str) -> str:
    """Return the name of a file as words; "Picture" if it has none."""
    path = re.split("[?#]", HOST.sub("", target, count=1), maxsplit=1)[0]
    stem = posixpath.splitext(posixpath.basename(unquote(path)))[0]
    words = " ".join(re.findall(r"[^\W\d_]{2,}", stem))
    return words or "Picture"


def folder_of(path: str) -> str:
    """Return the folder for the files of a text: its own for a post, a separate one for a page."""
    place = PurePosixPath(path)
    return str(place.parent if place.name == "index.md" else place.with_suffix(""))


def led_on(
    link: SourceLink, path: str, source: ForeignText, places: ImportedPlaces, files: Mapping[str, str]
) -> tuple[str | None, str]:
    """Return the new target of a link (None if it is dead), and the source file to copy."""
    target = inside(link.target, places.roots)
    if target is None:
        return link.target, ""
    address, mark, rest = re.match(r"([^?#]*)([?#]?)(.*)", target, re.DOTALL).groups()  # type: ignore[union-attr]
    if not address:
        return link.target, ""
    if found := text_for(address, source, places):
        return f"{{filename}}/{found}{mark if mark == '#' else ''}{rest if mark == '#' else ''}", ""
    if file := file_for(address, source, places):
        name = free_name(file, path, files)
        folder = "" if PurePosixPath(path).name == "index.md" else f"{PurePosixPath(path).stem}/"
        return f"{{attach}}{folder}{name}", file
    is_home = plain_address(address) == "/" and mark != "?" and not address.startswith(SOURCE_LINK)
    return ("/" if is_home else None), ""


def inside(target: str, roots: Iterable[str]) -> str | None:
    """Return the target of a link within the source; None if it leads elsewhere."""
    if target.startswith(SOURCE_LINK):
        return target
    bare = re.sub(r"^https?:", "", target)
    for root in roots:
        if (bare + "/").startswith(re.sub(r"^https?:", "", root) + "/"):
            return bare[len(re.sub(r"^https?:", "", root)) :] or "/"
    try:
        parts = urlsplit(target)
    except ValueError:
        return None
    return None if parts.scheme or parts.netloc or target.startswith(("#", "{", "|")) else target


def text_for(address: str, source: ForeignText, places: ImportedPlaces) -> str:
    """Return the text that an address of the source leads to."""
    if address.startswith(SOURCE_LINK):
        return places.text_at(unquote(address.removeprefix(SOURCE_LINK)), source.language)
    if address.startswith("/"):
        return places.texts.get(plain_address(address), "")
    path = unquote(address)
    beside = posixpath.normpath(posixpath.join(posixpath.dirname(source.path), path))
    if beside in places.texts or any(beside + ending in places.texts for ending in ENDINGS):
        return places.text_at(beside, source.language)
    for own in source.addresses[:1]:
        found = places.texts.get(plain_address(posixpath.normpath(posixpath.join(posixpath.dirname(own), path))))
        if found:
            return found
    return ""


def file_for(address: str, source: ForeignText, places: ImportedPlaces) -> str:
    """Return the file in the source that an address leads to."""
    path = unquote(address.removeprefix(SOURCE_LINK))
    if path.startswith("/"):
        return places.files.get(path, "")
    near = [posixpath.normpath(posixpath.join(posixpath.dirname(source.path), path)), posixpath.normpath(path)]
    if found := next((one for one in near if one in places.sources), ""):
        return found
    for own in source.addresses[:1]:
        found = places.files.get(posixpath.normpath(posixpath.join(posixpath.dirname(own), path)), "")
        if found:
            return found
    return places.files.get(f"/{posixpath.normpath(path)}", "")


def free_name(file: str, path: str, files: Mapping[str, str]) -> str:
    """Return a unique name for a file beside a text, its own if possible on all systems."""
    stem, ending = posixpath.splitext(posixpath.basename(file))
    stem = re.sub(r"[^A-Za-z0-9._-]+", "-", stem).strip("-.") or "file"
    stem = f"file-{stem}" if is_device_name(stem) else stem
    ending = re.sub(r"[^A-Za-z0-9.]+", "", ending).rstrip(".")
    number, name = 1, f"{stem}{ending}"
    while files.get(posixpath.join(folder_of(path), name), file) != file:
        number += 1
        name = f"{stem}-{number}{ending}"
    return name
