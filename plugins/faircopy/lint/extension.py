"""Python-Markdown extension: removes ignore comments from pages."""

from typing import Any

from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor

from faircopy.lint.suppressions import COMMENT
from markdown import Markdown


class ProofreadExtension(Extension):
    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  # Python-Markdown's name
        # After `raw_html` (30), which puts comments back into the page. What code shows is escaped by then.
        md.postprocessors.register(RemoveIgnoreComments(md), "remove_ignore_comments", 1)


class RemoveIgnoreComments(Postprocessor):
    def run(self, text: str) -> str:
        return COMMENT.sub("", text) if "proofread" in text else text


def makeExtension(**settings: Any) -> ProofreadExtension:  # noqa: N802  # Python-Markdown's name
    return ProofreadExtension(**settings)
