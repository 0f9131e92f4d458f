"""Plans an import: places, front matter, links and redirects of each text."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from faircopy.authoring.importing.front_matter import front_matter
from faircopy.authoring.importing.links import ImportedPlaces, relinked
from faircopy.authoring.importing.model import ForeignSite, ForeignText, ImportNote, PlacedText
from faircopy.authoring.importing.old_html import without_old_html
from faircopy.authoring.importing.placing import ExistingTexts, address_of, placed_texts
from faircopy.authoring.importing.template_tags import one_line
from faircopy.authoring.importing.translations import in_languages
from faircopy.content.settings import Site
from faircopy.markdown.case_collisions import folded
from faircopy.markdown.document import parse_document
from faircopy.redirects.paths import NotAPathError, file_of
from faircopy.snippets.reading.info_strings import is_ours, parse_other

FENCE = re.compile(r"^(?P<before>[ >\t]*(?:[-*+]\s+|\d+[.)]\s+)?)(?P<mark>`{3,}|~{3,})[ \t]*(?P<info>[^`\n]*?)[ \t]*$")
PASSED_OVER = "it is here already, and passed over: '{}'; to import it, take that away"
# No page may have them, and nobody has typed them on purpose.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
PLAIN_INFO = re.compile(r"[\w+#.-]*")
HEADING = re.compile(r"\s*+(?:#[ \t]+(?P<atx>[^\n]+)|(?P<setext>[^\n]+)\n=+[ \t]*)(?:\n|$)")


@dataclass(frozen=True, slots=True)
class PlannedText:
    """A text as it will be written."""

    path: str  # below the content folder
    text: str
    source: ForeignText
    files: Mapping[str, str] = field(default_factory=dict)  # path below the content folder -> path in the source
    notes: tuple[ImportNote, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """Everything that will be written, with notes for the author."""

    kind: str
    texts: tuple[PlannedText, ...]
    notes: tuple[ImportNote, ...]
    author: str = ""  # the one author of all texts, who is not written into each


def plan_of(found: ForeignSite, site: Site, today: date, taken: ExistingTexts) -> ImportPlan:
    """Plan an import into a site like `site`, beside its existing content."""
    found = replace(found, texts=tuple(in_languages(found, site.language)))
    here = {one.path: text.path for one in found.texts if (text := taken.text(one))}
    placed = list(placed_texts(found, today, taken))
    authors = {one.source.authors for one in placed if one.source.authors}
    author = next(iter(authors))[0] if len(authors) == 1 and len(next(iter(authors))) == 1 else ""
    places = ImportedPlaces.of(found, here | {one.source.path: one.path for one in placed}, translations_in(placed))
    own = {one.path: address_of(one, site) for one in placed}
    redirects = Redirects({folded(address) for address in own.values() if address} | taken.addresses)
    texts = [planned(one, places, redirects, own[one.path], author) for one in placed]
    known = (ImportNote(source, 1, PASSED_OVER.format(path)) for source, path in here.items())
    notes = (*found.notes, *known, *(note for one in texts for note in one.notes))
    return ImportPlan(found.kind, tuple(texts), notes, author)


def translations_in(placed: Iterable[PlacedText]) -> Mapping[str, Mapping[str, str]]:
    """Return for the path of each text its own path and those of its translations, by language."""
    families: dict[tuple[bool, str], dict[str, str]] = {}
    for one in placed:
        families.setdefault((one.source.is_post, one.slug), {})[one.source.language] = one.path
    return {path: family for family in families.values() for path in family.values()}


class Redirects:
    """Old addresses, each of which can lead to only one text."""

    def __init__(self, own: set[str]) -> None:
        self.taken = own

    def for_text(self, source: ForeignText, own: str) -> tuple[list[str], list[ImportNote]]:
        """Return the addresses that redirect to a text, and a note for each that cannot."""
        paths, notes = [], []
        for address in dict.fromkeys(source.addresses):
            path = address if "," not in address else address.replace(",", "%2C")
            try:
                file = folded(file_of(quoted(path)))
            except NotAPathError as why:
                notes.append(
                    ImportNote(source.path, 1, f"its old address '{address}' {why}, so nothing leads on from it")
                )
                continue
            if file == folded(own):
                continue
            if file in self.taken:
                notes.append(ImportNote(source.path, 1, f"its old address '{address}' is that of another text, too"))
                continue
            self.taken.add(file)
            paths.append(quoted(path))
        return paths, notes


def quoted(path: str) -> str:
    """Return a path with forbidden characters percent-encoded."""
    return re.sub(
        r"[^A-Za-z0-9._~!$&'()*+;=:@%/-]", lambda found: "".join(f"%{one:02X}" for one in found[0].encode()), path
    )


def planned(one: PlacedText, places: ImportedPlaces, redirects: Redirects, own: str, author: str) -> PlannedText:
    source = one.source
    paths, notes = redirects.for_text(source, own) if source.status != "draft" else ([], [])
    head = front_matter(one, paths, author)
    words = CONTROL.sub("", source.text)
    if number := len(source.text) - len(words):
        notes.append(ImportNote(source.path, source.line, f"{number} invisible control characters were left out"))
    text, facts = without_old_html(without_title(words, source.title).strip("\n"))
    body, dropped = with_plain_fences(text, source)
    dropped += [ImportNote(source.path, source.line + line, fact) for line, fact in facts]
    document = parse_document(one.path, f"{head}\n{body}\n")
    text, files, broken = relinked(document, source, places, source.line - head.count("\n") - 2)
    return PlannedText(one.path, text, source, files, (*source.notes, *one.notes, *notes, *dropped, *broken))


def without_title(text: str, title: str) -> str:
    """Return a text without a heading that repeats its title, which the page shows anyway."""
    found = HEADING.match(text)
    same = found and one_line(found["atx"] or found["setext"]).strip("# ").casefold() == one_line(title).casefold()
    return text[found.end() :] if found and same else text


def with_plain_fences(text: str, source: ForeignText) -> tuple[str, list[ImportNote]]:
    """Return a text whose fences have only a language: other attributes belong to another generator."""
    notes, lines, mark = [], [], ""
    for number, line in enumerate(text.split("\n")):
        found = FENCE.match(line)
        if found and not mark:
            mark = found["mark"]
            info = found["info"]
            if not PLAIN_INFO.fullmatch(info) and not is_ours(info):
                fact = f"the fence says '{info}'; of that only its language stays"
                notes.append(ImportNote(source.path, source.line + number, fact))
                line = f"{found['before']}{mark}{parse_other(info).language}"  # noqa: PLW2901
        elif found and found["mark"].startswith(mark) and not found["info"]:
            mark = ""
        lines.append(line)
    return "\n".join(lines), notes
