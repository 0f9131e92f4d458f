"""How many examples a property test that takes long makes."""

from hypothesis import settings

# Of the profile of every day; see `conftest.py`.
EVERY_DAY = 100


def examples(few: int) -> int:
    """Return `few`, or what a profile asks for that makes more than the one of every day."""
    requests: int = settings().max_examples
    return requests if requests > EVERY_DAY else few
