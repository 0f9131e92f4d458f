"""Writes the front matter of an imported text."""

import html
import re
from datetime import datetime
from functools import cache
from itertools import pairwise
from textwrap import shorten

from markdown_it import MarkdownIt
from markdown_it.token import Token

from faircopy.authoring.importing.model import ForeignText, PlacedText
from faircopy.authoring.importing.template_tags import one_line
from faircopy.markdown.blocks import parser

MAX_SUMMARY_CHARS = 500  # characters
MAX_FIRST_CHARS = 300  # characters, of a text that has no summary of its own
MIN_LETTERS = 20  # a shorter paragraph is no excerpt
QUOTES = {'"': "\u201c\u201d", "'": "\u2018\u2019"}
MORE = re.compile(r"<!--\s*more\s*-->", re.IGNORECASE)


def front_matter(one: PlacedText, redirects: tuple[str, ...] | list[str], author: str) -> str:
    """Return the fields of a text, one a line."""
    source = one.source
    authors = [] if source.authors in ((), (author,)) else source.authors
    fields = {
        "Title": written_title(source),
        "Date": written_date(one.day) if source.is_post else "",
        "Modified": modified(one),
        "Slug": one.slug,
        "Category": term(source.category) if source.is_post else "",
        "Tags": ", ".join(dict.fromkeys(filter(None, map(term, source.tags)))) if source.is_post else "",
        "Lang": source.language,
        "Translation": "true" if one.is_translation else "",
        "Status": "" if source.status == "published" else source.status,
        "Authors": ", ".join(term(name) for name in authors),
        "Summary": unwrapped(summary_of(source)),
        "Redirect_from": ", ".join(redirects),
    }
    return "".join(f"{key}: {value}\n" for key, value in fields.items() if value)


def modified(one: PlacedText) -> str:
    """Return the day of the last change, of a post that was changed after it was published. A page says none."""
    moment = one.source.modified if one.source.is_post else None
    return written_date(moment) if moment and is_later(moment, one.day) else ""


def summary_of(source: ForeignText) -> str:
    words = html.unescape(one_line(source.summary) or first_words(source.text)).replace("<", "&lt;")
    return words[:MAX_SUMMARY_CHARS]


def unwrapped(value: str) -> str:
    """Return a value that no reader of YAML could take for a text in quotes or a list (FM136)."""
    if value.startswith("[") and value.endswith("]"):
        return value.replace("[", "(").replace("]", ")")
    inside = value[1:-1]
    marks = QUOTES.get(value[:1]) if len(value) > 1 and value[:1] == value[-1:] and value[0] not in inside else None
    return f"{marks[0]}{inside}{marks[1]}" if marks else value


def written_title(source: ForeignText) -> str:
    return unwrapped(html.unescape(one_line(source.title)).replace("<", "&lt;"))


def first_words(text: str) -> str:
    """Return the excerpt of a text: its first paragraph, if it precedes `<!--more-->`."""
    tokens = with_tables().parse(MORE.split(text, maxsplit=1)[0])
    for opening, inline in pairwise(tokens):
        if opening.type != "paragraph_open" or opening.level or "{{" in inline.content or "{%" in inline.content:
            continue
        children: list[Token] = []
        parser().inline.parse(inline.content, parser(), {}, children)
        words = "".join(" " if one.type.endswith("break") else text_of(one) for one in children)
        if sum(map(str.isalpha, words)) >= MIN_LETTERS:
            return shorten(words, MAX_FIRST_CHARS, placeholder=" …")
    return ""


@cache
def with_tables() -> MarkdownIt:
    """Return a parser that does not read table rows as a paragraph."""
    return MarkdownIt("commonmark").enable("table").disable("inline")


def text_of(token: Token) -> str:
    return token.content if token.type in {"text", "code_inline"} else ""


def term(name: str) -> str:
    """Return the name of a tag, category or author without commas, which separate names."""
    return " ".join(html.unescape(one_line(name)).replace(",", " ").replace("<", "").split())


def is_later(moment: datetime, day: datetime) -> bool:
    return moment.date() > day.date()


def written_date(moment: datetime) -> str:
    # `%Y` of an early year has less than four digits.
    if moment.tzinfo is None:
        clock = f"{moment:%H:%M:%S}".removesuffix(":00")
        day = moment.date().isoformat()
        return day if clock == "00:00" else f"{day} {clock}"
    return moment.isoformat(" ", "minutes")
