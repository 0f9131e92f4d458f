"""Pelican plugin: caches converted Markdown, and writes a page only if something that it reads has changed.

To enable it, add `faircopy.incremental.plugin`, the module or its name, to PLUGINS.
"""

import atexit
import gc
import locale
import logging
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from operator import attrgetter
from pathlib import Path
from typing import Any

from pelican import signals
from pelican.generators import ArticlesGenerator, Generator
from pelican.readers import MarkdownReader

from faircopy._compat.pelican import find_translations_by_groups
from faircopy._compat.versions import KNOWN, unknown_versions
from faircopy.cache.fingerprints import UnhashableValueError, fingerprint
from faircopy.incremental.attachments import are_shared
from faircopy.incremental.copied_files import copied, copied_files, copied_sources
from faircopy.incremental.dependency_db import DependencyDb, NewDependencyDb, load, save
from faircopy.incremental.incremental_writer import IncrementalWriter
from faircopy.incremental.lookups import freeze_lookups
from faircopy.incremental.markdown_reader import CachedMarkdownReader, text_of
from faircopy.incremental.marks import needs_no_text
from faircopy.incremental.output import LAZY_OUTPUT
from faircopy.incremental.output_manifest import OutputManifest, forget_journal, refuse_merged, remove_stale
from faircopy.incremental.state import BuildState, open_state, state_of

logger = logging.getLogger(__name__)

# Receivers of these signals may change contents during writing, so that a dependency has several fingerprints.
AT_THE_LAST_MOMENT = (signals.article_generator_write_article, signals.page_generator_write_page)


def start(pelican: Any) -> None:
    gc.freeze()
    state = open_state(pelican.settings, pelican.plugins)
    # Otherwise each build of a site in memory would keep the previous one alive, with all its generators and pages.
    state.context, state.generators = None, []


def take_over_markdown(readers: Any) -> None:
    """Replace Pelican's own Markdown reader with the caching one."""
    if state := state_of(readers.settings):
        mine = type("CachedMarkdownReader", (CachedMarkdownReader,), {"session": state.session})
        for ending, reader in readers.reader_classes.items():
            if reader is MarkdownReader:
                readers.reader_classes[ending] = mine


def read_in_order(generator: Any) -> None:
    """Make Pelican read sources in the order of their names; its own order is that of a set.

    Translations of one text, and posts of the same date, are listed in the order in which they were read.
    """
    found = generator.get_files

    def get_files(*args: Any, **settings: Any) -> list[str]:
        return sorted(found(*args, **settings))

    generator.get_files = get_files


def copy_in_order(generator: Any) -> None:
    """Copy files in the order of their names: of two with the same target, the last one stays."""
    generator.staticfiles.sort(key=attrgetter("source_path"))


def prepare_reading(generator: Any) -> None:
    read_in_order(generator)
    read_ahead(generator)


def read_ahead(generator: Any) -> None:
    """Convert new sources on all processors, before Pelican asks for them one by one."""
    if getattr(generator, "is_served_from_memory", False):
        return
    kind = "ARTICLE" if isinstance(generator, ArticlesGenerator) else "PAGE"
    files = generator.get_files(generator.settings[f"{kind}_PATHS"], exclude=generator.settings[f"{kind}_EXCLUDES"])
    readers = generator.readers.readers
    kept = {ending: reader.cached for ending, reader in readers.items() if isinstance(reader, CachedMarkdownReader)}
    for ending, markdown in kept.items():
        # In Pelican's order of reading.
        new = (file for file in files if file.endswith(f".{ending}") and not generator.get_cached_data(file))
        markdown.convert_ahead(texts_of(os.path.abspath(os.path.join(generator.path, file)) for file in new))  # noqa: PTH100, PTH118  # as Pelican does


