"""Files that Pelican moves beside a page when it makes the text of a content that attaches them."""

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from faircopy._compat.pelican import html_of, texts_since

SIGN = "attach"
KINDS = {
    f"{opening}{kind}{closing}": kind for kind in (SIGN, "static", "filename") for opening, closing in ("{}", "||")
}
PATH = re.compile(r"[^\"'?#]*")
AS_IT_IS = ""


def are_shared(context: Mapping[str, Any]) -> bool:
    """Tell whether contents want a file in different places. It goes where the first wants it whose text is made."""
    contents = [content for content in context["generated_content"].values() if content]
    if not any(SIGN in html_of(content) for content in contents):
        return False
    wanted: dict[str, set[str]] = {}
    attached = set()
    for content in contents:
        for kind, link in set(links_in(html_of(content))):
            path = link[1:] if link.startswith("/") else os.path.join(content.relative_dir, link)  # noqa: PTH118  # as Pelican does
            target = os.path.normpath(path.replace("%20", " "))
            wanted.setdefault(target, set()).add(place_of(target, content) if kind == SIGN else AS_IT_IS)
            if kind == SIGN:
                attached.add(target)
    return any(len(wanted[target]) > 1 for target in attached)


def links_in(text: str) -> Iterator[tuple[str, str]]:
    """Yield kind and path of each link to a source or a file. No regular expression finds them so soon."""
    for sign, kind in KINDS.items():
        for after in text.split(sign)[1:]:
            yield kind, PATH.match(after).group()  # type: ignore[union-attr]  # it matches any text


def place_of(target: str, content: Any) -> str:
    """Return where a content wants a file that it attaches; see Pelican's `Static.attach_to`."""
    tail = os.path.relpath(target, content.relative_dir)
    if tail.startswith(os.pardir + os.sep):
        tail = os.path.basename(tail)  # noqa: PTH119  # as Pelican does
    return os.path.join(os.path.dirname(content.save_as), tail)  # noqa: PTH118, PTH120


def made_since(number: int) -> Iterator[Any]:
    """Yield the contents with attachments whose texts Pelican has made since there were `number`."""
    return (content for content in texts_since(number) if SIGN in html_of(content))


def move(contents: Iterable[Any]) -> None:
    """Have Pelican move the attachments of contents whose texts another process has made."""
    for content in contents:
        content.get_content(content.get_siteurl())
