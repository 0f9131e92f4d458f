"""The answers to what pages ask, and whether they are what they were."""

from collections.abc import Iterator, Mapping
from typing import Any

from jinja2 import Environment
from jinja2.utils import missing

from faircopy.incremental.arguments import read
from faircopy.incremental.digests import OpaqueError
from faircopy.incremental.ledger import Ledger, Page, unpacked
from faircopy.incremental.observed import ObservedEnvironment, ObservedFunction
from faircopy.incremental.observer import WITH_VALUES, name_of_kind
from faircopy.incremental.opened import state_of_file
from faircopy.incremental.questions import FILE, FILTER, GLOBAL, TEMPLATE, TEST, VARIABLE, Question, told
from faircopy.incremental.values import Values, contents_by_name


class Answers:
    """The answers of one run of Pelican, in which nothing changes any more. Each question is asked once."""

    def __init__(self, shared: Mapping[str, Any]) -> None:
        """`shared` are the variables that all pages share."""
        self.shared = shared
        self.values = Values()
        self.contents = contents_by_name(shared, self.values)
        self.known: dict[Question, str] = {}
        self.files: dict[str, str] = {}

    def answer(self, question: Question, environment: ObservedEnvironment) -> str | None:
        """Return the answer in this run; None where it cannot be the same as any other."""
        if question not in self.known:
            _, subject, name, arguments = question
            answer, lasts = self.asked(subject, name, arguments, environment, self.shared)
            if not lasts:
                return answer
            self.known[question] = str(answer)
        return self.known[question]

    def asked(
        self,
        subject: str,
        name: str,
        arguments: str | None,
        environment: ObservedEnvironment,
        variables: Mapping[str, Any],
    ) -> tuple[str | None, bool]:
        """Return an answer, and whether it says all there is to say."""
        if subject == TEMPLATE:
            return environment.state_of_template(name), True
        if subject == FILE:
            return self.state(name), True
        value = (
            self.field(subject, name, environment, variables)
            if arguments is None
            else self.result(subject, name, arguments, environment, variables)
        )
        if value is NO_ANSWER:
            return None, False
        if isinstance(value, WITH_VALUES):
            return name_of_kind(value), False
        try:
            return self.values.digest(value), True
        except OpaqueError:
            return name_of_kind(value), False

    def state(self, path: str) -> str:
        if path not in self.files:
            self.files[path] = state_of_file(path)
        return self.files[path]

    def field(self, subject: str, name: str, environment: ObservedEnvironment, variables: Mapping[str, Any]) -> Any:
        if subject == VARIABLE:
            return variables.get(name, missing)
        if subject == GLOBAL:
            return environment.globals.get(name, missing)
        if subject == FILTER:
            return environment.own_functions
        owner = self.thing_at(subject, variables)
        return NO_ANSWER if owner is missing else environment.getattr(owner, name)

    def result(
        self, subject: str, name: str, arguments: str, environment: Environment, variables: Mapping[str, Any]
    ) -> Any:
        function = self.function_at(subject, name, environment, variables)
        if function is missing:
            return NO_ANSWER
        try:
            given, named = read(arguments, self.contents.__getitem__)
            return function(*given, **named)
        except Exception:  # noqa: BLE001  # whatever it raises, the page will when it is rendered
            return NO_ANSWER

    def function_at(self, subject: str, name: str, environment: Environment, variables: Mapping[str, Any]) -> Any:
        functions: dict[str, Any] = {FILTER: environment.filters, TEST: environment.tests, GLOBAL: environment.globals}
        if subject in functions:
            found = functions[subject].get(name, missing)
            return found.function if isinstance(found, ObservedFunction) else found
        if subject == VARIABLE:
            return variables.get(name, missing)
        return getattr(self.thing_at(subject, variables), name, missing)

    def thing_at(self, subject: str, variables: Mapping[str, Any]) -> Any:
        """Return what a subject is in this run; `missing` where there is none."""
        if subject.startswith("@"):
            return self.contents.get(subject, missing)
        first, *rest = subject.removeprefix(VARIABLE).split(".")
        found = variables.get(first, missing)
        for name in rest:
            found = getattr(found, name, missing)
        return found


# A question that has none, which no value of a site is.
NO_ANSWER = object()


class Verifier:
    """Compares the answers of the build before with those of this run."""

    def __init__(self, before: Ledger, answers: Answers) -> None:
        self.before = before
        self.answers = answers
        # By number; a page asks all its questions in one place, so that they are about the same environment.
        self.same = bytearray(len(before))

    def difference(
        self, page: Page, place: str, template: str, environment: ObservedEnvironment, variables: Mapping[str, Any]
    ) -> str | None:
        """Return what is not as it was, in words; None when all is."""
        return next(self.differences(page, place, template, environment, variables), None)

    def differences(
        self, page: Page, place: str, template: str, environment: ObservedEnvironment, variables: Mapping[str, Any]
    ) -> Iterator[str]:
        if (page.place, page.template) != (place, template):
            yield "it is rendered in another place, or with another template"
        shared = self.answers.shared
        for number in unpacked(page.variables):
            name = self.before.name(number)
            if variables.get(name, missing) is not shared.get(name, missing):
                yield f"'{name}' is its own now"
            if not (self.same[number] or self.is_same(number, environment)):
                yield self.told(number)
        for number in unpacked(page.shared):
            if not (self.same[number] or self.is_same(number, environment)):
                yield self.told(number)
        for (subject, name, arguments), answer in self.before.own(page):
            if self.answers.asked(subject, name, arguments, environment, variables)[0] != answer:
                yield how(subject, name, arguments)

    def is_same(self, number: int, environment: ObservedEnvironment) -> bool:
        is_same = self.answers.answer(self.before.question(number), environment) == self.before.answer(number)
        self.same[number] = is_same
        return is_same

    def told(self, number: int) -> str:
        _, subject, name, arguments = self.before.question(number)
        return how(subject, name, arguments)


def how(subject: str, name: str, arguments: str | None) -> str:
    """Say what has changed."""
    if arguments is None:
        return f"{told(subject, name)} has changed"
    return f"{told(subject, name)} returns something else"
