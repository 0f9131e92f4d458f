"""The languages of a Jekyll site: Jekyll itself has none, but plugins and conventions do.

Supported are `lang:` (in front matter, or by `defaults`), and the settings `languages` and `default_lang` of
jekyll-polyglot and jekyll-multiple-languages-plugin.
"""

from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

from faircopy.authoring.importing.foreign_matter import ForeignMatter, as_line

# What people write into all translations of one text, by the guides and plugins that they follow.
KEYS = ("translation_key", "translation_id", "lang-ref", "lang_ref", "page_id", "ref")


def languages_of(settings: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the languages listed in the settings; most sites list none."""
    found = settings.get("languages")
    return tuple(as_line(one).lower() for one in found) if isinstance(found, list) else ()


def default_language(settings: Mapping[str, Any]) -> str:
    names = ("default_lang", "default_language", "lang", "locale")
    return next((word for name in names if (word := as_line(settings.get(name)))), "")


def language_of(place: PurePosixPath, matter: ForeignMatter, settings: Mapping[str, Any]) -> str:
    """Return the language of a text; "" if nothing names it."""
    listed = languages_of(settings)
    parts = [*place.parts[:-1], place.stem.rpartition(".")[2]]
    by_path = next((part.lower() for part in parts if part.lower() in listed), "")
    return matter.word("lang", "language", "locale") or by_path or by_defaults(place, settings)


def without_language(place: PurePosixPath, settings: Mapping[str, Any]) -> PurePosixPath:
    """Return a path without its language folder or suffix."""
    listed = languages_of(settings)
    name, _, suffix = place.stem.rpartition(".")
    kept = [part for part in place.parts[:-1] if part.lower() not in listed]
    return PurePosixPath(*kept, f"{name}{place.suffix}" if name and suffix.lower() in listed else place.name)


def by_defaults(place: PurePosixPath, settings: Mapping[str, Any]) -> str:
    """Return the language that `defaults` give to a folder (jekyllrb.com/docs/configuration/)."""
    found: dict[int, str] = {}
    rows = settings.get("defaults")
    for row in rows if isinstance(rows, list) else ():
        scope, values = (row.get(name) for name in ("scope", "values")) if isinstance(row, dict) else (None, None)
        folder = as_line(scope.get("path")).strip("/") if isinstance(scope, dict) else ""
        language = as_line(values.get("lang")) if isinstance(values, dict) else ""
        if language and place.is_relative_to(folder):
            found[len(folder)] = language
    return found[max(found)] if found else ""


def prefix_of(language: str, settings: Mapping[str, Any]) -> str:
    """Return the prefix of addresses in a language, after a slash, if a plugin adds one."""
    is_default = language.lower() == default_language(settings).lower()
    return f"/{language}" if language.lower() in languages_of(settings) and not is_default else ""
