"""Python-Markdown extension: `- [ ] Question? {#id}` is a list item with that id."""

import re
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

BOX = re.compile(r"\[ \]\s+")
ID = re.compile(r"\s*\{#(?P<id>[a-z0-9]+(?:-[a-z0-9]+)*)\}\s*$")


class ChecklistExtension(Extension):
    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  # Python-Markdown's name
        # Before inline (20): the text of an item is still as it was written.
        md.treeprocessors.register(NameItems(md), "checklist_items", 25)


class NameItems(Treeprocessor):
    def run(self, root: Element) -> None:
        for item in root.iter("li"):
            name_item(item)


def name_item(item: Element) -> None:
    """Move the id of a checklist item from its text to its attribute; leave other items alone."""
    # A list with blank lines between its items has the text in a paragraph.
    holder = item if (item.text or "").strip() or not len(item) else item[0]
    text = holder.text or ""
    box, id_ = BOX.match(text), ID.search(text)
    if box and id_:
        holder.text = text[box.end() : id_.start()]
        item.set("id", id_["id"])


def makeExtension(**settings: Any) -> ChecklistExtension:  # noqa: N802  # Python-Markdown's name
    return ChecklistExtension(**settings)
