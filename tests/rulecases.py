"""Cases of rules, each a site written as one text; and what some rules find in a document."""

import base64
import re
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType

from faircopy.content.settings import Site
from faircopy.lint.check import lint_document
from faircopy.lint.checks import DocumentCheck, SiteContext, context_of
from faircopy.lint.findings import LintFinding
from faircopy.lint.layout import Layout
from faircopy.lint.registry import checks_of
from faircopy.lint.reports import LintedDocument
from faircopy.lint.site_index import index_of
from faircopy.markdown.document import Document, parse_document

HERE = "▶"  # stands before the character that a rule is to point at
POST = "content/posts/2018/a/index.md"
HEAD = "Title: A\nDate: 2018-01-02\nSlug: a\nSummary: Words.\n\n"
FILE = re.compile(r"^-- (?P<mark>▶?)(?P<path>\S+)(?: \((?P<coding>base64)\)| -> (?P<target>\S+))? --\n", re.MULTILINE)


def files_of(case: str) -> dict[str, str]:
    """Return the texts of a case by the lines that begin them; what stands above the first is the body of a post."""
    body, *parts = re.split(r"^(-- .* --)\n", case, flags=re.MULTILINE)
    files = dict(zip(parts[::2], parts[1::2], strict=True))
    return {f"-- {POST} --": HEAD + body, **files} if body else files


def write_site(case: str, site: Path) -> list[str]:
    """Write the files of a case below `site`; return each marked place as `path:line:column`."""
    places: list[str] = []
    (site / "content/posts").mkdir(parents=True, exist_ok=True)
    for begin, text in files_of(case).items():
        found = FILE.fullmatch(f"{begin}\n")
        assert found, begin
        file = site / found["path"]
        file.parent.mkdir(parents=True, exist_ok=True)
        if found["target"]:
            file.symlink_to(found["target"])
            places += [f"{found['path']}:1:1"] * len(found["mark"])
        elif found["coding"]:
            file.write_bytes(base64.b64decode(text))
        else:
            places += [f"{found['path']}:{place}" for place in marked(text)]
            file.write_bytes(text.replace(HERE, "").encode())
    return places


def marked(text: str) -> list[str]:
    lines = text.split("\n")
    return [
        f"{number}:{part.start() + 1 - count}"
        for number, line in enumerate(lines, 1)
        for count, part in enumerate(re.finditer(HERE, line))
    ]


def found_by(
    *modules: ModuleType, text: str | Document, site: Site | None = None, dated: bool = True
) -> list[LintFinding]:
    """What the checks of one document that some modules of rules have find in a text, by place."""
    document = parse_document("a.md", text) if isinstance(text, str) else text
    context = context_of(document, site, dated=dated)
    checks = [check for module in modules for check in checks_of(module, DocumentCheck)]
    return sorted(finding for check in checks for finding in check(context))


def site_of_documents(
    documents: Iterable[tuple[Document, bool]], files: Iterable[Path] = (), site: Site | None = None
) -> SiteContext:
    """A content folder with some documents, posts being `True`, and with no files but these."""
    content, site = Path("content"), site or Site()
    linted = [LintedDocument(one, dated, lint_document(one, site, dated=dated)) for one, dated in documents]
    layout = Layout([], [], list(files), [], [])
    return SiteContext(content, layout, site, linted, None, index_of(content, layout.files, linted, site))
