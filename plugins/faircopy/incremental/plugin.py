"""Pelican plugin: rendered Markdown is kept, and a page is written again only when something that it reads is new.

One line of settings switches it on: `PLUGINS = [..., faircopy.incremental.plugin]`, or its name.
"""

import atexit
import gc
import locale
import logging
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from importlib import import_module
from operator import attrgetter
from pathlib import Path
from types import ModuleType
from typing import Any

from pelican import signals
from pelican.generators import ArticlesGenerator, Generator
from pelican.readers import MarkdownReader

from faircopy._compat.versions import KNOWN, unknown_versions
from faircopy.cache.namespaces import INCREMENTAL, PROJECT_FOLDER
from faircopy.incremental.attachments import are_shared
from faircopy.incremental.code import digest_of_code, sources_of
from faircopy.incremental.digests import OpaqueError, digest_of
from faircopy.incremental.gone import (
    Written,
    copied,
    copied_files,
    copied_sources,
    forget_journal,
    refuse_merged,
    remove_gone,
)
from faircopy.incremental.keeping import KeepingWriter, Tally
from faircopy.incremental.ledger import NewLedger, read_ledger
from faircopy.incremental.offers import ON_REQUEST
from faircopy.incremental.reader import KeptMarkdownReader, text_of
from faircopy.incremental.results import RESULTS, Results
from faircopy.incremental.settled import settle
from faircopy.incremental.signals import needs_no_text
from faircopy.incremental.store import PREVIOUS, SESSION, Session, Store

logger = logging.getLogger(__name__)

# Pelican settings: where things are kept, …
CACHE = "INCREMENTAL_CACHE"
DEFAULT_CACHE = f"{PROJECT_FOLDER}/{INCREMENTAL.name}"
# … who wants to know what became of each page (a Tally), …
TALLY = "INCREMENTAL_TALLY"
# … what all pages share in the build that is under way, …
CONTEXT = "INCREMENTAL_CONTEXT"
# … who makes them, …
GENERATORS = "INCREMENTAL_GENERATORS"
# … and what its pages read.
LEDGER = "INCREMENTAL_LEDGER"
KIND = "pages"
# Pelican settings that may hold functions, whose source may be the settings file itself.
WITH_FUNCTIONS = ("MARKDOWN", "JINJA_ENVIRONMENT", "JINJA_FILTERS", "JINJA_GLOBALS", "JINJA_TESTS")
# Where plugins change contents while others are being written; then no question has one answer in a run.
AT_THE_LAST_MOMENT = (signals.article_generator_write_article, signals.page_generator_write_page)


def open_session(settings: dict[str, Any], plugins: Iterable[object]) -> Session:
    """Return the session of some settings; the first call opens what is kept."""
    if SESSION not in settings:
        store = Store(Path(settings.get(CACHE, DEFAULT_CACHE)))
        functions = [settings.get(name) for name in WITH_FUNCTIONS]
        code = digest_of_code(code_of(settings, plugins), sources_of(functions))
        if store.database is None:
            folder = os.path.relpath(store.file.parent)
            logger.warning("nothing can be kept in '%s', so that each build makes all; remove it", folder)
        settings[SESSION] = Session(store, code)
        settings[RESULTS] = Results(store, code)
    session: Session = settings[SESSION]
    return session


def code_of(settings: dict[str, Any], plugins: Iterable[object]) -> Iterator[ModuleType]:
    """Yield the modules that have a part in what a build makes of its sources."""
    markdown = settings["MARKDOWN"]
    extensions = (*markdown.get("extensions", ()), *markdown.get("extension_configs", ()))
    for one in (*plugins, *extensions, *settings["JINJA_ENVIRONMENT"].get("extensions", ())):
        if isinstance(one, ModuleType):
            yield one
        elif isinstance(one, str):
            # By its module, or with a class in it. A plugin may be named without the name space; what is not there,
            # Pelican complains of.
            for name in (one.partition(":")[0], one.rpartition(".")[0], f"pelican.plugins.{one}"):
                with suppress(ImportError, ValueError):
                    yield import_module(name)
                    break
        else:
            yield sys.modules[type(one).__module__]


def start(pelican: Any) -> None:
    gc.freeze()
    # Pelican is about to copy its settings as the context of this run. Of a site in memory, each context would hold the
    # one before, with all its generators and pages.
    for name in (CONTEXT, GENERATORS):
        pelican.settings.pop(name, None)
    open_session(pelican.settings, pelican.plugins)


def take_over_markdown(readers: Any) -> None:
    """Read with kept HTML what Pelican's own reader would read."""
    session: Session | None = readers.settings.get(SESSION)
    if session:
        mine = type("KeptMarkdownReader", (KeptMarkdownReader,), {"store": session.store, "code": session.code})
        for ending, reader in readers.reader_classes.items():
            if reader is MarkdownReader:
                readers.reader_classes[ending] = mine


def read_in_order(generator: Any) -> None:
    """Have Pelican read sources in the order of their names, and not in that of a set.

    Translations of one text, and posts of one moment, stand in lists as they were read.
    """
    found = generator.get_files

    def get_files(*args: Any, **settings: Any) -> list[str]:
        return sorted(found(*args, **settings))

    generator.get_files = get_files


def copy_in_order(generator: Any) -> None:
    """Have files copied in the order of their names: of two that go to one address, the last stays."""
    generator.staticfiles.sort(key=attrgetter("source_path"))


def prepare_reading(generator: Any) -> None:
    read_in_order(generator)
    read_ahead(generator)


