"""Shared by the rules of front matter."""

import re
from collections.abc import Iterator
from pathlib import PurePath

from faircopy.content.settings import Site
from faircopy.diagnostics.model import Diagnostic, Rule
from faircopy.markdown.document import Document, Field

# Pelican's: https://docs.getpelican.com/en/stable/content.html#publishing-drafts
STATUSES = ("published", "draft", "hidden", "skip")
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LETTERS = re.compile(r"[^\W_]+(-[^\W_]+)*")


def is_slug(text: str, *, any_letters: bool) -> bool:
    """Tell whether a text is a slug: lower-case letters and digits of any script, and single hyphens."""
    return bool((LETTERS if any_letters else SLUG).fullmatch(text)) and text == text.lower()


LIST_HINT = "write each field as 'Name: value', a list as 'Name: one, two'"


# Fields that Pelican takes from the file name by default (FILENAME_METADATA).
DATED_NAME = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def is_given(document: Document, site: Site, key: str) -> bool:
    """Tell whether settings or the file name give a text the field. On our own sites only front matter counts."""
    if site.house_rules or document.field(key):
        return False
    by_name = key == "date" and site.has_dated_names and DATED_NAME.match(PurePath(document.path).name)
    return bool(by_name) or key in site.given


def required(document: Document, key: str, rule: Rule, hint: str) -> Iterator[Diagnostic]:
    """Yield a diagnostic if a field is missing or empty, unless there is no front matter at all."""
    field = document.field(key)
    if field is None and document.fields:
        yield rule.at(document.path, 1, f"there is no {key}", hint)
    elif field is not None and not field.value:
        yield at_field(document, field, rule, f"the {key} is empty", hint)


def at_field(document: Document, field: Field, rule: Rule, fact: str, hint: str) -> Diagnostic:
    return rule.at(document.path, field.line, fact, hint, column=field.column)
