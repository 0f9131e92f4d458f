"""Pelican plugin: a source that Pelican drops ends the build, before any page is written."""

import os
from pathlib import Path
from typing import Any

from pelican import signals

from mdsource.diagnostics import Diagnostic
from proofread import rules


class DroppedPagesError(Exception):
    """Pelican read some sources and could not use them. `diagnostics` has one for each."""

    def __init__(self, diagnostics: list[Diagnostic]) -> None:
        self.diagnostics = diagnostics
        super().__init__("\n".join(map(str, diagnostics)))


def refuse_dropped_pages(generators: list[Any]) -> None:
    """Raise DroppedPagesError when Pelican has left a source out of the site.

    Pelican only logs why, goes on, and ends with status 0.
    """
    read: dict[str, object] = generators[0].context["generated_content"]
    content = Path(generators[0].settings["PATH"])
    dropped = [source for source, page in read.items() if page is None]
    if dropped:
        hint = "the reason stands in Pelican's own message"
        raise DroppedPagesError(
            [
                rules.PAGE_DROPPED.at(os.path.relpath(content / source), 1, "Pelican cannot make a page of it", hint)
                for source in dropped
            ]
        )


def register() -> None:
    signals.all_generators_finalized.connect(refuse_dropped_pages)
