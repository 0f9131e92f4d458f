"""Which texts of a source are translations of one another, and in which language each is."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from faircopy.authoring.importing.model import ForeignSite, ForeignText, ImportNote
from faircopy.lint.rules.front_matter_fields import LANGUAGE

Family = tuple[ForeignText, ...]


def tag_of(language: str) -> str:
    """Return a language as front matter has it, `de_de` as de-DE; "" for what is none: it becomes part of a path."""
    first, *others = language.strip().replace("_", "-").lower().split("-")
    tag = "-".join((first, *(part.title() if len(part) == len("Latn") else part.upper() for part in others)))
    return tag if LANGUAGE.fullmatch(tag) else ""


def in_languages(found: ForeignSite, home: str) -> Iterator[ForeignText]:
    """Yield all texts, each with the language that it is to name: none where it is that of a site at home in `home`.

    A source of one language says little by naming it, and its texts keep what they say themselves. Of one with several,
    those that name none are in the source's own.
    """
    default = tag_of(found.language) if any(tag_of(one.language) for one in found.texts) else ""
    for one in found.texts:
        tag = tag_of(one.language)
        if one.language and not tag:
            fact = f"'{one.language}' is the tag of no language, and is left out"
            one = replace(one, notes=(*one.notes, ImportNote(one.path, 1, fact)))  # noqa: PLW2901
        tag = tag or default
        is_home = is_same(tag, home) or (tag == default and primary(tag) == primary(home))
        yield replace(one, language="" if is_home else tag)


def primary(tag: str) -> str:
    return tag.lower().partition("-")[0]


def is_same(one: str, other: str) -> bool:
    """Return whether two tags are of one language, as `en` and `en-NZ`, but not `en-GB` and `en-NZ`."""
    one, other = one.lower(), other.lower()
    return other in (one, primary(one)) or one == primary(other)


def families(texts: Iterable[ForeignText], default: str = "") -> Iterator[Family]:
    """Yield the texts, posts first; those that say the same in several languages together.

    The first of these is in the site's own language, or else in `default`, the source's.
    """
    found: dict[tuple[bool, str, int], dict[str, ForeignText]] = {}
    for one in sorted(texts, key=lambda text: (not text.is_post, text.path)):
        again = 0  # a second text of one language is no translation
        while one.language in (members := found.setdefault((one.is_post, key_of(one), again), {})):
            again += 1
        members[one.language] = one
    for members in found.values():
        yield tuple(members[one] for one in sorted(members, key=lambda one: (one != "", one != tag_of(default), one)))


def key_of(one: ForeignText) -> str:
    """Return what a text and its translations have in common."""
    return one.translation or (f"slug {one.slug}" if one.slug else f"path {one.path}")
