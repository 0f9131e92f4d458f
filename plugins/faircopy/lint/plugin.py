"""Pelican plugin: ends the build if Pelican drops a source, before any page is written."""

import os
from pathlib import Path
from typing import Any

from pelican import signals

from faircopy.diagnostics.model import ContentError
from faircopy.diagnostics.pelican_log import report_plainly
from faircopy.incremental.marks import needs_no_text
from faircopy.lint.rules.page_dropped import PAGE_DROPPED
from faircopy.markdown.ignored_files import IGNORED


@needs_no_text
def refuse_dropped_pages(generators: list[Any]) -> None:
    """Raise ContentError if Pelican has left a source out of the site.

    Pelican only logs the reason, goes on, and exits with status 0.
    """
    read: dict[str, object] = generators[0].context["generated_content"]
    content = Path(generators[0].settings["PATH"])
    hint = "Pelican's own message gives the reason"
    dropped = [
        PAGE_DROPPED.at(os.path.relpath(content / source), 1, "Pelican cannot make a page from it", hint)
        for source, page in read.items()
        if page is None
    ]
    if dropped:
        raise ContentError(dropped)


def ignore_leftovers(pelican: Any) -> None:
    """Make Pelican ignore the files that the content check ignores."""
    settings = pelican.settings
    settings["IGNORE_FILES"] = [*dict.fromkeys([*settings["IGNORE_FILES"], *IGNORED])]


def register() -> None:
    report_plainly()
    signals.initialized.connect(ignore_leftovers)
    signals.all_generators_finalized.connect(refuse_dropped_pages)
