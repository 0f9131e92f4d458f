"""Lists with checkboxes that stand as HTML in a text of Markdown, as tokens of that list in Markdown."""

from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from faircopy.checklists.adopt.markups.html_text import html_lines
from faircopy.checklists.adopt.tick_boxes import CHECKBOX, FIELD


def with_html_lists(tokens: Sequence[Token], parser: MarkdownIt) -> list[Token]:
    """Return the tokens of a text, with those of a list in the place of HTML that has checkboxes."""
    found: list[Token] = []
    for token in tokens:
        # What is indented further is code to Markdown, and a list to a reader.
        is_list = token.type in ("html_block", "code_block") and any(
            CHECKBOX.search(field["attributes"]) for field in FIELD.finditer(token.content)
        )
        found += listed(token, parser) if is_list else [token]
    return found


def listed(block: Token, parser: MarkdownIt) -> list[Token]:
    lines = html_lines(block.content)
    tokens = parser.parse("\n".join(text for _, text in lines), {})
    start = (block.map or [0])[0]
    for token in tokens:
        token.level += block.level
        if token.map:
            place = min(token.map[0], len(lines) - 1)
            token.map = [start + lines[place][0] - 1, start + lines[place][0]]
    return tokens
