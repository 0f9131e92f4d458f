"""Converts Jekyll's Liquid tags."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from faircopy.authoring.importing.foreign_matter import ForeignMatter, as_line
from faircopy.authoring.importing.liquid_includes import filled_in
from faircopy.authoring.importing.model import SOURCE_LINK
from faircopy.authoring.importing.template_tags import LINKS, Handler, TagArguments, TagLanguage, image

TAG = re.compile(r"\{%-?\s*+(?P<body>[^%{}]*(?:%(?!\})[^%{}]*)*?)-?%\}|\{\{-?(?P<output>[^{}]*)-?\}\}")
RAW = re.compile(r"\{%-?\s*(?:end)?raw\s*-?%\}")
# Octopress has `{% codeblock A title lang:js %}`.
HIGHLIGHT = re.compile(
    r"\{%-?\s*(?:highlight\s+(?=\w)|(?>codeblock\b[^%]*?\blang:(?=\w))|codeblock\b(?![^%]*\blang:\w)[^%]*?(?=-?%\}))"
    r"(?P<language>[\w+#.-]*+)[^%]*+%\}"
)
END_HIGHLIGHT = re.compile(r"\{%-?\s*end(?:highlight|codeblock)\s*-?%\}")
ADDRESS = re.compile(
    r"""^(?:["'](?P<path>[^"']*)["'])\s*\|\s*(?:relative_url|absolute_url|prepend:\s*site\.(?:baseurl|url))"""
)
OWN_ADDRESS = re.compile(r"^site\.(?:baseurl|url)$|^[\"'][\"']\s*\|\s*(?:relative|absolute)_url$|^site\.baseurl\s*\|.*")
# Loops, and markup that a browser never shows.
NO_WORDS = re.compile(
    r"""\{%-?\s*(?P<loop>for|tablerow|capture|comment)\b(?:(?!\{%-?\s*+(?P=loop)\b).)*?\{%-?\s*+end(?P=loop)\s*+-?%\}"""
    r"""|\{%(?:(?!\{%).)*?%\}|\{\{(?:(?!\{\{).)*?\}\}"""
    r"""|<!--(?:(?!<!--).)*?-->|<(?P<hidden>script|style)\b(?:(?!<(?P=hidden)\b).)*?</(?P=hidden)\s*+>|<[^<>]*>|&\w+;""",
    re.DOTALL | re.IGNORECASE,
)
MIN_WORDS = 30  # beside a loop: fewer are headings and labels of what it makes
LOOP = re.compile(r"\{%-?\s*(?:for|tablerow|paginate)\b")
FIELD = re.compile(r"^page\.(?P<name>[\w-]+)$")
SETTING = re.compile(r"^site\.(?P<name>[\w-]+)$")
PICTURES = ("figure", "image", "img", "picture", "responsive-image")


def included(words: TagArguments) -> str | None:
    """Return the picture or video of `{% include NAME … %}`, recognised by NAME."""
    name = re.sub(r"\.(?:html|md|liquid)$", "", words.plain[0].rpartition("/")[2].lower()) if words.plain else ""
    rest = TagArguments(words.plain[1:], words.named)
    source = next(
        (words.named[key] for key in ("src", "url", "image_path", "image", "path") if words.named.get(key)), ""
    )
    if name in PICTURES and source:
        return image(source, words.named.get("alt", ""), words.named.get("caption", words.named.get("title", "")))
    if name in LINKS:
        return LINKS[name](rest)
    if name in {"toc", "toc.html"}:
        return "[TOC]"
    return None


def to_source(folder: str) -> Handler:
    return lambda words: f"{SOURCE_LINK}{folder}{words.plain[0]}" if words.plain else None


HANDLERS: Mapping[str, Handler] = {
    **LINKS,
    "post_url": to_source("_posts/"),
    "link": to_source(""),
    "include": included,
    "figure": lambda words: image(words.first("src"), words.named.get("alt", ""), words.named.get("caption", "")),
    "img": lambda words: image(next((one for one in words.plain if "/" in one), ""), ""),
    "newline": lambda _: "",
}


def nothing(_: str) -> str:
    return ""


def liquid(
    matter: ForeignMatter, title: str, settings: Mapping[str, Any], include: Callable[[str], str] = nothing
) -> TagLanguage:
    """Return the Liquid of one text.

    It may show fields of the front matter, and settings of the site that are text. `include` returns a file of
    `_includes/`, or "" if there is none.
    """

    def written(expression: str) -> str | None:
        """Return the value of an expression: a path, a field, or the site's address, which is ""."""
        if found := ADDRESS.match(expression):
            return found["path"]
        if found := FIELD.match(expression):
            return matter.word(found["name"]) or (title if found["name"] == "title" else None)
        if OWN_ADDRESS.match(expression):
            return ""
        setting = SETTING.match(expression)
        return as_line(settings.get(setting["name"])) or None if setting else None

    def included_file(words: TagArguments) -> str | None:
        known = included(words)
        template = include(words.plain[0]) if known is None and words.plain else ""
        return filled_in(template, words.named, written) if template else known

    handlers = {**HANDLERS, "include": included_file, "include_cached": included_file}
    return TagLanguage(TAG, handlers, HIGHLIGHT, END_HIGHLIGHT, RAW, written)


def is_made_by_liquid(text: str) -> bool:
    """Tell whether a page has hardly any text of its own, because Liquid or its layout generates it."""
    words = len(re.findall(r"\w+", NO_WORDS.sub(" ", text)))
    return words < (MIN_WORDS if LOOP.search(text) else 1)
