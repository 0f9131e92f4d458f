"""Reads the snippets of a document, and what the text around each says of it."""
