"""Converts Hugo's shortcodes."""

import re

from faircopy.authoring.importing.model import SOURCE_LINK
from faircopy.authoring.importing.template_tags import LINKS, TagArguments, TagLanguage, image

TAG = re.compile(
    r"\{\{[<%](?!/\*)\s*+(?P<body>(?:[^{}\s]|\s++(?!/?[>%]\}\}))*?)\s*+/?[>%]\}\}|\{\{(?P<output>(?!))\}\}"
)
HIGHLIGHT = re.compile(r"\{\{[<%]\s*highlight\s+\"?(?P<language>[\w+#.-]++)\"?[^{}]*[>%]\}\}")
END_HIGHLIGHT = re.compile(r"\{\{[<%]\s*/\s*highlight\s*[>%]\}\}")
# `{{</* tag */>}}` is how Hugo is told to show a tag.
ESCAPED = re.compile(r"\{\{(?P<mark>[<%])/\*(?P<body>.{0,1000}?)\*/(?P<end>[>%])\}\}")


def unescape(line: str) -> str:
    return ESCAPED.sub(lambda found: f"{{{{{found['mark']}{found['body']}{found['end']}}}}}", line)


def figure(words: TagArguments) -> str | None:
    source = words.first("src")
    caption = " ".join(filter(None, (words.named.get("title", ""), words.named.get("caption", ""))))
    return image(source, words.named.get("alt", ""), caption, words.named.get("link", "")) if source else None


def reference(words: TagArguments) -> str | None:
    path = words.first("path")
    return f"{SOURCE_LINK}{path}" if path else None


def post(words: TagArguments) -> str | None:
    """Return a link to a post on X: `{{< x user="…" id="…" >}}`, formerly `{{< tweet ID >}}`."""
    number, user = words.first("id"), words.named.get("user", "i")
    return f"[Post at X](https://x.com/{user}/status/{number})" if number else None


HUGO = TagLanguage(
    TAG,
    {
        **LINKS,
        "figure": figure,
        "image": figure,
        "img": figure,
        "ref": reference,
        "relref": reference,
        "x": post,
        "tweet": post,
        "twitter": post,
        "toc": lambda _: "[TOC]",
    },
    HIGHLIGHT,
    END_HIGHLIGHT,
    re.compile(r"(?!)"),
    lambda _: None,
    unescape,
)
