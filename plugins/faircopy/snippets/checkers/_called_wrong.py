"""Bad examples: code that a comment calls wrong is not meant to be copied."""

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


def lines_called_wrong(code: str) -> set[int]:
    """Return the lines (from 1) that a comment in them, or directly above them, calls wrong.

    One pass, because there may be any number of findings and comments.
    """
    called: set[int] = set()
    is_wrong_above = False
    for number, line in enumerate(code.split("\n"), 1):
        if is_wrong_above or says_wrong(COMMENT.search(line)):
            called.add(number)
        comment = COMMENT.match(line.strip())
        is_wrong_above = comment is not None and (is_wrong_above or says_wrong(comment))
    return called


def says_wrong(comment: re.Match[str] | None) -> bool:
    return comment is not None and WRONG.search(comment["text"]) is not None
