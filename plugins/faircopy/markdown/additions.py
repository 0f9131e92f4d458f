"""The syntax of Python-Markdown's extensions, as block rules of markdown-it-py."""

import re
from typing import Protocol

from markdown_it.rules_block import StateBlock

# What Python-Markdown indents the body of an addition by.
INDENT = 4
ADMONITION = re.compile(r'!!! ?(?P<classes>[\w-]+(?: +[\w-]+)*)(?: +"(?P<title>.*?)")? *$')
# Additions whose text another program reads: name of Python-Markdown's processor -> how one begins.
HEADS = {
    "footnote": re.compile(r"\[\^[^\]]*\]:"),
    "abbr": re.compile(r"\*\[[^\\\]]*\][ ]?:"),
}
DEFINITION = re.compile(r":[ ]{1,3}\S")
MARKDOWN_TAG = re.compile(r"<(?P<name>[A-Za-z][A-Za-z0-9-]*)\b[^<>]*\smarkdown\b[^<>]*>")
# What Python-Markdown keeps, and sets a mark for.
KEPT = re.compile("\u0002wzxhzdk:[0-9]+\u0003[ ]*$")


class BlockRule(Protocol):
    def __call__(self, state: StateBlock, start: int, end: int, silent: bool, /) -> bool:
        """Add the block that begins at a line, and advance; if `silent`, only tell whether one begins there."""


def text_of(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def indent_of(state: StateBlock, line: int) -> int:
    return state.sCount[line] - state.blkIndent


def skip_body(state: StateBlock, line: int, end: int) -> int:
    """Return the line after an indented body that begins at `line`, trailing blank lines left out."""
    last = line
    while line < end and (state.isEmpty(line) or indent_of(state, line) >= INDENT):
        line += 1
        last = last if state.isEmpty(line - 1) else line
    return last


def opaque(state: StateBlock, name: str, start: int, end: int) -> bool:
    """Add a block whose text another parser reads."""
    token = state.push(name, "", 0)
    token.map = [start, end]
    token.content = state.getLines(start, end, state.blkIndent, keepLastLF=False).expandtabs(INDENT)
    state.line = end
    return True


def kept(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: ARG001  # a rule's signature
    if state.is_code_block(start) or not KEPT.match(text_of(state, start)):
        return False
    return silent or opaque(state, "kept", start, start + 1)


def headed(name: str) -> BlockRule:
    """Return the rule of a construct whose text another parser reads."""

    def rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        if state.is_code_block(start) or not HEADS[name].match(text_of(state, start)):
            return False
        if silent:
            return True
        line = start + 1
        if name == "footnote":
            # Until a blank line the text goes on, whatever its indent.
            while line < end and not state.isEmpty(line) and not is_head(text_of(state, line)):
                line += 1
            line = skip_body(state, line, end) if line < end and state.isEmpty(line) else line
        return opaque(state, name, start, line)

    return rule


def is_head(text: str) -> bool:
    return any(head.match(text) for head in HEADS.values())


def admonition(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    found = ADMONITION.match(text_of(state, start))
    if state.is_code_block(start) or not found:
        return False
    if silent:
        return True
    after = skip_body(state, start + 1, end)
    opened = state.push("admonition_open", "div", 1)
    opened.map = [start, after]
    opened.meta = {"classes": found["classes"], "title": found["title"]}
    indent, line_max, parent = state.blkIndent, state.lineMax, state.parentType
    state.blkIndent, state.lineMax, state.parentType = state.sCount[start] + INDENT, after, "blockquote"
    state.md.block.tokenize(state, start + 1, after)
    state.blkIndent, state.lineMax, state.parentType = indent, line_max, parent
    state.push("admonition_close", "div", -1)
    state.line = after
    return True


def definitions(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Terms with definitions after colons; a whole list of them is one block."""
    if silent or state.is_code_block(start):
        return False
    line = start
    while line < end and not state.isEmpty(line) and not is_definition(state, line):
        line += 1
    if line < end and state.isEmpty(line):
        line += 1
    if line >= end or line == start or not is_definition(state, line):
        return False
    while line < end:
        while line < end and not state.isEmpty(line):
            line += 1
        following = line
        while following < end and state.isEmpty(following):
            following += 1
        if following == end or not (is_definition(state, following) or indent_of(state, following) >= INDENT):
            break
        line = following
    return opaque(state, "deflist", start, line)


def is_definition(state: StateBlock, line: int) -> bool:
    return 0 <= indent_of(state, line) < INDENT and bool(DEFINITION.match(text_of(state, line)))


def markdown_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """HTML with the attribute `markdown`, up to its end tag."""
    found = MARKDOWN_TAG.match(text_of(state, start))
    if state.is_code_block(start) or not found:
        return False
    if silent:
        return True
    tag = re.compile(rf"<(?P<closes>/?){re.escape(found['name'])}\b", re.IGNORECASE)
    depth, line = 0, start
    while line < end:
        depth += sum(-1 if one["closes"] else 1 for one in tag.finditer(text_of(state, line)))
        line += 1
        if depth <= 0:
            break
    return opaque(state, "markdown_block", start, line)
