"""Evaluates the dependencies of the previous build again, and compares their fingerprints."""

from collections.abc import Iterator, Mapping
from typing import Any

from jinja2 import Environment
from jinja2.utils import missing
from pelican.contents import Content

from faircopy.cache.fingerprints import UnhashableValueError, decode_call
from faircopy.cache.inputs import state_of_file
from faircopy.incremental.dependencies import (
    FILE,
    FILTER,
    GLOBAL,
    TEMPLATE,
    TEST,
    VARIABLE,
    WITH_VALUES,
    Dependency,
    describe,
    name_of_kind,
)
from faircopy.incremental.dependency_db import DependencyDb, PageRow, unpacked
from faircopy.incremental.observe import ObservedEnvironment, ObservedFunction
from faircopy.incremental.value_fingerprints import Fingerprints

# The value of what cannot be evaluated, which no value of a site is.
NO_VALUE = object()


class Evaluator:
    """Evaluates each dependency once in a build, in which values do not change."""

    def __init__(self, shared: Mapping[str, Any]) -> None:
        """`shared` are the variables that all pages share."""
        self.shared = shared
        self.fingerprints = Fingerprints()
        found = (*shared["generated_content"].values(), *shared["static_content"].values())
        self.contents = {str(self.fingerprints.name_of(content)): content for content in found if content}
        self.known: dict[Dependency, str] = {}
        self.files: dict[str, str] = {}

    def fingerprint(self, dependency: Dependency, environment: ObservedEnvironment) -> str | None:
        """Return the current fingerprint; None if it cannot equal any other."""
        if dependency not in self.known:
            _, subject, name, arguments = dependency
            found, lasts = self.evaluate(subject, name, arguments, environment, self.shared)
            if not lasts:
                return found
            self.known[dependency] = str(found)
        return self.known[dependency]

    def evaluate(
        self,
        subject: str,
        name: str,
        arguments: str | None,
        environment: ObservedEnvironment,
        variables: Mapping[str, Any],
    ) -> tuple[str | None, bool]:
        """Return a fingerprint, and whether it covers the whole value."""
        if subject == TEMPLATE:
            return environment.state_of_template(name), True
        if subject == FILE:
            return self.state(name), True
        value = (
            self.value(subject, name, environment, variables)
            if arguments is None
            else self.result(subject, name, arguments, environment, variables)
        )
        if value is NO_VALUE:
            return None, False
        if isinstance(value, WITH_VALUES):
            return name_of_kind(value), False
        try:
            return self.fingerprints.of(value), True
        except UnhashableValueError:
            return name_of_kind(value), False

    def state(self, path: str) -> str:
        if path not in self.files:
            self.files[path] = state_of_file(path)
        return self.files[path]

    def value(self, subject: str, name: str, environment: ObservedEnvironment, variables: Mapping[str, Any]) -> Any:
        if subject == VARIABLE:
            return variables.get(name, missing)
        if subject == GLOBAL:
            return environment.globals.get(name, missing)
        if subject == FILTER:
            return environment.own_functions
        owner = self.thing_at(subject, variables)
        if owner is missing:
            return NO_VALUE
        if isinstance(owner, Content) and not hasattr(type(owner), "__getitem__"):
            # Most are read here. What a content lacks would cost Jinja two exceptions, to the same end.
            return getattr(owner, name, missing)
        return environment.getattr(owner, name)

    def result(
        self, subject: str, name: str, arguments: str, environment: Environment, variables: Mapping[str, Any]
    ) -> Any:
        function = self.function_at(subject, name, environment, variables)
        if function is missing:
            return NO_VALUE
        try:
            given, named = decode_call(arguments, self.contents.__getitem__)
            return function(*given, **named)
        except Exception:  # noqa: BLE001  # whatever it raises, the page will when it is rendered
            return NO_VALUE

    def function_at(self, subject: str, name: str, environment: Environment, variables: Mapping[str, Any]) -> Any:
        functions: dict[str, Any] = {FILTER: environment.filters, TEST: environment.tests, GLOBAL: environment.globals}
        if subject in functions:
            found = functions[subject].get(name, missing)
            return found.function if isinstance(found, ObservedFunction) else found
        if subject == VARIABLE:
            return variables.get(name, missing)
        return getattr(self.thing_at(subject, variables), name, missing)

    def thing_at(self, subject: str, variables: Mapping[str, Any]) -> Any:
        """Return the current object of a subject; `missing` if there is none."""
        if subject.startswith("@"):
            return self.contents.get(subject, missing)
        first, *rest = subject.removeprefix(VARIABLE).split(".")
        found = variables.get(first, missing)
        for name in rest:
            found = getattr(found, name, missing)
        return found


class Verifier:
    """Compares the fingerprints of the previous build with the current ones."""

    def __init__(self, before: DependencyDb, evaluator: Evaluator) -> None:
        self.before = before
        self.evaluator = evaluator
        # By number. A dependency has one environment, in its key, so it does not matter for which page it is looked at.
        self.same = bytearray(len(before))

    def difference(
        self,
        page: PageRow,
        environment_key: str,
        template: str,
        environment: ObservedEnvironment,
        own: Mapping[str, Any],
    ) -> str | None:
        """Return the first difference in words; None if there is none. `own` are the variables of the page."""
        return next(self.differences(page, environment_key, template, environment, own), None)

    def differences(
        self,
        page: PageRow,
        environment_key: str,
        template: str,
        environment: ObservedEnvironment,
        own: Mapping[str, Any],
    ) -> Iterator[str]:
        if (page.environment_key, page.template) != (environment_key, template):
            yield "it is rendered in another place, or with another template"
        shared = self.evaluator.shared
        for number in unpacked(page.variables):
            name = self.before.name(number)
            if own.get(name, missing) is not shared.get(name, missing):
                yield f"'{name}' is its own now"
            if not (self.same[number] or self.is_same(number, environment)):
                yield change_of(*self.before.dependency(number)[1:])
        for number in unpacked(page.shared):
            if not (self.same[number] or self.is_same(number, environment)):
                yield change_of(*self.before.dependency(number)[1:])
        for (subject, name, arguments), before in self.before.own(page):
            if self.evaluator.evaluate(subject, name, arguments, environment, own)[0] != before:
                yield change_of(subject, name, arguments)

    def is_same(self, number: int, environment: ObservedEnvironment) -> bool:
        now = self.evaluator.fingerprint(self.before.dependency(number), environment)
        self.same[number] = is_same = now == self.before.fingerprint(number)
        return is_same


def change_of(subject: str, name: str, arguments: str | None) -> str:
    """Return a description of what has changed."""
    if arguments is None:
        return f"{describe(subject, name)} has changed"
    return f"{describe(subject, name)} returns something else"
