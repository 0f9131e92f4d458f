"""Liquid's tags, as they stand in posts of Jekyll."""

import re
from collections.abc import Mapping
from typing import Any

from faircopy.authoring.importing.foreign_matter import ForeignMatter, as_line
from faircopy.authoring.importing.model import SOURCE_LINK
from faircopy.authoring.importing.template_tags import LINKS, Handler, TagLanguage, Words, image

TAG = re.compile(r"\{%-?\s*(?P<body>[^%{}]*(?:%(?!\})[^%{}]*)*?)\s*-?%\}|\{\{-?(?P<output>[^{}]*)-?\}\}")
RAW = re.compile(r"\{%-?\s*(?:end)?raw\s*-?%\}")
HIGHLIGHT = re.compile(r"\{%-?\s*highlight\s+(?P<language>[\w+#.-]+)[^%]*-?%\}")
END_HIGHLIGHT = re.compile(r"\{%-?\s*endhighlight\s*-?%\}")
ADDRESS = re.compile(
    r"""^(?:["'](?P<path>[^"']*)["'])\s*\|\s*(?:relative_url|absolute_url|prepend:\s*site\.(?:baseurl|url))"""
)
OWN_ADDRESS = re.compile(r"^site\.(?:baseurl|url)$|^[\"'][\"']\s*\|\s*(?:relative|absolute)_url$|^site\.baseurl\s*\|.*")
FIELD = re.compile(r"^page\.(?P<name>[\w-]+)$")
SETTING = re.compile(r"^site\.(?P<name>[\w-]+)$")
PICTURES = ("figure", "image", "img", "picture", "responsive-image")


def included(words: Words) -> str | None:
    """Return what `{% include NAME … %}` shows, where NAME says that it is a picture or a video."""
    name = re.sub(r"\.(?:html|md|liquid)$", "", words.plain[0].rpartition("/")[2].lower()) if words.plain else ""
    rest = Words(words.plain[1:], words.named)
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


def liquid(matter: ForeignMatter, title: str, settings: Mapping[str, Any]) -> TagLanguage:
    """Return Liquid for a text: it may show fields of its front matter, and settings of the site that are text."""

    def written(expression: str) -> str | None:
        """Return what an expression stands for: a path, a field, or the site's own address, which is none here."""
        if found := ADDRESS.match(expression):
            return found["path"]
        if found := FIELD.match(expression):
            return matter.word(found["name"]) or (title if found["name"] == "title" else None)
        if OWN_ADDRESS.match(expression):
            return ""
        setting = SETTING.match(expression)
        return as_line(settings.get(setting["name"])) or None if setting else None

    return TagLanguage(TAG, HANDLERS, HIGHLIGHT, END_HIGHLIGHT, RAW, written)
