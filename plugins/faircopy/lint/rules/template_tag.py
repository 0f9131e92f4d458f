"""Tags of Liquid, Jekyll, Hugo or Jinja in a text: nothing evaluates them, so readers would see them."""

import re
from collections.abc import Iterator

from faircopy.diagnostics.model import Diagnostic, Severity
from faircopy.lint.checks import DocumentCheck, DocumentContext
from faircopy.lint.rule import LintRule
from faircopy.markdown.prose import find_words, without_code

TEMPLATE_TAG = LintRule(
    "FM148",
    Severity.ERROR,
    "a Liquid, Hugo or Jinja tag is in a text, where readers would see it",
    "write what it stood for in Markdown; to show the tag itself, put it in backticks",
    bad="Watch ▶{{< youtube abc >}} now.\n",
    good="Watch [the film](https://example.org/abc), and see `{{< youtube abc >}}`.\n",
)

TAG = re.compile(
    r"""\{%-?\s*(?P<liquid>\w+)[^{}]*%\}"""
    r"""|\{\{[<%]\s*+(?:/\s*+)?(?P<hugo>[\w./-]++).{0,2000}?[>%]\}\}"""
    # A value. In formulas `{{a}}` means something else.
    r"""|\{\{-?(?:\s+(?=["'.$\w])|(?=[.$]?\w+\.\w))(?P<value>[^{}]*?)-?\}\}|\{\{-?\s*\.(?P<go>\w+)\s*-?\}\}""",
    re.DOTALL,
)
MAX_TAG_CHARS = 60
# The meaning of a tag -> what to write instead.
REMEDIES = {
    "write a fence (three backticks) instead": "highlight codeblock include_code code raw",
    "write the picture as ![words]({attach}file.png)": "figure img image picture asset_img",
    "write the link as [words]({filename}/posts/…/index.md)": "ref relref post_url post_link link",
    "link to it, as in [words](https://…)": "youtube vimeo gist tweet x twitter instagram video audio soundcloud embed",
    "write it as an admonition (`!!! note`) or a quote": "note notice alert callout warning tip quote blockquote",
}
BY_NAME = {name: remedy for remedy, names in REMEDIES.items() for name in names.split()}
IN_GENERAL = "write what it stood for in Markdown"


@DocumentCheck
def check_template_tags(context: DocumentContext) -> Iterator[Diagnostic]:
    if "{%" not in context.document.body and "{{" not in context.document.body:
        return
    for text in find_words(context.document):
        for found in TAG.finditer(without_code(text.text)):
            line, column = text.place(found.start())
            tag_text = " ".join(text.text[found.start() : found.end()].split())
            tag_text = tag_text if len(tag_text) <= MAX_TAG_CHARS else f"{tag_text[:MAX_TAG_CHARS]}…"
            fact = f"nothing runs the tag '{tag_text}' here, so readers would see it"
            name = (found["liquid"] or found["hugo"] or "").lower().removeprefix("end")
            hint = f"{BY_NAME.get(name, IN_GENERAL)}; to show the tag, put it in backticks"
            yield TEMPLATE_TAG.at(context.path, line, fact, hint, column=column)
