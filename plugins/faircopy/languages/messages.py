"""Reads catalogues from `.po` files; unusable translations are left out and reported.

Translations are inserted into pages unescaped. So they may have no placeholder and no tag that the English lacks, and
nothing that ends an attribute or begins an element.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from gettext import GNUTranslations
from io import BytesIO
from itertools import pairwise

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

PLACEHOLDER = re.compile(r"%\((\w+)\)s")
TAG = re.compile(r"</?[a-z][^<>]*>")
# Characters that are safe in text, in HTML and in an attribute.
MARKUP = re.compile(r'[<>"]|&(?!nbsp;)')
# A line of a message as gettext writes it; Babel takes off a first and a last character, whatever they are.
KEYWORD = re.compile(r"\s*(?P<word>msgctxt|msgid|msgid_plural|msgstr(?:\[\d+\])?)(?![\w\[])")
LINE = re.compile(rf'(?:{KEYWORD.pattern})?\s*"(?:[^"\\]|\\.)*"\s*')
UNCLOSED = 'a text stands between two straight quotation marks, and has others as \\"'
PERCENT = re.compile(r"%(?!\(\w+\)s|%)")


@dataclass(frozen=True, slots=True)
class CatalogueFault:
    """A problem in a catalogue."""

    line: int
    fact: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The contents of a `.po` file."""

    translations: GNUTranslations
    faults: tuple[CatalogueFault, ...]


@lru_cache(maxsize=32)
def catalogue_in(data: bytes, name: str) -> Catalogue:
    """Return the catalogue in a `.po` file; `name` is that of its language, such as 'pt_BR'."""
    data, unclosed = without_unclosed(data)
    try:
        read = read_po(BytesIO(data), locale=name, abort_invalid=True)
        faults = tuple(remove_faulty(read))
        return Catalogue(compiled(read), (*unclosed, *faults))
    except PoFileError as error:
        return Catalogue(NONE, (CatalogueFault(error.lineno + 1, f"nothing of it can be read: {error}"),))
    except Exception as error:  # noqa: BLE001  # whatever a reader of a file by hand stumbles on
        return Catalogue(NONE, (CatalogueFault(1, f"nothing of it can be read: {type(error).__name__}: {error}"),))


def without_unclosed(data: bytes) -> tuple[bytes, tuple[CatalogueFault, ...]]:
    """Return a catalogue without messages that have an unclosed quotation mark, and a fault for each."""
    lines = data.split(b"\n")
    faults, begin, before = [], 0, ""
    broken: set[int] = set()  # the first line of each message, from 0
    begins: list[int] = []
    for number, line in enumerate(lines):
        text = line.decode(errors="replace")
        found = KEYWORD.match(text)
        word = found["word"] if found else ""
        if word == "msgctxt" or (word == "msgid" and before != "msgctxt"):
            begin = number
            begins.append(begin)
        before = word or before
        is_text = found or text.lstrip().startswith('"')
        if is_text and not LINE.fullmatch(text):
            broken.add(begin)
            faults.append(
                CatalogueFault(number + 1, 'a text stands between two straight quotation marks, and has others as \\"')
            )
    for start, end in pairwise([*begins, len(lines)]):
        if start in broken:
            lines[start:end] = [b"" if not line.startswith(b"#") else line for line in lines[start:end]]
    return b"\n".join(lines), tuple(faults)


def compiled(catalog: Catalog) -> GNUTranslations:
    file = BytesIO()
    write_mo(file, catalog)
    file.seek(0)
    return GNUTranslations(file)


# What has no words at all.
NONE = compiled(Catalog())


def remove_faulty(catalog: Catalog) -> Iterator[CatalogueFault]:
    """Remove unusable messages, and yield the faults."""
    # The first has no English: it is the header.
    for message in list(catalog)[1:]:
        if message.fuzzy or not any(forms_of(message)):
            catalog.delete(message.id, message.context)
        elif fact := fault_of(message, catalog.num_plurals):
            catalog.delete(message.id, message.context)
            yield CatalogueFault(message.lineno or 1, fact)


def forms_of(message: Message) -> tuple[str, ...]:
    """Return the plural forms of a translation."""
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def fault_of(message: Message, plurals: int) -> str | None:
    """Return why a translation is unusable; None if it is fine."""
    english = (message.id,) if isinstance(message.id, str) else tuple(message.id)
    forms, quoted = forms_of(message), f"the translation of '{english[0]}'"
    if len(forms) != (plurals if message.pluralizable else 1) or not all(forms):
        return f"{quoted} has {sum(map(bool, forms))} plural forms, and the language has {plurals}"
    known, tags = set(PLACEHOLDER.findall("".join(english))), sorted(TAG.findall(english[0]))
    for form in forms:
        found = set(PLACEHOLDER.findall(form))
        # 'one minute' need not name the number.
        if found - known or (not message.pluralizable and found != known):
            names = ", ".join(sorted(f"%({one})s" for one in found ^ known))
            return f"{quoted} differs in the placeholders {names}"
        if PERCENT.search(form) and known:
            return f"{quoted} has a '%' that begins no placeholder; write '%%'"
        if sorted(TAG.findall(form)) != tags:
            return f"{quoted} has other tags; it must have {' '.join(tags) or 'none'}"
        if MARKUP.search(TAG.sub("", form)):
            return f"{quoted} has one of < > & and straight quotation marks, which mean something in HTML"
    return None
