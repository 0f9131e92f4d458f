"""A site in memory: Pelican reads it once, takes in changes, and makes each file when it is requested."""

import gc
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

from blinker import ANY
from jinja2.bccache import Bucket, BytecodeCache
from pelican import Pelican, signals
from pelican.utils import pelican_open

from faircopy._compat.pelican import forget_texts, set_context
from faircopy.incremental.attachments import has_attachments, move_attachments
from faircopy.incremental.cached_contents import CachedContent, as_read, change_text, front_of, stamp_of
from faircopy.incremental.markdown_reader import CachedMarkdownReader
from faircopy.incremental.output import InMemoryWriter, PlannedOutput, content_refreshed

# Garbage is collected after so many runs: at the first opportunity, and at the latest. Generators, templates and pages
# refer to each other, so only a full collection frees them.
RUNS_A_LOOK = 4
MOST_RUNS_A_LOOK = 16
# Where plugins do something to contents after they have been read.
AFTER_READING = (
    signals.article_generator_pretaxonomy,
    signals.article_generator_finalized,
    signals.page_generator_finalized,
    signals.all_generators_finalized,
)


class Bytecodes(BytecodeCache):
    """Compiled templates in memory: bytecode from elsewhere is never run."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if code := self.kept.get(bucket.key):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.kept[bucket.key] = bucket.bytecode_to_string()


class InMemorySite:
    """One site. `settings` are Pelican's, with an output folder for files that are copied."""

    def __init__(self, settings: dict[str, Any]) -> None:
        """Register the plugins, and read nothing yet. Raises what they raise."""
        self.settings = settings
        self.cached: dict[tuple[type, str], CachedContent] = {}
        self.pinned: set[Path] = set()  # sources whose contents stay as they are, whatever stands in the file
        self.excluded: set[Path] = set()  # sources that are read as if they were not there
        self.contents: dict[Path, Any] = {}  # what the site is made of, by source
        self.copied: frozenset[str] = frozenset()  # paths below the output folder of what was copied there
        self.outputs = PlannedOutput()
        self.runs = 0  # since garbage was last collected
        self.before: tuple[PlannedOutput, dict[Path, Any], dict[Any, dict[str, Any]]] = self.outputs, {}, {}
        # Each run has a new environment, which would compile all templates again.
        settings["JINJA_ENVIRONMENT"] = {**settings["JINJA_ENVIRONMENT"], "bytecode_cache": Bytecodes()}
        # Before the plugins, which need not look at what is in memory.
        signals.article_generator_init.connect(self.serve_from_memory)
        signals.page_generator_init.connect(self.serve_from_memory)
        self.pelican = Pelican(settings)

    def read(self) -> None:
        """Read new sources, and collect how every file is made.

        Raises what Pelican and plugins raise; the site is then unchanged.
        """
        self.runs += 1
        if self.runs > MOST_RUNS_A_LOOK:
            self.collect()
        self.before = self.outputs, self.contents, {content: content.__dict__ for content in self.contents.values()}
        self.outputs = PlannedOutput()
        forget_texts()
        for one in self.cached.values():
            one.content.__dict__ = as_read(one.attributes)
        try:
            with (
                signals.get_writer.connected_to(self.writer),
                signals.all_generators_finalized.connected_to(self.note_contents),
            ):
                signals.initialized.send(self.pelican)
                self.pelican.run()
                self.copied = frozenset(static.save_as for static in self.context["staticfiles"])
        except BaseException:
            self.restore()
            raise

    def writer(self, _: object) -> type[InMemoryWriter]:
        return type("InMemoryWriter", (InMemoryWriter,), {"outputs": self.outputs})

    def clean_up(self) -> None:
        """Collect the garbage of earlier runs, if there is enough. Call it while nobody waits."""
        if self.runs >= RUNS_A_LOOK:
            self.collect()

    def collect(self) -> None:
        # What a build sets aside, as it ends soon, would be here for ever: see `start` in plugin.py.
        gc.unfreeze()
        gc.collect()
        self.runs = 0

    def restore(self) -> None:
        """Return to the state before the latest `read`."""
        self.outputs, self.contents, attributes = self.before
        for content, good in attributes.items():
            content.__dict__ = good

    def serve_from_memory(self, generator: Any) -> None:
        """Make a generator take each content whose source has not changed from memory."""
        if generator.settings is not self.settings:
            return

        def get(name: str, default: Any = None) -> Any:
            one, place = self.cached.get((type(generator), name)), Path(generator.path, name)
            if one is None or (place not in self.pinned and one.stamp != stamp_of(place)):
                return default
            set_context(one.content, generator.context)
            return one.content

        def put(name: str, content: Any) -> None:
            place = Path(generator.path, name)
            stamp = stamp_of(place)
            reader = generator.readers.readers.get(place.suffix[1:])
            front = front_of(reader.converted) if isinstance(reader, CachedMarkdownReader) else None
            one = CachedContent(content, stamp, as_read(content.__dict__), reader, front)
            self.cached[type(generator), name] = one

        def files(*args: Any, **settings: Any) -> set[str]:
            found: set[str] = all_files(*args, **settings)
            excluded = {os.path.relpath(source, generator.path) for source in self.excluded}
            return {name for name in found if os.path.normpath(name) not in excluded} if excluded else found

        generator.is_served_from_memory = bool(self.cached)  # then there is nothing to convert ahead
        all_files = generator.get_files
        generator.get_files, generator.get_cached_data, generator.cache_data = files, get, put

    def note_contents(self, generators: list[Any]) -> None:
        self.context = generators[0].context
        read = [content for content in self.context["generated_content"].values() if content]
        self.contents = {Path(content.source_path): content for content in read}
        move_attachments(content for content in read if has_attachments(content))

    def forget_below(self, folder: Path) -> None:
        """Read the sources in a folder again: a file beside them has changed."""
        for key, one in list(self.cached.items()):
            if Path(one.content.source_path).is_relative_to(folder):
                del self.cached[key]

    def warm_up(self, source: Path) -> None:
        """Render a source once more and discard the result."""
        for one in self.cached.values():
            if one.front and Path(one.content.source_path) == source:
                with pelican_open(str(source)) as text:
                    one.reader.cached.convert_anew(text)

    def refresh(self, source: Path) -> bool:
        """Take in the new text of a source, where nothing else has changed: its front matter, the files it links to.

        Returns False, and does nothing, if more has changed; call `read` then. Raises what plugins raise.
        """
        content = self.contents.get(source)
        key = next((key for key, one in self.cached.items() if one.content is content), None)
        if content is None or key is None or not self.can_refresh():
            return False
        cached, stamp = self.cached[key], stamp_of(source)
        with pelican_open(str(source)) as text:
            converted = cached.reader.cached.convert(text) if cached.front else None
        if converted is None or cached.front != front_of(converted):
            return False
        links = content.get_static_links()
        attributes, is_complete = change_text(cached, converted.html)
        self.cached[key] = replace(cached, stamp=stamp, attributes=attributes)
        return is_complete and content.get_static_links() == links

    def can_refresh(self) -> bool:
        """Tell whether the settings and plugins let a single text be replaced."""
        # The first changes more than the text, and the second takes the date from the file.
        return not self.settings["TYPOGRIFY"] and self.settings.get("DEFAULT_DATE") != "fs" and all_can_refresh()


def all_can_refresh() -> bool:
    """Tell whether each plugin that runs after reading can update a single changed content."""
    listening = {receiver.__module__ for receiver in content_refreshed.receivers_for(ANY)}
    return all(
        receiver.__module__ in listening or getattr(receiver, "needs_no_text", False)
        for one in AFTER_READING
        for receiver in one.receivers_for(ANY)
    )
