"""The languages of a Hugo site (https://gohugo.io/content-management/multilingual/)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from faircopy.authoring.importing.foreign_matter import as_line

SUFFIX = re.compile(r"(?P<name>.+)\.(?P<language>[a-z]{2}(?:-[a-z]{2,4})?)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class LanguagePlace:
    """The place of a source file, and its language."""

    name: PurePosixPath  # below the content folder of its language, its name without that
    language: str


@dataclass(frozen=True, slots=True)
class Languages:
    """The languages in the settings; none for a monolingual site."""

    content: str = "content"
    default: str = ""
    names: frozenset[str] = frozenset()
    folders: Mapping[str, str] = field(default_factory=dict)  # content folder -> language
    default_has_folder: bool = False  # in addresses

    def place(self, path: str) -> LanguagePlace | None:
        """Return the place of a file below a content folder; None for any other file."""
        place = PurePosixPath(path)
        for folder, language in self.folders.items():
            if place.is_relative_to(folder):
                return self.without_suffix(place.relative_to(folder), language)
        if not place.is_relative_to(self.content):
            return None
        name = place.relative_to(self.content)
        if len(name.parts) > 1 and name.parts[0].lower() in self.names:
            return self.without_suffix(name.relative_to(name.parts[0]), name.parts[0].lower())
        return self.without_suffix(name, "")

    def without_suffix(self, name: PurePosixPath, language: str) -> LanguagePlace:
        found = SUFFIX.fullmatch(name.stem)
        if not found or (self.names and found["language"].lower() not in self.names):
            return LanguagePlace(name, language)
        return LanguagePlace(name.with_name(f"{found['name']}{name.suffix}"), found["language"].lower())

    def prefix(self, language: str) -> str:
        """Return the prefix of addresses in a language, after a slash; "" for the default language."""
        tag = language or self.default
        is_default = tag == self.default or not language
        return f"/{tag}" if tag and (self.default_has_folder or not is_default) else ""


def languages_in(settings: Mapping[str, Any]) -> Languages:
    found = settings.get("languages")
    tables = {str(name).lower(): value for name, value in found.items()} if isinstance(found, dict) else {}
    return Languages(
        as_line(settings.get("contentdir")) or "content",
        as_line(settings.get("defaultcontentlanguage")).lower() or ("en" if tables else ""),
        frozenset(tables),
        dict(folders_in(tables)),
        as_line(settings.get("defaultcontentlanguageinsubdir")).lower() == "true",
    )


def folders_in(tables: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, table in tables.items():
        keys = {str(key).lower(): value for key, value in table.items()} if isinstance(table, dict) else {}
        if folder := as_line(keys.get("contentdir")).strip("/"):
            yield folder, name
