"""Pelican plugin: indexes the finished pages that a theme has marked with `data-pagefind-body`."""

from pathlib import Path
from typing import Any

from pelican import signals

from faircopy.incremental.offers import ON_REQUEST
from faircopy.incremental.store import PREVIOUS, SESSION
from faircopy.search.index import write_index


def finish(pelican: Any) -> None:
    settings = pelican.settings
    if not settings.get(ON_REQUEST):
        output = Path(settings["OUTPUT_PATH"])
        write_index(output, settings.get(SESSION), Path(settings.get(PREVIOUS) or output))


def register() -> None:
    signals.finalized.connect(finish)
