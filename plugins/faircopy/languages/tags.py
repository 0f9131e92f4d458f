"""Language tags: matching catalogues, text direction, and CLDR's names."""

import re
from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel import Locale

RIGHT_TO_LEFT = "rtl"
LEFT_TO_RIGHT = "ltr"
# The source language of all words, and the variant of English that is assumed.
SOURCE = "en"
SOURCE_LOCALE = "en_NZ"
# https://www.rfc-editor.org/rfc/rfc5646#section-2.1, as much of it as can name a file.
TAG = re.compile(r"[A-Za-z]{2,8}(?:[-_][A-Za-z0-9]{1,8})*")


def catalogue_names(tag: str) -> tuple[str, ...]:
    """Return the possible catalogue names for a language, best match first: for 'pt-BR' 'pt_BR', then 'pt'."""
    if not TAG.fullmatch(tag):
        return ()
    parts = tag.replace("_", "-").split("-")
    parts = [parts[0].lower(), *(cased(part) for part in parts[1:])]
    return tuple("_".join(parts[:length]) for length in range(len(parts), 0, -1))


def cased(part: str) -> str:
    """Return a part of a tag in its usual case: 'Hant', 'BR'."""
    return part.title() if len(part) == len("Hant") else part.upper()


@lru_cache(maxsize=64)
def locale_named(name: str) -> "Locale | None":
    """Return CLDR's locale of a catalogue's name; None if it has none."""
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415  # most checks need none

    with suppress(UnknownLocaleError, ValueError):
        return Locale.parse(name)
    return None


@lru_cache(maxsize=64)
def locale_of(tag: str) -> "Locale":
    """Return CLDR's locale of a language, or of the nearest that it knows; English otherwise."""
    names = (SOURCE_LOCALE if name == SOURCE else name for name in (*catalogue_names(tag), SOURCE))
    return next(filter(None, map(locale_named, names)))


@lru_cache(maxsize=64)
def direction(tag: str) -> str:
    """Return 'rtl' for a language written from right to left, otherwise 'ltr'."""
    return RIGHT_TO_LEFT if locale_of(tag).text_direction == RIGHT_TO_LEFT else LEFT_TO_RIGHT


@lru_cache(maxsize=64)
def language_name(tag: str) -> str:
    """Return the name of a language in that language: 'Deutsch'; the tag if it is unknown."""
    found = next(filter(None, map(locale_named, catalogue_names(tag))), None)
    return (found and found.get_display_name()) or tag


def is_spoken_by(language: str, page: str) -> bool:
    """Tell whether the tag of a page includes that of a language: 'en-NZ' includes 'en', but not vice versa."""
    return language == page or catalogue_names(language)[:1] in [(name,) for name in catalogue_names(page)]


def likely_tag(tag: str) -> tuple[str, str]:
    """Return the likely script and country of a language (ISO 15924 and 3166); "" if unknown."""
    from babel.core import get_global  # noqa: PLC0415  # a table that few builds need

    known = get_global("likely_subtags")
    for name in catalogue_names(tag):
        if given := locale_named(name):
            likely = known.get(f"{given.language}_{given.script}" if given.script else given.language, "")
            parts = str(known.get(name, likely)).split("_")
            _, script_, territory, *_ = (*parts, "", "", "")
            return given.script or script_, given.territory or territory
    return "", ""


@lru_cache(maxsize=64)
def script(tag: str) -> str:
    """Return the script of a language (ISO 15924); 'Latn' if unknown."""
    return likely_tag(tag)[0] or "Latn"


@lru_cache(maxsize=64)
def territory_locale(tag: str) -> str:
    """Return a language with its country, as https://ogp.me/ writes it: 'de_DE' for 'de'; "" if unknown."""
    territory = likely_tag(tag)[1]
    return f"{catalogue_names(tag)[-1]}_{territory}" if territory else ""
