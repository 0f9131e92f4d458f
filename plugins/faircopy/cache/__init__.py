"""One store for all that is kept from run to run: sealed, in one place, and safe to remove at any time."""
