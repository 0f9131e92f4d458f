"""HTML tags in fields of the front matter."""

import re
from collections.abc import Iterator

from faircopy.diagnostics.model import Diagnostic, Severity
from faircopy.lint.checks import DocumentCheck, DocumentContext
from faircopy.lint.front_matter import at_field
from faircopy.lint.rule import LintRule

TAG_IN_FIELD = LintRule(
    "FM133",
    Severity.ERROR,
    "a field of the front matter has a raw `<`",
    "write `&lt;`; for an author, give only the name, without the address",
    bad="""\
-- content/posts/2018/a/index.md --
Title: ▶<b>A</b>
Date: 2018-01-02
Slug: a
Summary: Words.
""",
    good="""\
-- content/posts/2018/a/index.md --
Title: A &lt; B
Date: 2018-01-02
Slug: a
Summary: Words.
""",
)
MARKED_UP = ("title", "summary")
BEGINS_TAG = re.compile(r"<[A-Za-z!/?]")


@DocumentCheck
def check_tags_in_fields(context: DocumentContext) -> Iterator[Diagnostic]:
    for field in context.document.fields:
        if "<" in field.value if field.key in MARKED_UP else BEGINS_TAG.search(field.value):
            fact = f"the {field.key} has a raw '<', which begins a tag"
            yield at_field(context.document, field, TAG_IN_FIELD, fact, "write it as &lt;")
