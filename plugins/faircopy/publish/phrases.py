"""Phrases in the messages of publishing."""

# Where a message is about the repository as a whole.
HERE = "."
# A list in a message is cut after so many.
MAX_LISTED = 5


def commits(number: int) -> str:
    return f"{number} commit{'s' if number > 1 else ''}"


def few(names: tuple[str, ...]) -> str:
    """Return the first names of a list, and how many follow."""
    listed = ", ".join(f"'{name.strip()}'" for name in names[:MAX_LISTED])
    return f"{listed} and {len(names) - MAX_LISTED} more" if len(names) > MAX_LISTED else listed
