"""Observes what a page reads while Jinja renders it: variables, attributes of contents, calls, templates and files.

Jinja gets every name and attribute in a template from its environment and context, so observing these two misses
nothing. A page that reads something without a fingerprint, such as a random number, is rendered each time.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import partial
from pathlib import PurePath
from types import BuiltinMethodType, FunctionType, MethodType, ModuleType
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, Template, TemplateNotFound, pass_environment
from jinja2.filters import FILTERS, do_attr
from jinja2.nodes import Impossible
from jinja2.runtime import Context
from jinja2.tests import TESTS
from jinja2.utils import missing
from markupsafe import Markup
from pelican.urlwrappers import Author, Category, Tag
from pelican.utils import SafeDatetime

from faircopy._compat.jinja import (
    INTERNAL_ARGUMENTS,
    CompiledTemplates,
    CompilingEnvironment,
    ImportedTemplate,
    belongs_to_jinja,
    copy_pass_arguments,
    wants_more,
)
from faircopy.cache.fingerprints import fingerprint_of_bytes
from faircopy.incremental.dependencies import (
    FILTER,
    GLOBAL,
    TEMPLATE,
    TEST,
    VARIABLE,
    Arguments,
    Observer,
    watching,
)
from faircopy.incremental.lookups import IndexedList
from faircopy.incremental.value_fingerprints import NOTHING

RANDOM = ("random", "lipsum")  # functions of Jinja's with random results
# Types whose fingerprint covers the whole value, methods included; those of other types may read anything.
VALUES = frozenset(
    (
        *(type(None), bool, int, float, complex, str, bytes, list, tuple, dict, set, frozenset, range, Markup),
        *(dt.date, dt.datetime, dt.time, dt.timedelta, SafeDatetime, Author, Category, Tag),
        *(type({}.items()), type({}.keys()), type({}.values()), IndexedList),
    )
)
METHODS = FunctionType, MethodType, BuiltinMethodType, partial  # recorded when called; Pelican's memoized are partials


class ObservedContext(Context):
    """The variables of a template, observed."""

    def resolve_or_missing(self, key: str) -> Any:
        value = super().resolve_or_missing(key)
        observer = watching.observer
        # Templates read most variables several times: record each once.
        if observer and observer.resolved.get(key, observer) is not value:
            observer.resolved[key] = value
            self.note(observer, key, value)
        return value

    def note(self, observer: Observer, key: str, value: object) -> None:
        offered = self.environment.globals
        if key in observer.variables and observer.variables[key] is value:
            observer.note(VARIABLE, key, value)
        elif key in offered and offered[key] is value:
            if key in RANDOM:
                observer.untracked = f"{key}() is random"
            elif not belongs_to_jinja(value) and not getattr(value, "reads_by_name", False):
                observer.note(GLOBAL, key, value)
                # A variable of that name would take precedence.
                observer.note(VARIABLE, key, observer.variables.get(key, missing))
        elif value is missing:
            observer.note(VARIABLE, key, observer.variables.get(key, missing))
            observer.note(GLOBAL, key, offered.get(key, missing))
        # Otherwise the template has set it itself, from values that it has read.

    def call(self, __obj: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:  # noqa: PYI063  # Jinja's signature
        result = super().call(__obj, *args, **kwargs)
        observer = watching.observer
        if observer and not belongs_to_jinja(__obj) and not getattr(__obj, "reads_by_name", False):
            named = {name: value for name, value in kwargs.items() if name not in INTERNAL_ARGUMENTS}
            self.note_call(observer, __obj, (args, named), result)
        return result

    def note_call(self, observer: Observer, function: Any, arguments: Arguments, result: object) -> None:
        owner = getattr(function, "__self__", None)
        name = getattr(function, "__name__", "")
        if wants_more(function):
            observer.untracked = f"nobody can tell what {name}() reads"
        elif subject := observer.subject_of(owner):
            observer.note_call(subject, name, arguments, result)
        elif owner is None or isinstance(owner, ModuleType | type):
            observer.note_call_by_name(function, self.environment.globals, arguments, result)
        elif type(owner) not in VALUES and not belongs_to_jinja(owner):
            observer.untracked = f"{name}() is called, of a {type(owner).__qualname__}"


class ObservedTemplate(ImportedTemplate):
    """A template whose reads are recorded for each page that imports it."""

    def runs_again(self) -> bool:
        return watching.observer is not None


class ObservedEnvironment(CompilingEnvironment):
    """A Jinja environment that records each attribute and each template that is read."""

    template_class = ObservedTemplate
    own_functions: frozenset[str] = frozenset()  # of the site: filters and tests that are not Jinja's

    @contextmanager
    def compiling(self) -> Iterator[None]:
        # Jinja would call filters of constants now, unobserved.
        watching.compiling = True
        try:
            yield
        finally:
            watching.compiling = False

    def getattr(self, obj: Any, attribute: str) -> Any:
        return self.noted(obj, attribute, super().getattr(obj, attribute))

    def getitem(self, obj: Any, argument: Any) -> Any:
        value = super().getitem(obj, argument)
        return self.noted(obj, argument, value) if isinstance(argument, str) else value

    def noted(self, obj: Any, attribute: str, value: Any) -> Any:
        if (observer := watching.observer) and (id(obj), attribute) not in observer.looked_at:
            observer.looked_at[id(obj), attribute] = obj
            if subject := observer.subject_of(obj):
                if not isinstance(value, METHODS):
                    observer.note(subject, attribute, value)
            elif not (is_part_of_value(obj, attribute) or isinstance(value, METHODS) or belongs_to_jinja(obj)):
                observer.untracked = f"nobody can tell what '{attribute}' of a {type(obj).__qualname__} reads"
        return value

    def get_template(self, name: str | Template, *args: Any, **settings: Any) -> Template:
        if (observer := watching.observer) and isinstance(name, str):
            observer.note_state(TEMPLATE, name, self.state_of_template(name))
        return super().get_template(name, *args, **settings)

    def select_template(self, names: Any, *args: Any, **settings: Any) -> Template:
        if observer := watching.observer:
            for name in names:
                state = self.state_of_template(str(name))
                observer.note_state(TEMPLATE, str(name), state)
                if state != NOTHING:
                    break
        return super().select_template(names, *args, **settings)

    def state_of_template(self, name: str) -> str:
        """Return the fingerprint of a template's source."""
        known: dict[str, str] = self.__dict__.setdefault("states_of_templates", {})
        if name not in known:
            known[name] = NOTHING
            if self.loader:
                with suppress(TemplateNotFound):
                    known[name] = fingerprint_of_bytes(self.loader.get_source(self, name)[0].encode())
        return known[name]


