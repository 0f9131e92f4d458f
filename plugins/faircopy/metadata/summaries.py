"""The default summary of a text: its first words of prose."""

from markupsafe import escape
from selectolax.lexbor import LexborHTMLParser

MIN_CHARS = 80  # characters; after fewer, the next paragraph is taken, too
MAX_CHARS = 300  # characters
MARK = "…"


def first_prose(html: str) -> str:
    """Return the first paragraphs of a text as HTML without tags; "" if it has none.

    Lists, quotes, code, pictures and captions are left out.
    """
    body = LexborHTMLParser(f"<!doctype html><body>{html}").body
    words = ""
    for node in body.iter() if body else ():
        if node.tag == "p" and len(words) < MIN_CHARS:
            for unread in node.css("script, style, svg, .headerlink"):
                unread.decompose()
            for line_end in node.css("br"):
                line_end.replace_with(" ")
            words = " ".join(f"{words} {node.text()}".split())
    return str(escape(shortened(words)))


def shortened(words: str) -> str:
    """Return a text of at most MAX_CHARS, cut between two words if possible."""
    if len(words) <= MAX_CHARS:
        return words
    room = MAX_CHARS - len(MARK) - 1
    before, space, _ = words[: room + 1].rpartition(" ")
    return f"{before} {MARK}" if space else f"{words[:room]}{MARK}"
