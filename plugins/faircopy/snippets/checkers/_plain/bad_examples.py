"""Bad examples: code that a comment calls wrong is not meant to be copied."""

import re

from faircopy.snippets.wrong_words import CROSS, NOT, is_label

COMMENT = re.compile(r"(?:^|\s)(?:#+|//|--|;|<!--|/\*)[ \t]*(?P<text>\S.*)$")
COLON = re.compile(r"[:\uff1a]")
END = re.compile(r"(?<![ \t])[ \t]*(?:-->|\*/)[ \t]*$")
WRONG = re.compile(
    rf"\bdo{NOT}(?: (?:do|use|write|run|try|execute|copy|type))?(?: this| that)\b|\bdo{NOT} (?:run|copy) it\b"
    rf"|\b(?:wo|does|will){NOT} work\b"
    r"|\b(?:this|that|it) (?:will |would )?(?:errors?|fails?|breaks?|throws?)\b|\bnot (?:ok|okay|allowed|valid)\b"
    r"|^(?:bad|wrong|incorrect|invalid|broken|(?:syntax ?)?error)\b"
    r"(?:[ \t]*[:!.,(\u2014-]|[ \t]*$|[ \t]+(?:example|way|syntax|below|here)\b)"
    r"|\((?:bad|wrong|incorrect|invalid|broken|fails|does not work)\)"
    rf"|\b(?:wrong|incorrect|invalid)!?[ \t]*(?:-->|\*/)?$|{CROSS}",
    re.IGNORECASE,
)


def lines_called_wrong(code: str) -> set[int]:
    """Return the lines (from 1) that a comment in them, or directly above them, calls wrong.

    It speaks of all lines to the next blank line or comment.
    One pass, because there may be any number of findings and comments.
    """
    called: set[int] = set()
    is_wrong_above, was_comment = False, False
    for number, line in enumerate(code.split("\n"), 1):
        comment = COMMENT.match(line.strip())
        if comment is not None:
            is_wrong_above = (is_wrong_above and was_comment) or says_wrong(comment)
        elif not line.strip():
            is_wrong_above = is_wrong_above and was_comment  # one blank line may stand below the label
        if is_wrong_above or says_wrong(COMMENT.search(line)):
            called.add(number)
        was_comment = comment is not None
    return called


def says_wrong(comment: re.Match[str] | None) -> bool:
    if comment is None:
        return False
    text = END.sub("", comment["text"])
    # `# Avoid: it has no end`
    return WRONG.search(comment["text"]) is not None or is_label(text) or is_label(COLON.split(text)[0])
