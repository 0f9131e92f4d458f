"""What a page reads, seen while it is rendered: variables, fields of contents, calls, templates and files.

Jinja asks its environment and its context for everything that a template names, so nothing in a template can
be forgotten here. What cannot be told in words, as a random number, makes a page that is rendered each time.
"""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from jinja2 import Environment, Template, TemplateNotFound
from jinja2.filters import FILTERS
from jinja2.runtime import Context, Macro
from jinja2.tests import TESTS
from jinja2.utils import missing
from pelican.contents import Content
from pelican.paginator import Page, Paginator

from incremental.digests import OpaqueError, digest_of_bytes
from incremental.questions import FILTER, GLOBAL, TEMPLATE, TEST, VARIABLE, Question, Reads, written
from incremental.values import NOTHING, Values

# What Jinja offers and nobody can foresee.
RANDOM = ("random", "lipsum")
# What has values of its own, which are noted when they are read.
WITH_VALUES = (Paginator, Page)
# What compiled templates give to each call besides its arguments.
JINJAS_OWN = {"_loop_vars", "_block_vars"}


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

    def note_call(self, subject: str, name: str, arguments: tuple[object, ...], result: object) -> None:
        try:
            given = written(arguments, self.values.name_of)
        except OpaqueError as error:
            self.opaque = f"{name}() is given a {error}"
        else:
            self.note(subject, name, result, given)
            if id(result) in self.ways:
                self.opaque = f"{name}() returns a {type(result).__qualname__}"

    def note_call_by_name(
        self, function: object, functions: Mapping[str, Any], arguments: tuple[object, ...], result: object
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


watching = threading.local()


@contextmanager
def observed(observer: Observer) -> Iterator[None]:
    watching.observer = observer
    try:
        yield
    finally:
        watching.observer = None


def current() -> Observer | None:
    return getattr(watching, "observer", None)


class ObservedContext(Context):
    """The variables of a template."""

    def resolve_or_missing(self, key: str) -> Any:
        value = super().resolve_or_missing(key)
        observer = current()
        if observer:
            # A variable that a template has set follows from what it has read.
            if key in observer.variables:
                if observer.variables[key] is value:
                    observer.note(VARIABLE, key, value)
            elif key in self.environment.globals:
                if self.environment.globals[key] is value and not is_jinjas(value):
                    observer.note(GLOBAL, key, value)
                elif key in RANDOM:
                    observer.opaque = f"{key}() is random"
            elif key not in self.vars and key not in self.parent:
                observer.note(VARIABLE, key, value)
        return value

    def call(self, __obj: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:  # noqa: PYI063  # Jinja's signature
        result = super().call(__obj, *args, **kwargs)
        observer = current()
        if observer and not is_jinjas(__obj):
            owner = getattr(__obj, "__self__", None)
            name = getattr(__obj, "__name__", "")
            subject = observer.subject_of(owner)
            if kwargs.keys() - JINJAS_OWN and (subject or owner is None):
                observer.opaque = f"{name}() is called with names"
            elif subject:
                observer.note_call(subject, name, args, result)
            elif owner is None:
                observer.note_call_by_name(__obj, self.environment.globals, args, result)
        return result


def is_jinjas(thing: object) -> bool:
    module = getattr(thing, "__module__", None) or type(thing).__module__
    return isinstance(thing, Macro) or thing is range or thing is dict or str(module).startswith("jinja2")


class ObservedEnvironment(Environment):
    """Jinja's environment, which is asked for each attribute and each template."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        return self.noted(obj, attribute, super().getattr(obj, attribute))

    def getitem(self, obj: Any, argument: Any) -> Any:
        value = super().getitem(obj, argument)
        return self.noted(obj, argument, value) if isinstance(argument, str) else value

    def noted(self, obj: Any, attribute: str, value: Any) -> Any:
        observer = current()
        if observer and (subject := observer.subject_of(obj)) and not callable(value):
            observer.note(subject, attribute, value)
        return value

    def get_template(self, name: str | Template, *args: Any, **settings: Any) -> Template:
        observer = current()
        if observer and isinstance(name, str):
            observer.note_state(TEMPLATE, name, self.state_of_template(name))
        return super().get_template(name, *args, **settings)

    def select_template(self, names: Any, *args: Any, **settings: Any) -> Template:
        observer = current()
        if observer:
            for name in names:
                state = self.state_of_template(str(name))
                observer.note_state(TEMPLATE, str(name), state)
                if state != NOTHING:
                    break
        return super().select_template(names, *args, **settings)

    def state_of_template(self, name: str) -> str:
        """Return the digest of a template's source."""
        known: dict[str, str] = self.__dict__.setdefault("states_of_templates", {})
        if name not in known:
            try:
                known[name] = (
                    digest_of_bytes(self.loader.get_source(self, name)[0].encode()) if self.loader else NOTHING
                )
            except TemplateNotFound:
                known[name] = NOTHING
        return known[name]


def observe(environment: Environment) -> None:
    """Have an environment watch what its templates read. It stays the same object, with all that plugins gave it."""
    environment.__class__ = ObservedEnvironment
    environment.context_class = ObservedContext
    # In one run a template is what it was when it was first seen: nobody need look again at each inclusion.
    environment.auto_reload = False


def observe_functions(environment: Environment) -> None:
    """Have filters and tests that are not Jinja's own noted when they are given contents, in which they may read."""
    kinds: tuple[tuple[dict[str, Any], Mapping[str, Any], str], ...] = (
        (environment.filters, FILTERS, FILTER),
        (environment.tests, TESTS, TEST),
    )
    for functions, own, subject in kinds:
        for name, function in list(functions.items()):
            if name in RANDOM or (own.get(name) is not function and not isinstance(function, ObservedFunction)):
                functions[name] = ObservedFunction(function, subject, name)


class ObservedFunction:
    """A filter or a test."""

    def __init__(self, function: Callable[..., Any], subject: str, name: str) -> None:
        self.function = function
        self.subject = subject
        self.name = name
        # Whether it wants the context, the environment, or neither.
        if hasattr(function, "jinja_pass_arg"):
            self.jinja_pass_arg = function.jinja_pass_arg

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        result = self.function(*args, **kwargs)
        if observer := current():
            if self.name in RANDOM or hasattr(self, "jinja_pass_arg"):
                observer.opaque = f"nobody can tell what the filter '{self.name}' reads"
            elif any(holds_contents(one) for one in (*args, *kwargs.values())):
                if kwargs:
                    observer.opaque = f"the filter '{self.name}' is called with names"
                else:
                    observer.note_call(self.subject, self.name, args, result)
        return result


def holds_contents(value: object) -> bool:
    if isinstance(value, list | tuple | set):
        return any(map(holds_contents, value))
    return isinstance(value, Content) or (isinstance(value, dict) and holds_contents(list(value.values())))
