"""The sections of a text, for a table of contents."""

from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser


@dataclass(frozen=True, slots=True)
class PageSection:
    """A second-level heading with an id."""

    id: str
    title: str  # plain text


def sections_of(html: str) -> tuple[PageSection, ...]:
    """Return the sections of `html` in order; headings without an id are left out."""
    return tuple(
        PageSection(str(node.attributes["id"]), " ".join(node.text().split()))
        for node in LexborHTMLParser(html).css("h2[id]")
    )
