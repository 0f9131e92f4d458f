"""A writer for Pelican that is told how each page is made, and has it made by whoever is to decide that."""

import os
from abc import abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import StringIO
from typing import Any

from jinja2 import Template

from faircopy._compat.pelican import BufferedWriter


@dataclass(frozen=True, slots=True)
class Rendering:
    """A page that can be made: a template, and what it may read."""

    template: Template
    context: Mapping[str, Any]
    shared: dict[str, Any]  # what all pages read, and the contents as well

    @property
    def name(self) -> str:
        """The template's."""
        return str(self.template.name)

    def prepare(self) -> None:
        """Have the contents know from where they are read, which matters with relative links."""
        if self.context["localsiteurl"]:
            self.shared["localsiteurl"] = self.context["localsiteurl"]

    def render(self) -> str:
        self.prepare()
        # By its name, so that a template which has changed is loaded anew.
        template = self.template.environment.get_template(self.name)
        return template.render(self.context)


@dataclass(frozen=True, slots=True)
class Deferred:
    """Stands for a template: what it renders is a rendering, and no text yet."""

    template: Template
    shared: dict[str, Any]

    def render(self, context: Mapping[str, Any]) -> Rendering:
        return Rendering(self.template, context, self.shared)


class RenderingWriter(BufferedWriter):
    """Takes what Pelican would write as something that can be made. Pagination and signals stay Pelican's."""

    def __init__(self, output_path: str, settings: Mapping[str, Any]) -> None:
        super().__init__(output_path, settings)  # type: ignore[no-untyped-call]  # Pelican has few types
        self.below = f"{os.path.abspath(output_path)}/"  # noqa: PTH100  # as Pelican makes paths

    def name_of(self, path: str) -> str:
        """Return where a file belongs below the output folder, from its absolute path."""
        return path.removeprefix(self.below)

    @abstractmethod
    def page(self, path: str, rendering: Rendering) -> None:
        """Take a page that belongs at `path`, absolute."""

    @abstractmethod
    def feed(self, path: str, make: Callable[[], str]) -> None:
        """Take a feed that belongs at `path`, absolute."""

    def page_without_place(self, rendering: Rendering) -> None:
        """Take a page whose place another has taken. Pelican renders it all the same, and writes it nowhere."""

    def write_file(self, name: str, template: Template, context: dict[str, Any], *args: Any, **settings: Any) -> None:
        super().write_file(name, Deferred(template, context), context, *args, **settings)  # type: ignore[no-untyped-call]  # Pelican has few types

    def buffer(self, path: str | None) -> "Sheet":
        return Sheet(path, self)


class Sheet(StringIO):
    """Stands for an open file: what Pelican writes to it is taken by the writer in the end."""

    def __init__(self, path: str | None, writer: RenderingWriter) -> None:
        super().__init__()
        self.path = path
        self.writer = writer
        self.rendering: Rendering | None = None

    def write(self, what: Rendering | str) -> int:
        if isinstance(what, Rendering):
            self.rendering = what
            return 0
        return super().write(what)

    def __exit__(self, failure: object, *rest: object) -> None:
        if failure is not None:
            return
        if self.rendering and self.path is None:
            self.writer.page_without_place(self.rendering)
        elif self.rendering:
            self.writer.page(str(self.path), self.rendering)
        elif self.path is not None:
            self.writer.feed(self.path, self.getvalue)
