"""How deeply the brackets of a snippet are nested: programs that read it by recursion end, or take very long."""

import re

# Python's own parser takes 200 levels, and no file that people have written has as many.
MAX_LEVELS = 200
# What stands in quotes nests nothing, as the many ranges of versions "[1.0, )" in a lock file.
BRACKET = re.compile(r"""[()\[\]{}]|"[^"\n]*"|'[^'\n]*'""")
OPENING = {")": "(", "]": "[", "}": "{"}


def too_deep_at(code: str) -> int | None:
    """Return the offset of the first bracket of a kind that is within MAX_LEVELS others, not counting those in quotes.

    A closing bracket without an opening one is left alone, as those of `case` in a shell script.
    """
    if all(code.count(one) <= MAX_LEVELS for one in OPENING.values()):
        return None
    levels = dict.fromkeys(OPENING.values(), 0)
    for found in BRACKET.finditer(code):
        if found[0] in levels:
            levels[found[0]] += 1
            if levels[found[0]] > MAX_LEVELS:
                return found.start()
        elif found[0] in OPENING:
            levels[OPENING[found[0]]] = max(0, levels[OPENING[found[0]]] - 1)
    return None
