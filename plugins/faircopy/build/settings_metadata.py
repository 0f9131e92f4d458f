"""Metadata that Pelican's settings give to texts whose front matter lacks it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from pelican.readers import default_metadata, parse_path_metadata, path_metadata

from faircopy.markdown.document import Document, Field

OF_PELICAN = ("DEFAULT_METADATA", "DEFAULT_DATE", "EXTRA_PATH_METADATA", "FILENAME_METADATA", "PATH_METADATA")


@dataclass(frozen=True, slots=True)
class SettingsMetadata:
    """Pelican's settings that add metadata to texts."""

    settings: Mapping[str, Any] = field(default_factory=dict)

    def added_to(self, document: Document, path: Path, content: Path) -> Document:
        """Return a text with the fields that it has by the settings, at its first line."""
        own = {one.key for one in document.fields}
        from_settings = {key: value for key, value in self.fields_of(path, content) if key not in own}
        added = [Field(key, value, 1, 1) for key, value in from_settings.items()]
        return replace(document, fields=(*document.fields, *added)) if added else document

    def fields_of(self, path: Path, content: Path) -> Iterator[tuple[str, str]]:
        source = path.relative_to(content).as_posix()
        for fields in (
            default_metadata(self.settings),
            path_metadata(str(path), source, self.settings),
            parse_path_metadata(source, self.settings),
        ):
            for key, value in fields.items():
                yield str(key).lower(), value.isoformat(" ") if isinstance(value, datetime) else str(value)


def settings_metadata(settings: Mapping[str, Any]) -> SettingsMetadata:
    return SettingsMetadata({name: settings[name] for name in OF_PELICAN if settings.get(name)})