def texts_of(sources: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield sources with their texts, without those that Pelican will report as unreadable."""
    for source in sources:
        with suppress(OSError, UnicodeError):
            yield source, text_of(source)


def write_what_is_new(pelican: Any) -> type[IncrementalWriter] | None:
    settings, state = pelican.settings, open_state(pelican.settings, pelican.plugins)
    # Everything read so far lives to the end: exempt it from garbage collection.
    gc.freeze()
    is_frozen = not any(signal.receivers for signal in AT_THE_LAST_MOMENT)
    if is_frozen:
        freeze_lookups(state.context or {}, state.generators)
    if settings.get(LAZY_OUTPUT):
        return None
    # With shared attachments, all texts must be rendered in Pelican's order.
    may_keep = is_frozen and not are_shared(state.context or {})
    previous = (state.previous or Path(settings["OUTPUT_PATH"])).resolve()
    if state.previous is None:
        state.report.written = state.manifest = OutputManifest(previous, state.session.store)
    build = key_of_build(settings, state) if may_keep else None
    state.dependencies = NewDependencyDb(load(state.session.store, build) if build else DependencyDb())
    # Receivers of this signal expect each page to exist already.
    may_queue = may_keep and not signals.content_written.receivers
    values = {"dependencies": state.dependencies, "previous": previous, "report": state.report, "may_queue": may_queue}
    return type("IncrementalWriter", (IncrementalWriter,), values)


def key_of_build(settings: Mapping[str, Any], state: BuildState) -> str | None:
    """Return the cache key of a build's pages; None if it is unknown how its templates are rendered."""
    try:
        # Methods of dates depend on the locale, which pages do not read explicitly.
        return fingerprint((state.session.code, settings["JINJA_ENVIRONMENT"], locale.setlocale(locale.LC_ALL)))
    except UnhashableValueError:
        return None


def keep_pages(state: BuildState) -> None:
    """Save the dependencies of pages whose output has been, or is about to be, put in place.

    If `state.previous` is set, the code that starts builds calls this, because a build that is discarded must leave no
    trace.
    """
    for build, found in state.pending.items():
        save(state.session.store, build, found.finished(), found.before)
    state.pending.clear()


def make_pages(generator: Generator, writer: object) -> None:
    """Render the queued pages before others write or copy files, which may have the same addresses."""
    if isinstance(writer, IncrementalWriter):
        writer.render_queue()
        prepare_for_copies(writer, generator.settings, copied_sources(generator.settings, generator.context))


def prepare_for_copies(writer: object, settings: Mapping[str, Any], names: Iterable[str]) -> None:
    """Prepare for the files that Pelican is about to copy; their targets are known once all pages are rendered."""
    names, state = [*names], state_of(settings)
    if state and state.manifest is not None:
        for name in names:
            state.manifest.note(name)
    if isinstance(writer, IncrementalWriter):
        writer.break_links(names)


class BeforeCopies(Generator):
    """Prepares the output folder for the files that Pelican copies at the end."""

    def generate_output(self, writer: object) -> None:
        prepare_for_copies(writer, self.settings, copied_files(self.settings, self.context))


def add_generator(_: Any) -> type[Generator]:
    return BeforeCopies


@needs_no_text
def note_context(generators: list[Any]) -> None:
    if state := state_of(generators[0].settings):
        state.context, state.generators = generators[0].context, generators


def finish(pelican: Any) -> None:
    settings, state = pelican.settings, open_state(pelican.settings, pelican.plugins)
    store = state.session.store
    output = Path(settings["OUTPUT_PATH"]).resolve()
    if state.manifest is not None:
        written = [*state.manifest, *copied(settings, state.context or {})]
        refuse_merged(output, written)
        remove_stale(output, written, store)
    build = key_of_build(settings, state)
    if state.dependencies and build and state.dependencies.is_news():
        state.pending[build] = state.dependencies
        if state.previous is None:
            keep_pages(state)
    state.results.save()
    store.save()
    gc.unfreeze()
    forget_journal(output, store)


def register() -> None:
    if unknown := unknown_versions():
        known = ", ".join(f"{name} {start}*" for name, start in KNOWN.items())
        fact = "incremental does not know the inside of %s, so each build makes everything; it knows %s"
        logger.warning(fact, ", ".join(unknown), known)
        return
    find_translations_by_groups()
    # The process is about to end: skip further garbage collection.
    atexit.register(gc.freeze)
    signals.initialized.connect(start)
    signals.readers_init.connect(take_over_markdown)
    signals.article_generator_init.connect(prepare_reading)
    signals.page_generator_init.connect(prepare_reading)
    signals.static_generator_finalized.connect(copy_in_order)
    signals.get_generators.connect(add_generator)
    signals.all_generators_finalized.connect(note_context)
    signals.get_writer.connect(write_what_is_new)
    signals.page_writer_finalized.connect(make_pages)
    signals.finalized.connect(finish)
