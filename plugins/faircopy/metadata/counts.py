"""What is counted in the HTML of a text: each becomes an attribute of articles and pages, by its name here."""

import math
from collections.abc import Callable, Mapping

from selectolax.lexbor import LexborHTMLParser

# Silent reading of English non-fiction: M. Brysbaert, "How many words do we read per minute?", 2019.
WORDS_PER_MINUTE = 238


def reading_minutes(html: str) -> int:
    """Return the whole minutes that the text of `html` takes, at least one.

    Code blocks, pictures and data are looked at, not read, and do not count.
    """
    tree = LexborHTMLParser(html)
    for node in tree.css("pre, svg, script, style"):
        node.decompose()
    return max(1, math.ceil(len(tree.text(separator=" ").split()) / WORDS_PER_MINUTE))


COUNTS: Mapping[str, Callable[[str], int]] = {"reading_minutes": reading_minutes}
