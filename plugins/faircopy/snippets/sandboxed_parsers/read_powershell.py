"""PowerShell: brackets and texts that are not closed, and what tree-sitter's grammar does not understand.

The grammar refuses some of what PowerShell takes, so its word alone is no fault. about_Quoting_Rules and about_Comments
of PowerShell's documentation have the rules for texts.
"""

import re

import tree_sitter_powershell
from tree_sitter import Language, Node, Parser

Fault = tuple[str, int, int, str, str]  # kind, line and column from 1, message, the tool's own words or ""

# Comments, here-strings, texts with doubled quotes or escapes, escaped signs, and brackets.
# PowerShell takes typographic quotes for plain ones.
TOKEN = re.compile(
    r"<\#(?:[^#]|\#(?!>))*(?P<comment>\#>)?|(?:(?<=[\s(){};|,])|^)\#[^\n]*"
    r"|@(?P<here>[\"'])[ \t]*\n(?:(?!^(?P=here)@)[^\n]*(?:\n|\Z))*(?P<here_end>(?<=\n)(?P=here)@)?"
    r"|[\"\u201c\u201d](?:`.|[\"\u201c\u201d]{2}|\$\([^()\"\n]*(?:\"[^\"\n]*\"[^()\"\n]*)*\)|[^\"\u201c\u201d`])*"
    r"(?P<double>[\"\u201c\u201d])?"
    r"|['\u2018\u2019](?:['\u2018\u2019]{2}|[^'\u2018\u2019])*(?P<single>['\u2018\u2019])?"
    r"|`.|(?P<bracket>[(){}\[\]])",
    re.MULTILINE | re.DOTALL,
)
CLOSING = {")": "(", "}": "{", "]": "["}


# A backtick that goes on in the next line is the last sign of its own; before a blank it escapes that.
ESCAPED_BLANK = re.compile(r"^[^#\n]*[^`\s#][ \t]+`(?=[ \t]+\n[ \t]*-\w)", re.MULTILINE)


def faults(text: str) -> list[Fault]:
    if found := ESCAPED_BLANK.search(text):
        return [fault_at(text, found.end() - 1, "a space follows '`', so the command ends here", "blank")]
    root = Parser(Language(tree_sitter_powershell.language())).parse(text.encode(errors="replace")).root_node
    if not root.has_error:
        return []
    if fault := first_open(text):
        return [fault]
    row, column = deepest_error(root)
    message = "tree-sitter's grammar does not understand it from here on"
    return [("unknown", row + 1, column + 1, message, message)]


def first_open(text: str) -> Fault | None:
    """Return the first text, comment or bracket that is not closed, or closed and not open."""
    brackets: list[tuple[str, int]] = []
    for found in TOKEN.finditer(text):
        sign, start = found[0][0], found.start()
        if bracket := found["bracket"]:
            if bracket not in CLOSING:
                brackets.append((bracket, start))
            elif not brackets or brackets.pop()[0] != CLOSING[bracket]:
                return fault_at(text, start, f"'{bracket}' closes nothing")
        elif found[0].startswith("<#") and not found["comment"]:
            return fault_at(text, start, "the comment '<#' is not closed")
        elif found["here"] and not found["here_end"]:
            return fault_at(text, start, f"the here-string '@{found['here']}' is not closed")
        elif (sign in '"\u201c\u201d' and not found["double"]) or (sign in "'\u2018\u2019" and not found["single"]):
            return fault_at(text, start, "a text is not closed")
    if brackets:
        bracket, start = brackets[-1]
        return fault_at(text, start, f"'{bracket}' is not closed")
    return None


def fault_at(text: str, offset: int, message: str, kind: str = "syntax") -> Fault:
    return kind, text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset), message, message


def deepest_error(root: Node) -> tuple[int, int]:
    """Return row and column, from 0, of the innermost node that is not understood."""
    node = root
    while inner := [child for child in node.children if child.has_error or child.is_missing]:
        node = inner[0]
    row, column = node.start_point
    return row, column
