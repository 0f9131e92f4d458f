"""A writer that renders a page only if something that it reads has changed, and leaves unchanged files alone."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import compress, repeat
from operator import is_not
from pathlib import Path
from typing import Any

from jinja2 import Template
from jinja2.utils import missing

from faircopy._compat.pelican import number_of_texts
from faircopy.cache.fingerprints import fingerprint_of_bytes
from faircopy.cache.inputs import files_opened
from faircopy.incremental.attachments import attaching_since, move_attachments
from faircopy.incremental.dependencies import FILE, FILTER, DependencySet, Observer, observed
from faircopy.incremental.dependency_db import NewDependencyDb, PageRow
from faircopy.incremental.evaluate import Evaluator, Verifier
from faircopy.incremental.observe import ObservedEnvironment, observe, observe_functions
from faircopy.incremental.output import RenderablePage, RenderingWriter
from faircopy.incremental.output_files import keep, write
from faircopy.incremental.report import BuildReport
from faircopy.pool import ForkPool

# Pages that one process renders at a time.
BATCH_SIZE = 256
# Rendering fewer pages takes less time than forking.
MIN_FORKED = 32


@dataclass(frozen=True, slots=True)
class QueuedPage:
    """A page in the render queue, without the variables that all pages share."""

    name: str
    environment_key: str  # see `dependencies`
    template: Template
    shared: dict[str, Any]  # as in `RenderablePage`
    common: Mapping[str, Any]
    own: Mapping[str, Any]

    def rendering(self) -> RenderablePage:
        return RenderablePage(self.template, {**self.common, **self.own}, self.shared)


@dataclass(frozen=True, slots=True)
class WrittenPage:
    """A page that is written."""

    output: str  # the fingerprint of its bytes
    dependencies: DependencySet
    untracked: str | None  # why its reads cannot be tracked
    attaching: list[str]  # the names of the contents with attachments whose texts were made for it


class IncrementalWriter(RenderingWriter):
    """Writes what has changed. A subclass for each build sets `dependencies`, `previous`, `report` and `may_queue`."""

    dependencies: NewDependencyDb
    previous: Path  # the output of the build before, which may be the output folder itself
    report: BuildReport
    may_queue: bool  # whether pages may be rendered later than Pelican asks for them

    def __init__(self, output_path: str, settings: Mapping[str, Any]) -> None:
        super().__init__(output_path, settings)
        self.root = Path(output_path).resolve()
        self.environments: dict[int, int] = {}  # observed ones: id -> number
        self.evaluator: Evaluator | None = None
        self.queue: list[QueuedPage] = []
        self.queued_names: set[str] = set()
        # Writes to the address of a queued page: as in Pelican, the last one wins.
        self.after_queue: list[Callable[[], None]] = []
        self.pool = ForkPool(self.render_and_write, BATCH_SIZE, MIN_FORKED)
        self.compiled: set[str] = set()  # templates, by name
        self.common: dict[str, Any] | None = None  # the variables of all pages, as of the first page
        self.verifier: Verifier | None = None

    def take_page(self, path: str, rendering: RenderablePage) -> None:
        name = self.name_of(path)
        if name in self.queued_names:
            self.after_queue.append(partial(self.take_page, path, rendering))
            return
        self.report.written.add(name)
        rendering.prepare()
        evaluator = self.evaluator_for(rendering)
        key = self.environment_key(rendering)
        known = self.dependencies.before.pages.get(name)
        why = self.difference(known, key, rendering, evaluator) if known else self.nothing_known
        if known and not why:
            if keep(name, known.output, self.previous, self.root):
                self.report.kept.append(name)
                self.dependencies.add_kept(name)
                return
            why = "its file is not what was written"
        self.report.rendered[name] = str(why)
        page = self.page_to_queue(name, key, rendering)
        # The first page of each template is rendered here, so that forked processes need not compile the template.
        if self.may_queue and rendering.name in self.compiled:
            self.queue.append(page)
            self.queued_names.add(name)
            self.pool.submit(page)
        else:
            self.compiled.add(rendering.name)
            self.record_page(page, self.render_and_write(page))

    @property
    def nothing_known(self) -> str:
        return "it is new" if self.dependencies.before.pages else "no build is known that was made with the same code"

    def page_to_queue(self, name: str, key: str, rendering: RenderablePage) -> QueuedPage:
        context = rendering.context
        if self.common is None:
            self.common = dict(rendering.shared)
        common = self.common if self.common.keys() <= context.keys() else {}
        # Optimised, because it runs for each page.
        is_own = map(is_not, context.values(), map(common.get, context, repeat(missing)))
        own = dict(compress(context.items(), is_own))
        return QueuedPage(name, key, rendering.template, rendering.shared, common, own)

    def render_queue(self) -> None:
        """Render the pages in the queue. Later pages are rendered at once."""
        self.may_queue = False
        contents = self.evaluator.contents if self.evaluator else {}
        for page, made in zip(self.queue, self.pool.results(), strict=True):
            self.record_page(page, made or self.render_and_write(page))
            if made:
                move_attachments(contents[name] for name in made.attaching)
        self.queue.clear()
        self.queued_names.clear()
        for come in self.after_queue:
            come()
        self.after_queue.clear()

    def take_page_without_place(self, rendering: RenderablePage) -> None:
        # Rendering has a side effect: it moves attachments beside the page's former place.
        self.environment_key(rendering)
        rendering.render()

    def break_links(self, names: Iterable[str]) -> None:
        """Break the hard links of these files, because Pelican is about to overwrite them in place.

        Such a file may be hard-linked to the previous build's output. And if Pelican copies only newer files
        (STATIC_CHECK_IF_MODIFIED), a page of this build must not be overwritten, as in an empty folder.
        """
        for name in names:
            file = self.root / name
            if name in self.report.written and file.is_file():
                data = file.read_bytes()
                file.unlink()
                file.write_bytes(data)
            elif name in self.dependencies.before.pages and file.is_file():
                file.unlink()

    def evaluator_for(self, rendering: RenderablePage) -> Evaluator:
        if self.evaluator is None:
            self.evaluator = Evaluator(rendering.shared)
        return self.evaluator

    def environment_key(self, rendering: RenderablePage) -> str:
        """Return the key of how and where a page is rendered, see `dependencies`. Starts observing its environment."""
        environment = rendering.template.environment
        if id(environment) not in self.environments:
            self.environments[id(environment)] = len(self.environments)
            observe(environment)
            observe_functions(environment)
        return f"{self.environments[id(environment)]} {rendering.context['localsiteurl'] or ''}"

    def difference(self, known: PageRow, key: str, rendering: RenderablePage, evaluator: Evaluator) -> str | None:
        environment = rendering.template.environment
        if not isinstance(environment, ObservedEnvironment):
            return "nobody has watched it"
        if self.verifier is None:
            self.verifier = Verifier(self.dependencies.before, evaluator)
        return self.verifier.difference(known, key, rendering.name, environment, rendering.context)

    def render_and_write(self, page: QueuedPage) -> WrittenPage:
        """Render a page and write it."""
        rendering = page.rendering()
        evaluator = self.evaluator_for(rendering)
        observer = Observer(
            page.environment_key, rendering.context, evaluator.shared, evaluator.fingerprints, evaluator.known
        )
        # A filter of the site may replace one of Jinja's.
        observer.note(FILTER, "filters", getattr(page.template.environment, "own_functions", None))
        texts = number_of_texts()
        with observed(observer), files_opened() as paths:
            data = rendering.render().encode()
        self.write(page.name, data)
        for path in sorted(paths):
            observer.note_state(FILE, path, evaluator.state(path))
        attaching = [str(evaluator.fingerprints.name_of(content)) for content in attaching_since(texts)]
        return WrittenPage(fingerprint_of_bytes(data), observer.dependencies, observer.untracked, attaching)

    def record_page(self, page: QueuedPage, made: WrittenPage) -> None:
        if made.untracked:
            self.report.rendered[page.name] = f"each time: {made.untracked}"
        else:
            self.dependencies.add_rendered(
                page.name, made.output, page.environment_key, str(page.template.name), made.dependencies
            )

    def write(self, name: str, data: bytes) -> None:
        self.report.written.add(name)
        write(name, data, self.previous, self.root)

    def take_file(self, name: str, make: Callable[[], bytes]) -> None:
        """Write a file after all pages with the same address."""
        data = make()
        if name in self.queued_names:
            self.after_queue.append(partial(self.write, name, data))
        else:
            self.write(name, data)
