"""What the info string of a fence says."""

import re

LANGUAGE = re.compile(r"\{?\s*\.?(?P<language>\w[\w#+-]*)(?=[\s}]|$)")


def language_of(info: str) -> str:
    """Return the language of a fence: the first word, or the first class in braces; "" when there is none."""
    found = LANGUAGE.match(info)
    return found["language"].lower() if found else ""
