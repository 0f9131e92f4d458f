"""Everything that can be wrong with a post, found in one run."""
