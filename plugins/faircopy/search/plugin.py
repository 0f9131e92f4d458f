"""Pelican plugin: indexes the finished pages that a theme has marked with `data-pagefind-body`."""

from pathlib import Path
from typing import Any

from pelican import signals

from faircopy.incremental.output import LAZY_OUTPUT
from faircopy.incremental.state import state_of
from faircopy.search.index import write_index


def finish(pelican: Any) -> None:
    settings = pelican.settings
    if not settings.get(LAZY_OUTPUT):
        output = Path(settings["OUTPUT_PATH"])
        state = state_of(settings)
        write_index(output, state.session if state else None, (state and state.previous) or output)


def register() -> None:
    signals.finalized.connect(finish)
