"""Files that an earlier build has written and this one has not: in an output folder that is never emptied, they go."""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from incremental.store import Store

KIND = "written"


def remove_gone(output: Path, written: Iterable[str], store: Store) -> list[str]:
    """Remove what the last build into `output` wrote and is not among `written`, and return it."""
    now = sorted(set(written))
    before = json.loads(store.get(KIND, str(output)) or b"[]")
    gone = sorted(set(before) - set(now))
    for name in gone:
        file = output / name
        with suppress(OSError):
            file.unlink()
        for folder in file.parents:
            if folder == output or not folder.is_relative_to(output):
                break
            with suppress(OSError):  # it is not empty
                folder.rmdir()
    store.put(KIND, str(output), json.dumps(now).encode())
    return gone


def copied(settings: Mapping[str, Any], context: Mapping[str, Any]) -> Iterator[str]:
    """Yield the paths of what Pelican copies: attachments, and the theme's own files."""
    yield from (static.save_as for static in context["staticfiles"])
    for name in settings["THEME_STATIC_PATHS"]:
        source = Path(settings["THEME"], name)
        files = [source] if source.is_file() else source.rglob("*")
        below = source.parent if source.is_file() else source
        for file in files:
            yield f"{settings['THEME_STATIC_DIR']}/{file.relative_to(below).as_posix()}"
