"""Definition lists of Markdown, a term and below it `: what it means`, as bullets with a bullet below each."""

import re

DEFINITION = re.compile(r" {0,3}:[ \t]+(?=\S)")
OTHER_ITEM = re.compile(r"\s*(?:[-*+]|\d{1,9}[.)]|\||\[[ xX]?\]|☐)\s")
FENCE = re.compile(r" {0,3}(?:```|~~~)")
NO_TERM = re.compile(r"\s*(?:#|>|$)|.*:$")


def with_terms_as_bullets(text: str) -> str:
    """Return a text in which terms with definitions are bullets, if it has no other lists; each line stays a line."""
    lines = text.split("\n")
    if any(map(OTHER_ITEM.match, lines)) or any(map(FENCE.match, lines)):
        return text
    made: list[str] = []
    term: int | None = None  # the line that the next definition is of
    for number, line in enumerate(lines):
        found = DEFINITION.match(line)
        if found and term is not None:
            made[term] = made[term] if made[term].startswith("- ") else f"- {made[term].strip()}"
            made.append(f"    - {line[found.end() :]}")
            continue
        if line.strip():
            term = None if NO_TERM.match(line) else number
        made.append(line)
    return "\n".join(made)
