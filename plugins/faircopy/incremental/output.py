"""Output that is made later: an interface for plugins that write files, and the writers that Pelican is given.

Plugins hand over their files with `write_file`. With LAZY_OUTPUT, the signal and the marks, a preview can make files on
request. All of this works without the plugin `incremental`.
"""

import os
from abc import abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import Any

from blinker import signal
from jinja2 import Template

from faircopy._compat.pelican import BufferedWriter, OneFileWriter

# A Pelican setting: output is made when somebody asks for it, so nothing can be read back from the output folder.
LAZY_OUTPUT = "LAZY_OUTPUT"
# With a content whose text has been read again, when nothing else has changed. A plugin that does something to
# contents once all are read does it to this one. A site with a plugin that does, and does not listen, is read whole;
# so is one of which a receiver returns False, because more has changed than a text.
content_refreshed = signal("content_refreshed")


def write_file(writer: Any, output: str | Path, name: str, make: Callable[[], bytes]) -> None:
    """Call `make` for the file `name` below the folder `output`: at once, or when the writer needs it."""
    if isinstance(writer, RenderingWriter):
        writer.take_file(name, make)
        return
    file = Path(output, name)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(make())


@dataclass(frozen=True, slots=True)
class RenderablePage:
    """A page that can be rendered: a template, and its variables."""

    template: Template
    context: Mapping[str, Any]
    shared: dict[str, Any]  # what all pages read, and the contents as well

    @property
    def name(self) -> str:
        """The template's."""
        return str(self.template.name)

    def prepare(self) -> None:
        """Set the page from which contents are linked, which matters for relative links."""
        if self.context["localsiteurl"]:
            self.shared["localsiteurl"] = self.context["localsiteurl"]

    def render(self) -> str:
        self.prepare()
        # By its name, so that a template which has changed is loaded anew.
        template = self.template.environment.get_template(self.name)
        return template.render(self.context)


@dataclass(frozen=True, slots=True)
class LazyTemplate:
    """Stands in for a template: `render` returns a Rendering instead of text."""

    template: Template
    shared: dict[str, Any]

    def render(self, context: Mapping[str, Any]) -> RenderablePage:
        return RenderablePage(self.template, context, self.shared)


class RenderingWriter(BufferedWriter):
    """Collects what Pelican writes as files to be made later. Pagination and signals stay Pelican's."""

    def __init__(self, output_path: str, settings: Mapping[str, Any]) -> None:
        super().__init__(output_path, settings)  # type: ignore[no-untyped-call]  # Pelican has few types
        self.below = f"{os.path.abspath(output_path)}/"  # noqa: PTH100  # as Pelican makes paths

    def name_of(self, path: str) -> str:
        """Return the path of a file below the output folder, from its absolute path."""
        return path.removeprefix(self.below)

    @abstractmethod
    def take_page(self, path: str, rendering: RenderablePage) -> None:
        """Take a page that belongs at `path`, absolute."""

    @abstractmethod
    def take_file(self, name: str, make: Callable[[], bytes]) -> None:
        """Take a feed, or a file of a plugin's, that belongs at `name` below the output folder."""

    def take_page_without_place(self, rendering: RenderablePage) -> None:
        """Take a page that another page has replaced. Pelican renders it all the same, and writes it nowhere."""

    def write_file(self, name: str, template: Template, context: dict[str, Any], *args: Any, **settings: Any) -> None:
        lazy = LazyTemplate(template, context)
        super().write_file(name, lazy, context, *args, **settings)  # type: ignore[no-untyped-call]  # Pelican has few types

    def buffer(self, path: str | None) -> "OutputBuffer":
        return OutputBuffer(path, self)


class OutputBuffer(StringIO):
    """Stands in for an open file: when closed, it hands its text to the writer."""

    def __init__(self, path: str | None, writer: RenderingWriter) -> None:
        super().__init__()
        self.path = path
        self.writer = writer
        self.rendering: RenderablePage | None = None

    def write(self, what: RenderablePage | str) -> int:
        if isinstance(what, RenderablePage):
            self.rendering = what
            return 0
        return super().write(what)

    def __exit__(self, failure: object, *rest: object) -> None:
        if failure is not None:
            return
        if self.rendering and self.path is None:
            self.writer.take_page_without_place(self.rendering)
        elif self.rendering:
            self.writer.take_page(str(self.path), self.rendering)
        elif self.path is not None:
            self.writer.take_file(self.writer.name_of(self.path), lambda: self.getvalue().encode())


@dataclass(slots=True)
class PlannedOutput:
    """The files that a build would write: path below the output folder -> how to make it."""

    pages: dict[str, RenderablePage] = field(default_factory=dict)
    files: dict[str, Callable[[], bytes]] = field(default_factory=dict)

    def has(self, path: str) -> bool:
        return path in self.pages or path in self.files


class InMemoryWriter(RenderingWriter):
    """Writes nothing, and collects how each file is made. A subclass for each build sets `outputs`."""

    outputs: PlannedOutput

    def take_page(self, path: str, rendering: RenderablePage) -> None:
        name = self.name_of(path)
        self.outputs.pages[name] = rendering
        # Of two that go to one address, the last stays.
        self.outputs.files.pop(name, None)

    def take_file(self, name: str, make: Callable[[], bytes]) -> None:
        self.outputs.files[name] = make
        self.outputs.pages.pop(name, None)

    def write_feed(self, elements: Any, context: Any, path: str | None = None, *args: Any, **settings: Any) -> Any:
        if not path:
            return super().write_feed(elements, context, path, *args, **settings)  # type: ignore[no-untyped-call]  # Pelican has few types
        self.take_file(path, lambda: self.feed_of(elements, context, path, *args, **settings))
        return None

    def feed_of(self, *args: Any, **settings: Any) -> bytes:
        """Make one feed, in memory."""
        text = KeepOpenStringIO()
        OneFileWriter(self, text).write_feed(*args, **settings)  # type: ignore[no-untyped-call]  # Pelican has few types
        return text.getvalue().encode()


class KeepOpenStringIO(StringIO):
    """Keeps its text after Pelican has closed it."""

    def close(self) -> None:
        pass
