"""Updates the repository's catalogues from templates and code: `make docs` writes them.

`words.pot` has every sentence, and each catalogue the same sentences with translations. A new sentence is added
untranslated; one that is no longer used is removed. The files depend neither on the day nor on the machine.
"""

import json
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from faircopy.languages.script import modules_in, sentences_in
from faircopy.languages.words import CATALOGUE, OURS, TEMPLATE

FOLDERS = ("plugins/faircopy", "theme/templates")
METHODS = [("**.py", "python"), ("**.html", "jinja2")]
OPTIONS = {"**.html": {"trimmed": "true", "silent": "false"}}
# Of the preview's own pages, which are the author's.
NO_PAGES = ("preview/",)
# What is called with words to translate; `N_` marks those that another place translates.
KEYWORDS: dict[str, Any] = {
    "_": None,
    "N_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "plurals": (1, 2),
    "pgettext": ((1, "c"), 2),
}
SCRIPTS = "plugins/faircopy/checklists/web/static"
COMMENT = "Words:"  # begins a comment that translators read
HEADER = "# The words of Faircopy, as templates and code have them. `make docs` writes this file."
# Headers that Babel fills with the run's date and people, left empty.
OF_A_RUN = "POT-Creation-Date|PO-Revision-Date|Generated-By|Last-Translator|Report-Msgid-Bugs-To|Language-Team"
HEADERS_OF_A_RUN = re.compile(rf'^"(?:{OF_A_RUN}): .*\n', re.MULTILINE)


def write_catalogues(root: Path) -> None:
    """Write the catalogues that are out of date."""
    for file, data in catalogues(root).items():
        if not file.exists() or file.read_bytes() != data:
            file.write_bytes(data)


def catalogues(root: Path) -> dict[Path, bytes]:
    """Return the up-to-date contents of the template and each catalogue, by file."""
    template = template_of(root)
    files = {OURS / TEMPLATE: text_of(template)}
    for file in sorted(OURS.glob(f"*{CATALOGUE}")):
        files[file] = text_of(updated(file.read_bytes(), file.stem, template))
    return files


def template_of(root: Path) -> Catalog:
    """Return every sentence in templates and code below `root`, with the files that contain it."""
    found = Catalog(project="Faircopy", version="-", fuzzy=False, header_comment=HEADER)
    for file, message, comments, context in sorted(
        [*sentences(root), *labels(root), *of_scripts(root)], key=lambda one: (one[0], str(one[1]))
    ):
        found.add(message, None, [(file, 1)], auto_comments=comments, context=context)
    return found


def sentences(root: Path) -> Iterator[tuple[str, Any, list[str], str | None]]:
    for folder in FOLDERS:
        found = extract_from_dir(
            root / folder, METHODS, OPTIONS, keywords=KEYWORDS, comment_tags=(COMMENT,), strip_comment_tags=True
        )
        for file, _, message, comments, context in found:
            if not file.startswith(NO_PAGES):
                yield f"{folder}/{file}", message, comments, context


def of_scripts(root: Path) -> Iterator[tuple[str, Any, list[str], None]]:
    """Yield the sentences of the checklist script."""
    for file in modules_in(root / SCRIPTS):
        for sentence in dict.fromkeys(sentences_in(file.read_text(encoding="utf-8"))):
            yield file.relative_to(root).as_posix(), sentence, [], None


def labels(root: Path) -> Iterator[tuple[str, str, list[str], str]]:
    """Yield the words of checklist answers that a reader sees, each with its part as the context."""
    folder = "plugins/faircopy/checklists"
    for name in ("answers.json", "answer_sets.json"):
        value = json.loads((root / folder / name).read_text(encoding="utf-8"))
        for vocabulary in [value] if "answers" in value else value.values():
            for part, words in vocabulary.items():
                seen = (word[key] for word in words for key in ("label", "request") if key in word)
                yield from ((f"{folder}/{name}", text, [], part) for text in seen)


def updated(data: bytes, name: str, template: Catalog) -> Catalog:
    """Return a catalogue with exactly the sentences of `template`; translations stay."""
    found = read_po(BytesIO(data), locale=name, abort_invalid=True)
    found.update(template, no_fuzzy_matching=True, update_header_comment=False)
    found.obsolete.clear()
    return found


def text_of(catalogue: Catalog) -> bytes:
    out = BytesIO()
    write_po(out, catalogue, width=0, include_lineno=False)
    return HEADERS_OF_A_RUN.sub("", out.getvalue().decode()).encode()
