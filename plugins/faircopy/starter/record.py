"""The file .faircopy.json of a site: how it was created, so that `faircopy upgrade` can tell what is new."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from faircopy.content.literals import defaults
from faircopy.starter.skeleton import NewSite, as_record, begun_from

RECORD = ".faircopy.json"


class NoRecordError(Exception):
    """There is no valid record; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Record:
    """The state of a site as some version created it."""

    version: str
    begun: NewSite
    files: Mapping[str, str]  # path -> digest of its text
    settings: tuple[str, ...]  # those of faircopy.settings

    @property
    def text(self) -> str:
        values = {
            "faircopy": self.version,
            "begun": as_record(self.begun),
            "files": dict(sorted(self.files.items())),
            "settings": list(self.settings),
        }
        return json.dumps(values, ensure_ascii=False, indent=1) + "\n"


def record_of(version: str, begun: NewSite, files: Mapping[str, str]) -> Record:
    return Record(version, begun, {name: digest(text) for name, text in files.items()}, our_settings())


def read_record(folder: Path) -> Record:
    """Return the record of the site in `folder`. Raises NoRecordError, OSError."""
    file = folder / RECORD
    try:
        values = json.loads(file.read_text(encoding="utf-8"))
        version, begun = str(values["faircopy"]), begun_from(values["begun"])
        files = {str(name): str(value) for name, value in values["files"].items()}
        settings = tuple(map(str, values["settings"]))
    except FileNotFoundError:
        fact = f"there is no '{RECORD}' here, in which 'faircopy init' writes down what it has made"
        raise NoRecordError(f"{fact}; call it in the folder of such a site") from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        fact = f"'{RECORD}' cannot be read: {fault_of(error)}"
        raise NoRecordError(f"{fact}; take back what has changed it: git checkout -- {RECORD}") from None
    return Record(version, begun, files, settings)


def fault_of(error: Exception) -> str:
    """Return in words why a record is none."""
    if isinstance(error, json.JSONDecodeError):
        return f"it is not JSON, at line {error.lineno}"
    if isinstance(error, UnicodeDecodeError):
        return "it is not UTF-8 text"
    return f"it lacks {error}" if isinstance(error, KeyError) else "it is not what 'faircopy init' writes"


def our_settings() -> tuple[str, ...]:
    found = defaults()
    return tuple(sorted(name for name in (*found.values, *found.unknown) if name.isupper()))


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
