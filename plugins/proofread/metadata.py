"""What is wrong with the front matter of one document."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from difflib import get_close_matches

from mdsource.diagnostics import Diagnostic, Rule
from mdsource.document import Document, Field
from proofread import rules

# Pelican's: https://docs.getpelican.com/en/stable/content.html#publishing-drafts
STATUSES = ("published", "draft", "hidden", "skip")
# A date, or a date and a time of day with or without its distance from UTC. ISO 8601, the part that people write.
DATE = re.compile(r"\d{4}-\d{2}-\d{2}([ T]\d{2}:\d{2}(:\d{2})?([ ]?(Z|[+-]\d{2}:?\d{2}))?)?")
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def check_metadata(document: Document, *, dated: bool) -> Iterator[Diagnostic]:
    """Yield what is wrong with the front matter of `document`; posts are `dated`, pages are not."""
    yield from check_title(document)
    if dated or document.field("date"):
        yield from check_date(document)
    yield from check_status(document)
    yield from check_slug(document)


def check_title(document: Document) -> Iterator[Diagnostic]:
    yield from required(document, "title", rules.TITLE_MISSING, "add a line 'Title: …' at the top")


def check_date(document: Document) -> Iterator[Diagnostic]:
    yield from required(document, "date", rules.DATE_MISSING, "add a line 'Date: YYYY-MM-DD' at the top")
    field = document.field("date")
    if field and field.value and not is_date(field.value):
        yield found(document, field, rules.DATE_UNREADABLE, f"'{field.value}' is not a date", "write it as YYYY-MM-DD")


def is_date(text: str) -> bool:
    try:
        return bool(DATE.fullmatch(text)) and bool(datetime.fromisoformat(text.replace(" +", "+").replace(" -", "-")))
    except ValueError:
        return False


def check_status(document: Document) -> Iterator[Diagnostic]:
    field = document.field("status")
    if field and field.value.lower() not in STATUSES:
        near = get_close_matches(field.value.lower(), STATUSES, n=1)
        hint = f"did you mean '{near[0]}'?" if near else f"it is one of {', '.join(STATUSES)}"
        yield found(document, field, rules.STATUS_UNKNOWN, f"unknown status '{field.value}'", hint)


def check_slug(document: Document) -> Iterator[Diagnostic]:
    yield from required(document, "slug", rules.SLUG_MISSING, "add a line 'Slug: …', the post's name in its address")
    field = document.field("slug")
    if field and field.value and not SLUG.fullmatch(field.value):
        fact = f"'{field.value}' cannot stand in an address as it is"
        yield found(document, field, rules.SLUG_UNUSABLE, fact, "use lower-case letters, digits and single hyphens")


def check_duplicate_slugs(documents: Iterable[Document]) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each document whose slug an earlier one has."""
    first: dict[str, tuple[Document, Field]] = {}
    for document in documents:
        field = document.field("slug")
        if not field or not field.value:
            continue
        if field.value not in first:
            first[field.value] = document, field
            continue
        holder, held = first[field.value]
        fact = f"slug '{field.value}' is taken by {holder.path}:{held.line}"
        yield found(document, field, rules.SLUG_TAKEN, fact, "give one of them another slug")


def required(document: Document, key: str, rule: Rule, hint: str) -> Iterator[Diagnostic]:
    field = document.field(key)
    if field is None:
        yield rule.at(document.path, 1, f"there is no {key}", hint)
    elif not field.value:
        yield found(document, field, rule, f"the {key} is empty", hint)


def found(document: Document, field: Field, rule: Rule, fact: str, hint: str) -> Diagnostic:
    return rule.at(document.path, field.line, fact, hint, column=field.column)
