"""Lists that are worked through."""
