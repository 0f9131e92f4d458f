"""What is noted of one page while it is rendered."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from jinja2.utils import missing
from pelican.contents import Content
from pelican.paginator import Page, Paginator

from faircopy.incremental.arguments import written
from faircopy.incremental.digests import OpaqueError
from faircopy.incremental.questions import GLOBAL, VARIABLE, Question, Reads
from faircopy.incremental.values import Values

# What has values of its own, which are noted when they are read.
WITH_VALUES = (Paginator, Page)
# Of a call, in their order, and by name.
Arguments = tuple[tuple[object, ...], Mapping[str, object]]


class Observer:
    """Watches the rendering of one page."""

    def __init__(
        self,
        place: str,
        variables: Mapping[str, Any],
        shared: Mapping[str, Any],
        values: Values,
        known: dict[Question, str],
    ) -> None:
        """`variables` are the page's, `shared` those of all pages, `known` the answers that this run has given."""
        self.place = place
        self.variables = variables
        self.shared = shared
        self.values = values
        self.known = known
        self.reads = Reads()
        self.ways: dict[int, tuple[object, str]] = {}  # by id: an object with values of its own, and the way to it
        self.opaque: str | None = None  # why nobody can tell what the page has read
        # What has been noted already, with the objects, so that no others get their ids.
        self.resolved: dict[str, object] = {}  # variables, by name
        self.looked_at: dict[tuple[int, str], object] = {}  # by id and attribute

    def note(self, subject: str, name: str, value: object, arguments: str | None = None) -> None:
        if subject == VARIABLE and arguments is None:
            is_own = self.shared.get(name, missing) is not value
        else:
            is_own = subject.startswith(VARIABLE)
        if not is_own:
            self.note_shared((self.place, subject, name, arguments), value)
        elif (subject, name, arguments) not in self.reads.own:
            self.reads.own[subject, name, arguments] = self.digest(value, way_to(subject, name))[0]

    def note_shared(self, question: Question, value: object) -> None:
        if question in self.reads.shared:
            return
        answer = self.known.get(question)
        if answer is None:
            answer, lasts = self.digest(value, way_to(question[1], question[2]))
            if lasts:
                self.known[question] = answer
        self.reads.shared[question] = answer

    def note_state(self, subject: str, name: str, state: str) -> None:
        """Note what is a digest already: of a template, or of a file."""
        self.reads.shared[self.place, subject, name, None] = state

    def digest(self, value: object, way: str) -> tuple[str, bool]:
        """Return an answer, and whether it says all there is to say."""
        if isinstance(value, WITH_VALUES):
            self.ways[id(value)] = value, way
            return name_of_kind(value), False
        try:
            return self.values.digest(value), True
        except OpaqueError as error:
            self.opaque = f"{way} is or holds a {error}"
            return name_of_kind(value), False

    def subject_of(self, thing: object) -> str | None:
        """Return the subject that `thing` is; None for a value, which has been read whole."""
        if isinstance(thing, Content):
            return self.values.name_of(thing)
        return self.ways[id(thing)][1] if id(thing) in self.ways else None

    def note_call(self, subject: str, name: str, arguments: Arguments, result: object) -> None:
        try:
            given = written(*arguments, self.values.name_of)
        except OpaqueError as error:
            self.opaque = f"{name}() is given a {error}"
        else:
            self.note(subject, name, result, given)
            if id(result) in self.ways:
                self.opaque = f"{name}() returns a {type(result).__qualname__}"

    def note_call_by_name(
        self, function: object, functions: Mapping[str, Any], arguments: Arguments, result: object
    ) -> None:
        """Note the call of a function that templates know by a name, which need not be its own."""
        for subject, table in ((GLOBAL, functions), (VARIABLE, self.variables)):
            for name, value in table.items():
                if value is function:
                    self.note_call(subject, name, arguments, result)
                    return
        self.opaque = f"{getattr(function, '__name__', function)}() is called, and nobody knows where it is from"


def name_of_kind(value: object) -> str:
    return f"a {type(value).__qualname__}"


def way_to(subject: str, name: str) -> str:
    return f"{subject}{name}" if subject == VARIABLE else f"{subject}.{name}"


class Watching(threading.local):
    """What is going on in a thread."""

    observer: Observer | None = None
    compiling = False  # of a template


watching = Watching()


@contextmanager
def observed(observer: Observer) -> Iterator[None]:
    watching.observer = observer
    try:
        yield
    finally:
        watching.observer = None
