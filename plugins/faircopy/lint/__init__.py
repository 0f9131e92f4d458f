"""Checks the content of a site: everything that can be wrong with a post, in one run."""
