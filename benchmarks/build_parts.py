"""The parts of a build whose time is told apart: of Pelican with `incremental`, and of `faircopy build`."""

import time
from collections import defaultdict
from collections.abc import Callable
from typing import Any

ELSE = "all else"
IMPORTS = "imports"
READING = "Pelican reads: files, front matter, kept HTML, an article from each, its addresses, its tags"
WRITING = "Pelican's own writing: contexts, pagination, lists"
FEEDS = "feeds"
QUESTIONS = "questions are answered again, and compared"
KEPT_FILES = "the files of the build before are read, and compared"
CODE = "the digest of all code"


class Stopwatch:
    """Gives each moment to the part that was entered last and has not been left."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.clock = clock
        self.seconds: dict[str, float] = defaultdict(float)
        self.parts = [ELSE]
        self.since = 0.0

    def pass_time(self) -> None:
        now = self.clock()
        self.seconds[self.parts[-1]] += now - self.since
        self.since = now

    def timed(self, part: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return `function`, whose time is that of `part`; of a generator, what it yields as a list."""

        def timed(*arguments: Any, **named: Any) -> Any:
            self.pass_time()
            self.parts.append(part)
            try:
                found = function(*arguments, **named)
                return [*found] if hasattr(found, "send") else found
            finally:
                self.pass_time()
                self.parts.pop()

        return timed

    def time(self, part: str, owner: Any, *names: str) -> None:
        for name in names:
            setattr(owner, name, self.timed(part, getattr(owner, name)))

    def rename(self, part: str) -> None:
        """Give a part all the time that no other has."""
        self.pass_time()
        self.seconds[part] += self.seconds.pop(ELSE)


def build_incremental() -> dict[str, float]:
    """Build the site in the current folder with Pelican, and return the seconds of each part."""
    stopwatch = Stopwatch(time.process_time)
    import pelican  # noqa: PLC0415  # which is timed

    stopwatch.rename("Pelican is imported")
    import faircopy.incremental.plugin  # noqa: PLC0415  # part of what the settings import

    settings = "the settings import the plugins"
    stopwatch.rename(settings)
    stopwatch.time(settings, pelican, "read_settings")
    stopwatch.time(CODE, faircopy.incremental.plugin, "fingerprint_of_code")
    time_pelican(stopwatch)
    pelican.main(["--quiet", "--settings", "incrementalconf.py"])
    stopwatch.pass_time()
    return dict(stopwatch.seconds)


def build_whole() -> dict[str, float]:
    """Build the site in the current folder as `faircopy build` does, and return the seconds of each part."""
    stopwatch = Stopwatch(time.process_time)
    import faircopy.build.recording  # noqa: PLC0415  # which is timed
    from faircopy.build import cli  # noqa: PLC0415  # as above
    from faircopy.build.unchanged import record  # noqa: PLC0415  # as above

    stopwatch.rename(IMPORTS)
    stopwatch.time(IMPORTS, faircopy.build.recording, "load_settings")
    stopwatch.time("is there anything to do?", cli, "beginning", "outcome_that_holds")
    stopwatch.time("what it was made from is kept", faircopy.build.recording, "keep_record")
    stopwatch.time("what it was made from is kept", record, "digest_of_stamps")
    time_pelican(stopwatch)
    time_checks(stopwatch)
    time_plugins(stopwatch)
    if cli.main([]):
        raise SystemExit(1)
    stopwatch.pass_time()
    return dict(stopwatch.seconds)


def time_pelican(stopwatch: Stopwatch) -> None:
    from pelican.generators import ArticlesGenerator, PagesGenerator, StaticGenerator  # noqa: PLC0415  # as above

    from faircopy.incremental import incremental_writer  # noqa: PLC0415  # as above
    from faircopy.incremental.evaluate import Verifier  # noqa: PLC0415  # as above

    for generator in (ArticlesGenerator, PagesGenerator, StaticGenerator):
        stopwatch.time(READING, generator, "__init__", "generate_context")
        stopwatch.time(WRITING, generator, "generate_output")
    stopwatch.time(FEEDS, ArticlesGenerator, "generate_feeds")
    stopwatch.time(QUESTIONS, Verifier, "difference")
    stopwatch.time(KEPT_FILES, incremental_writer, "keep")
    stopwatch.time("pages are rendered", incremental_writer.IncrementalWriter, "page_to_queue", "render_queue")


def time_checks(stopwatch: Stopwatch) -> None:
    from faircopy.build import built_pages, links, run, swap  # noqa: PLC0415  # as above
    from faircopy.cache.database import Store  # noqa: PLC0415  # as above
    from faircopy.incremental import state  # noqa: PLC0415  # as above
    from faircopy.lint import check  # noqa: PLC0415  # as above
    from faircopy.lint.report_cache import ReportCache  # noqa: PLC0415  # as above

    stopwatch.time(IMPORTS, run, "load_settings")
    stopwatch.time(CODE, state, "fingerprint_of_code")
    stopwatch.time("texts are checked, each by itself", check, "layout_of", "read_all", "reports_of")
    stopwatch.time("texts are checked, between each other", check, "check_site")
    stopwatch.time("snippets are proven", ReportCache, "snippet_reports")
    stopwatch.time("texts are checked, all else", run, "check_content")
    stopwatch.time("names that collide, files that run", run, "check_collisions", "check_written")
    stopwatch.time("links are followed", run, "check_links")
    stopwatch.time("links are followed: pages are read", built_pages, "read_page")
    stopwatch.time("links are followed: feeds are read", links, "read_feed")
    stopwatch.time("the search for what is held back", run, "sources_for", "check_held_back")
    stopwatch.time("what is known is kept", Store, "save")
    stopwatch.time("what is known is kept", run, "keep_pages")
    stopwatch.time("the folders change places", swap, "put_back")


def time_plugins(stopwatch: Stopwatch) -> None:
    from faircopy.build import run  # noqa: PLC0415  # as above
    from faircopy.media.plugin import PicturesGenerator  # noqa: PLC0415  # as above
    from faircopy.search import plugin as search  # noqa: PLC0415  # as above
    from faircopy.snippets import plugin as snippets  # noqa: PLC0415  # as above

    stopwatch.time("the search index", search, "write_index")
    stopwatch.time("cards and pictures", PicturesGenerator, "generate_output")
    stopwatch.time("snippets are compared with their sources", snippets, "check_output")
    stopwatch.time("Pelican, all else", run, "build")
