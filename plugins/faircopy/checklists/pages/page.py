"""Renders a list by templates that a theme may replace: as a form, and as a plain list for feeds."""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, PrefixLoader

from faircopy.checklists.model import Checklist
from faircopy.checklists.pages.assets import TEMPLATES
from faircopy.content.theme_templates import names_used, theme_environment

# Templates that a theme includes in its article template to place the parts of a list's page.
PARTS = {"checklist/all.html", "checklist/page.html"}
MARKED = re.compile(r"<!--text (?P<number>\d+)-->(?P<html>(?:(?!<!--text ).)*?)<!--/text (?P=number)-->", re.DOTALL)


@lru_cache(maxsize=1)
def loaders() -> tuple[FileSystemLoader, PrefixLoader]:
    """Return the loaders of our templates; the second has them as '!checklists/…', even if a theme replaces them."""
    ours = FileSystemLoader(TEMPLATES)
    return ours, PrefixLoader({"!checklists": ours})


def environment_of(settings: Mapping[str, Any]) -> Environment:
    """Return the Jinja environment with the templates of a site's theme, and ours as a fallback."""
    return theme_environment(settings, *loaders())


def form(
    environment: Environment,
    checklist: Checklist,
    revision: str = "",
    worker: str = "",
    texts: Mapping[int, str] | None = None,
    language: str = "",
) -> str:
    """Return the list as the form that the browser's `<checklist-app>` enhances.

    `revision` is "" if it is not known yet; `worker` is the path of the list's service worker from the root of the
    site, "" for the `sw.js` beside the page; `texts` has the HTML of the texts between questions, by number; `language`
    is the page's, if it is not the site's.
    """
    template = environment.get_template("checklist/form.html")
    return template.render(
        checklist=checklist,
        revision=revision,
        worker=worker,
        texts=texts or {},
        numbers=numbers_of(checklist),
        lang=language,
    )


def feed_list(environment: Environment, checklist: Checklist, texts: Mapping[int, str] | None = None) -> str:
    """Return the list as a plain list, for feed readers, which have no forms."""
    template = environment.get_template("checklist/feed.html")
    return template.render(checklist=checklist, texts=texts or {}).strip()


def numbers_of(checklist: Checklist) -> dict[str, int]:
    """Return how many questions each section has, its subsections included."""
    numbers = {section.id: len(section.items) for section in checklist.sections}
    for section in reversed(checklist.sections):
        if section.parent:
            numbers[section.parent] += numbers[section.id]
    return numbers


def marked(number: int, html: str) -> str:
    """Return the HTML of a text between markers, by which `texts_in` finds it."""
    return f"<!--text {number}-->{html}<!--/text {number}-->"


def texts_in(html: str) -> dict[int, str]:
    """Return the HTML of each text in a form that was made of `marked` texts."""
    return {int(found["number"]): found["html"] for found in MARKED.finditer(html)}


def with_form(html: str, name: str, make: Callable[[dict[int, str]], str]) -> str:
    """Return the HTML of a post with the form of its list replaced by another.

    `make` receives the HTML of the texts between the questions.
    """
    made = re.compile(rf'<checklist-app data-list="{re.escape(name)}".*?</checklist-app>', re.DOTALL)
    return made.sub(lambda found: make(texts_in(found[0])), html, count=1)


def places_parts(environment: Environment, template: str) -> bool:
    """Tell whether a template, or one that it extends or includes, places the parts of a list's page itself."""
    return not PARTS.isdisjoint(names_used(environment, template))
