"""Addresses that are longer than a file's name may be."""

from collections.abc import Iterator

from faircopy.diagnostics.model import Diagnostic, Severity
from faircopy.lint.addresses import SiteFile, addresses_of, term_addresses
from faircopy.lint.checks import SiteCheck, SiteContext
from faircopy.lint.parts import parts_of
from faircopy.lint.rule import LintRule
from faircopy.markdown.document import Document
from faircopy.redirects.paths import NotAPathError, file_of

# Every file system has names of 255 bytes. The name of a card is that of a post with its ending and language.
MAX_NAME_BYTES = 200
# The shortest limit of a whole path is 1,024 bytes, of macOS; this leaves room for the folder of the site.
MAX_PATH_BYTES = 700

ADDRESS_TOO_LONG = LintRule(
    "FM121",
    Severity.ERROR,
    "an address is too long for a file name",
    f"shorten it to {MAX_NAME_BYTES} bytes between two slashes, and {MAX_PATH_BYTES} in all",
    bad=f"""\
-- content/posts/2018/a/index.md --
Title: A
Date: 2018-01-02
Slug: ▶{"very-" * 40}long
Summary: Words.
""",
    good=f"""\
-- content/posts/2018/a/index.md --
Title: A
Date: 2018-01-02
Slug: {"very-" * 39}long
Summary: Words.
""",
)


@SiteCheck
def check_lengths(context: SiteContext) -> Iterator[Diagnostic]:
    documents, site = context.dated_documents, context.site
    redirects = (one for document, _ in documents for one in redirects_of(document))
    for address in (*addresses_of(documents, site), *term_addresses(documents, site), *redirects):
        if address.path and (fact := excess_of(address.file)):
            yield ADDRESS_TOO_LONG.at(address.path, address.line, fact, ADDRESS_TOO_LONG.remedy, column=address.column)


def redirects_of(document: Document) -> Iterator[SiteFile]:
    for part in parts_of(document, "redirect_from"):
        try:
            yield SiteFile(file_of(part.text), "a redirect", document.path, part.line, part.column)
        except NotAPathError:
            continue  # an error of its own


def excess_of(file: str) -> str:
    """Return what is too long in the path of a file; "" if nothing is."""
    longest = max(file.split("/"), key=bytes_of)
    if bytes_of(longest) > MAX_NAME_BYTES:
        return f"'{longest}' in the address has {bytes_of(longest)} bytes, more than {MAX_NAME_BYTES}"
    if bytes_of(file) > MAX_PATH_BYTES:
        return f"the address has {bytes_of(file)} bytes, more than {MAX_PATH_BYTES}"
    return ""


def bytes_of(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))
