"""Python-Markdown extension: turns each list of a post into the form that a reader fills in.

The plugin later replaces the form with one that has the theme's templates and the revision. `parse` decides whether a
post has a list, for the page as for the checks. A list with errors is rendered as ordinary Markdown; the checks report
the errors, and such a page is not published.
"""

import re
from typing import Any

from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.util import ETX, STX

from faircopy.checklists.model import Checklist
from faircopy.checklists.pages.page import environment_of, form, marked
from faircopy.checklists.reading.parse import parse_checklists, without_indent
from faircopy.markdown.document import parse_document
from markdown import Markdown


class ChecklistExtension(Extension):
    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  # Python-Markdown's name
        md.block_level_elements.append("checklist-app")
        finder = FindChecklist(md)
        # Before normalize_whitespace (30), to see the text as it is in the file.
        md.preprocessors.register(finder, "find_checklist", 36)
        # After it, because it removes our marks; before the fences are replaced (28), which moves lines.
        md.preprocessors.register(MarkTexts(md, finder), "mark_checklist", 29)
        # After the fences; before meta (27).
        md.preprocessors.register(OutdentTexts(md), "outdent_checklist", 27.5)
        # When all the rest is HTML.
        md.postprocessors.register(PlaceForm(md, finder), "place_checklist", -10)


class FindChecklist(Preprocessor):
    """Parses the lists from the unmodified source, in its order."""

    checklists: tuple[Checklist, ...]

    def run(self, lines: list[str]) -> list[str]:
        document = parse_document("", "\n".join(lines))
        found = [parsed.checklist for parsed in parse_checklists(document)]
        # One with errors keeps the post from being published, so the others need no form.
        known = [checklist for checklist in found if checklist]
        self.checklists = () if None in found else tuple(sorted(known, key=lambda checklist: checklist.first_line))
        return lines


class MarkTexts(Preprocessor):
    """Removes the questions from the source, and puts markers around the texts between them; line numbers stay."""

    def __init__(self, md: Markdown, finder: FindChecklist) -> None:
        super().__init__(md)
        self.finder = finder

    def run(self, lines: list[str]) -> list[str]:
        for checklist in self.finder.checklists:
            self.mark(lines, checklist)
        return lines

    def mark(self, lines: list[str], checklist: Checklist) -> None:
        first, last = checklist.first_line, checklist.last_line
        kept = dict.fromkeys(range(first, last + 1), "")
        # Beside the lines of a text, because those of a fence are replaced.
        before, after = {last + 1: block_of(mark("end"))}, {first: block_of(mark("begin"))}
        for text in sorted(checklist.texts(), key=lambda text: text.number):
            kept |= {number: lines[number - 1] for number in range(text.first_line, text.last_line + 1)}
            start = block_of(mark("from", text.number, text.indent))
            place = text.first_line
            if place not in before:
                after[place - 1] = after.get(place - 1, "") + start
            elif FENCE.match(lines[place - 1]):
                # Right behind another text, whose end then is no fence's.
                after[place - 1] = after.get(place - 1, "") + before.pop(place) + start
            else:
                before[place] += start
            place = text.last_line + 1
            before[place] = block_of(mark("to", text.number)) + before.get(place, "")
        kept[last + 1] = "".join(lines[last : last + 1])
        lines[first - 1 : last + 1] = [
            before.get(number, "") + line + after.get(number, "") for number, line in kept.items()
        ]


class OutdentTexts(Preprocessor):
    """Removes the indent of texts that stood below a question."""

    def run(self, lines: list[str]) -> list[str]:
        moved: list[str] = []
        indent = 0
        for line in "\n".join(lines).split("\n"):
            found = MARK.fullmatch(line)
            if found:
                indent = int(found["indent"] or 0)
            # Without an indent to take away it stays to the byte: tabs of code, too.
            moved.append(without_indent(line, indent) if indent else line)
        return moved


class PlaceForm(Postprocessor):
    """Inserts the forms, with the texts between their questions."""

    def __init__(self, md: Markdown, finder: FindChecklist) -> None:
        super().__init__(md)
        self.finder = finder

    def run(self, text: str) -> str:
        placed, rest = "", text
        for checklist in self.finder.checklists:
            before, begin, following = rest.partition(f"<p>{mark('begin')}</p>")
            inside, end, after = following.partition(f"<p>{mark('end')}</p>")
            if not begin or not end:
                return text
            pieces = MARKED.finditer(inside)
            texts = {int(found["number"]): marked(int(found["number"]), found["html"].strip()) for found in pieces}
            placed += before + form(environment_of({}), checklist, texts=texts)
            rest = after
        return placed + rest


def block_of(line: str) -> str:
    # Blank lines keep it out of a paragraph.
    return f"\n\n{line}\n\n"


def mark(what: str, number: int = 0, indent: int = 0) -> str:
    """Return a marker line that no author can write: Python-Markdown's preprocessors remove these characters."""
    return f"{STX}checklist-{what}-{number}-{indent}{ETX}"


FENCE = re.compile(r"\s*(?:`{3}|~{3})")
MARK = re.compile(f"{STX}checklist-[a-z]+-\\d+-(?P<indent>\\d+){ETX}")
MARKED = re.compile(
    f"<p>{STX}checklist-from-(?P<number>\\d+)-\\d+{ETX}</p>(?P<html>.*?)<p>{STX}checklist-to-(?P=number)-0{ETX}</p>",
    re.DOTALL,
)


def makeExtension(**settings: Any) -> ChecklistExtension:  # noqa: N802  # Python-Markdown's name
    return ChecklistExtension(**settings)
