"""The addresses of unpublished texts, and whether a text mentions one of them."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from faircopy.content.moment import Moment
from faircopy.content.schedule import time_of
from faircopy.markdown.document import Document
from faircopy.redirects.paths import paths_of


def address_patterns(settings: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the patterns of the addresses of all posts and pages, drafts and translations too."""
    return patterns_of(settings, "URL")


def output_patterns(settings: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the patterns of the files that are written for them."""
    return patterns_of(settings, "SAVE_AS")


def patterns_of(settings: Mapping[str, Any], what: str) -> tuple[str, ...]:
    kinds = ("ARTICLE", "PAGE", "DRAFT", "DRAFT_PAGE")
    names = [f"{kind}{lang}_{what}" for kind in kinds for lang in ("", "_LANG")]
    return tuple(dict.fromkeys(settings[name] for name in names if settings.get(name)))


def addresses_of(document: Document, all_patterns: Iterable[str], moment: Moment, *, dated: bool) -> set[str]:
    """Return the addresses that name a text: its URLs below the site, its feed id and its card."""
    slug = document.field("slug")
    if not slug or not slug.value:
        return set()
    due = time_of(document, moment)
    if dated and any("{date" in pattern for pattern in all_patterns):
        patterns = [one for one in all_patterns if one.strip("/") != "{slug}"]
    else:
        patterns = [one for one in all_patterns if "{date" not in one or dated]
    addresses = formatted(document, patterns, due)
    dates = {f"{due:%Y-%m-%d}:{slug.value}"} if due else set()  # the entry's id in feeds
    return {one for one in addresses if len(one) > 1} | dates | ({f"cards/{slug.value}.png"} if dated else set())


def outputs_of(document: Document, patterns: Iterable[str], moment: Moment) -> set[str]:
    """Return the files that are written for a text, at its current and its former addresses."""
    redirected = document.field("redirect_from")
    moved = (path.strip("/") for path in paths_of(redirected.value.split("\n") if redirected else None))
    slug = document.field("slug")
    cards = {f"cards/{slug.value}.png"} if slug and slug.value else set()
    return {one for one in (*formatted(document, patterns, time_of(document, moment)), *moved, *cards) if one}


def formatted(document: Document, patterns: Iterable[str], due: datetime | None) -> set[str]:
    """Return Pelican's patterns of the settings, filled in for a text."""
    written = {one.key: one.value.strip().lower().replace(" ", "-") for one in document.fields}
    slug = document.field("slug")
    own = {"slug": slug.value if slug else "", **({"date": due} if due else {})}
    values = {"lang": "", "category": "", "author": "", **written, **own}
    found = set()
    for pattern in patterns:
        if due or "{date" not in pattern:
            try:
                found.add(pattern.format(**values))
            except (KeyError, ValueError, IndexError, AttributeError):
                continue  # an address of something else
    return found


def holds_address(text: str, address: str, siteurl: str) -> bool:
    """Tell whether a text contains an address, not merely as the end of a longer one.

    A single word may occur in other addresses, so it must be the whole path (below that of the site).
    """
    single = "/" not in address.strip("/") and ":" not in address
    at = text.find(address)
    while at != -1:
        before = text[max(0, at - len(siteurl) - 1) : at]
        alone = before.removesuffix("/")[-1:] in ("", *"\"'=(,; \n\t>") or (siteurl and before == f"{siteurl}/")
        if alone or (not single and not before[-1:].isalnum() and before[-1:] not in ("-", "_")):
            return True
        at = text.find(address, at + 1)
    return False
