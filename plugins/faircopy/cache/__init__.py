"""One sealed store for everything that is cached between runs, by fingerprints; it can be cleared at any time."""
