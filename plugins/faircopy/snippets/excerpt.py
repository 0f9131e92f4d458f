"""Text from a snippet as a message may have it."""

MAX_EXCERPT_CHARS = 120  # characters


def excerpt(text: str) -> str:
    """Return a text that is short, and each character of which can be seen."""
    seen = "".join(one if one.isprintable() else f"\\u{ord(one):04x}" for one in text[: MAX_EXCERPT_CHARS + 1])
    return seen if len(text) <= MAX_EXCERPT_CHARS else f"{seen[:MAX_EXCERPT_CHARS]}…"
