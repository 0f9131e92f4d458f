"""nginx: configuration as words, where a fragment may stand, and plain fences."""
