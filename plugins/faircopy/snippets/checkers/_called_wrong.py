"""Bad examples: what a comment in a fence calls wrong is shown so that nobody copies it."""

import re

COMMENT = re.compile(r"(?:^|\s)(?:#|//|--|;|<!--|/\*)[ \t]*(?P<text>\S.*)$")
NOT = r"(?:n['\u2019]?t| not)"
WRONG = re.compile(
    rf"\bdo{NOT}(?: do| use| write)?(?: this| that)\b|\b(?:wo|does|will){NOT} work\b"
    r"|\b(?:this|that|it) (?:will |would )?(?:errors?|fails?|breaks?|throws?)\b|\bnot (?:ok|okay|allowed|valid)\b"
    r"|^(?:bad|wrong|incorrect|invalid|broken|(?:syntax ?)?error)\b"
    r"(?:[ \t]*[:!.,(\u2014-]|[ \t]*$|[ \t]+(?:example|way|syntax))"
    r"|\b(?:wrong|incorrect|invalid)!?[ \t]*(?:-->|\*/)?$|[\u274c\u2717\u2718\u2716\U0001f6ab]",
    re.IGNORECASE,
)


def is_called_wrong(code: str, line: int) -> bool:
    """Tell whether a comment in a line (from 1), or in those right above it, calls it wrong."""
    lines = code.split("\n")
    if not 0 < line <= len(lines):
        return False
    comments = [COMMENT.search(lines[line - 1])]
    for above in reversed(lines[: line - 1]):
        found = COMMENT.match(above.strip())
        if found is None:
            break
        comments.append(found)
    return any(found is not None and WRONG.search(found["text"]) for found in comments)
