"""Files that `{attach}` links move beside a page: Pelican decides where, when it renders the text with the link."""

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from faircopy._compat.pelican import html_of, texts_since

ATTACH = "attach"
KINDS = {
    f"{opening}{kind}{closing}": kind for kind in (ATTACH, "static", "filename") for opening, closing in ("{}", "||")
}
PATH = re.compile(r"[^\"'?#]*")
# What a link of another kind wants: the file at the path that it has by the settings.
NOT_MOVED = ""


def are_shared(context: Mapping[str, Any]) -> bool:
    """Tell whether contents want a file at different paths. The content whose text is rendered first gets its way."""
    contents = [content for content in context["generated_content"].values() if content]
    if not any(has_attachments(content) for content in contents):
        return False
    wanted: dict[str, set[str]] = {}  # by file: the paths where contents want it
    attached = set()
    for content in contents:
        for kind, link in set(links_in(html_of(content))):
            file = file_of(link, content)
            wanted.setdefault(file, set()).add(path_for(file, content) if kind == ATTACH else NOT_MOVED)
            if kind == ATTACH:
                attached.add(file)
    return any(len(wanted[file]) > 1 for file in attached)


def has_attachments(content: Any) -> bool:
    """Tell whether a content may have attachments, as one with the word in its text may."""
    return ATTACH in html_of(content)


def links_in(text: str) -> Iterator[tuple[str, str]]:
    """Yield the kind and path of each link to a source or file. This is faster than a regular expression."""
    for sign, kind in KINDS.items():
        for after in text.split(sign)[1:]:
            yield kind, PATH.match(after).group()  # type: ignore[union-attr]  # it matches any text


def file_of(link: str, content: Any) -> str:
    """Return the file that a content's link names, by its path below the content folder."""
    path = link[1:] if link.startswith("/") else os.path.join(content.relative_dir, link)  # noqa: PTH118  # as Pelican does
    return os.path.normpath(path.replace("%20", " "))


def path_for(file: str, content: Any) -> str:
    """Return where in the output a content wants an attached file; see Pelican's `Static.attach_to`."""
    tail = os.path.relpath(file, content.relative_dir)
    if tail.startswith(os.pardir + os.sep):
        tail = os.path.basename(tail)  # noqa: PTH119  # as Pelican does
    return os.path.join(os.path.dirname(content.save_as), tail)  # noqa: PTH118, PTH120


def attaching_since(number: int) -> Iterator[Any]:
    """Yield the contents with attachments whose texts were rendered since `number_of_texts` returned `number`."""
    return (content for content in texts_since(number) if has_attachments(content))


def move_attachments(contents: Iterable[Any]) -> None:
    """Let Pelican move the attachments of contents whose texts another process has rendered."""
    for content in contents:
        content.get_content(content.get_siteurl())
