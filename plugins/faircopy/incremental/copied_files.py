"""The files that Pelican itself copies into the output at the end of a build."""

import os
import posixpath
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any


def copied(settings: Mapping[str, Any], context: Mapping[str, Any]) -> Iterator[str]:
    """Yield the paths of the files that Pelican copies."""
    yield from copied_sources(settings, context)
    yield from copied_files(settings, context)


def copied_sources(settings: Mapping[str, Any], context: Mapping[str, Any]) -> Iterator[str]:
    if settings["OUTPUT_SOURCES"]:
        for content in (*context["articles"], *context["pages"]):
            for one in (content, *content.translations):
                yield f"{os.path.splitext(one.save_as)[0]}{settings['OUTPUT_SOURCES_EXTENSION']}"  # noqa: PTH122  # as Pelican does


def copied_files(settings: Mapping[str, Any], context: Mapping[str, Any]) -> Iterator[str]:
    """Yield the paths of attachments, other static files, and the theme's own."""
    # Of one that is named and not there, Pelican only complains.
    yield from (
        static.save_as for static in context["staticfiles"] if Path(settings["PATH"], static.source_path).exists()
    )
    for name in settings["THEME_STATIC_PATHS"]:
        source = Path(settings["THEME"], name)
        files = [source] if source.is_file() else sorted(source.rglob("*"))
        below = source.parent if source.is_file() else source
        for file in files:
            yield posixpath.normpath(f"{settings['THEME_STATIC_DIR']}/{file.relative_to(below).as_posix()}")
