"""What nginx warns of in a configuration that it takes."""

import re
from collections.abc import Iterator

from faircopy.diagnostics.model import Rule, Severity
from faircopy.snippets.checkers._each import CHECKED, lower_first
from faircopy.snippets.model import Finding

WARNED = Rule(
    "SN313",
    Severity.WARNING,
    "nginx accepts a directive with a warning: it has no effect, or not the expected one",
    "the message has nginx's own reason",
)
MESSAGE = re.compile(rf"\[warn\] \d+#\d+: (?P<message>.+?) in {re.escape(CHECKED)}:(?P<line>\d+)$", re.MULTILINE)
# Others are about the machine, or about servers that a text shows one below the other. Lists of types often repeat
# text/html, which stands in each of them anyway.
HARMLESS = 'duplicate MIME type "text/html"'
HINTS = {
    "has suspicious symbols": "a name contains no '/': leave out https:// and paths, or end the line above with ';'",
    "low address bits": "write the network's own address, with zeros beyond the length",
    "duplicate ": "keep one of them",
    "method redefined": "keep one method, above the lines that depend on it",
    "is deprecated": "",
}


def warnings_in(output: str) -> Iterator[Finding]:
    for found in MESSAGE.finditer(output):
        message = found["message"]
        hint = next((hint for part, hint in HINTS.items() if part in message), None)
        if hint is not None and message != HARMLESS:
            yield Finding(0, WARNED, lower_first(message), int(found["line"]), hint=hint, tool_message=message)
