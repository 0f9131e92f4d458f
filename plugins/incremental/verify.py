"""Whether what a page has read is still so."""

from collections.abc import Iterator, Mapping
from typing import Any

from jinja2 import Environment
from jinja2.utils import missing

from incremental.digests import OpaqueError
from incremental.observed import FILTER, GLOBAL, TEST, VARIABLE, ObservedEnvironment, ObservedFunction, Plain, Reads
from incremental.opened import state_of_file
from incremental.values import Values, contents_by_name


class Verifier:
    """Compares with one run of Pelican, in which nothing changes any more."""

    def __init__(self, shared: Mapping[str, Any]) -> None:
        """`shared` is the context that all pages share."""
        self.values = Values()
        self.contents = contents_by_name(shared)
        self.known: dict[tuple[str, str], str] = {}  # subject and name of what is the same for every page
        self.files: dict[str, str] = {}

    def difference(self, reads: Reads, environment: ObservedEnvironment, variables: Mapping[str, Any]) -> str | None:
        """Return what is not as it was, in words; None when all is."""
        return next(self.differences(reads, environment, variables), None)

    def differences(
        self, reads: Reads, environment: ObservedEnvironment, variables: Mapping[str, Any]
    ) -> Iterator[str]:
        for name, state in reads.templates.items():
            if environment.state_of_template(name) != state:
                yield f"the template '{name}' has changed"
        for subject, fields in reads.fields.items():
            for name, digest in fields.items():
                if self.digest_of_field(subject, name, environment, variables) != digest:
                    yield f"{told(subject, name)} has changed"
        for subject, name, arguments, digest in reads.calls:
            if self.digest_of_call(subject, name, arguments, environment, variables) != digest:
                yield f"{told(subject, name)} returns something else"
        yield from (
            f"the file '{path}' has changed" for path, state in reads.files.items() if self.state(path) != state
        )

    def state(self, path: str) -> str:
        if path not in self.files:
            self.files[path] = state_of_file(path)
        return self.files[path]

    def digest_of_field(
        self, subject: str, name: str, environment: Environment, variables: Mapping[str, Any]
    ) -> str | None:
        shared = subject.startswith("@")
        if shared and (subject, name) in self.known:
            return self.known[subject, name]
        owner = self.thing_at(subject, environment, variables)
        if owner is missing:
            return None
        is_table = subject in (VARIABLE, GLOBAL)
        value = owner.get(name, missing) if is_table else environment.getattr(owner, name)
        try:
            digest = self.values.digest(value)
        except OpaqueError:
            digest = f"a {type(value).__qualname__}"
        if shared:
            self.known[subject, name] = digest
        return digest

    def digest_of_call(
        self, subject: str, name: str, given: list[str | Plain], environment: Environment, variables: Mapping[str, Any]
    ) -> str | None:
        arguments = [self.contents.get(str(one), missing) if is_name(one) else one for one in given]
        function = self.function_at(subject, name, environment, variables)
        if function is missing or missing in arguments:
            return None
        try:
            return self.values.digest(function(*arguments))
        except Exception:  # noqa: BLE001  # whatever it raises, the page will when it is rendered
            return None

    def function_at(self, subject: str, name: str, environment: Environment, variables: Mapping[str, Any]) -> Any:
        functions: dict[str, Any] = {FILTER: environment.filters, TEST: environment.tests, GLOBAL: environment.globals}
        if subject in functions:
            found = functions[subject].get(name, missing)
            return found.function if isinstance(found, ObservedFunction) else found
        if subject == VARIABLE:
            return variables.get(name, missing)
        return getattr(self.thing_at(subject, environment, variables), name, missing)

    def thing_at(self, subject: str, environment: Environment, variables: Mapping[str, Any]) -> Any:
        """Return what a subject is in this run; `missing` where there is none."""
        if subject == VARIABLE:
            return variables
        if subject == GLOBAL:
            return environment.globals
        if subject.startswith("@"):
            return self.contents.get(subject, missing)
        first, *rest = subject.removeprefix(VARIABLE).split(".")
        found = variables.get(first, missing)
        for name in rest:
            found = getattr(found, name, missing)
        return found


def is_name(argument: str | Plain) -> bool:
    return isinstance(argument, str) and argument.startswith("@")


def told(subject: str, name: str) -> str:
    if subject in (VARIABLE, GLOBAL, FILTER, TEST):
        return f"'{name}'"
    return f"'{name}' of {subject[1:]}" if subject.startswith("@") else f"'{subject.removeprefix(VARIABLE)}.{name}'"
