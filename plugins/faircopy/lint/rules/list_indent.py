"""Fences in lists that are not indented enough."""

from collections.abc import Iterator

from markdown_it.token import Token

from faircopy.diagnostics.model import Diagnostic, Severity
from faircopy.lint.checks import DocumentCheck, DocumentContext
from faircopy.lint.rule import LintRule
from faircopy.lint.site_markdown import reads_as_everywhere
from faircopy.markdown.blocks import block_tokens
from faircopy.markdown.document import Document
from faircopy.markdown.outdent import QUOTE

LIST_INDENT = LintRule(
    "FM131",
    Severity.ERROR,
    "a list with a fence is not indented by four spaces a level, which Python-Markdown's own lists need",
    "indent everything in the item by four spaces a level, whatever the width of its marker; "
    "quote marks do not count; or put 'faircopy.markdown.extension' last in MARKDOWN",
    bad="""\
- item

▶  ```text
  ls
  ```
""",
    good="""\
- item

    ```text
    ls
    ```
""",
)

LISTS = ("bullet_list_open", "ordered_list_open")
# Python-Markdown's, whatever the width of the marker: https://python-markdown.github.io/#differences
INDENT = 4


@DocumentCheck
def check_lists(context: DocumentContext) -> Iterator[Diagnostic]:
    if reads_as_everywhere(context.site.markdown):
        return
    for line, wanted in sorted(misplaced_in_lists(context.document).items()):
        fact = "everything in a list with a fence needs 4 spaces a level, and its own line"
        yield LIST_INDENT.at(context.path, line, fact, f"indent it by {wanted} spaces")


def misplaced_in_lists(document: Document) -> dict[int, int]:
    """Return the line and required indent of each block that is not indented enough, in lists with a fence."""
    misplaced: dict[int, int] = {}
    found: dict[int, int] = {}
    depth = 0
    has_fence = False
    item_line = -1
    for token in block_tokens(document):
        if token.type in LISTS:
            depth += 1
        elif token.type.replace("_close", "_open") in LISTS:
            depth -= 1
            if not depth:
                misplaced |= found if has_fence else {}
                found, has_fence = {}, False
        elif depth and token.map and token.nesting >= 0 and token.type not in ("inline", "blockquote_open"):
            is_fence = token.type == "fence"
            has_fence = has_fence or is_fence
            wanted = INDENT * (depth - (token.type == "list_item_open"))
            # The first block of an item is on the line of its marker, where a fence must not be.
            if (is_fence or token.map[0] != item_line) and indent_of(document, token, is_fence) < wanted:
                found[token.map[0] + 1] = wanted
            if token.type == "list_item_open":
                item_line = token.map[0]
    return misplaced


def indent_of(document: Document, token: Token, is_fence: bool) -> int:
    """Return how many spaces precede a block, quote marks left out; None after a list marker."""
    line = document.lines[token.map[0]] if token.map else ""
    text = QUOTE.sub("", line, count=1).expandtabs(INDENT)
    before = text[: text.find(token.markup)] if is_fence else text[: len(text) - len(text.lstrip())]
    return 0 if before.strip() else len(before)
