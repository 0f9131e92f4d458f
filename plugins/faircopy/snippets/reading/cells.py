"""Notebook cells and directives: removes options, magic commands and markers that are not code."""

import re
from collections.abc import Container

# MyST: `:linenos:`; Quarto: `#| echo: false`, which is a comment in most languages anyway.
OPTION = re.compile(r":(?P<key>[\w-]+):(?:[ \t]+(?P<value>.*))?|#\|[ \t]*(?P<quarto>[\w-]+):[ \t]*(?P<text>.*)")
FENCED_OPTIONS = "---"
# IPython's commands among lines of Python.
MAGIC = re.compile(r"[ \t]*[%!](?=\w)")
CELL_MAGIC = re.compile(r"\s*%%(?P<name>\w+)")
NAME_OPTIONS = ("filename", "caption", "file")
# Comments that a page does not show: https://docusaurus.io/docs/markdown-features/code-blocks#line-highlighting,
# https://vitepress.dev/guide/markdown#focus-in-code-blocks.
# Removed and added lines are left to who reads changes.
COMMENT_BEGINS, COMMENT_ENDS = (
    r"(?<![ \t])[ \t]*(?:\{/\*|/\*|//|<!--|#|--|;)[ \t]*",
    r"[ \t]*+(?:(?:\*/\}|\*/|-->)[ \t]*+)?",
)
MARKED_LINE = re.compile(rf"{COMMENT_BEGINS}(?:highlight|error|warning|success)-(?:next-line|start|end){COMMENT_ENDS}")
# https://expressive-code.com/key-features/frames/: a name of the file in a head of its own.
NAME_FRAME = re.compile(r"\A---\n(?://|#|<!--)[ \t]*[\w./@-]+\.\w+[ \t]*(?:-->)?\n---\n")
# https://squidfunk.github.io/mkdocs-material/reference/code-blocks/#adding-annotations
ANNOTATION = re.compile(rf"{COMMENT_BEGINS}\(\d+\)!?{COMMENT_ENDS}$", re.MULTILINE)
MARK = re.compile(
    rf"{COMMENT_BEGINS}\[!code (?:focus|highlight|hl|error|warning)(?::\d+)?\]{COMMENT_ENDS}$", re.MULTILINE
)
# https://github.com/dart-lang/site-shared: what a page shows in bold, `[!text!]`.
BOLD = re.compile(r"\[!(?P<text>\S(?:[^\n]{0,400}?\S)?)!\]")


def without_options(code: str) -> tuple[str, str]:
    """Return the code with its options blanked, so that line numbers stay valid, and a name in them."""
    lines, name = code.split("\n"), ""
    inside = lines[0].strip() == FENCED_OPTIONS and FENCED_OPTIONS in (line.strip() for line in lines[1:])
    for number, line in enumerate(lines):
        found = OPTION.fullmatch(line.strip())
        if not inside and not found:
            break
        if found and (found["key"] or found["quarto"]) in NAME_OPTIONS:
            name = name or (found["value"] or found["text"] or "").strip().strip("\"'")
        lines[number] = ""
        if inside and number and line.strip() == FENCED_OPTIONS:
            break
    return "\n".join(lines), name


def without_magic(code: str) -> tuple[str, str]:
    """Return a cell's Python with `pass` for IPython commands, and the command that takes the whole cell, or ""."""
    whole = CELL_MAGIC.match(code)
    lines = [
        f"{line[: len(line) - len(line.lstrip())]}pass" if MAGIC.match(line) else line for line in code.split("\n")
    ]
    return "\n".join(lines), whole["name"] if whole else ""


def without_marks(code: str, removed: Container[int] = ()) -> str:
    """Return the code with line-highlighting comments of other generators blanked, and a name in them.

    Lines that are shown as removed (from 1) are blanked, too.
    """
    code = NAME_FRAME.sub(lambda found: "\n" * found[0].count("\n"), code)
    code = BOLD.sub(lambda found: f"{found['text']}    ", code)
    lines = ANNOTATION.sub("", MARK.sub("", code)).split("\n")
    for number, line in enumerate(lines):
        if number + 1 in removed or MARKED_LINE.fullmatch(line):
            # The page has the line below right behind the line above.
            lines[number] = "\\" if number and lines[number - 1].endswith("\\") else ""
    return "\n".join(lines)
