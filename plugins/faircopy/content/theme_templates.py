"""Tells which of our parts a theme places itself: those that its templates name."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from jinja2 import BaseLoader, Environment, FileSystemLoader, PrefixLoader, TemplateNotFound, TemplateSyntaxError
from jinja2.meta import find_referenced_templates
from jinja2.nodes import Filter

from faircopy.content.templates import jinja_extensions, template_environment, template_folders
from faircopy.languages.words import SiteWords, site_words


def theme_environment(settings: Mapping[str, Any], *ours: BaseLoader) -> Environment:
    """Return a Jinja environment with the templates of a site's theme, and `ours` as a fallback."""
    overrides, theme = template_folders(settings)
    return environment_with(overrides, theme, ours, jinja_extensions(settings), site_words(settings))


@lru_cache(maxsize=8)
def environment_with(
    overrides: tuple[str, ...],
    theme: tuple[str, ...],
    ours: tuple[BaseLoader, ...],
    extensions: tuple[Any, ...],
    words: SiteWords,
) -> Environment:
    # Kept, because compiling a template takes longer than rendering it; a changed one is loaded anew.
    themes = FileSystemLoader(theme)
    found_by = (FileSystemLoader(overrides), themes, PrefixLoader({"!theme": themes}), *ours)
    return template_environment(found_by, extensions, words)


def names_used(environment: Environment, template: str) -> frozenset[str]:
    """Return the templates and filters that a template names, or one that it extends or includes."""
    waiting, seen, filters = [template], {template}, set[str]()
    while waiting:
        templates, used = named_by(environment, waiting.pop())
        filters |= used
        waiting += sorted(templates - seen)
        seen |= templates
    return frozenset(seen - {template} | filters)


def theme_names(settings: Mapping[str, Any], template: str) -> frozenset[str]:
    """Return what the template of a text, such as 'article', names, with all that it extends or includes."""
    return names_used(theme_environment(settings), f"{template}.html")


def named_by(environment: Environment, template: str) -> tuple[frozenset[str], frozenset[str]]:
    try:
        assert environment.loader is not None  # noqa: S101  # it was given one
        return named_in(environment, environment.loader.get_source(environment, template)[0])
    except (TemplateNotFound, TemplateSyntaxError):
        return frozenset(), frozenset()  # Pelican's own, or one that Pelican will complain of


@lru_cache(maxsize=128)
def named_in(environment: Environment, source: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the templates and the filters that a source names."""
    tree = environment.parse(source)
    templates = frozenset(name for name in find_referenced_templates(tree) if name)
    return templates, frozenset(used.name for used in tree.find_all(Filter))
