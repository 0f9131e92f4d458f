"""nginx configuration, by crossplane: every directive, its place and its arguments."""

from difflib import get_close_matches

from crossplane import parse
from crossplane.analyzer import DIRECTIVES

Fault = tuple[str, int, int, str]  # the file, line from 1, 0, message; after a newline the directive that was meant

UNKNOWN = 'unknown directive "'


def faults(path: str) -> list[Fault]:
    """Return the faults of the file at `path` and of those that it includes."""
    try:
        payload = parse(path, strict=True, catch_errors=True)
    except RecursionError:
        return [(path, 1, 0, "too deeply nested")]
    return [
        (config["file"], error["line"] or 0, 0, message_of(str(error["error"]), config["file"]))
        for config in payload["config"]
        for error in config["errors"]
    ]


def message_of(text: str, file: str) -> str:
    """Return the message without its place, and with the directive that was meant where there is one."""
    # crossplane has no words for a directive that the file ends in.
    message = text.rpartition(f" in {file}")[0] or text or 'unexpected end of file, expecting ";" or "}"'
    if not message.startswith(UNKNOWN):
        return message
    name = message.removeprefix(UNKNOWN).removesuffix('"')
    return "\n".join([message, *get_close_matches(name, DIRECTIVES, n=1, cutoff=0.7)])
