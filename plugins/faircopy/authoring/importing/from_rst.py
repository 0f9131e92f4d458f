"""Converts reStructuredText to Markdown, by docutils' HTML. Includes and code execution are disabled."""

import re
from typing import Any

from docutils import nodes, utils
from docutils.core import publish_doctree, publish_from_doctree

from faircopy.authoring.importing.foreign_matter import ForeignMatter
from faircopy.authoring.importing.from_html import markdown_of

# docutils' own switches: https://docutils.sourceforge.io/docs/howto/security.html
SAFE: dict[str, Any] = {
    "file_insertion_enabled": False,
    "raw_enabled": False,
    "_disable_config": True,
    "halt_level": 5,
    "report_level": 5,  # what is wrong is read from the tree
    "syntax_highlight": "none",
    "initial_header_level": 2,
    "doctitle_xform": True,
    "embed_stylesheet": False,
    "input_encoding": "unicode",
    "output_encoding": "unicode",
    "line_length_limit": 1_000_000,
}
UNKNOWN = re.compile(r'Unknown (?:directive type|interpreted text role) "(?P<name>[^"]*)"')
# Pelican and Sphinx have directives of their own for code, with options that docutils' own does not take.
CODE = re.compile(
    r"^(?P<head>[ \t]*\.\. )(?:code-block|sourcecode)(?P<tail>::[^\n]*)(?P<options>(?:\n[ \t]+:[\w-]+:[^\n]*)*)",
    re.MULTILINE,
)
WARNING = 2


def read_rst(text: str) -> tuple[ForeignMatter, list[tuple[int, str]]]:
    """Return the fields and the text, and docutils' errors: (line, fact)."""
    tree = publish_doctree(CODE.sub(plain_code, text), settings_overrides=SAFE)
    fields = {"title": str(tree.get("title") or "")}
    for info in tree.findall(nodes.docinfo):
        for one in info.children:
            fields |= field_of(one)
    problems = list(problems_in(tree))
    for message in [*tree.findall(nodes.system_message)]:
        # docutils' error messages quote the source, so nothing is lost.
        message.parent.replace(message, [one for one in message.children if isinstance(one, nodes.literal_block)])
    for info in [*tree.findall(nodes.docinfo)]:
        info.parent.remove(info)
    html = publish_from_doctree(tree, writer="html5", settings_overrides=SAFE)
    markdown, facts = markdown_of(body_of(html))
    problems += [(1, fact) for fact in facts]
    return ForeignMatter(markdown, 1, fields, found=True), problems


def plain_code(found: re.Match[str]) -> str:
    """Return the start of a code block in docutils' form, on the same number of lines."""
    return f"{found['head']}code{found['tail']}" + "\n" * found["options"].count("\n")


def field_of(info: nodes.Node) -> dict[str, str]:
    """Return a field of the list at the start of a document: `:date: 2017-09-01`."""
    if isinstance(info, nodes.field):
        name, body = info.children[0], info.children[1]
        return {name.astext().lower(): " ".join(body.astext().split())}
    if isinstance(info, nodes.authors):
        return {"authors": ", ".join(one.astext() for one in info.children)}
    return {type(info).__name__: info.astext()}


def problems_in(tree: nodes.document) -> list[tuple[int, str]]:
    found = []
    for message in tree.findall(nodes.system_message):
        if int(message.get("level", 0)) < WARNING:
            continue
        words = utils.unescape(message.children[0].astext()) if message.children else ""
        unknown = UNKNOWN.search(words)
        fact = f"'{unknown['name']}' is nothing that docutils knows" if unknown else words.partition("\n")[0]
        found.append((int(message.get("line") or 1), fact))
    return found


def body_of(html: str) -> str:
    """Return the body of docutils' page, without the title, which is a field."""
    main = re.search(r"<main[^>]*>(?P<body>.*)</main>", html, re.DOTALL)
    return re.sub(r'<h1 class="title">.*?</h1>', "", main["body"] if main else html, count=1, flags=re.DOTALL)
