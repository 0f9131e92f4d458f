"""nginx configuration, by crossplane: every directive, its place and its arguments."""

from collections.abc import Iterator
from difflib import get_close_matches
from itertools import count

from crossplane import parse
from crossplane.analyzer import DIRECTIVES

# The file, line from 1, 0, message, crossplane's own words or ""; after a newline in the message what was meant.
Fault = tuple[str, int, int, str, str]

MAX_SUGGESTIONS = 20  # each takes milliseconds
UNKNOWN = 'unknown directive "'


def faults(path: str) -> list[Fault]:
    """Return the faults of the file at `path` and of those that it includes."""
    try:
        payload = parse(path, strict=True, catch_errors=True)
    except RecursionError:
        return [(path, 1, 0, "too deeply nested", "")]
    errors = [(config["file"], error) for config in payload["config"] for error in config["errors"]]
    left = count(MAX_SUGGESTIONS, -1)
    return [(file, error["line"] or 0, 0, *messages_of(str(error["error"]), file, left)) for file, error in errors]


def messages_of(text: str, file: str, left: Iterator[int]) -> tuple[str, str]:
    """Return the message with the directive that was meant where there is one, and crossplane's own; both placeless.

    `left` is how many more times that directive is looked for.
    """
    message = text.rpartition(f" in {file}")[0] or text
    if not message.startswith(UNKNOWN):
        # crossplane has no words for a directive that the file ends in.
        return message or 'unexpected end of file, expecting ";" or "}"', message
    name = message.removeprefix(UNKNOWN).removesuffix('"')
    if next(left) <= 0:
        return message, message
    return "\n".join([message, *get_close_matches(name, DIRECTIVES, n=1, cutoff=0.7)]), message
