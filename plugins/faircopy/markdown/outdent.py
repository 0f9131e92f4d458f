"""Removes the indent of admonitions, footnotes and definitions, so that CommonMark parses their bodies."""

import re
from dataclasses import replace

from faircopy.markdown.document import Document
from faircopy.markdown.fences import find_fences

QUOTE = re.compile(r"(?:[ ]{0,3}>[ ]?)*")
# What Python-Markdown's extensions begin such a body with; four more spaces carry it on.
HEAD = re.compile(r"(?:!!!|\?\?\?\+?|\[\^[^\]]+\]:|:(?=[ ]{1,3}\S))[ ]*(?P<rest>.*)")
INDENT = 4


def outdented(document: Document, head_pattern: re.Pattern[str] = HEAD) -> Document:
    """Return `document` with the bodies after each `head_pattern` moved left by four spaces a level.

    CommonMark does not know these constructs, and reads their bodies as indented code. Line numbers stay valid, columns
    do not.
    """
    fenced = {number for fence in find_fences(document) for number in range(fence.line + 1, fence.end_line + 1)}
    lines = [*document.lines]
    heads: list[int] = []  # the indents of the heads that the line stands under
    quotes = 0
    for number in range(document.body_line, len(lines) + 1):
        line = lines[number - 1]
        quote = QUOTE.match(line)[0]  # type: ignore[index]  # it matches nothing, too
        text = line[len(quote) :].expandtabs(INDENT)
        if number in fenced or not text.strip():
            continue
        indent = len(text) - len(text.lstrip())
        heads = [head for head in heads if indent >= head + INDENT and quote.count(">") == quotes]
        quotes = quote.count(">")
        text = text[INDENT * len(heads) :]
        if head := head_pattern.match(text.lstrip()):
            text = text[: len(text) - len(text.lstrip())] + (head["rest"] or "")
            heads.append(indent)
        lines[number - 1] = quote + text
    return replace(document, text="\n".join(lines))
