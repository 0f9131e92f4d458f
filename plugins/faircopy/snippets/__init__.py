"""Checks code snippets in Markdown files with the real programs, and renders them."""
