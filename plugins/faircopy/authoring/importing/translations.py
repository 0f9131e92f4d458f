"""Which imported texts are translations of one another, and the language of each."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from faircopy.authoring.importing.model import ForeignSite, ForeignText, ImportNote
from faircopy.lint.rules.front_matter_fields import LANGUAGE

Family = tuple[ForeignText, ...]


def tag_of(language: str) -> str:
    """Return a language tag for front matter, de-DE for `de_de`; "" if it is invalid: it becomes part of a path."""
    first, *others = language.strip().replace("_", "-").lower().split("-")
    tag = "-".join((first, *(part.title() if len(part) == len("Latn") else part.upper() for part in others)))
    return tag if LANGUAGE.fullmatch(tag) else ""


def in_languages(found: ForeignSite, home: str) -> Iterator[ForeignText]:
    """Yield all texts with the language to write: none if it is that of a site in `home`.

    If the source has one language, its texts keep what they declare. If it has several, texts that declare none are in
    the source's main language.
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
    """Tell whether two tags are the same language, like `en` and `en-NZ`, but not `en-GB` and `en-NZ`."""
    one, other = one.lower(), other.lower()
    return other in (one, primary(one)) or one == primary(other)


def families(texts: Iterable[ForeignText], default: str = "") -> Iterator[Family]:
    """Yield groups of texts that are translations of one another, posts first.

    The first text of a group is in the site's language, or else in `default`, the source's.
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
    """Return the key that a text shares with its translations."""
    return one.translation or (f"slug {one.slug}" if one.slug else f"path {one.path}")
