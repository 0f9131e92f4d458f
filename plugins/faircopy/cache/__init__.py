"""One sealed store for everything that is cached between runs; it can be cleared at any time."""
