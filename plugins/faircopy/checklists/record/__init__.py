"""The record of a list: its lock file, its revisions, and what has changed between two."""
