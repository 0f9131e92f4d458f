"""How many examples property tests make: see the profiles in `conftest.py`."""

from hypothesis import settings

EVERY_DAY = 30
THOROUGH = 100


def examples(many: int) -> int:
    """Return `many` in a thorough run, a third of that every day, or what a longer profile asks for."""
    requested: int = settings().max_examples
    if requested > THOROUGH:
        return requested
    return many if requested == THOROUGH else many * EVERY_DAY // THOROUGH
