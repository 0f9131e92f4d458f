"""Finds content in finished pages and feeds that would run: from a text, a field, a setting or a plugin."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser, LexborNode

from faircopy.media.active_css import fault_in_css
from faircopy.media.active_html import ACTIVE_ELEMENTS

# Read by programs, and not run.
DATA_TYPE = re.compile(r"application/(?:[\w.+-]+\+)?json\s*(?:;.*)?", re.IGNORECASE)
# In a template.
SCRIPT = re.compile(r"<script\b(?P<attributes>[^>]*)>(?P<text>.*?)</script\s*>", re.DOTALL | re.IGNORECASE)
SOURCE = re.compile(r"""\bsrc\s*=\s*(?:"([^"]*)"|'([^']*)'|(\S+))""", re.IGNORECASE)
HANDLER = re.compile(r"""\s(?P<name>on[a-z]+)\s*=\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)')""", re.IGNORECASE)
ELEMENT = re.compile(rf"<(?P<name>{'|'.join(sorted(ACTIVE_ELEMENTS - {'script'}))})\b", re.IGNORECASE)
FILLED_IN = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
MAX_EXCERPT_CHARS = 40  # characters


@dataclass(frozen=True, slots=True)
class ActiveElement:
    """An element or attribute in a page or feed that runs, or that embeds another document."""

    name: str  # of the element, or of the attribute
    text: str  # the script, the address of one, or the value of the attribute; white space is one space
    why: str  # the end of a sentence

    @property
    def excerpt(self) -> str:
        return self.text[:MAX_EXCERPT_CHARS] or f"<{self.name}"


def active_in(tree: LexborHTMLParser) -> Iterator[ActiveElement]:
    """Yield everything in some HTML that would run; pure data is left out."""
    for node in tree.css(", ".join(sorted(ACTIVE_ELEMENTS))):
        if not (node.tag == "script" and DATA_TYPE.fullmatch((node.attributes.get("type") or "").strip())):
            source = node.attributes.get("src") or node.attributes.get("srcdoc") or node.attributes.get("data")
            text = one_line(source or node.text())
            yield ActiveElement(
                str(node.tag), text, f"is in a '<{node.tag}>', which runs or shows something of its own"
            )
    for node in tree.css("*"):
        yield from active_attributes(node)


def active_attributes(node: LexborNode) -> Iterator[ActiveElement]:
    for name, value in node.attributes.items():
        if name.startswith("on") and value:
            yield ActiveElement(name, one_line(value), f"is the value of '{name}', which runs a script")
        elif name == "style" and value and (why := fault_in_css(value)):
            yield ActiveElement(name, one_line(value), f"is the value of 'style', which {why}")


@dataclass(frozen=True)  # no slots: what is worked out is kept
class Theme:
    """The site's own templates; the values that they fill in may come from anywhere."""

    folders: Iterable[Path] = ()

    @cached_property
    def texts(self) -> tuple[str, ...]:
        files = sorted(file for folder in self.folders for file in folder.rglob("*.html"))
        return tuple(file.read_text(encoding="utf-8", errors="replace") for file in files)

    @cached_property
    def patterns(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        """What the templates contain themselves, by the name of the element or attribute."""
        return tuple(found for text in self.texts for found in patterns_in(text))

    def has(self, active: ActiveElement) -> bool:
        return any(name == active.name and pattern.fullmatch(active.text) for name, pattern in self.patterns)


def patterns_in(template: str) -> Iterator[tuple[str, re.Pattern[str]]]:
    for found in SCRIPT.finditer(template):
        source = SOURCE.search(found["attributes"])
        script = next(filter(None, source.groups()), "") if source else found["text"]
        yield "script", pattern_of(script)
    for found in HANDLER.finditer(template):
        yield found["name"].lower(), pattern_of(found["double"] or found["single"] or "")
    for found in ELEMENT.finditer(template):
        yield found["name"].lower(), re.compile(".*", re.DOTALL)


def pattern_of(text: str) -> re.Pattern[str]:
    return re.compile(".*?".join(map(re.escape, map(one_line, FILLED_IN.split(text)))).replace(r"\ ", " ?"), re.DOTALL)


def one_line(text: str) -> str:
    return " ".join(text.split())
