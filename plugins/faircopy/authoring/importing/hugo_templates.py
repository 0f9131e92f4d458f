"""A site's own shortcodes of Hugo (https://gohugo.io/templates/shortcode/), where their templates only fill in words.

A template with anything else, such as a loop or a partial, is a program: nothing here runs it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import islice
from pathlib import PurePosixPath

from faircopy.authoring.existing import UserError
from faircopy.authoring.importing.source_tree import SourceTree
from faircopy.authoring.importing.template_tags import TagArguments, words_of

FOLDERS = ("layouts/shortcodes", "layouts/_shortcodes")
MAX_TEMPLATES = 200
MAX_TEMPLATE_CHARS = 4_000
MAX_DEPTH = 8
MAX_INNER = 2  # times that a template shows what is between its tags
MAX_GROWTH = 10  # times that a text may become longer
# Tags of such shortcodes, while a text is read line by line: the two characters stand in no text.
OPEN, CLOSE = "\x0e", "\x0f"
TAG = re.compile(
    rf"{OPEN}(?P<kind>[<%])\s*+(?:(?P<end>/)\s*+)?(?>(?P<name>[\w./-]*\w))(?P<rest>[^{OPEN}{CLOSE}]*?)(?:(?P<alone>/)|(?<!\s))\s*+[>%]{CLOSE}"
)
# Up to the next braces, so that each character is read once.
ACTION = re.compile(r"\{\{(?P<left>-)?(?P<what>(?>(?:[^{}]|\{(?!\{)|\}(?!\}))*))\}\}")
COMMENT = re.compile(r"/\*.*\*/", re.DOTALL)
GET = r"""\.Get\s+(?:"(?P<name>[\w.-]+)"|`(?P<raw>[\w.-]+)`|(?P<number>\d{1,2}))"""
VALUE = re.compile(rf"(?:{GET}|(?P<inner>\.Inner)|(?P<dot>\.))(?P<pipes>(?:\s*\|\s*[\w.]+)*)")
BLOCK = re.compile(rf"(?P<word>if|with)\s+(?:{GET}|(?P<inner>\.Inner))")
# What these do to a word makes no difference to HTML that is cleaned afterwards, or to Markdown.
PIPES = frozenset("safeHTML safeURL safeHTMLAttr markdownify htmlUnescape .Page.RenderString relURL absURL".split())  # noqa: SIM905


@dataclass(frozen=True, slots=True)
class TemplateValue:
    """A place where a word is filled in."""

    name: str  # of an argument, or its number; ".Inner": what stands between the tags; ".": what `with` found
    is_markdown: bool = False


@dataclass(frozen=True, slots=True)
class TemplateBlock:
    """`{{ if … }}` or `{{ with … }}`."""

    about: TemplateValue
    then: tuple["TemplatePart", ...]
    otherwise: tuple["TemplatePart", ...]


TemplatePart = str | TemplateValue | TemplateBlock
Template = tuple[TemplatePart, ...]


def templates_in(tree: SourceTree, themes: Iterable[str] = ()) -> Mapping[str, Template]:
    """Return the templates that only fill in words, by the names of their shortcodes in lower case.

    A template of the site comes before that of a theme, also where it is not understood.
    """
    found: dict[str, Template | None] = {}
    bases = ("", *(f"themes/{theme}/" for theme in themes))
    places = ((f"{base}{folder}", path) for base in bases for folder in FOLDERS for path in tree.files(base + folder))
    for folder, path in islice((one for one in places if one[1].endswith(".html")), MAX_TEMPLATES):
        name = str(PurePosixPath(path).relative_to(folder).with_suffix("")).lower()
        if name in found:
            continue
        try:
            text = tree.text(path)
        except UserError:
            text = ""
        found[name] = parsed(text) if 0 < len(text) <= MAX_TEMPLATE_CHARS else None
    return {name: template for name, template in found.items() if template is not None}


def parsed(text: str) -> Template | None:
    """Return the parts of a template; None if it does more than fill in words."""
    pieces: list[str | re.Match[str]] = []
    start = 0
    for found in ACTION.finditer(text):
        literal = text[start : found.start()]
        pieces += [literal.rstrip() if found["left"] else literal, found]
        start = found.end()
        if found["what"].endswith("-"):
            start += len(text[start:]) - len(text[start:].lstrip())
    pieces.append(text[start:])
    if any("{{" in piece for piece in pieces if isinstance(piece, str)):
        return None
    rows = iter(pieces)
    parts, end = parts_until(rows, 0)
    known = parts is not None and not end and number_of_inner(parts) <= MAX_INNER
    return tuple(parts) if parts is not None and known else None


def parts_until(rows: Iterator[str | re.Match[str]], depth: int) -> tuple[list[TemplatePart] | None, str]:
    """Return the parts up to `else` or `end`, and which of the two it was; None if one is not understood."""
    parts: list[TemplatePart] = []
    for row in rows:
        if isinstance(row, str):
            # One line, so that the lines of a text stay where they are.
            parts.append(re.sub(r"\s+", " ", row))
            continue
        what = row["what"].removesuffix("-").strip()
        if what in ("else", "end"):
            return parts, what
        if COMMENT.fullmatch(what):
            continue
        one = block_of(what, rows, depth) or value_of(what)
        if one is None:
            return None, ""
        parts.append(one)
    return parts, ""


def block_of(what: str, rows: Iterator[str | re.Match[str]], depth: int) -> TemplateBlock | None:
    found = BLOCK.fullmatch(what)
    if not found or depth > MAX_DEPTH:
        return None
    then, end = parts_until(rows, depth + 1)
    otherwise: list[TemplatePart] | None = []
    if end == "else":
        otherwise, end = parts_until(rows, depth + 1)
    if then is None or otherwise is None or end != "end":
        return None
    return TemplateBlock(TemplateValue(name_in(found)), tuple(then), tuple(otherwise))


def value_of(what: str) -> TemplateValue | None:
    found = VALUE.fullmatch(what)
    pipes = found["pipes"].replace("|", " ").split() if found else []
    if not found or not PIPES.issuperset(pipes):
        return None
    return TemplateValue(
        "." if found["dot"] else name_in(found), "markdownify" in pipes or ".Page.RenderString" in pipes
    )


def name_in(found: re.Match[str]) -> str:
    return ".Inner" if found["inner"] else str(found["name"] or found["raw"] or found["number"]).lower()


def expanded(text: str, templates: Mapping[str, Template], depth: int = 0) -> str:
    """Return a text with marked tags filled in; a tag that belongs to no other is written as it was."""
    made, start = "", 0
    endless: set[str] = set()  # shortcodes that nothing closes from here on
    budget = MAX_GROWTH * len(text) + MAX_TEMPLATE_CHARS
    while found := TAG.search(text, start):
        made += text[start : found.start()]
        start, name = found.end(), found["name"].lower()
        template = templates.get(name)
        if template is None or found["end"] or name in endless or depth > MAX_DEPTH or len(made) > budget:
            made += as_written(found[0])
            continue
        inner = ""
        if number_of_inner(template) and not found["alone"]:
            end = next((one for one in TAG.finditer(text, start) if one["end"] and one["name"].lower() == name), None)
            if end is None:
                endless.add(name)
                made += as_written(found[0])
                continue
            inner = expanded(text[start : end.start()], templates, depth + 1)
            start = end.end()
        made += filled(template, words_of(found["rest"]), inner, is_markdown=found["kind"] == "%").strip()
    return made + text[start:]


def number_of_inner(parts: Sequence[TemplatePart]) -> int:
    """Return how often a template shows, or asks for, what stands between its tags."""
    return sum(
        part.name == ".Inner"
        if isinstance(part, TemplateValue)
        else (part.about.name == ".Inner") + number_of_inner((*part.then, *part.otherwise))
        for part in parts
        if not isinstance(part, str)
    )


def filled(template: Template, words: TagArguments, inner: str, *, is_markdown: bool, dot: str = "") -> str:
    made = ""
    for part in template:
        if isinstance(part, str):
            made += part
        elif isinstance(part, TemplateValue):
            word = dot if part.name == "." else word_of(part, words, inner)
            is_text = part.name == ".Inner" or part.is_markdown
            made += apart(word) if is_text and (part.is_markdown or is_markdown) else word if is_text else escape(word)
        else:
            word = word_of(part.about, words, inner)
            chosen = part.then if word else part.otherwise
            made += filled(chosen, words, inner, is_markdown=is_markdown, dot=word)
    return made


def word_of(value: TemplateValue, words: TagArguments, inner: str) -> str:
    if value.name == ".Inner":
        return inner
    if value.name.isdigit():
        number = int(value.name)
        return words.plain[number] if number < len(words.plain) else ""
    return words.named.get(value.name, "")


def apart(text: str) -> str:
    """Return Markdown of several lines with blank lines around it, so that it is read within HTML."""
    return f"\n\n{text.strip()}\n\n" if "\n" in text.strip("\n") or text.startswith("\n") else text


def marked(tag: str) -> str:
    """Return a tag of a shortcode with a mark that no text has, so that it is told from one that is only shown."""
    return f"{OPEN}{tag.removeprefix('{{').removesuffix('}}')}{CLOSE}"


def unmarked(text: str) -> str:
    return text.replace(OPEN, "").replace(CLOSE, "")


def as_written(text: str) -> str:
    return text.replace(OPEN, "{{").replace(CLOSE, "}}")
