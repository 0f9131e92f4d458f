"""Records what a page reads while it is rendered: dependencies, with their fingerprints."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from jinja2.utils import missing
from pelican.contents import Content
from pelican.paginator import Page, Paginator

from faircopy.cache.fingerprints import UnhashableValueError, encode_call
from faircopy.incremental.value_fingerprints import Fingerprints

# Subjects other than a content, whose name begins with `@`. A subject that begins with VARIABLE, such as
# `$articles_page`, is the path to an object in a variable of the page.
VARIABLE, GLOBAL, FILTER, TEST, TEMPLATE, FILE = "$", "%", "|", "?", "<", "/"

# An environment key, a subject, a name, and the encoded arguments of a call (None for other dependencies). The key
# identifies the Jinja environment, and the folder that relative links start from: for the same key, a dependency has
# one fingerprint in a build.
Dependency = tuple[str, str, str, str | None]
# A dependency on what only this page has: a subject, a name, and arguments.
OwnDependency = tuple[str, str, str | None]

# What has values of its own, which are noted when they are read.
WITH_VALUES = (Paginator, Page)
# Of a call, in their order, and by name.
Arguments = tuple[tuple[object, ...], Mapping[str, object]]


@dataclass(slots=True)
class DependencySet:
    """The dependencies of one page, with their fingerprints."""

    own: dict[OwnDependency, str] = field(default_factory=dict)
    shared: dict[Dependency, str] = field(default_factory=dict)


def describe(subject: str, name: str) -> str:
    """Return a readable name of a dependency."""
    match subject[:1]:
        case "@":
            return f"'{name}' of {subject[1:]}"
        case "<":
            return f"the template '{name}'"
        case "/":
            return f"the file '{name}'"
        case "$" if len(subject) > 1:
            return f"'{subject.removeprefix(VARIABLE)}.{name}'"
    return f"'{name}'"


class Observer:
    """Records what one page reads while it is rendered."""

    def __init__(
        self,
        environment_key: str,
        variables: Mapping[str, Any],
        shared: Mapping[str, Any],
        fingerprints: Fingerprints,
        known: dict[Dependency, str],
    ) -> None:
        """`variables` are the page's, `shared` those of all pages, `known` what has been evaluated in this build."""
        self.environment_key = environment_key
        self.variables = variables
        self.shared = shared
        self.fingerprints = fingerprints
        self.known = known
        self.dependencies = DependencySet()
        self.ways: dict[int, tuple[object, str]] = {}  # by id: an object with values of its own, and the way to it
        self.untracked: str | None = None  # why nobody can tell what the page has read
        # What has been noted already, with the objects, so that no others get their ids.
        self.resolved: dict[str, object] = {}  # variables, by name
        self.looked_at: dict[tuple[int, str], object] = {}  # by id and attribute

    def note(self, subject: str, name: str, value: object, arguments: str | None = None) -> None:
        if subject == VARIABLE and arguments is None:
            is_own = self.shared.get(name, missing) is not value
        else:
            is_own = subject.startswith(VARIABLE)
        if not is_own:
            self.note_shared((self.environment_key, subject, name, arguments), value)
        elif (subject, name, arguments) not in self.dependencies.own:
            self.dependencies.own[subject, name, arguments] = self.fingerprint(value, way_to(subject, name))[0]

    def note_shared(self, dependency: Dependency, value: object) -> None:
        if dependency in self.dependencies.shared:
            return
        found = self.known.get(dependency)
        if found is None:
            found, lasts = self.fingerprint(value, way_to(dependency[1], dependency[2]))
            if lasts:
                self.known[dependency] = found
        self.dependencies.shared[dependency] = found

    def note_state(self, subject: str, name: str, state: str) -> None:
        """Record a fingerprint itself: of a template or file."""
        self.dependencies.shared[self.environment_key, subject, name, None] = state

    def fingerprint(self, value: object, way: str) -> tuple[str, bool]:
        """Return a fingerprint, and whether it covers the whole value."""
        if isinstance(value, WITH_VALUES):
            self.ways[id(value)] = value, way
            return name_of_kind(value), False
        try:
            return self.fingerprints.of(value), True
        except UnhashableValueError as error:
            self.untracked = f"{way} is or holds a {error}"
            return name_of_kind(value), False

    def subject_of(self, thing: object) -> str | None:
        """Return the subject of an object with attributes to record; None for a plain value."""
        if isinstance(thing, Content):
            return self.fingerprints.name_of(thing)
        return self.ways[id(thing)][1] if id(thing) in self.ways else None

    def note_call(self, subject: str, name: str, arguments: Arguments, result: object) -> None:
        try:
            encoded = encode_call(*arguments, self.fingerprints.name_of)
        except UnhashableValueError as error:
            self.untracked = f"{name}() is given a {error}"
        else:
            self.note(subject, name, result, encoded)
            if id(result) in self.ways:
                self.untracked = f"{name}() returns a {type(result).__qualname__}"

    def note_call_by_name(
        self, function: object, functions: Mapping[str, Any], arguments: Arguments, result: object
    ) -> None:
        """Record the call of a function under the name that templates know, which may differ from its own."""
        for subject, table in ((GLOBAL, functions), (VARIABLE, self.variables)):
            for name, value in table.items():
                if value is function:
                    self.note_call(subject, name, arguments, result)
                    return
        self.untracked = f"{getattr(function, '__name__', function)}() is called, and nobody knows where it is from"


def name_of_kind(value: object) -> str:
    return f"a {type(value).__qualname__}"


def way_to(subject: str, name: str) -> str:
    return f"{subject}{name}" if subject == VARIABLE else f"{subject}.{name}"


class ThreadObserver(threading.local):
    """The observer of each thread."""

    observer: Observer | None = None
    compiling = False  # of a template


watching = ThreadObserver()


@contextmanager
def observed(observer: Observer) -> Iterator[None]:
    watching.observer = observer
    try:
        yield
    finally:
        watching.observer = None
