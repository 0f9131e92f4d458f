"""Links with a space in the address, which CommonMark does not read as links."""

import re
from collections.abc import Iterator

from faircopy.diagnostics.model import Diagnostic, Severity
from faircopy.lint.checks import DocumentCheck, DocumentContext
from faircopy.lint.rule import LintRule
from faircopy.lint.site_markdown import reads_as_everywhere
from faircopy.markdown.prose import TextKind, find_words, without_code

LINK_WITH_BLANK = LintRule(
    "FM150",
    Severity.ERROR,
    "the address of a link has a space, so readers see the link as text",
    "write the address in angle brackets, or rename the file",
    bad="Read ▶[the manual]({attach}the manual.pdf).\n",
    good="Read [the manual](https://example.org/ 'the manual'), `[a]({attach}b c.pdf)` and [x] (a b).\n",
)

# Only what is meant for an address: it begins with one of Pelican's, a scheme or a path, or ends like a file.
LINK = re.compile(
    r"!?\[[^\[\]\n]*\]\((?P<address>(?:\{[a-z]+\}|https?://|\.{0,2}/)?[^\s()<>\"']+(?:[ ]+[^\s()<>\"']+)+)\)",
    re.IGNORECASE,
)
MEANT = re.compile(r"\{[a-z]+\}|https?://|\.{0,2}/|.*\.[a-z0-9]{2,5}$", re.IGNORECASE)


@DocumentCheck
def check_blanks_in_links(context: DocumentContext) -> Iterator[Diagnostic]:
    # Python-Markdown alone takes it for a link; FM149 tells how others read it.
    if context.site.markdown and not reads_as_everywhere(context.site.markdown):
        return
    for text in find_words(context.document):
        if text.kind is TextKind.WORDS and "](" in text.text:
            for found in LINK.finditer(without_code(text.text)):
                if MEANT.match(found["address"]):
                    line, column = text.place(found.start())
                    fact = f"the address '{found['address']}' has a space, so readers see the link as text"
                    hint = f"write (<{found['address']}>), or rename the file"
                    yield LINK_WITH_BLANK.at(context.path, line, fact, hint, column=column)
