"""Contents as they were right after reading, before plugins changed them, and how one gets another text."""

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pelican import signals

from faircopy._compat.pelican import SHARED_BY_CONTENTS, forget_text_of, set_html
from faircopy.incremental.markdown import ConvertedSource
from faircopy.incremental.output import content_refreshed

# Of a file: when it was changed last (ns), its size, its inode, and when anything about it changed last (ns).
Stamp = tuple[int, int, int, int]
# The front matter of a text: all its fields, and those that Pelican has made of them.
Front = tuple[Mapping[str, list[str]], Mapping[str, str]]
ABSENT = object()


@dataclass(frozen=True, slots=True)
class CachedContent:
    """A content as it was right after reading, before plugins changed it."""

    content: Any  # Pelican's Content; plugins give it more attributes than it has
    stamp: Stamp
    attributes: dict[str, Any]
    reader: Any
    front: Front | None  # None: another reader than ours has read it


def front_of(converted: ConvertedSource) -> Front:
    return converted.meta, converted.fields


def as_read(attributes: dict[str, Any]) -> dict[str, Any]:
    """Return a copy of a content's attributes that shares no mutable value with it."""
    return {
        name: copy(value) if isinstance(value, list | dict | set) and name not in SHARED_BY_CONTENTS else value
        for name, value in attributes.items()
    }


def stamp_of(file: Path) -> Stamp:
    state = file.stat()
    return state.st_mtime_ns, state.st_size, state.st_ino, state.st_ctime_ns


def change_text(cached: CachedContent, html: str) -> tuple[dict[str, Any], bool]:
    """Give a content another text, and have plugins do for it what they did for the first one.

    Returns its attributes right after reading, and whether all plugins could do that. Raises what plugins raise; the
    content is then unchanged.
    """
    content = cached.content
    before = content.__dict__
    forget_text_of(content)
    try:
        # Restore the state after reading, so that plugins change it as they did the first time.
        content.__dict__ = as_read(cached.attributes)
        set_html(content, html)
        signals.content_object_init.send(content)
        attributes = as_read(content.__dict__)
        new = {name: value for name, value in attributes.items() if cached.attributes.get(name, ABSENT) != value}
        content.__dict__ = {**before, **new}
        is_complete = all(done is not False for _, done in content_refreshed.send(content))
    except BaseException:
        content.__dict__ = before
        raise
    return attributes, is_complete
