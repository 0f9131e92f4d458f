"""Which parts of a Markdown text are quotations: code, and block quotes."""

import re
from collections.abc import Iterator

FENCE = re.compile(r"[ >]*(`{3,}|~{3,})")
QUOTE = re.compile(r"\s{0,3}>")
INDENTED = re.compile(r" {4}|\t")
ITEM = re.compile(r"\s{0,3}(?:[-*+]|\d{1,9}[.)])\s")
# Code within a line, and tags.
MARKED = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)|</?[A-Za-z][^<>]*>")
# What readers do not see: comments, and link definitions that nothing uses, which serve as such.
COMMENT = re.compile(
    r"(?P<code>(?<!`)(?P<mark>`+)(?!`)(?:(?!\n[ \t]*\n).)+?(?<!`)(?P=mark)(?!`)"
    r"|^[ >]*(?P<fence>`{3,}+|~{3,}+).*?(?:^[ >]*(?P=fence)[`~]*[ ]*$|\Z))"
    r"|<!--.*?(?:-->|(?P<open>\Z))|^[ ]{0,3}\[(?://|comment|_)[^\]\n]*\]:[^\n]*",
    re.DOTALL | re.MULTILINE,
)


def quoted_lines(body: str) -> list[bool]:
    """Tell of each line whether it is code, or a quotation."""
    quoted: list[bool] = []
    fence = ""
    is_item = is_code = False
    after_space = True
    for line in body.split("\n"):
        opening = FENCE.match(line)
        if fence or opening:
            quoted.append(True)
            if not fence and opening:
                fence = opening[1]
            elif opening and opening[1].startswith(fence) and not line[opening.end() :].strip():
                fence = ""
            continue
        # What is indented in a list belongs to its item.
        is_item = bool(ITEM.match(line)) or (is_item and (not line.strip() or line.startswith(" ")))
        is_code = bool(INDENTED.match(line)) and not is_item and (after_space or is_code)
        after_space = not line.strip()
        quoted.append(is_code or bool(QUOTE.match(line)))
    return quoted


def parts_of_line(line: str) -> Iterator[tuple[str, bool]]:
    """Yield the parts of a line, and whether each is code or a tag."""
    at = 0
    for found in MARKED.finditer(line):
        if line[at : found.start()]:
            yield line[at : found.start()], False
        yield found[0], True
        at = found.end()
    if line[at:]:
        yield line[at:], False


def is_shown(found: re.Match[str]) -> bool:
    """Tell whether something that COMMENT has found is code, or a comment that nothing closes."""
    return bool(found["code"]) or found["open"] is not None


def without_comments(text: str) -> str:
    """Return a Markdown text without its comments; in code they are shown, and stay."""
    return COMMENT.sub(lambda found: found[0] if is_shown(found) else "", text)


def comments_of(text: str) -> list[str]:
    return [found[0] for found in COMMENT.finditer(text) if not is_shown(found)]
