"""Python-Markdown extension: renders fences as code blocks, byte for byte.

It replaces fenced_code and superfences, which find fences after Python-Markdown has expanded tabs, and not by
CommonMark's rules. Here `faircopy.markdown` decides what a fence is, for the page as for the checks.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

from faircopy.content.templates import TextTemplates
from faircopy.markdown.document import parse_document
from faircopy.markdown.fences import Fence
from faircopy.snippets.pages.downloads import DownloadPaths, downloads_of
from faircopy.snippets.pages.render import DEFAULT, fence_html
from faircopy.snippets.pages.rendered import VerifiedDocument, verified_document
from markdown import Markdown

# Normalised text of a document -> its verified document, or None.
VerdictLookup = Callable[[str], VerifiedDocument | None]


class FencesExtension(Extension):
    def __init__(
        self,
        lookup: VerdictLookup | None = None,
        places: DownloadPaths | None = None,
        templates: TextTemplates = DEFAULT,
    ) -> None:
        """Without `lookup`, blocks have captions and no proofs; without `places`, they have no downloads."""
        super().__init__()
        self.lookup = lookup
        self.places = places
        self.templates = templates

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  # Python-Markdown's name
        finder = FindFences(md, self.lookup)
        # Before normalize_whitespace (30), which expands tabs.
        md.preprocessors.register(finder, "find_fences", 35)
        # After it, because it removes the marks of a stash; before meta (27), which removes lines and so shifts them.
        md.preprocessors.register(ReplaceFences(md, finder, self.places, self.templates), "replace_fences", 28)


class FindFences(Preprocessor):
    """Parses the fences of the unmodified source."""

    verified: VerifiedDocument

    def __init__(self, md: Markdown, lookup: VerdictLookup | None) -> None:
        super().__init__(md)
        self.lookup = lookup

    def run(self, lines: list[str]) -> list[str]:
        document = parse_document("", "\n".join(lines))
        known = self.lookup(document.text) if self.lookup else None
        self.verified = known or verified_document(document)
        return lines


class ReplaceFences(Preprocessor):
    """Stashes the HTML of each fence, and puts its placeholder in its place; hidden files are removed."""

    def __init__(
        self, md: Markdown, finder: FindFences, places: DownloadPaths | None, templates: TextTemplates
    ) -> None:
        super().__init__(md)
        self.finder = finder
        self.places = places
        self.templates = templates

    def run(self, lines: list[str]) -> list[str]:
        # From the end, so that the lines before keep their numbers.
        for change in sorted(self.changes(lines), key=lambda change: change.line, reverse=True):
            lines[change.line - 1 : change.end_line] = change.lines
        return lines

    def changes(self, lines: list[str]) -> Iterator["LineReplacement"]:
        """Yield what takes the place of which lines."""
        verified = self.finder.verified
        field = verified.document.field("lang")
        language = field.value if field else ""
        downloads = downloads_of(verified, self.places.name) if self.places else []
        for rendered in verified.fences:
            offered = [one for one in downloads if one.line == rendered.fence.line]
            mark = self.md.htmlStash.store(fence_html(rendered, offered, self.places, self.templates, language))
            replaced = self.replacement(rendered.fence, mark, lines)
            yield LineReplacement(rendered.fence.line, rendered.fence.end_line, replaced)
        for comment in verified.setups:
            # One line stays: a comment ends a paragraph, and may be all that an item of a list holds.
            before = lines[comment.line - 1][: comment.column - 5]
            yield LineReplacement(comment.line, comment.end_line, [before])

    def replacement(self, fence: Fence, mark: str, lines: list[str]) -> list[str]:
        if "commonmark" in self.md.parser.blockprocessors:
            # `faircopy.markdown.extension` reads the mark where the fence stood, and as little as it ends a paragraph.
            return [prefix_before(lines[fence.line - 1]) + mark]
        return replacement(fence, mark, lines)


@dataclass(frozen=True, slots=True)
class LineReplacement:
    """Lines of the source, and their replacement."""

    line: int
    end_line: int
    lines: list[str]


def replacement(fence: Fence, mark: str, lines: list[str]) -> list[str]:
    prefix = prefix_of(fence)
    before_marker = BEFORE_MARKER.match(lines[fence.line - 1])
    if before_marker and before_marker["item"]:
        # It is the first thing in an item of a list: the item's own mark stays.
        return [before_marker[0] + mark, prefix.rstrip()]
    # Add blank lines around the placeholder: in the middle of a paragraph it would end up inside the <p>.
    blank_before = [] if is_blank(lines[: fence.line - 1][-1:]) else [prefix.rstrip()]
    blank_after = [] if is_blank(lines[fence.end_line :][:1]) else [prefix.rstrip()]
    return [*blank_before, prefix + mark, *blank_after]


def prefix_before(line: str) -> str:
    found = BEFORE_MARKER.match(line)
    return found[0] if found else ""


BEFORE_MARKER = re.compile(r"[> \t]*(?P<item>(?:(?:[-*+]|\d+[.)])[> \t]+)*)")


def is_blank(neighbour: list[str]) -> bool:
    """Tell whether the line in `neighbour`, if any, is blank apart from quote marks."""
    return not "".join(neighbour).strip("> \t")


def prefix_of(fence: Fence) -> str:
    # Python-Markdown wants four spaces a level, whatever width CommonMark let the author use.
    return "".join({"list": "    ", "quote": "> "}[container] for container in fence.containers)


def makeExtension(**settings: Any) -> FencesExtension:  # noqa: N802  # Python-Markdown's name
    return FencesExtension(**settings)
