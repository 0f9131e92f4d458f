"""Finds the templates of the package, and those of a theme that replace them."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any

from jinja2 import BaseLoader, ChoiceLoader, Environment, FileSystemLoader, PrefixLoader
from jinja2.meta import find_referenced_templates
from markupsafe import Markup

from faircopy.languages.jinja import install
from faircopy.languages.words import OUR_WORDS, SiteWords, site_words

# The folders in which they stand, in the packages as in a theme.
IN_TEXTS = ("snippet", "picture", "filter_tool", "redirect")


class TextTemplates:
    """The templates in the folder of a package; a theme's template of the same name takes precedence."""

    def __init__(
        self,
        folder: Path,
        themes: tuple[str, ...] = (),
        extensions: tuple[Any, ...] = (),
        words: SiteWords = OUR_WORDS,
    ) -> None:
        """`themes` are folders of templates, the first wins. In them '!default/NAME' is the package's own."""
        ours = FileSystemLoader(folder)
        self.names = tuple(sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.html")))
        loaders = (FileSystemLoader(themes), ours, PrefixLoader({"!default": ours}))
        self.environment = template_environment(loaders, extensions, words)
        self.words = words

    def render(self, name: str, /, **values: object) -> str:
        """Return the output of the template `name`, stripped. Raises Jinja's exceptions.

        Its words are in the language `lang`; by default, or if that is "", in the site's language.
        """
        return self.environment.get_template(name).render(values).strip()

    def cache_key(self) -> object:
        """Return the sources of all templates involved, and the words: cached HTML depends on them."""
        return [*self.sources(), self.words.cache_key()]

    def sources(self) -> Iterator[tuple[str, str]]:
        waiting, seen = [*self.names], {*self.names}
        while waiting:
            name = waiting.pop()
            assert self.environment.loader is not None  # noqa: S101  # it was given one
            source = self.environment.loader.get_source(self.environment, name)[0]
            yield name, source
            new = self.references(source) - seen
            seen |= new
            waiting += sorted(new)

    def references(self, source: str) -> set[str]:
        return {name for name in references_in(self.environment, source) if name}


@lru_cache(maxsize=64)
def references_in(environment: Environment, source: str) -> frozenset[str | None]:
    # A template that does not parse is told of when it is to be rendered.
    return frozenset(find_referenced_templates(environment.parse(source)))


def template_environment(
    loaders: Sequence[BaseLoader], extensions: tuple[Any, ...], words: SiteWords = OUR_WORDS
) -> Environment:
    """Return a Jinja environment with the templates of `loaders`; the first that has a template wins."""
    environment = Environment(
        loader=ChoiceLoader(loaders),
        # As Pelican does. What a template writes is escaped here, too.
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=extensions,
        autoescape=True,
    )
    install(environment, words)
    return environment


def template_folders(settings: Mapping[str, Any]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the folders with a site's own templates, and that of its theme."""
    theme = (f"{settings['THEME']}/templates",) if "THEME" in settings else ()
    return tuple(map(str, settings.get("THEME_TEMPLATES_OVERRIDES", ()))), theme


def jinja_extensions(settings: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(settings.get("JINJA_ENVIRONMENT", {}).get("extensions", ()))


def templates_of(settings: Mapping[str, Any], folder: Path) -> TextTemplates:
    """Return the templates in `folder`, and those of the theme of a site with these Pelican settings."""
    overrides, theme = template_folders(settings)
    themes = (*overrides, *theme)
    return compiled(folder, themes, jinja_extensions(settings), names_below(themes), site_words(settings))


def names_below(themes: tuple[str, ...]) -> tuple[str, ...]:
    """Return the template files of themes that replace ours or are added."""
    folders = (Path(theme, name) for theme in themes for name in IN_TEXTS)
    return tuple(str(path) for folder in folders if folder.is_dir() for path in sorted(folder.rglob("*.html")))


@lru_cache(maxsize=8)
def compiled(
    folder: Path,
    themes: tuple[str, ...],
    extensions: tuple[Any, ...],
    names: tuple[str, ...],  # noqa: ARG001  # a file that comes or goes makes other templates
    words: SiteWords,
) -> TextTemplates:
    return TextTemplates(folder, themes, extensions, words)


def html(text: str) -> Markup:
    """Return `text` escaped for HTML and its attributes."""
    return Markup(escape(text))  # noqa: S704  # escaped
