"""Builds a whole site, or leaves the old one as it was."""
