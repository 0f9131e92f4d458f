"""The diagnostics of the search: what was found, where, where it comes from, and what to do."""

import os
import re
from collections.abc import Iterator

from faircopy.build.leaks import rules
from faircopy.build.leaks.normalise import letters_of
from faircopy.build.leaks.passages import PassageHit
from faircopy.build.leaks.search_targets import (
    MAX_TEXT,
    TargetOwner,
    forms_of_file,
    forms_of_source,
    owner,
    owner_of,
)
from faircopy.build.leaks.short_fields import UnpublishedField
from faircopy.build.leaks.similar_images import is_picture
from faircopy.build.leaks.source_texts import NotPublic
from faircopy.build.leaks.sources import Sources
from faircopy.build.leaks.texts import UnpublishedText
from faircopy.diagnostics.model import Diagnostic
from faircopy.offsets import line_at

EXCERPT_CHARS = 30
HINT_UNKNOWN = "a template, a plugin or another text brings it there"
HINT_TEXT = "take it out there, or publish this text; words that may be seen all the same go into PUBLISH_ALLOWED"
HINT_FILE = "take out the copy, and what links to it; if it may be seen, link to it in a public text"
HINT_QUOTED = "what this text quotes from there, mark with '>'"
HINT_ADDRESS = "a setting, a menu or a template links to it: take the link out, or publish this text"
HINT_HIDDEN = "if others may name it, link to it in a public text, or add '{}' to PUBLISH_ALLOWED"
HINT_SOURCE = (
    "move it into 'posts/' or 'pages/', where it is held back, or take it away; if it may be seen, take the field out"
)
HINT_PACKED = "what is not public could be in it: pack less into it, or unpack it"


def words_found(name: str, text: str, hit: PassageHit, sources: Sources) -> Diagnostic:
    target = owner(hit.passage)
    document = target.text.document
    hint = hint_for(text, hit.letters, hit.beginning, sources)
    if target.file:
        why = target.text.why
        fact = f"'{hit.phrase}' of '{target.file}' stands in '{name}', and belongs to a text that is not public: {why}"
        return rules.FILE_LEAKED.at(document.path, 1, fact, hint)
    fact = f"'{hit.phrase}' stands in '{name}', and {target.text.fact}"
    return rules.TEXT_LEAKED.at(document.path, hit.line, fact, hint)


def field_found(name: str, text: str, field: UnpublishedField, sources: Sources) -> Diagnostic:
    target = owner_of(field)
    fact = f"'{' '.join(field.value.split())}' stands in '{name}', and {target.text.fact}"
    hint = hint_for(text, field.letters, field.letters if field.is_sentence else "", sources)
    return rules.TEXT_LEAKED.at(target.text.document.path, field.line, fact, hint)


def file_found(name: str, target: TargetOwner, how: str, copies: tuple[str, ...] = ()) -> Diagnostic:
    fact = f"'{target.file}' {how} '{name}', and belongs to a text that is not public: {target.text.why}"
    also = f"the same is in {', '.join(map(repr, copies[:3]))}; " if copies else ""
    allow = f"{also}{HINT_FILE}, or add '{name}' to PUBLISH_ALLOWED"
    return rules.FILE_LEAKED.at(target.text.document.path, 1, fact, allow)


def address_found(name: str, text: UnpublishedText, address: str) -> Diagnostic:
    fact = f"'{address}' stands in '{name}', and {text.fact}"
    hint = f"{HINT_ADDRESS}; {HINT_HIDDEN.format(address)}" if text.is_hidden else HINT_ADDRESS
    return rules.ADDRESS_LEAKED.at(text.document.path, 1, fact, hint)


def source_copied(inner: str, name: str, source: str, found: NotPublic) -> Diagnostic:
    fact = f"{found.why}, and it is copied into the site as '{inner}', as it stands"
    hint = f"{HINT_SOURCE}, or add '{name}' to PUBLISH_ALLOWED"
    return rules.SOURCE_COPIED.at(source, found.line, fact, hint)


def not_searched(name: str, why: str) -> Diagnostic:
    return rules.NOT_SEARCHED.at(name, 1, why, f"{HINT_PACKED}, or add '{name}' to PUBLISH_ALLOWED")


def hint_for(text: str, letters: str, beginning: str, sources: Sources) -> str:
    """Return where the letters occur in a text of the site and in public sources, and what to do."""
    from_where = next(sources_with(beginning, sources), "") if beginning else ""
    origin = f"it is also in '{from_where}'" if from_where else HINT_UNKNOWN
    quoted = f"; {HINT_QUOTED}" if from_where else ""
    return f"{place_in(text, letters)}; {origin}; {HINT_TEXT}{quoted}"


def place_in(text: str, letters: str) -> str:
    """Return the line of the letters in a text, and the words around them."""
    between = r"(?:[\W_]|<[^<>]*>|&#?\w+;|\\u[0-9a-fA-F]{4})*?"
    found = re.search(between.join(map(re.escape, letters[:12])), text, re.IGNORECASE)
    if not found:
        return "in another spelling or encoding"
    around = text[max(0, found.start() - EXCERPT_CHARS) : found.end() + EXCERPT_CHARS]
    return f"line {line_at(text, found.start())}: '…{' '.join(around.split())}…'"


def sources_with(letters: str, sources: Sources) -> Iterator[str]:
    """Yield the public sources that have these letters."""
    for one in sources.documents:
        if letters in letters_of(one.document.text) or letters in letters_of(forms_of_source(one.document.text)[0]):
            yield one.document.path
    for file in (*sources.templates, *sources.files):
        data = file.read_bytes()
        forms = () if len(data) > MAX_TEXT or is_picture(data) else forms_of_file(file.name, data)
        if any(letters in letters_of(form) for form in forms):
            yield os.path.relpath(file, sources.settings.messages_relative_to)
