"""Texts without front matter in Pelican's format."""

import re
from collections.abc import Iterator

from faircopy.diagnostics.model import Diagnostic, Severity
from faircopy.lint.checks import DocumentCheck, DocumentContext
from faircopy.lint.front_matter import LIST_HINT
from faircopy.lint.rule import LintRule
from faircopy.lint.rules.front_matter_fields import KNOWN
from faircopy.markdown.document import FIELD

NOT_ON_LINE_1 = LintRule(
    "FM140",
    Severity.ERROR,
    "line 1 begins no front matter that Pelican can read, so it becomes part of the text",
    "remove everything above it, even blank lines; if it is TOML, JSON or another program's, "
    "write each field as `Name: value`",
    bad="""\
-- content/posts/2018/a/index.md --
▶
Title: A
Date: 2018-01-02
Slug: a
Summary: Words.
""",
    good="""\
-- content/posts/2018/a/index.md --
Title: A
Date: 2018-01-02
Slug: a
Summary: Words.
""",
)

# Front matter of other programs, by how its first line begins.
OTHER_KINDS = {
    "front matter in TOML": re.compile(r"\+{3}\s*$"),
    "front matter in JSON": re.compile(r"\{\s*(\"|$)|;{3}"),
    "front matter of reStructuredText": re.compile(r":[A-Za-z][\w -]*:\s"),
    "front matter of Org": re.compile(r"#\+\w+:"),
    "front matter of Pandoc": re.compile(r"%\s"),
    "front matter of AsciiDoc": re.compile(r"=\s"),
    "front matter in a comment": re.compile(r"<!--\s*(?:\w+\s*:|$)"),
    "front matter of Python": re.compile(r"\w+\s*=\s*[\"'\[]"),
}
MAX_LINES_ABOVE = 30  # from the top, in which a misplaced one is looked for
MAX_SHOWN_CHARS = 40  # of a line


@DocumentCheck
def check_front_matter(context: DocumentContext) -> Iterator[Diagnostic]:
    """Yield why Pelican finds no front matter: another format, further down, or none."""
    document = context.document
    if document.fields:
        return
    first = next((number for number, line in enumerate(document.lines, 1) if line.strip()), 0)
    begun = document.lines[first - 1].strip() if first else ""
    below = next((number for number, line in enumerate(document.lines, 1) if begins_front_matter(line)), 0)
    line, hint = 1, "begin with 'Title: …', 'Date: YYYY-MM-DD' and 'Slug: …'"
    if not first:
        fact = "the file is empty"
    elif kind := next((kind for kind, pattern in OTHER_KINDS.items() if pattern.match(begun)), ""):
        line, fact = first, f"'{begun[:MAX_SHOWN_CHARS]}' begins {kind}, which Pelican does not read"
        hint = f"{LIST_HINT}, without brackets and quotes, from line 1 on"
    elif 1 < below <= MAX_LINES_ABOVE:
        fact = f"the front matter begins on line {below}, but must begin on line 1"
        hint = f"remove what is above it{', even blank lines' if below == first else ''}"
    else:
        fact = "there is no front matter"
    yield NOT_ON_LINE_1.at(document.path, line, fact, hint)


def begins_front_matter(line: str) -> bool:
    found = FIELD.fullmatch(line)
    return found is not None and found["key"].lower() in KNOWN
