"""Reads a list in another markup than Markdown; notes name lines of the source."""

from collections.abc import Callable, Iterator

from faircopy.checklists.adopt.markdown_list import read_markdown
from faircopy.checklists.adopt.markups.asciidoc import from_asciidoc
from faircopy.checklists.adopt.markups.html_text import from_html
from faircopy.checklists.adopt.markups.lines import SourceLine
from faircopy.checklists.adopt.markups.org import from_org
from faircopy.checklists.adopt.markups.restructured import from_restructured
from faircopy.checklists.adopt.markups.wiki import from_jira, from_mediawiki, is_jira, is_mediawiki
from faircopy.checklists.adopt.model import Adopted, AdoptionNotes

Converter = Callable[[str, AdoptionNotes], Iterator[SourceLine]]
MARKUPS: dict[str, Converter] = {
    ".adoc": from_asciidoc,
    ".asciidoc": from_asciidoc,
    ".org": from_org,
    ".rst": from_restructured,
    ".mediawiki": from_mediawiki,
    ".wiki": from_mediawiki,
    ".html": from_html,
    ".htm": from_html,
}


def markup_of(suffix: str, text: str) -> Converter | None:
    """Return what reads a text, None for Markdown. What is copied out of a wiki is kept as text, or named so."""
    if suffix in (".txt", ".wiki") and is_jira(text):
        return from_jira
    if suffix == ".txt" and is_mediawiki(text):
        return from_mediawiki
    return MARKUPS.get(suffix)


def read_markup(
    text: str, convert: Converter, notes: AdoptionNotes, base: str = "", *, takes_bullets: bool = False
) -> Adopted:
    """Return the list in a text of another markup. Raises AdoptionError."""
    lines = [*convert(text, notes)]
    notes.lines = [number for number, _ in lines]
    return read_markdown("\n".join(line for _, line in lines), notes, base, takes_bullets=takes_bullets)
