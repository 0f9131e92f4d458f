"""The fields of front matter, and their valid values."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from faircopy.diagnostics.model import Diagnostic, Severity
from faircopy.languages.codes import is_registered
from faircopy.lint.addresses import term_slug
from faircopy.lint.checks import DocumentCheck, DocumentContext
from faircopy.lint.front_matter import at_field
from faircopy.lint.parts import parts_of
from faircopy.lint.rule import LintRule
from faircopy.markdown.document import Document, Field

FIELD_UNKNOWN = LintRule(
    "FM108",
    Severity.ERROR,
    "front matter has a field that nothing reads",
    "the message names the nearest known one; [all fields](posts.md#front-matter)",
    bad="""\
-- content/posts/2018/a/index.md --
Title: A
Date: 2018-01-02
Slug: a
Summary: Words.
▶Sumary: Words.
""",
    good="""\
-- content/posts/2018/a/index.md --
Title: A
Date: 2018-01-02
Slug: a
Summary: Words.
Tags: words
""",
    house=True,
)
FIELD_TWICE = LintRule(
    "FM109",
    Severity.ERROR,
    "a field appears twice in one front matter",
    "keep one of them",
    bad="""\
-- content/posts/2018/a/index.md --
Title: A
Date: 2018-01-02
Slug: a
Summary: Words.
▶Slug: b
""",
    good="""\
-- content/posts/2018/a/index.md --
Title: A
Date: 2018-01-02
Slug: a
Summary: Words.
Tags: one, two
""",
)
VALUE_UNFIT = LintRule(
    "FM110",
    Severity.ERROR,
    "a field has no value, or one that is not allowed",
    "the message says what is allowed there",
    bad="""\
-- content/posts/2018/a/index.md --
Title: A
Date: 2018-01-02
Slug: a
Summary: Words.
Lang: ▶english
""",
    good="""\
