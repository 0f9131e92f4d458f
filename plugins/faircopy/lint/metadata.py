"""What is wrong with the front matter of one document."""

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from faircopy.diagnostics.model import Diagnostic, Rule
from faircopy.lint import rules
from faircopy.lint.datewords import fault_in_date, is_date
from faircopy.lint.schema import KNOWN, check_schema
from faircopy.markdown.document import CONTINUATION, FIELD, OPENING, Document, Field

# Pelican's: https://docs.getpelican.com/en/stable/content.html#publishing-drafts
STATUSES = ("published", "draft", "hidden", "skip")
SKIP = "skip"
# As exactly as it is known: 2017, 2017-09 or 2017-09-01.
PARTIAL_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
# Values that say something in YAML, and that Pelican takes as they stand.
YAML_VALUE = re.compile(r"""(?P<quote>["'])(?:(?!(?P=quote)).)*(?P=quote)|\[.*\]|[|>][+-]?""")
LIST_ITEM = re.compile(r"\s*[-*]\s")
BEGINS_TAG = re.compile(r"<[A-Za-z!/?]")
# Front matter of other programs, by how its first line begins.
OTHER_KINDS = {
    "front matter in TOML": re.compile(r"\+{3}\s*$"),
    "front matter in JSON": re.compile(r"\{\s*(\"|$)|;{3}"),
    "front matter of reStructuredText": re.compile(r":[A-Za-z][\w -]*:\s"),
    "front matter of Org": re.compile(r"#\+\w+:"),
    "front matter of Pandoc": re.compile(r"%\s"),
    "front matter of AsciiDoc": re.compile(r"=\s"),
    "front matter in a comment": re.compile(r"<!--\s*(?:\w+\s*:|$)"),
    "front matter of Python": re.compile(r"\w+\s*=\s*[\"'\[]"),
}
NEAR = 30  # lines from the top, in which a misplaced one is looked for
SHOWN = 40  # characters of a line
LIST_HINT = "write each field as 'Name: value', a list as 'Name: one, two'"


def check_metadata(document: Document, *, dated: bool) -> Iterator[Diagnostic]:
    """Yield what is wrong with the front matter of `document`; posts are `dated`, pages are not."""
    if not document.fields:
        yield no_front_matter(document)
        return
    yield from check_no_yaml(document)
    yield from check_schema(document, dated=dated)
    yield from check_title(document)
    yield from check_dates(document, required_too=dated)
    yield from check_optional_fields(document)
    yield from check_slug(document)
    yield from check_summary(document)


def no_front_matter(document: Document) -> Diagnostic:
    """Return why there is none that Pelican reads: of another kind, further down, or nowhere."""
    first = next((number for number, line in enumerate(document.lines, 1) if line.strip()), 0)
    begun = document.lines[first - 1].strip() if first else ""
    below = next((number for number, line in enumerate(document.lines, 1) if begins_front_matter(line)), 0)
    line, hint = 1, "begin with 'Title: …', 'Date: YYYY-MM-DD' and 'Slug: …'"
    if not first:
        fact = "the file is empty"
    elif kind := next((kind for kind, pattern in OTHER_KINDS.items() if pattern.match(begun)), ""):
        line, fact = first, f"'{begun[:SHOWN]}' begins {kind}, which Pelican does not read"
        hint = f"{LIST_HINT}, without brackets and quotes, from line 1 on"
    elif 1 < below <= NEAR:
        fact = f"the front matter begins on line {below}, and must begin on line 1"
        hint = f"remove what stands above it{', blank lines too' if below == first else ''}"
    else:
        fact = "there is no front matter"
    return rules.NOT_ON_LINE_1.at(document.path, line, fact, hint)


def begins_front_matter(line: str) -> bool:
    found = FIELD.fullmatch(line)
    return found is not None and found["key"].lower() in KNOWN


def check_no_yaml(document: Document) -> Iterator[Diagnostic]:
    for field in document.fields:
        if YAML_VALUE.fullmatch(field.value):
            hint = "write it without quotes or brackets, a list as 'one, two'"
            yield at_field(document, field, rules.NOT_YAML, f"Pelican takes {field.value} as it stands", hint)
    for number, line in enumerate(document.lines[: document.body_line - 1], 1):
        if LIST_ITEM.match(line):
            fact = f"Pelican takes '{line.strip()}' as it stands"
            yield rules.NOT_YAML.at(document.path, number, fact, LIST_HINT)
    yield from check_end(document)


def check_end(document: Document) -> Iterator[Diagnostic]:
    """Yield a diagnostic where a line of YAML has ended the front matter."""
    end = document.lines[document.body_line - 1 : document.body_line]
    if not end or not end[0].strip() or not is_field(document.lines[document.body_line - 2]):
        return
    if OPENING.match(document.lines[0]) or LIST_ITEM.match(end[0]):
        fact = f"front matter ends at '{end[0].strip()}', which is no field"
        yield rules.NOT_YAML.at(document.path, document.body_line, fact, LIST_HINT)


