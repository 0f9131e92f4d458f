"""Tells a list without any box from other texts with bullets: a changelog, links, the description of a program."""

import re
from collections.abc import Iterator

from markdown_it.tree import SyntaxTreeNode

from faircopy.checklists.adopt.model import AdoptionError

# A heading of a changelog: a version or a date and no title, as '1.2 Passwords' of a numbered section has one.
RELEASE = re.compile(
    r"\W*(?:v(?:ersion)?\s*)?\d+(?:\.\d+)+\S*(?:[\W\d]*|.*\b(?:19|20)\d\d\b.*)|"
    r"\W*\d{4}-\d\d(?:-\d\d)?\W*|\W*unreleased\W*",
    re.IGNORECASE,
)
CHANGELOG = re.compile(r"\W*(?:change ?log|release notes|history|what'?s new)\b.{0,40}$", re.IGNORECASE)
# An address, or words that are a link, and at most a remark behind it.
LINK = re.compile(r"\W*(?:\[[^\]]*\](?:\([^)]*\)|\[[^\]]*\])|https?://\S+)")
# What the description of a program tells (Standard Readme, and GitHub's own advice).
OF_A_PROGRAM = re.compile(
    r"\W*(install(?:ation|ing)?|usage|getting started|quick ?start|features|configuration|development|building|api|"
    r"running (?:the )?tests|requirements|prerequisites|license|licence|contributing|support|troubleshooting)\W*$",
    re.IGNORECASE,
)
LIST = re.compile(r"check ?-?list|\bto-?do\b", re.IGNORECASE)
MAX_TITLE_CHARS = 100
MAX_BULLET_CHARS = 1000
MIN_RELEASES = 2
MIN_LINKS = 3
MIN_PROGRAM_HEADINGS = 3


def refuse_other_text(tree: SyntaxTreeNode) -> None:
    """Raise AdoptionError if the bullets of a text without boxes are known to be no questions."""
    kind = kind_of_text(tree)
    if kind:
        raise AdoptionError(f"no item has a box, and this looks like {kind}; --bullets takes each bullet as a question")


def kind_of_text(tree: SyntaxTreeNode) -> str:
    titles = [node.children[0].content[:MAX_TITLE_CHARS] for node in tree.children if node.type == "heading"]
    releases = sum(map(bool, map(RELEASE.fullmatch, titles)))
    if releases >= MIN_RELEASES and (2 * releases >= len(titles) or any(map(CHANGELOG.match, titles))):
        return "a changelog"
    if any(LIST.search(node.children[0].content) for node in tree.children if node.tag == "h1"):
        return ""
    bullets = [*texts_of_bullets(tree)]
    links = sum(map(bool, map(LINK.match, bullets)))
    if links >= MIN_LINKS and 3 * links >= 2 * len(bullets):
        return "a collection of links"
    if len({*filter(OF_A_PROGRAM.match, titles)}) >= MIN_PROGRAM_HEADINGS:
        return "the description of a program"
    return ""


def texts_of_bullets(tree: SyntaxTreeNode) -> Iterator[str]:
    for item in tree.walk():
        if item.type == "list_item" and item.children and item.children[0].type == "paragraph":
            yield item.children[0].children[0].content[:MAX_BULLET_CHARS]
