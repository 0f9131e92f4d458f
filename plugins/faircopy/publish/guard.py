"""The interface of guards: checks that stop a publication. Each module of `guards/` defines one."""

import importlib
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Generic, TypeVar

from faircopy.diagnostics.model import Diagnostic, Rule
from faircopy.publish import guards
from faircopy.publish.changes import Changes
from faircopy.publish.context import PublishContext, PublishOptions
from faircopy.publish.git import TreeEntry
from faircopy.publish.repository_state import RepositoryState
from faircopy.publish.settings import PublishSettings
from faircopy.publish.site import BuiltSite


@dataclass(frozen=True, slots=True)
class RepositoryFacts:
    """The facts before the build. If one of their guards finds an error, nothing is built."""

    context: PublishContext
    state: RepositoryState

    @property
    def settings(self) -> PublishSettings:
        return self.context.settings


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """The site that was built from the commit."""

    context: PublishContext
    site: BuiltSite
    redirects: Mapping[str, str]  # path of a page -> the address that it leads to

    @property
    def settings(self) -> PublishSettings:
        return self.context.settings


@dataclass(frozen=True, slots=True)
class ChangeFacts:
    """The changes that a publication would make."""

    context: PublishContext
    site: BuiltSite
    options: PublishOptions
    before: Mapping[str, TreeEntry]  # path -> file of the site that is live; empty before the first publication
    changes: Changes

    @property
    def settings(self) -> PublishSettings:
        return self.context.settings

    @property
    def gone(self) -> Mapping[str, str]:
        """The addresses that may be removed, and why."""
        return {**self.settings.gone, **dict.fromkeys(self.options.allow_gone, self.options.reason)}


Facts = TypeVar("Facts", RepositoryFacts, SiteFacts, ChangeFacts)


@dataclass(frozen=True, slots=True)
class Guard(Generic[Facts]):
    """A check that may stop a publication. It runs as soon as its facts are known.

    Among guards of the same facts, those with a higher `order` run only if the lower ones have found no error. 0 is for
    prerequisites of the others.
    """

    facts: type[Facts]
    rules: tuple[Rule, ...]  # all that `check` may break, each with a row in docs/diagnostics.md
    check: Callable[[Facts], Iterator[Diagnostic]]
    order: int = 1


@cache
def all_guards() -> Mapping[str, Guard[Any]]:
    """Return the guards by module name. Raises AttributeError for a module without one."""
    names = sorted(module.name for module in pkgutil.iter_modules(guards.__path__))
    return {name: importlib.import_module(f"{guards.__name__}.{name}").GUARD for name in names}


def run_guards(facts: RepositoryFacts | SiteFacts | ChangeFacts) -> Iterator[Diagnostic]:
    """Yield the findings of the guards of these facts, by order, then by code."""
    chosen = [guard for guard in all_guards().values() if guard.facts is type(facts)]
    for order in sorted({guard.order for guard in chosen}):
        same = sorted((guard for guard in chosen if guard.order == order), key=lambda guard: guard.rules[0].code)
        found = [one for guard in same for one in guard.check(facts)]
        yield from found
        if found:
            return