-- content/posts/2018/a/index.md --
Title: A
Date: 2018-01-02
Slug: a
Summary: Words.
Lang: en-NZ
""",
)

# Language, script and region: https://www.rfc-editor.org/rfc/rfc5646
LANGUAGE = re.compile(r"(?P<code>[a-z]{2,3})(-[A-Za-z]{4})?(-([A-Z]{2}|\d{3}))?")
# A list as in YAML, which is an error of its own.
YAML_ITEM = re.compile(r"\s*[-*#]\s")
NAME = re.compile(r"[\w-]+(\.html)?")


@dataclass(frozen=True, slots=True)
class KnownField:
    """One known field of front matter."""

    name: str  # as it is written
    posts_only: bool = False
    fits: Callable[[str], bool] = bool  # its valid values; other checks examine some of them further
    wanted: str = "a word or more"
    several: bool = False  # on several lines, too: of the others Pelican takes the first line, and complains
    may_be_empty: bool = False  # or another check says so
    named: bool = False  # each part names something that Pelican makes an address for, whether it has a page or not


def is_language(text: str) -> bool:
    found = LANGUAGE.fullmatch(text)
    return bool(found and is_registered(found["code"]))


def is_one(text: str) -> bool:
    return bool(text) and "," not in text and ";" not in text and "\n" not in text


def is_list(text: str) -> bool:
    return bool(text.strip(",; \n")) and ";" not in text


ENTRIES = (
    KnownField("Title", may_be_empty=True),
    KnownField("Date", may_be_empty=True),
    KnownField("Modified", posts_only=True, may_be_empty=True),
    KnownField("Slug", may_be_empty=True),
    KnownField("Status", may_be_empty=True),
    KnownField("Summary", several=True, may_be_empty=True),
    KnownField("Category", posts_only=True, fits=is_one, wanted="one category", named=True),
    KnownField("Tags", posts_only=True, fits=is_list, wanted="tags separated by commas", named=True),
    KnownField("Author", fits=is_one, wanted="one name", named=True),
    KnownField("Authors", fits=is_list, wanted="names separated by commas", named=True),
    KnownField("Series", posts_only=True),
    KnownField("Lang", fits=is_language, wanted="a language, such as 'mi' or 'en-NZ'"),
    KnownField("Translation", fits=lambda text: text.lower() in {"true", "false"}, wanted="'true' or 'false'"),
    KnownField("Template", fits=lambda text: bool(NAME.fullmatch(text)), wanted="the name of a template"),
    KnownField("Original", posts_only=True, may_be_empty=True),
    KnownField("Date_approximate", posts_only=True, may_be_empty=True),
    KnownField("Checklist", may_be_empty=True),  # on a page it is an error of its own
    # What these may say, `faircopy.checklists` knows.
    *(
        KnownField(f"Checklist_{name}", may_be_empty=True, several=True)
        for name in ("answers", "hints", "priorities", "ticked")
    ),
    KnownField("Redirect_from", fits=is_list, wanted="paths separated by commas", several=True),
    KnownField("Feed_slug", posts_only=True, fits=is_one, wanted="one slug"),
)
KNOWN = {entry.name.lower(): entry for entry in ENTRIES}


@DocumentCheck
def check_fields(context: DocumentContext) -> Iterator[Diagnostic]:
    """Yield each unknown field, repeated field and invalid value."""
    document = context.document
    seen: dict[str, int] = {}
    for field in document.fields:
        entry = entry_of(field.key)
        if entry is None:
            yield unknown(document, field)
            continue
        if field.key in seen:
            fact = f"the field '{entry.name}' is already on line {seen[field.key]}"
            yield FIELD_TWICE.at(document.path, field.line, fact, "keep one of them")
        seen.setdefault(field.key, field.line)
        if entry.posts_only and not context.dated:
            fact = f"a page cannot have the field '{entry.name}'"
            yield VALUE_UNFIT.at(document.path, field.line, fact, "leave it out, or make it a post")
        elif not (field.value or entry.may_be_empty or YAML_ITEM.match(line_after(document, field))):
            yield unfit(document, field, f"the field '{entry.name}' is empty", f"write {entry.wanted}, or leave it out")
        elif too_long(entry, field.value) and not YAML_ITEM.match(line_after(document, field)):
            fact = f"'{entry.name}' continues over several lines, but Pelican needs it on one"
            yield unfit(document, field, fact, f"write {entry.wanted}, all on line {field.line}")
        elif field.value and not entry.fits(field.value):
            fact = f"'{' '.join(field.value.split())}' is not a valid value of '{entry.name}'"
            yield unfit(document, field, fact, f"write {entry.wanted}")
        elif entry.named:
            yield from nameless(document, entry)


@DocumentCheck
def check_template(context: DocumentContext) -> Iterator[Diagnostic]:
    """Yield a template that the theme does not have, if its templates are known."""
    document, templates = context.document, context.site.templates
    field = document.field("template")
    if field and field.value and templates and field.value not in templates:
        near = get_close_matches(field.value, sorted(templates), n=1)
        hint = f"did you mean '{near[0]}'?" if near else f"there are: {', '.join(sorted(templates))}"
        yield at_field(document, field, VALUE_UNFIT, f"the theme has no template '{field.value}'", hint)


def entry_of(key: str) -> KnownField | None:
    """Return what is known of a field; one of several lists may have its name behind: 'Checklist_answers_driver'."""
    option = next((name for name in KNOWN if name.startswith("checklist_") and key.startswith(f"{name}_")), "")
    return KNOWN.get(key) or KNOWN.get(option)


def line_after(document: Document, field: Field) -> str:
    """Return the continuation line after a field; "" at the end of the file."""
    return next(iter(document.lines[field.line : field.line + 1]), "")


def nameless(document: Document, entry: KnownField) -> Iterator[Diagnostic]:
    for part in parts_of(document, entry.name.lower()):
        if not term_slug(part.text):
            fact = f"'{part.text}' has no letter or digit from which an address could be made"
            hint = f"write {entry.wanted}"
            yield VALUE_UNFIT.at(document.path, part.line, fact, hint, column=part.column)


def unknown(document: Document, field: Field) -> Diagnostic:
    written = document.lines[field.line - 1].partition(":")[0].strip()
    near = get_close_matches(field.key, KNOWN, n=1)
    hint = f"did you mean '{KNOWN[near[0]].name}'?" if near else f"known: {', '.join(one.name for one in ENTRIES)}"
    return FIELD_UNKNOWN.at(document.path, field.line, f"unknown field '{written}'", hint)


def unfit(document: Document, field: Field, fact: str, hint: str) -> Diagnostic:
    return VALUE_UNFIT.at(document.path, field.line, fact, hint, column=field.column)


def too_long(entry: KnownField, value: str) -> bool:
    return "\n" in value and not entry.several
