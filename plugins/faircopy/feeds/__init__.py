"""Feeds: how they are written, read back and checked."""
