"""Python-Markdown extension: reads texts as CommonMark and GitHub do, with the syntax of other extensions.

It replaces Python-Markdown's own block and inline processors, not those of other extensions.
"""

import re
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.extensions.toc import TocTreeprocessor, slugify
from markdown.inlinepatterns import InlineProcessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import ETX, HTML_PLACEHOLDER_RE, STX, AtomicString

from faircopy.markdown.additions import HEADS
from faircopy.markdown.anchors import anchor_of
from faircopy.markdown.dialect import PATTERNS, block_tokens_of, inline_tokens_of
from faircopy.markdown.document import parse_document
from faircopy.markdown.elements import Elements
from faircopy.markdown.inlines import InlineConverter
from markdown import Markdown

NAME = "commonmark"
# What Python-Markdown itself brings; a processor or a pattern of another name is an extension's.
OWN_BLOCKS = frozenset(
    "empty indent code hashheader setextheader hr olist ulist quote reference paragraph table".split()  # noqa: SIM905
)
OWN_PATTERNS = frozenset(
    """
    backtick escape reference link image_link image_reference short_reference short_image_ref autolink automail
    linebreak html entity em_strong em_strong2 not_strong
    """.split()  # noqa: SIM905
)
BLANK_LINES = re.compile(r"\n(?:[ \t]*\n)+")


class CommonMarkExtension(Extension):
    """Must be the last extension, because it looks up the processors of the others."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  # Python-Markdown's name
        blocks = CommonMarkBlocks(md)
        md.parser.blockprocessors.register(blocks, NAME, 1000)
        md.treeprocessors.register(CommonMarkInlines(md, blocks), "inline", 20)
        md.preprocessors.register(KeepTabs(md), "normalize_whitespace", 30)
        # Raw HTML is found where blocks are.
        md.preprocessors.deregister("html_block")
        for toc in md.treeprocessors:
            if isinstance(toc, TocTreeprocessor) and toc.slugify is slugify:
                toc.slugify = anchor_of
        md.registerExtension(self)
        self.blocks = blocks

    def reset(self) -> None:
        self.blocks.env = {}


class KeepTabs(Preprocessor):
    """Normalises a text as Python-Markdown does, but keeps tabs and trailing spaces."""

    def run(self, lines: list[str]) -> list[str]:
        text = "\n".join(lines).replace(STX, "").replace(ETX, "")
        document = parse_document("", text)
        head, body = document.lines[: document.body_line - 1], document.lines[document.body_line - 1 :]
        return [*(line.expandtabs(self.md.tab_length) for line in head), *body, "", ""]


class CommonMarkBlocks(BlockProcessor):
    def __init__(self, md: Markdown) -> None:
        super().__init__(md.parser)
        self.md = md
        self.env: dict[str, Any] = {}  # the references of the text at hand
        # Before it is taken out.
        self.html_blocks = md.preprocessors["html_block"]
        present = {
            one: md.parser.blockprocessors[one]
            for one in ("admonition", "deflist", "markdown_block", *HEADS)
            if one in md.parser.blockprocessors
        }
        self.additions = frozenset(present)
        self.foreign = [one for one in md.parser.blockprocessors if not is_own(md, one)]
        self.makers = {
            **dict.fromkeys((*HEADS, "deflist"), self.add_foreign),
            "markdown_block": self.add_html,
            "kept": self.add_kept,
        }

    def test(self, parent: Element, block: str) -> bool:  # noqa: ARG002  # Python-Markdown's signature
        return True

    def run(self, parent: Element, blocks: list[str]) -> None:
        text = "\n\n".join(blocks)
        blocks.clear()
        tokens = block_tokens_of(text, self.env, self.additions)
        elements = Elements(self.md.htmlStash.store, self.makers, AtomicString)
        elements.add(parent, tokens, is_tight=self.parser.state.isstate("list"))

    def add_foreign(self, parent: Element, text: str) -> None:
        """Let the processors of extensions read a text; if none does, it is a paragraph."""
        blocks = BLANK_LINES.sub("\n\n", text).split("\n\n")
        while blocks:
            if not blocks[0].strip():
                del blocks[0]
                continue
            before = [*blocks]
            taken = any(one.test(parent, blocks[0]) and one.run(parent, blocks) is not False for one in self.foreign)
            if not taken or blocks == before:
                SubElement(parent, "p").text = blocks.pop(0).strip()

    def add_html(self, parent: Element, text: str) -> None:
        """Parse HTML that has the attribute `markdown`."""
        self.add_foreign(parent, "\n".join(self.html_blocks.run(text.split("\n"))))

    def add_kept(self, parent: Element, mark: str) -> None:
        """Add an element or text from Python-Markdown's stash, by its placeholder."""
        found = HTML_PLACEHOLDER_RE.match(mark)
        number = int(found[1]) if found else -1
        stash = self.md.htmlStash.rawHtmlBlocks
        if 0 <= number < len(stash) and isinstance(stash[number], Element):
            self.add_foreign(parent, mark)
        else:
            SubElement(parent, "p").text = mark.strip()


def is_own(md: Markdown, processor: BlockProcessor) -> bool:
    return any(
        name in md.parser.blockprocessors and md.parser.blockprocessors[name] is processor for name in OWN_BLOCKS
    )


class CommonMarkInlines(Treeprocessor):
    def __init__(self, md: Markdown, blocks: CommonMarkBlocks) -> None:
        super().__init__(md)
        self.blocks = blocks
        self.inlines = InlineConverter(md.htmlStash.store, AtomicString)
        own = [md.inlinePatterns[name] for name in OWN_PATTERNS if name in md.inlinePatterns]
        # Those of extensions that were registered before this one.
        patterns = [one for one in md.inlinePatterns if isinstance(one, InlineProcessor) and one not in own]
        self.patterns = tuple((one.getCompiledRegExp(), one.handleMatch) for one in patterns)

    def run(self, root: Element) -> None:
        for element in list(root.iter()):
            children = list(element)
            if is_unread(element.text):
                self.read_text(element)
            for child in children:
                if is_unread(child.tail):
                    self.read_tail(element, child)

    def read(self, text: str) -> Element:
        box = Element("span")
        env = {**self.blocks.env, PATTERNS: self.patterns}
        self.inlines.add(box, inline_tokens_of(text, env, self.blocks.additions))
        return box

    def read_text(self, element: Element) -> None:
        box = self.read(element.text or "")
        element.text = box.text
        for place, child in enumerate(list(box)):
            element.insert(place, child)

    def read_tail(self, parent: Element, child: Element) -> None:
        box = self.read(child.tail or "")
        child.tail = box.text
        place = list(parent).index(child) + 1
        for number, one in enumerate(list(box)):
            parent.insert(place + number, one)


def is_unread(text: str | None) -> bool:
    return text is not None and not isinstance(text, AtomicString) and bool(text.strip())


def makeExtension(**settings: Any) -> CommonMarkExtension:  # noqa: N802  # Python-Markdown's name
    return CommonMarkExtension(**settings)
