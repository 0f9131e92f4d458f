"""Python-Markdown extension: the list of a post that names one becomes the form that a reader works through.

The plugin puts another in its place, by the templates of the theme and with the revision in it. Whether a post has a
list, and what is in it, is decided by `parse`, for the page as for the checks. A list with errors stays what
Python-Markdown makes of it; the checks say what is wrong, and such a page is not published.
"""

from typing import Any

from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

from faircopy.checklists.model import Checklist
from faircopy.checklists.page import environment_of, form
from faircopy.checklists.parse import name_of, parse_checklist
from faircopy.markdown.document import parse_document
from markdown import Markdown


class ChecklistExtension(Extension):
    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  # Python-Markdown's name
        md.block_level_elements.append("checklist-app")
        finder = FindChecklist(md)
        # Before normalize_whitespace (30), so that the text is that of the file.
        md.preprocessors.register(finder, "find_checklist", 36)
        # After it, because it removes the marks of a stash; before the fences are replaced (28), which moves lines.
        md.preprocessors.register(ReplaceChecklist(md, finder), "replace_checklist", 29)


class FindChecklist(Preprocessor):
    """Remembers the list of the untouched source."""

    checklist: Checklist | None

    def run(self, lines: list[str]) -> list[str]:
        document = parse_document("", "\n".join(lines))
        name = name_of(document)
        self.checklist = parse_checklist(document, name).checklist if name else None
        return lines


class ReplaceChecklist(Preprocessor):
    """Puts the finished form in the stash, and its mark where the list stood."""

    def __init__(self, md: Markdown, finder: FindChecklist) -> None:
        super().__init__(md)
        self.finder = finder

    def run(self, lines: list[str]) -> list[str]:
        checklist = self.finder.checklist
        if checklist:
            start = checklist.first_line - 1
            mark = self.md.htmlStash.store(form(environment_of({}), checklist))
            # As many lines as before: others have counted them. A blank one on top keeps it out of a paragraph.
            lines[start:] = [f"\n{mark}", *[""] * (len(lines) - start - 1)]
        return lines


def makeExtension(**settings: Any) -> ChecklistExtension:  # noqa: N802  # Python-Markdown's name
    return ChecklistExtension(**settings)
