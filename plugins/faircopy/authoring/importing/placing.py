"""Decides where each imported text goes: its slug, its path, its address."""

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from faircopy.authoring.importing.front_matter import front_matter, written_date, written_title
from faircopy.authoring.importing.model import ForeignSite, ForeignText, ImportNote, PlacedText
from faircopy.authoring.importing.translations import Family, families
from faircopy.authoring.new import short_slug
from faircopy.content.settings import Site
from faircopy.lint.addresses import url_of
from faircopy.markdown.case_collisions import is_device_name
from faircopy.markdown.document import parse_document


@dataclass(frozen=True, slots=True)
class ExistingText:
    """A text that the site already has."""

    path: str  # below the content folder
    slug: str
    words: frozenset[str] = frozenset()  # of its text


@dataclass(frozen=True, slots=True)
class ExistingTexts:
    """What the site already has."""

    slugs: frozenset[str] = frozenset()
    slug_language: str = ""  # by whose rules it makes slugs (`Site.slug_language`)
    addresses: frozenset[str] = frozenset()  # files of the site, folded
    texts: Mapping[tuple[str, str, str], tuple[ExistingText, ...]] = field(
        default_factory=dict
    )  # by title, date and language

    def text(self, one: ForeignText) -> ExistingText | None:
        """Return the existing text that a source text became in an earlier import.

        A post is recognised by title and date. Pages have no date, and many are called `About`: words are compared.
        """
        day = written_date(one.date) if one.is_post and one.date else ""
        here = self.texts.get((written_title(one), day, one.language.lower()), ())
        words = words_of(one.text)
        return next((each for each in here if one.is_post or is_alike(each.words, words)), None)


def words_of(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[^\W\d_]{2,}", text.casefold()))


def is_alike(one: frozenset[str], other: frozenset[str]) -> bool:
    """Tell whether two texts have most words in common, as one has with what somebody corrected in it."""
    return not one or not other or len(one & other) * 2 >= min(len(one), len(other))


def placed_texts(found: ForeignSite, today: date, taken: ExistingTexts) -> Iterator[PlacedText]:
    """Yield the new texts with their places. Translations share a slug, by which Pelican links them."""
    used = set(taken.slugs)
    for number, family in enumerate(families(found.texts, found.language), 1):
        new = [one for one in family if not taken.text(one)]
        here = next((text for one in family if (text := taken.text(one))), None)
        wanted = here.slug if here else wanted_slug(family, number, taken.slug_language)
        slug = here.slug if here else free_slug(wanted, used)
        used.add(slug)
        for one in new:
            is_original = one is family[0] or not family[0].language
            yield placed(one, slug, wanted, today, is_first=one is family[0], is_translation=not is_original)


def wanted_slug(family: Family, number: int, language: str) -> str:
    names = (name for one in family for name in (one.slug, one.title))
    return next((slug for name in names if (slug := short_slug(html.unescape(name), language))), f"text-{number}")


def free_slug(wanted: str, used: set[str]) -> str:
    slug, again = wanted, 1
    while slug in used or is_device_name(slug):
        again += 1
        slug = f"{wanted}-{again}"
    return slug


def placed(
    one: ForeignText, slug: str, wanted: str, today: date, *, is_first: bool, is_translation: bool
) -> PlacedText:
    notes: tuple[ImportNote, ...] = ()
    if slug != wanted:
        why = "a name that Windows keeps for devices" if is_device_name(wanted) else "taken"
        notes = (ImportNote(one.path, 1, f"its slug '{wanted}' is {why}; it is '{slug}' now"),)
    day = one.date or one.modified or datetime(today.year, today.month, today.day)  # noqa: DTZ001  # of the site
    if one.is_post and one.date is None:
        notes += (
            ImportNote(one.path, 1, f"it has no date that can be read; it is a draft of {day.date().isoformat()} now"),
        )
        one = replace(one, status="draft")
    # Each has its own folder: Pelican attaches a picture to one text only.
    tail = "" if is_first else f".{one.language}"
    path = f"posts/{day.year:04}/{slug}{tail}/index.md" if one.is_post else f"pages/{slug}{tail}.md"
    return PlacedText(one, slug, path, day, is_translation, notes)


def address_of(one: PlacedText, site: Site) -> str:
    """Return the output file of a text, or "" if that is unknown."""
    document = parse_document(one.path, front_matter(one, (), "") + "\n")
    url = url_of(document, site, dated=one.source.is_post)
    return f"{url}index.html" if url and url.endswith("/") else url or ""
