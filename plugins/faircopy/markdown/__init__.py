"""Parses Markdown files, with exact lines and columns."""
