"""Counts in the HTML of a text. Each one in `COUNTS` becomes an attribute of articles and pages."""

import math
import re
from collections.abc import Callable, Mapping

from selectolax.lexbor import LexborHTMLParser

# Silent reading of English non-fiction: M. Brysbaert, "How many words do we read per minute?", 2019.
WORDS_PER_MINUTE = 238
# Of scripts that put no blank between words, characters are counted: Trauzettel-Klosinski and Dietz, "Standardized
# assessment of reading performance: the new International Reading Speed Texts IReST", 2012, of Japanese and Chinese.
JAPANESE_PER_MINUTE, CHINESE_PER_MINUTE = 357, 255
KANA = re.compile("[\u3041-\u30ff]")
UNSPACED = re.compile("[\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


def reading_minutes(html: str) -> int:
    """Return the reading time of `html` in whole minutes, at least one.

    Code blocks, pictures and data do not count, because they are not read word by word.
    """
    tree = LexborHTMLParser(html)
    for node in tree.css("pre, svg, script, style"):
        node.decompose()
    text = tree.text(separator=" ")
    characters = len(UNSPACED.findall(text))
    per_minute = JAPANESE_PER_MINUTE if KANA.search(text) else CHINESE_PER_MINUTE
    words = len((UNSPACED.sub(" ", text) if characters else text).split())
    return max(1, math.ceil(words / WORDS_PER_MINUTE + characters / per_minute))


COUNTS: Mapping[str, Callable[[str], int]] = {"reading_minutes": reading_minutes}
