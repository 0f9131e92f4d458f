"""The access control of Apache 2.2 beside that of 2.4: a request has to pass both."""

import re
from collections.abc import Iterator

from faircopy.diagnostics.model import Rule, Severity
from faircopy.snippets.model import Finding

SHUT = Rule(
    "SN325",
    Severity.WARNING,
    "a section denies all with the old directives and grants with `Require`: a request has to pass both, and none does",
    "remove `Order`, `Allow` and `Deny`: Apache 2.4 uses `Require` instead",
)

# https://httpd.apache.org/docs/2.4/howto/access.html, and mod_access_compat.
LINE = re.compile(
    r"^[ \t]*(?:(?P<opens><[A-Za-z][^\n]*>)|(?P<closes></[A-Za-z]+>)"
    r"|(?P<word>Require|Allow|Deny)[ \t]+(?P<rest>[^\n]+))",
    re.MULTILINE | re.IGNORECASE,
)


ALL = ("from all", "all granted", "all denied")


def shut_sections(code: str) -> Iterator[Finding]:
    """Yield each section that denies all, lets nobody in with `Allow`, and grants something with `Require`."""
    frames: list[dict[str, int]] = [{}]
    number, offset = 1, 0
    for found in LINE.finditer(code):
        number, offset = number + code.count("\n", offset, found.start()), found.start()
        if found["opens"]:
            frames.append({})
        elif found["closes"]:
            yield from shut(frames.pop() if len(frames) > 1 else {})
        else:
            rest = found["rest"].strip().lower()
            frames[-1].setdefault(f"{found['word'].lower()} {rest}" if rest in ALL else found["word"].lower(), number)
    for frame in frames:
        yield from shut(frame)


def shut(frame: dict[str, int]) -> Iterator[Finding]:
    allows = any(name.startswith("allow") for name in frame)
    granted = frame.get("require all granted")
    if granted and "deny from all" in frame and not allows:
        fact = "'Deny from all' is also there, and a request has to pass both: nobody is let in"
        yield Finding(0, SHUT, fact, granted, 1, SHUT.remedy)