def read_ahead(generator: Any) -> None:
    """Convert the sources that are new with all processors, before Pelican asks for one after the other."""
    if getattr(generator, "remembers", False):
        return
    kind = "ARTICLE" if isinstance(generator, ArticlesGenerator) else "PAGE"
    files = generator.get_files(generator.settings[f"{kind}_PATHS"], exclude=generator.settings[f"{kind}_EXCLUDES"])
    readers = generator.readers.readers
    kept = {ending: reader.kept for ending, reader in readers.items() if isinstance(reader, KeptMarkdownReader)}
    for ending, markdown in kept.items():
        # In the order in which Pelican will read them.
        new = (file for file in files if file.endswith(f".{ending}") and not generator.get_cached_data(file))
        markdown.convert_ahead(texts_of(os.path.abspath(os.path.join(generator.path, file)) for file in new))  # noqa: PTH100, PTH118  # as Pelican does


def texts_of(sources: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield sources with their texts, without those that Pelican will complain of."""
    for source in sources:
        with suppress(OSError, UnicodeError):
            yield source, text_of(source)


def write_what_is_new(pelican: Any) -> type[KeepingWriter] | None:
    settings = pelican.settings
    # All that has been read stays to the end: nobody need look through it for what can go.
    gc.freeze()
    is_settled = not any(signal.receivers for signal in AT_THE_LAST_MOMENT)
    if is_settled:
        settle(settings[CONTEXT], settings[GENERATORS])
    if settings.get(ON_REQUEST):
        return None
    # If they are, all texts must be made in Pelican's order.
    is_settled = is_settled and not are_shared(settings[CONTEXT])
    tally = settings.setdefault(TALLY, Tally())
    previous = Path(settings.get(PREVIOUS) or settings["OUTPUT_PATH"]).resolve()
    if not settings.get(PREVIOUS):
        tally.written = Written(previous, settings[SESSION].store)
    settings[LEDGER] = ledger = NewLedger(read_ledger(kept_ledger(settings) if is_settled else None))
    # Who is told of each page when it is written will find it there.
    waits = is_settled and not signals.content_written.receivers
    values = {"ledger": ledger, "previous": previous, "tally": tally, "waits": waits}
    return type("KeepingWriter", (KeepingWriter,), values)


def kept_ledger(settings: dict[str, Any]) -> bytes | None:
    key = key_of_ledger(settings)
    return settings[SESSION].store.get(KIND, key) if key else None


def key_of_ledger(settings: dict[str, Any]) -> str | None:
    """Return what a build's ledger is kept by; None where nobody can tell how its templates are rendered."""
    try:
        # The methods of dates follow the locale, which nobody asks for.
        return digest_of((settings[SESSION].code, settings["JINJA_ENVIRONMENT"], locale.setlocale(locale.LC_ALL)))
    except OpaqueError:
        return None


def keep_pages(session: Session) -> None:
    """Keep what is known of the pages of builds that have come, or are about to come, into their place.

    With PREVIOUS, whoever builds calls this: of a build that is thrown away nothing must be known.
    """
    for key, data in session.pages.items():
        session.store.put(KIND, key, data)
    session.pages.clear()


def make_pages(generator: Generator, writer: object) -> None:
    """Make the pages that have waited, before others write or copy anything, which may be to the same addresses."""
    if isinstance(writer, KeepingWriter):
        writer.make_due()
        names = [*copied_sources(generator.settings, generator.context)]
        note_copies(generator.settings, names)
        writer.give_way(names)


class BeforeCopies(Generator):
    """Prepares the output folder for what Pelican copies into it in the end."""

    def generate_output(self, writer: object) -> None:
        names = [*copied_files(self.settings, self.context)]
        note_copies(self.settings, names)
        if isinstance(writer, KeepingWriter):
            writer.give_way(names)


def add_generator(_: Any) -> type[Generator]:
    return BeforeCopies


@needs_no_text
def note_context(generators: list[Any]) -> None:
    settings = generators[0].settings
    settings[CONTEXT], settings[GENERATORS] = generators[0].context, generators


def note_copies(settings: Mapping[str, Any], names: Iterable[str]) -> None:
    """Note what Pelican is about to copy; where attachments go is known when the pages are made."""
    tally: Tally | None = settings.get(TALLY)
    if tally and isinstance(tally.written, Written):
        for name in names:
            tally.written.note(name)


def finish(pelican: Any) -> None:
    settings = pelican.settings
    store: Store = settings[SESSION].store
    tally: Tally | None = settings.get(TALLY)
    output = Path(settings["OUTPUT_PATH"]).resolve()
    if tally and not settings.get(PREVIOUS):
        written = [*tally.written, *copied(settings, settings[CONTEXT])]
        refuse_merged(output, written)
        remove_gone(output, written, store)
    ledger: NewLedger | None = settings.get(LEDGER)
    key = key_of_ledger(settings)
    if ledger and key and (data := ledger.encoded()) is not None:
        if settings.get(PREVIOUS):
            settings[SESSION].pages[key] = data
        else:
            store.put(KIND, key, data)
    settings[RESULTS].save()
    store.save()
    gc.unfreeze()
    forget_journal(output, store)


def register() -> None:
    if unknown := unknown_versions():
        known = ", ".join(f"{name} {start}*" for name, start in KNOWN.items())
        fact = "incremental does not know the inside of %s, so each build makes everything; it knows %s"
        logger.warning(fact, ", ".join(unknown), known)
        return
    # At the end of the process all goes anyway: nobody need look through it for what can.
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
