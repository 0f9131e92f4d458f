"""What becomes of the texts of a source: where each goes, what its front matter says, where its links lead."""

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import pairwise
from textwrap import shorten

from markdown_it.token import Token

from faircopy.authoring.importing.links import Places, relinked
from faircopy.authoring.importing.model import ForeignSite, ForeignText, ImportNote
from faircopy.authoring.importing.old_html import without_old_html
from faircopy.authoring.importing.template_tags import one_line
from faircopy.authoring.new import short_slug
from faircopy.content.settings import Site
from faircopy.lint.addresses import url_of
from faircopy.markdown.blocks import parser
from faircopy.markdown.case_collisions import folded
from faircopy.markdown.document import parse_document
from faircopy.redirects.paths import NotAPathError, file_of
from faircopy.snippets.info_strings import is_ours, parse_other

FENCE = re.compile(r"^(?P<before>[ >\t]*(?:[-*+]\s+|\d+[.)]\s+)?)(?P<mark>`{3,}|~{3,})[ \t]*(?P<info>[^`\n]*?)[ \t]*$")
PLAIN_INFO = re.compile(r"[\w+#.-]*")
HEADING = re.compile(r"\s*(?:#[ \t]+(?P<atx>[^\n]+)|(?P<setext>[^\n]+)\n=+[ \t]*)(?:\n|$)")
MAX_SUMMARY_CHARS = 500  # characters
MAX_FIRST_CHARS = 300  # characters, of a text that has no summary of its own
MIN_LETTERS = 20  # a paragraph with fewer says nothing by itself
MORE = re.compile(r"<!--\s*more\s*-->", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Planned:
    """A text as it is to be written."""

    path: str  # below the content folder
    text: str
    source: ForeignText
    files: Mapping[str, str] = field(default_factory=dict)  # path below the content folder -> path in the source
    notes: tuple[ImportNote, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """All that is to be written, and what a person should know of it."""

    kind: str
    texts: tuple[Planned, ...]
    notes: tuple[ImportNote, ...]
    author: str = ""  # the one author of all texts, who is not written into each


@dataclass(frozen=True, slots=True)
class Placed:
    """A text with the place that it gets."""

    source: ForeignText
    slug: str
    path: str
    day: datetime
    notes: tuple[ImportNote, ...] = ()


@dataclass(frozen=True, slots=True)
class Taken:
    """What a site has already."""

    slugs: frozenset[str] = frozenset()
    texts: Mapping[tuple[str, str], str] = field(default_factory=dict)  # (title, date) -> path below the content folder


def plan_of(found: ForeignSite, site: Site, today: date, taken: Taken) -> ImportPlan:
    """Return what is to be written for a site like `site`, beside what is there already."""
    here = {one.path: taken.texts[key] for one in found.texts if (key := identity(one)) in taken.texts}
    placed = list(placed_texts([one for one in found.texts if one.path not in here], today, taken.slugs))
    authors = {one.source.authors for one in placed if one.source.authors}
    author = next(iter(authors))[0] if len(authors) == 1 and len(next(iter(authors))) == 1 else ""
    places = Places.of(found, here | {one.source.path: one.path for one in placed})
    own = {one.path: address_of(one, site) for one in placed}
    redirects = Redirects({folded(address) for address in own.values() if address})
    texts = [planned(one, places, redirects, own[one.path], author) for one in placed]
    known = (ImportNote(source, 1, f"it is here already, and passed over: '{path}'") for source, path in here.items())
    notes = (*found.notes, *known, *(note for one in texts for note in one.notes))
    return ImportPlan(found.kind, tuple(texts), notes, author)


def identity(one: ForeignText) -> tuple[str, str]:
    """Return what tells a text from others, as its front matter would have it."""
    return written_title(one), written_date(one.date) if one.is_post and one.date else ""


def placed_texts(texts: Iterable[ForeignText], today: date, taken: frozenset[str]) -> Iterator[Placed]:
    used = {(slug, "") for slug in taken}
    for number, one in enumerate(sorted(texts, key=lambda text: (not text.is_post, text.path)), 1):
        slug = wanted = short_slug(html.unescape(one.slug)) or short_slug(html.unescape(one.title)) or f"text-{number}"
        notes: tuple[ImportNote, ...] = ()
        again = 1
        while (slug, "") in used or (slug, one.language) in used:
            again += 1
            slug = f"{wanted}-{again}"
        if slug != wanted:
            notes = (ImportNote(one.path, 1, f"its slug '{wanted}' is taken; it is '{slug}' now"),)
        used.add((slug, one.language))
        day = one.date or one.modified or datetime(today.year, today.month, today.day)  # noqa: DTZ001  # of the site
        if one.is_post and one.date is None:
            notes += (ImportNote(one.path, 1, f"it has no date that can be read; it is a draft of {day:%Y-%m-%d} now"),)
            one = replace(one, status="draft")  # noqa: PLW2901
        tail = (
            f".{one.language}"
            if one.language and any(key == (slug, "") for key in used - {(slug, one.language)})
            else ""
        )
        path = f"posts/{day:%Y}/{slug}{tail}/index.md" if one.is_post else f"pages/{slug}{tail}.md"
        yield Placed(one, slug, path, day, notes)


def address_of(one: Placed, site: Site) -> str:
    """Return the file that is to be its address, or "" where nobody knows."""
    document = parse_document(one.path, front_matter(one, (), "") + "\n")
    url = url_of(document, site, dated=one.source.is_post)
    return f"{url}index.html" if url and url.endswith("/") else url or ""


class Redirects:
    """Old addresses, each of which can lead to one text only."""

    def __init__(self, own: set[str]) -> None:
        self.taken = own

    def for_text(self, source: ForeignText, own: str) -> tuple[list[str], list[ImportNote]]:
        """Return the addresses that are to lead to a text, and a note for each that cannot."""
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
    """Return a path with what may not stand in one percent-encoded."""
    return re.sub(
        r"[^A-Za-z0-9._~!$&'()*+;=:@%/-]", lambda found: "".join(f"%{one:02X}" for one in found[0].encode()), path
    )


def planned(one: Placed, places: Places, redirects: Redirects, own: str, author: str) -> Planned:
    source = one.source
    paths, notes = redirects.for_text(source, own) if source.status != "draft" else ([], [])
    head = front_matter(one, paths, author)
    text, facts = without_old_html(without_title(source.text, source.title).strip("\n"))
    body, dropped = with_plain_fences(text, source)
    dropped += [ImportNote(source.path, source.line + line, fact) for line, fact in facts]
    document = parse_document(one.path, f"{head}\n{body}\n")
    text, files, broken = relinked(document, source, places, source.line - head.count("\n") - 2)
    return Planned(one.path, text, source, files, (*source.notes, *one.notes, *notes, *dropped, *broken))


def front_matter(one: Placed, redirects: tuple[str, ...] | list[str], author: str) -> str:
    """Return the fields of a text, one a line."""
    source = one.source
    authors = [] if source.authors in ((), (author,)) else source.authors
    fields = {
        "Title": written_title(source),
        "Date": written_date(one.day) if source.is_post else "",
        "Modified": written_date(source.modified) if source.modified and is_later(source.modified, one.day) else "",
        "Slug": one.slug,
        "Category": term(source.category) if source.is_post else "",
        "Tags": ", ".join(dict.fromkeys(filter(None, map(term, source.tags)))) if source.is_post else "",
        "Lang": source.language,
        "Status": "" if source.status == "published" else source.status,
        "Authors": ", ".join(term(name) for name in authors),
        "Summary": html.unescape(one_line(source.summary) or first_words(source.text)).replace("<", "&lt;")[
            :MAX_SUMMARY_CHARS
        ],
        "Redirect_from": ", ".join(redirects),
    }
    return "".join(f"{key}: {value}\n" for key, value in fields.items() if value)


def written_title(source: ForeignText) -> str:
    return html.unescape(one_line(source.title)).replace("<", "&lt;")


def first_words(text: str) -> str:
    """Return the first paragraph of a text, which generators show in lists, if it stands before `<!--more-->`."""
    tokens = parser().parse(MORE.split(text, maxsplit=1)[0])
    for opening, inline in pairwise(tokens):
        if opening.type != "paragraph_open" or opening.level or "{{" in inline.content or "{%" in inline.content:
            continue
        children: list[Token] = []
        parser().inline.parse(inline.content, parser(), {}, children)
        words = "".join(" " if one.type.endswith("break") else text_of(one) for one in children)
        if sum(map(str.isalpha, words)) >= MIN_LETTERS:
            return shorten(words, MAX_FIRST_CHARS, placeholder=" …")
    return ""


def text_of(token: Token) -> str:
    return token.content if token.type in {"text", "code_inline"} else ""


def term(name: str) -> str:
    """Return the name of a tag, a category or an author, which commas divide."""
    return " ".join(html.unescape(one_line(name)).replace(",", " ").replace("<", "").split())


def is_later(moment: datetime, day: datetime) -> bool:
    return moment.date() > day.date()


def written_date(moment: datetime) -> str:
    if moment.tzinfo is None:
        clock = f"{moment:%H:%M:%S}".removesuffix(":00")
        return f"{moment:%Y-%m-%d}" if clock == "00:00" else f"{moment:%Y-%m-%d} {clock}"
    return moment.isoformat(" ", "minutes")


def without_title(text: str, title: str) -> str:
    """Return a text that does not begin with its own title as a heading: the page shows that by itself."""
    found = HEADING.match(text)
    same = found and one_line(found["atx"] or found["setext"]).strip("# ").casefold() == one_line(title).casefold()
    return text[found.end() :] if found and same else text


def with_plain_fences(text: str, source: ForeignText) -> tuple[str, list[ImportNote]]:
    """Return a text whose fences say their language only: what else one says is another generator's."""
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
