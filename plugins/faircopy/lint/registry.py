"""Discovers rules and checks: every module of `rules/` is imported, and its definitions are collected.

A module whose name starts with an underscore is shared code. Other distributions may bring modules, by an entry point
of the group `faircopy.rules`.
"""

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from types import ModuleType
from typing import TypeVar

from faircopy.diagnostics.model import Rule
from faircopy.lint import rules
from faircopy.lint.checks import DocumentCheck, FileCheck, SiteCheck, SiteDocumentCheck

Check = TypeVar("Check", DocumentCheck, SiteDocumentCheck, FileCheck, SiteCheck)


GROUP = "faircopy.rules"


@cache
def rule_modules() -> tuple[ModuleType, ...]:
    """Return the modules of `rules/`, by name, then those of other distributions. Raises ValueError (`loaded`)."""
    names = sorted(module.name for module in pkgutil.iter_modules(rules.__path__) if not module.name.startswith("_"))
    ours = [importlib.import_module(f"{rules.__name__}.{name}") for name in names]
    return (*ours, *map(loaded, sorted(entry_points(group=GROUP))))


def loaded(entry: EntryPoint) -> ModuleType:
    """Return the module of an entry point. Raises ValueError if it is no module, or cannot be imported."""
    try:
        module = entry.load()
    except Exception as error:
        raise ValueError(f"the rules '{entry.value}' cannot be loaded: {type(error).__name__}: {error}") from error
    if not isinstance(module, ModuleType):
        raise ValueError(f"the rules '{entry.value}' are no module")  # noqa: TRY004  # all that is wrong with them is one error
    return module


@cache
def lint_rules() -> Mapping[str, Rule]:
    """Return all rules by code. Raises ValueError for a code with two meanings."""
    found: dict[str, Rule] = {}
    for rule in (value for module in rule_modules() for value in vars(module).values() if isinstance(value, Rule)):
        if found.setdefault(rule.code, rule) is not rule:
            raise ValueError(f"{rule.code} has two meanings")
    return found


def checks_of(module: ModuleType, kind: type[Check]) -> list[Check]:
    """Return the checks of one kind that a module itself defines, imported ones left out."""
    values = (value for value in vars(module).values() if isinstance(value, kind))
    return [value for value in values if value.find.__module__ == module.__name__]


@cache
def checks(kind: type[Check]) -> tuple[Check, ...]:
    """Return the checks of one kind, by module."""
    return tuple(check for module in rule_modules() for check in checks_of(module, kind))
