"""What data say of a question in objects of their own: references, and texts in one more object."""

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from faircopy.checklists.adopt.fields import normal

LABELS = ("label", "name", "title", "text", "id")
ADDRESSES = ("url", "link", "href")
ADDRESS = re.compile(r"https?://[^\s<>]+")
# What would end the label of a link.
BRACKETS = re.compile(r"[\[\]\\]")


def with_references(value: Any) -> Any:
    """Return a list of objects that are only a label and an address as links; any other value as it is."""
    if not isinstance(value, list) or not value:
        return value
    links = [link_of(each) if isinstance(each, dict) else "" for each in value]
    return links if all(links) else value


def link_of(value: Mapping[str, Any]) -> str:
    texts = {normal(str(key)): each for key, each in value.items() if isinstance(each, str)}
    address = next((texts[name] for name in ADDRESSES if name in texts), "")
    label = next((texts[name] for name in LABELS if texts.get(name, "").strip()), address)
    is_safe = ADDRESS.fullmatch(address) and not BRACKETS.search(label)
    return f"[{label}](<{address}>)" if is_safe else ""


def unfolded(value: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a question, with those of an object of texts in its place: {"guidance": {"why": "…"}}.

    A name that stands twice has the name of its object before it.
    """
    inner = {key: each for key, each in value.items() if is_of_texts(each)}
    often = Counter([*(name for each in inner.values() for name in each), *value])
    found: dict[str, Any] = {}
    for key, each in value.items():
        if key in inner:
            found |= {f"{key} {name}" if often[name] > 1 else name: text for name, text in each.items()}
        else:
            found[key] = each
    return found


def is_of_texts(value: Any) -> bool:
    return isinstance(value, dict) and bool(value) and all(isinstance(text, str) for text in value.values())
