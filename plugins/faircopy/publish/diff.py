"""Describes the changes of a publication in words."""

from collections.abc import Callable, Iterator
from difflib import SequenceMatcher

from selectolax.lexbor import LexborHTMLParser

from faircopy.publish.changes import Changes
from faircopy.publish.site import url_of

# Words shown on each side of a change.
CONTEXT_WORDS = 4
NOTHING = "nothing changes for readers"

Read = Callable[[str], bytes]


def diff_lines(changes: Changes, before: Read, after: Read, *, diff: bool) -> Iterator[str]:
    """Yield the visible changes, one line each; with `diff`, the changed words too.

    `before` and `after` read a file of the old and the new site by its path.
    """
    for path in changes.added:
        yield f"new      {url_of(path)}"
    same = 0
    for path in changes.changed:
        old, new = before(path), after(path)
        words = (words_of_page(old), words_of_page(new)) if path.endswith(".html") else None
        if words and words[0] == words[1]:
            same += 1
            continue
        yield f"changed  {url_of(path)}"
        if words and diff:
            yield from (f"         {line}" for line in word_diff(*words))
    for path, target in changes.redirected.items():
        yield f"moved    {url_of(path)} -> {target}"
    for path in changes.removed:
        yield f"removed  {url_of(path)}"
    if same:
        yield f"{counted(same, 'page')} with the same words, in another form"
    if changes.generated:
        yield f"{counted(changes.generated, 'file')} of the theme, the search and the pictures"
    if changes == Changes((), (), (), {}, 0):
        yield NOTHING


def words_of_page(html: bytes) -> list[str]:
    """Return the visible words of a page."""
    tree = LexborHTMLParser(html.decode("utf-8", "replace"))
    for node in tree.css("script, style, template, head > :not(title)"):
        node.decompose()
    return tree.root.text(separator=" ").split() if tree.root else []


def word_diff(old: list[str], new: list[str]) -> Iterator[str]:
    """Yield each change with its context: `… the [-old-] {+new+} words …`."""
    for group in SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(CONTEXT_WORDS):
        parts: list[str] = []
        for kind, start, end, new_start, new_end in group:
            if kind == "equal":
                parts += old[start:end]
                continue
            parts += [f"[-{' '.join(old[start:end])}-]"] * (end > start)
            parts += [f"{{+{' '.join(new[new_start:new_end])}+}}"] * (new_end > new_start)
        yield f"… {' '.join(parts)} …"


def counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
