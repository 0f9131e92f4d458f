"""Structured data of an article: JSON-LD with the vocabulary of schema.org."""

import json
from dataclasses import dataclass

COMPACT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Posting:
    """An article as https://schema.org/BlogPosting describes it. Addresses are absolute, texts plain."""

    url: str
    title: str
    summary: str
    author: str
    author_url: str
    published: str  # ISO 8601, as exactly as it is known: '2017-09-01', '2017-09' or '2017'
    modified: str  # likewise; "" for an article that was never changed
    language: str
    image: str
    keywords: tuple[str, ...]


def blog_posting(posting: Posting) -> str:
    """Return the JSON-LD of an article as a `script` element, which is a data block and is not run."""
    author = {"@type": "Person", "name": posting.author, "url": posting.author_url}
    data = {
        "@context": "https://schema.org",
        "@type": "BlogPosting",
        "mainEntityOfPage": posting.url,
        "headline": posting.title,
        "description": posting.summary,
        "author": author,
        "datePublished": posting.published,
        "dateModified": posting.modified,
        "image": posting.image,
        "inLanguage": posting.language,
        "keywords": list(posting.keywords),
    }
    values = {name: value for name, value in data.items() if value}
    # `</script` and `<!--` would end the element or confuse its end: https://html.spec.whatwg.org/#restrictions-for-contents-of-script-elements
    text = COMPACT.encode(values).replace("<", "\\u003c")
    return f'<script type="application/ld+json">{text}</script>'
