"""How many examples property tests make, and which: see the profiles in `conftest.py`."""

from hypothesis import HealthCheck, settings

EVERY_DAY = 30
THOROUGH = 100
# Examples that are slow on a busy machine, large or left out by chance, are no fault.
NO_FAULT = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much)
# For a test whose examples may all have the same fixture. What a test says of health checks replaces the profile's.
SHARED_FIXTURE = (*NO_FAULT, HealthCheck.function_scoped_fixture)


def examples(many: int) -> int:
    """Return `many` in a thorough run, a third of that every day, or what a longer profile asks for."""
    requested: int = settings().max_examples
    if requested > THOROUGH:
        return requested
    return many if requested == THOROUGH else many * EVERY_DAY // THOROUGH
