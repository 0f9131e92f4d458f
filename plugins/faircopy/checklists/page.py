"""The list as HTML, by templates of the package that a theme may replace: a form, and a plain list for feeds."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, PrefixLoader, TemplateNotFound, TemplateSyntaxError

from faircopy.checklists.assets import TEMPLATES
from faircopy.checklists.model import Checklist
from faircopy.content.templates import jinja_extensions, references_in, template_environment, template_folders

# What a theme includes in the template of a post to say where the parts of a list's page go.
PARTS = {"checklist/all.html", "checklist/page.html"}


def loaders() -> tuple[FileSystemLoader, PrefixLoader]:
    """Return what finds our templates; the second under names that no theme has: '!checklists/checklist/form.html'."""
    ours = FileSystemLoader(TEMPLATES)
    return ours, PrefixLoader({"!checklists": ours})


def environment_of(settings: Mapping[str, Any]) -> Environment:
    """Return what makes HTML with the templates of a site's theme, and with ours where it has none."""
    overrides, theme = template_folders(settings)
    return environment(overrides, theme, jinja_extensions(settings))


@lru_cache(maxsize=4)
def environment(overrides: tuple[str, ...], theme: tuple[str, ...], extensions: tuple[Any, ...]) -> Environment:
    # Kept, because compiling a template takes longer than rendering it; a changed one is loaded anew.
    themes = FileSystemLoader(theme)
    found_by = (FileSystemLoader(overrides), themes, PrefixLoader({"!theme": themes}), *loaders())
    return template_environment(found_by, extensions)


def form(environment: Environment, checklist: Checklist, revision: str = "", worker: str = "") -> str:
    """Return the list as the form that the browser's `<checklist-app>` takes over.

    `revision` is "" as long as it is not known; `worker` the path of the list's service worker from the root of the
    site, "" where it is the `sw.js` beside the page.
    """
    template = environment.get_template("checklist/form.html")
    return template.render(checklist=checklist, revision=revision, worker=worker)


def feed_list(environment: Environment, checklist: Checklist) -> str:
    """Return the list as plain lists, for readers that have no forms."""
    return environment.get_template("checklist/feed.html").render(checklist=checklist).strip()


def with_form(html: str, name: str, form: str) -> str:
    """Return the HTML of a post with `form` in the place of the one that Markdown has made of its list."""
    made = re.compile(rf'<checklist-app data-list="{re.escape(name)}".*?</checklist-app>', re.DOTALL)
    return made.sub(lambda _: form, html, count=1)


def places_parts(environment: Environment, template: str) -> bool:
    """Tell whether a template, or one that it extends or includes, says where the parts of a list's page go."""
    waiting, seen = [template], {template}
    while waiting:
        named = set(references(environment, waiting.pop())) - seen
        if named & PARTS:
            return True
        seen |= named
        waiting += sorted(named)
    return False


def references(environment: Environment, template: str) -> list[str]:
    try:
        assert environment.loader is not None  # noqa: S101  # `environment_of` has given it one
        source = environment.loader.get_source(environment, template)[0]
        return [name for name in references_in(environment, source) if name]
    except (TemplateNotFound, TemplateSyntaxError):
        return []  # Pelican's own, or one that Pelican will complain of
