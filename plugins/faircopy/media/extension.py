"""Python-Markdown extension: headings with links to themselves, scrolling tables, margin notes.

It also translates the default titles of admonitions.
"""

from gettext import NullTranslations
from typing import Any
from xml.etree.ElementTree import Element

from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from faircopy.languages.words import OUR_WORDS, SiteWords
from faircopy.markdown.elements import StandardTitle
from markdown import Markdown

HEADINGS = ("h2", "h3", "h4", "h5", "h6")


class ThemingExtension(Extension):
    def __init__(self, words: SiteWords = OUR_WORDS) -> None:
        super().__init__()
        self.words = words

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  # Python-Markdown's name
        # Before the words are read (inline, 20), which leave nothing that tells who wrote a title.
        md.treeprocessors.register(NameAdmonitions(md, self.words), "name_admonitions", 30)
        # After every other: toc (5) is the last that comes with Python-Markdown.
        md.treeprocessors.register(LinkHeadings(md), "link_headings", 4)
        md.treeprocessors.register(WrapTables(md, self.words), "wrap_tables", 3)
        md.treeprocessors.register(PlaceFootnotes(md), "place_footnotes", 2)


class NameAdmonitions(Treeprocessor):
    """Translates the default titles of admonitions."""

    def __init__(self, md: Markdown, words: SiteWords) -> None:
        super().__init__(md)
        self.words = words

    def run(self, root: Element) -> None:
        words = self.words.of(language_of(self.md))
        for element in root.iter("p"):
            if isinstance(element.text, StandardTitle):
                element.text = standard_titles(words).get(element.text, str(element.text))


def standard_titles(words: NullTranslations) -> dict[str, str]:
    """Return the translated default titles by their English: GitHub's kinds, and those of docutils."""
    return {
        "Note": words.pgettext("admonition", "Note"),
        "Tip": words.pgettext("admonition", "Tip"),
        "Important": words.pgettext("admonition", "Important"),
        "Warning": words.pgettext("admonition", "Warning"),
        "Caution": words.pgettext("admonition", "Caution"),
        "Attention": words.pgettext("admonition", "Attention"),
        "Danger": words.pgettext("admonition", "Danger"),
        "Error": words.pgettext("admonition", "Error"),
        "Hint": words.pgettext("admonition", "Hint"),
    }


class LinkHeadings(Treeprocessor):
    def run(self, root: Element) -> None:
        for heading in root.iter():
            # A link in a heading leads elsewhere, and links do not nest.
            if heading.tag in HEADINGS and heading.get("id") and heading.find(".//a") is None:
                link_to_itself(heading)


def link_to_itself(heading: Element) -> None:
    """Make the words of a heading a link to it: an extra sign would be read aloud, and shown in feeds."""
    link = Element("a", {"class": "anchor", "href": f"#{heading.get('id')}"})
    link.text, heading.text = heading.text, None
    for child in list(heading):
        heading.remove(child)
        link.append(child)
    heading.append(link)


class WrapTables(Treeprocessor):
    def __init__(self, md: Markdown, words: SiteWords) -> None:
        super().__init__(md)
        self.words = words

    def run(self, root: Element) -> None:
        name = self.words.of(language_of(self.md)).gettext("Table")
        for parent in list(root.iter()):
            for place, child in enumerate(parent):
                if child.tag == "table" and parent.get("class") != "table":
                    parent[place] = wrapped(child, name)


def language_of(md: Markdown) -> str:
    """Return the language in the front matter of the text; "" for the site's."""
    return next(iter(getattr(md, "Meta", {}).get("lang", ())), "").strip()


def wrapped(table: Element, name: str) -> Element:
    """Wrap a table in a scrolling box: the page must not scroll, and `display: block` would remove table semantics."""
    for cell in table.iter():
        align_by_class(cell)
    # A box that scrolls must be reachable by keyboard (WCAG 2.1.1). A group, because a region would be a landmark.
    box = Element("div", {"class": "table", "role": "group", "aria-label": name, "tabindex": "0"})
    box.tail, table.tail = table.tail, None
    box.append(table)
    return box


def align_by_class(cell: Element) -> None:
    """Replace the alignment style of a cell by a class: our policy forbids style attributes."""
    style = cell.attrib.pop("style", "")
    if style:
        cell.set("class", f"align-{style.removeprefix('text-align:').strip('; ')}")


class PlaceFootnotes(Treeprocessor):
    def run(self, root: Element) -> None:
        collected = next((child for child in root if child.get("class") == "footnote"), None)
        if collected is None:
            return
        root.remove(collected)
        # Its own items only: a note may have a list in it.
        items = collected.findall("ol/li")
        notes = {str(item.get("id")): note(number, item) for number, item in enumerate(items, 1)}
        for block in list(root):
            here = [notes.pop(name) for name in dict.fromkeys(references(block)) if name in notes]
            if here:
                root.insert(list(root).index(block) + 1, box_of(here))
        if notes:  # called for by other notes only
            root.append(box_of(list(notes.values())))


def references(block: Element) -> list[str]:
    return [link.get("href", "")[1:] for link in block.iter("a") if link.get("class") == "footnote-ref"]


def note(number: int, item: Element) -> Element:
    """Return a footnote as a separate block, its number in front."""
    element = Element("div", {"class": "footnote", "id": str(item.get("id")), "role": "doc-footnote"})
    element.extend(item)
    if not len(element) or element[0].tag != "p":  # it is empty, or begins with a list or code
        element.insert(0, Element("p"))
    first = element[0]
    mark = Element("span", {"class": "footnote-number"})
    mark.text, mark.tail, first.text = str(number), f" {first.text or ''}", None
    first.insert(0, mark)
    return element


def box_of(notes: list[Element]) -> Element:
    box = Element("div", {"class": "margin"})
    for element in notes:
        box.append(element)
    return box


def makeExtension(**settings: Any) -> ThemingExtension:  # noqa: N802  # Python-Markdown's name
    return ThemingExtension(**settings)
