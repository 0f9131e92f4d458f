"""Reads the snippets of a document: its fences, and hidden files in its comments."""

import re
from collections.abc import Iterable
from dataclasses import replace

from faircopy.diagnostics.model import Diagnostic
from faircopy.markdown.comments import HtmlComment, find_comments
from faircopy.markdown.document import Document
from faircopy.markdown.fences import Fence, find_fences
from faircopy.markdown.other_fences import hidden_in_html, other_fences
from faircopy.snippets import rules
from faircopy.snippets.model import Snippet
from faircopy.snippets.reading.announced_output import is_announced_output
from faircopy.snippets.reading.attributes import InfoLocation, read_fence, with_attributes
from faircopy.snippets.reading.cells import without_magic, without_marks, without_options
from faircopy.snippets.reading.disclaimed import disclaimed_names
from faircopy.snippets.reading.fence_info import parse_info
from faircopy.snippets.reading.info_strings import file_name, is_ours, parse_other
from faircopy.snippets.reading.on_purpose import ANNOUNCED, is_announced_wrong
from faircopy.snippets.reading.python_2 import without_python_2
from faircopy.snippets.reading.shown_to_fail import FAILS, is_shown_to_fail
from faircopy.snippets.reading.text_above import text_above

IN_HTML = "it stands in HTML, where Markdown has no fences"
# Which `make` does not read: its recipes begin with blanks, too.
IN_JUSTFILE = "it is of a justfile, as the text above it or a comment says"
SAYS_JUST = re.compile(r"^#[^\n]*\b(?:[Jj]ustfiles?|just (?:is a|--)|just:)", re.MULTILINE)
OF_MAKE = frozenset({"make", "makefile", "mk"})
READ_BY_NAME = OF_MAKE | {"json"}  # some files of JSON may have comments
UNCLOSED = "it is never closed"
PYTHON, PYTHON_CELLS = "python", ("python", "python3", "ipython", "ipython3", "ipython2")
SETUP = re.compile(r"\s*snippet-setup\b(?P<attributes>[^\n]*)")


def read_snippets(
    document: Document, checkers: Iterable[str], *, strict: bool = True
) -> tuple[list[Snippet], list[Diagnostic]]:
    """Return every fence and hidden file of a document as a snippet, in order, and diagnostics.

    With `strict`, for our own sites, all attributes must be ours. Elsewhere only fences with our attributes are parsed
    strictly.
    """
    checkers = tuple(checkers)
    if strict:
        results = [read_fence(document.path, fence, checkers) for fence in find_fences(document)]
    else:
        results = [read_other(document, fence, checkers) for fence in other_fences(document)]
        results += [replace(other_snippet(document.path, one), unread=IN_HTML) for one in hidden_in_html(document)]
    results += [read_setup(document, comment) for comment in find_comments(document) if is_setup(comment)]
    snippets = [result for result in results if isinstance(result, Snippet)]
    snippets = snippets if strict else without_python_2(snippets, document.text)
    diagnostics = [found for result in results if not isinstance(result, Snippet) for found in result]
    return sorted(snippets, key=lambda snippet: snippet.line), sorted(diagnostics)


def read_other(document: Document, fence: Fence, checkers: Iterable[str]) -> Snippet | list[Diagnostic]:
    """Read a fence of a document that may be written for another generator."""
    if is_ours(fence.info):
        return read_fence(document.path, fence, checkers)
    snippet = named_above(other_snippet(document.path, fence), document)
    return replace(
        snippet,
        unread=snippet.unread or on_purpose(document, fence),
        is_output=is_announced_output(document.lines, fence.line),
        disclaimed=disclaimed_names(document.lines, fence.line, fence.end_line),
    )


def on_purpose(document: Document, fence: Fence) -> str:
    """Return how the text around a fence shows that it is wrong on purpose, or ""."""
    if is_announced_wrong(document.lines, fence.line):
        return ANNOUNCED
    return FAILS if is_shown_to_fail(document.lines, fence.end_line) else ""


def named_above(snippet: Snippet, document: Document) -> Snippet:
    """Return a snippet with the name of its file, where only the text above it has one, and readers differ by that."""
    if snippet.hint or snippet.language not in READ_BY_NAME:
        return snippet
    names = text_above(document.lines, snippet.line).names
    hint = file_name(names) if len(names) == 1 else ""
    is_just = snippet.language in OF_MAKE and (
        hint.rpartition("/")[2].lower() in ("justfile", ".justfile") or SAYS_JUST.search(snippet.code) is not None
    )
    return replace(snippet, hint=hint, unread=IN_JUSTFILE if is_just and not snippet.unread else snippet.unread)


def other_snippet(path: str, fence: Fence) -> Snippet:
    """Return the snippet of another generator's fence; nothing in it is an error."""
    info = parse_other(fence.info)
    code, hint, unread = without_marks(fence.content, info.removed), info.hint, info.unread
    if info.is_cell:
        code, name = without_options(code)
        hint = hint or file_name([name])
        if info.language in PYTHON_CELLS:
            code, magic = without_magic(code)
            unread = unread or (magic and f"it is a cell for '%%{magic}'")
    if not fence.closed:
        unread = UNCLOSED
    language = PYTHON if info.is_cell and info.language in PYTHON_CELLS else info.language
    columns = fence.content_columns
    return Snippet(path, fence.line, fence.end_line, language, code, columns, hint=hint, unread=unread)


def is_setup(comment: HtmlComment) -> bool:
    return SETUP.match(comment.text) is not None


def read_setup(document: Document, comment: HtmlComment) -> Snippet | list[Diagnostic]:
    """Parse `<!-- snippet-setup file="…"`, the lines of the file, and `-->` on its own line."""
    head, newline, code = comment.text.partition("\n")
    found = SETUP.match(head)
    attributes = found["attributes"] if found else ""
    at = InfoLocation(document.path, comment.line)
    info = parse_info("{" + attributes + "}", comment.column + head.index(attributes) - 1)
    if info.trouble is not None or not newline:
        form = 'write <!-- snippet-setup file="…", then the file from the next line on, then --> on a line of its own'
        return [at(rules.SETUP_UNUSABLE, "this hidden file cannot be read", form)]
    # As in fences (CommonMark, 2.3). No library is without a NUL byte, so no file of a group can be one.
    code = code.replace("\0", "\ufffd")
    columns = (1,) * code.count("\n")
    empty = Snippet(document.path, comment.line, comment.end_line, info.language, code, columns, hidden=True)
    snippet, wrong = with_attributes(empty, info.attributes, at, frozenset())
    if not wrong and snippet.file is None:
        wrong = [at(rules.SETUP_UNUSABLE, "this hidden file has no name", 'add file="…"')]
    return wrong or replace(snippet)
