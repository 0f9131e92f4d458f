"""Finds the rules and the checks: every module of `rules/` is imported, and what it defines is taken.

A module whose name starts with an underscore is shared by others, and has none.
"""

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from types import ModuleType
from typing import TypeVar

from faircopy.diagnostics.model import Rule
from faircopy.lint import rules
from faircopy.lint.checks import DocumentCheck, FileCheck, SiteCheck, SiteDocumentCheck

Check = TypeVar("Check", DocumentCheck, SiteDocumentCheck, FileCheck, SiteCheck)


@cache
def rule_modules() -> tuple[ModuleType, ...]:
    """Return the modules of `rules/`, by name."""
    names = sorted(module.name for module in pkgutil.iter_modules(rules.__path__) if not module.name.startswith("_"))
    return tuple(importlib.import_module(f"{rules.__name__}.{name}") for name in names)


@cache
def lint_rules() -> Mapping[str, Rule]:
    """Return the rules that the modules define, by code. Raises ValueError for a code that has two meanings."""
    found: dict[str, Rule] = {}
    for rule in (value for module in rule_modules() for value in vars(module).values() if isinstance(value, Rule)):
        if found.setdefault(rule.code, rule) is not rule:
            raise ValueError(f"{rule.code} has two meanings")
    return found


def checks_of(module: ModuleType, kind: type[Check]) -> list[Check]:
    """Return the checks of one kind that a module defines; what it imports from another is not its own."""
    values = (value for value in vars(module).values() if isinstance(value, kind))
    return [value for value in values if value.find.__module__ == module.__name__]


def checks(kind: type[Check]) -> list[Check]:
    """Return the checks of one kind, by module."""
    return [check for module in rule_modules() for check in checks_of(module, kind)]
