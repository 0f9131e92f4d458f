"""How long an article takes to read."""

import math
import re

# Silent reading of English non-fiction: M. Brysbaert, "How many words do we read per minute?", 2019.
WORDS_PER_MINUTE = 238
# Code blocks, pictures and data are looked at, not read. No tree is built of a text for that, which would take longer
# than all else that is done with most.
NOT_READ = r"<(pre|svg|script|style)\b.*?</\1\s*>|<!--.*?-->"
# No `<` in it, so that one which is never closed is given up at the next.
TAG = r"<[^<>\"']*(?:\"[^<\"]*\"[^<>\"']*|'[^<']*'[^<>\"']*)*>"
BETWEEN_WORDS = re.compile(rf"{NOT_READ}|{TAG}|&nbsp;", re.DOTALL)


def reading_minutes(html: str) -> int:
    """Return the whole minutes that the text of `html` takes, at least one."""
    return max(1, math.ceil(len(BETWEEN_WORDS.sub(" ", html).split()) / WORDS_PER_MINUTE))