def is_field(line: str) -> bool:
    return bool(FIELD.fullmatch(line) or CONTINUATION.fullmatch(line))


def check_title(document: Document) -> Iterator[Diagnostic]:
    yield from required(document, "title", rules.TITLE_MISSING, "add a line 'Title: …' at the top")
    for field in document.fields:
        if "<" in field.value if field.key in ("title", "summary") else BEGINS_TAG.search(field.value):
            fact = f"the {field.key} has a raw '<', which begins a tag"
            yield at_field(document, field, rules.TAG_IN_FIELD, fact, "write it as &lt;")


def check_dates(document: Document, *, required_too: bool) -> Iterator[Diagnostic]:
    if required_too or document.field("date"):
        yield from required(document, "date", rules.DATE_MISSING, "add a line 'Date: YYYY-MM-DD' at the top")
    for field in (document.field("date"), document.field("modified")):
        if field and (field.value or field.key == "modified") and (fault := fault_in_date(field.value)):
            rule = rules.ZONE_UNREADABLE if fault.of_zone else rules.DATE_UNREADABLE
            yield rule.at(document.path, field.line, fault.fact, fault.hint, column=field.column + fault.offset)


def is_partial_date(text: str) -> bool:
    return bool(PARTIAL_DATE.fullmatch(text)) and is_date(text + "0000-01-01"[len(text) :])


def check_optional_fields(document: Document) -> Iterator[Diagnostic]:
    yield from check_status(document)
    original, approximate = document.field("original"), document.field("date_approximate")
    if original and not is_partial_date(original.value):
        is_written_right = PARTIAL_DATE.fullmatch(original.value)
        fact = f"'{original.value}' is {'not in the calendar' if is_written_right else 'not a date'}"
        hint = "write it as YYYY, YYYY-MM or YYYY-MM-DD, as exactly as it is known"
        hint = "correct the month or the day" if is_written_right else hint
        yield at_field(document, original, rules.ORIGINAL_UNREADABLE, fact, hint)
    if approximate and approximate.value != "yes":
        fact = f"unknown value '{approximate.value}'"
        hint = "write 'yes', or leave the line out"
        yield at_field(document, approximate, rules.APPROXIMATE_UNKNOWN, fact, hint)


def check_status(document: Document) -> Iterator[Diagnostic]:
    field = document.field("status")
    # Pelican knows the others in any case, and ends at a 'Skip'.
    if field and (field.value.lower() not in STATUSES or field.value.lower() == SKIP != field.value):
        near = get_close_matches(field.value.lower(), STATUSES, n=1)
        hint = f"did you mean '{near[0]}'?" if near else f"it is one of {', '.join(STATUSES)}"
        yield at_field(document, field, rules.STATUS_UNKNOWN, f"unknown status '{field.value}'", hint)


def check_template(document: Document, templates: frozenset[str]) -> Iterator[Diagnostic]:
    """Yield a template that the theme does not have, where its `templates` are known."""
    field = document.field("template")
    if field and field.value and templates and field.value not in templates:
        near = get_close_matches(field.value, sorted(templates), n=1)
        hint = f"did you mean '{near[0]}'?" if near else f"there are: {', '.join(sorted(templates))}"
        yield at_field(document, field, rules.VALUE_UNFIT, f"the theme has no template '{field.value}'", hint)


def check_slug(document: Document) -> Iterator[Diagnostic]:
    yield from required(document, "slug", rules.SLUG_MISSING, "add a line 'Slug: …', the post's name in its address")
    field = document.field("slug")
    if field and field.value and not SLUG.fullmatch(field.value):
        fact = f"'{field.value}' cannot stand in an address as it is"
        yield at_field(document, field, rules.SLUG_UNUSABLE, fact, "use lower-case letters, digits and single hyphens")


def check_summary(document: Document) -> Iterator[Diagnostic]:
    status, summary = document.field("status"), document.field("summary")
    if (summary is None or not summary.value) and (status is None or status.value.lower() == "published"):
        hint = "add a line 'Summary: …', a sentence or two for lists, feeds and search engines"
        yield rules.SUMMARY_MISSING.at(document.path, summary.line if summary else 1, "there is no summary", hint)


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
        yield at_field(document, field, rules.SLUG_TAKEN, fact, "give one of them another slug")


def required(document: Document, key: str, rule: Rule, hint: str) -> Iterator[Diagnostic]:
    field = document.field(key)
    if field is None:
        yield rule.at(document.path, 1, f"there is no {key}", hint)
    elif not field.value:
        yield at_field(document, field, rule, f"the {key} is empty", hint)


def at_field(document: Document, field: Field, rule: Rule, fact: str, hint: str) -> Diagnostic:
    return rule.at(document.path, field.line, fact, hint, column=field.column)
