"""Bad examples: code that the text directly above a fence calls wrong is not meant to be copied."""

import re
from itertools import takewhile

ANNOUNCED = "the text above it says that it is wrong"
WRONG = r"(?:wrong|incorrect|invalid|malformed|broken|not (?:valid|correct|allowed|well-formed))"
THING = r"(?:documents?|examples?|usages?|syntax|ya?ml|json|xml|toml|indent\w*|config\w*|way|code|snippets?|version)"
NOT = r"(?:n['\u2019]t| not)"
# A label alone, or a sentence about what follows.
LABEL = re.compile(
    rf"^\W*(?:(?:bad|{WRONG})(?: {THING})?|do{NOT}(?: do this| write)?|not ok(?:ay)?)\W*$"
    r"|[\u274c\u2717\u2718\U0001f6ab]",
    re.IGNORECASE,
)
SENTENCE = re.compile(
    rf"\b(?:following|this|these|below|next)\b[^.]*\b(?:is|are) {WRONG}\b|\b(?:bad|{WRONG}) {THING}\b[^.]*:\W*$"
    rf"|\b(?:wo|does|will|would){NOT} (?:work|parse|compile)(?:,? (?:because|since|as) [^.]*)?\W*:\W*$"
    r"|\b(?:results? in|causes?|throws?|gives?|raises?|leads? to|is|are) an? (?:syntax |parse |parsing )?errors?\b"
    r"[^.]*:\W*$",
    re.IGNORECASE,
)
# What is to be done where something does not work.
ADVICE = re.compile(r"\b(?:if|when|instead|fix|solve|resolve|avoid|prevent|unless|workaround)\b", re.IGNORECASE)


def is_announced_wrong(text: str, line: int) -> bool:
    """Tell whether the paragraph directly above a fence, which begins at a line (from 1), calls it wrong."""
    above = text.split("\n")[: line - 1]
    while above and not above[-1].strip():
        above.pop()
    paragraph = " ".join(reversed([one.strip() for one in takewhile(str.strip, reversed(above))]))
    last = re.split(r"(?<=[.!?])\s+", paragraph)[-1]
    return LABEL.search(last) is not None or (SENTENCE.search(last) is not None and ADVICE.search(last) is None)
