"""Text from a snippet as a message may have it."""

MOST_SHOWN = 120  # characters


def excerpt(text: str) -> str:
    """Return a text that is short, and each character of which can be seen."""
    seen = "".join(one if one.isprintable() else f"\\u{ord(one):04x}" for one in text[: MOST_SHOWN + 1])
    return seen if len(text) <= MOST_SHOWN else f"{seen[:MOST_SHOWN]}…"
