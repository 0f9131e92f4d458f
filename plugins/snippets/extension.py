"""Python-Markdown extension: fences become code blocks with every byte that the author wrote.

It takes the place of fenced_code and superfences. Those find fences after Python-Markdown has
expanded tabs, by rules that differ from CommonMark's; here mdsource decides, for the page as for the checks.
"""

from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

from mdsource.document import parse_document
from mdsource.fences import Fence, find_fences
from snippets.attributes import language_of
from snippets.render import code_block


class FencesExtension(Extension):
    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  # Python-Markdown's name
        finder = FindFences(md)
        # Before normalize_whitespace (30), which expands tabs.
        md.preprocessors.register(finder, "find_fences", 35)
        # After it, because it removes the marks of a stash; before meta (27), which removes lines and so shifts them.
        md.preprocessors.register(ReplaceFences(md, finder), "replace_fences", 28)


class FindFences(Preprocessor):
    """Remembers the fences of the untouched source."""

    fences: list[Fence]

    def run(self, lines: list[str]) -> list[str]:
        self.fences = find_fences(parse_document("", "\n".join(lines)))
        return lines


class ReplaceFences(Preprocessor):
    """Puts the finished HTML of each fence in the stash, and its mark where the fence stood."""

    def __init__(self, md: Markdown, finder: FindFences) -> None:
        super().__init__(md)
        self.finder = finder

    def run(self, lines: list[str]) -> list[str]:
        for fence in reversed(self.finder.fences):
            mark = self.md.htmlStash.store(code_block(fence.content, language_of(fence.info)))
            prefix = prefix_of(fence)
            # Blank lines around it where there are none: in the middle of a paragraph it would end up inside the <p>.
            blank_before = [] if is_blank(lines[: fence.line - 1][-1:]) else [prefix.rstrip()]
            blank_after = [] if is_blank(lines[fence.end_line :][:1]) else [prefix.rstrip()]
            lines[fence.line - 1 : fence.end_line] = [*blank_before, prefix + mark, *blank_after]
        return lines


def is_blank(neighbour: list[str]) -> bool:
    """Tell whether the line in `neighbour`, if any, is blank but for the marks of a quote."""
    return not "".join(neighbour).strip("> \t")


def prefix_of(fence: Fence) -> str:
    # Python-Markdown wants four spaces a level, whatever width CommonMark let the author use.
    return "".join({"list": "    ", "quote": "> "}[container] for container in fence.containers)


def makeExtension(**settings: Any) -> FencesExtension:  # noqa: N802  # Python-Markdown's name
    return FencesExtension(**settings)
