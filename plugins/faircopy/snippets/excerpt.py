"""Makes text from a snippet safe for a message."""

MAX_EXCERPT_CHARS = 120  # characters


def excerpt(text: str) -> str:
    """Return a short version of a text with only visible characters."""
    seen = "".join(one if one.isprintable() else f"\\u{ord(one):04x}" for one in text[: MAX_EXCERPT_CHARS + 1])
    return seen if len(text) <= MAX_EXCERPT_CHARS else f"{seen[:MAX_EXCERPT_CHARS]}…"
