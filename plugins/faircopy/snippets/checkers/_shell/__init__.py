"""Shell fences: their parts, and what a plain one may be."""