def is_part_of_value(obj: object, attribute: str) -> bool:
    """Tell whether the fingerprint of an object covers one of its attributes. A property may read anything."""
    kind = type(obj)
    if kind in VALUES:
        return attribute != "settings"
    if isinstance(obj, type | FunctionType):
        return False
    if is_dataclass(obj):
        return attribute in {field.name for field in fields(obj)}
    if isinstance(obj, Enum):
        return attribute in {"name", "value"}
    if isinstance(obj, PurePath | ZoneInfo) or attribute in getattr(obj, "__dict__", ()):
        return True
    return attribute in getattr(kind, "_fields", ()) or (isinstance(obj, Mapping) and not hasattr(kind, attribute))


def observe(environment: Environment) -> None:
    """Make an environment record what its templates read, in place, with everything that plugins added."""
    environment.__class__ = ObservedEnvironment
    environment.context_class = ObservedContext
    environment.auto_reload = False  # templates do not change during a build: no check at each inclusion
    if environment.cache is not None:
        # Templates compiled before may contain the results of filters.
        environment.cache.clear()
    environment.bytecode_cache = environment.bytecode_cache or COMPILED


def observe_functions(environment: Any) -> None:
    """Record the calls of filters and tests that are not Jinja's own: they may read anything."""
    if environment.filters.get("attr") is do_attr:
        environment.filters["attr"] = attribute_of
    found = set()
    for functions, own, subject in ((environment.filters, FILTERS, FILTER), (environment.tests, TESTS, TEST)):
        for name, function in list(functions.items()):
            is_jinjas = own.get(name) is function
            if not is_jinjas:
                found.add(f"{subject}{name}")
            is_observed = function is attribute_of or isinstance(function, ObservedFunction)
            if name in RANDOM or not (is_jinjas or is_observed):
                functions[name] = ObservedFunction(function, subject, name)
    environment.own_functions = frozenset(found)


class ObservedFunction:
    """A filter or test whose calls are recorded."""

    def __init__(self, function: Callable[..., Any], subject: str, name: str) -> None:
        self.function = function
        self.subject = subject
        self.name = name
        copy_pass_arguments(self, function)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if watching.compiling:
            raise Impossible
        result = self.function(*args, **kwargs)
        observer, function = watching.observer, self.function
        if observer and not (getattr(function, "is_pure", False) or getattr(function, "reads_by_name", False)):
            if self.name in RANDOM or wants_more(self):
                observer.untracked = f"nobody can tell what the filter '{self.name}' reads"
            else:
                observer.note_call(self.subject, self.name, (args, kwargs), result)
        return result


COMPILED = CompiledTemplates(lambda function: isinstance(function, ObservedFunction) or function is attribute_of)


@pass_environment
def attribute_of(environment: ObservedEnvironment, obj: Any, name: str) -> Any:
    """Jinja's filter `attr`, which would not ask the environment for a missing attribute."""
    return environment.noted(obj, str(name), do_attr(environment, obj, name))
