"""Searches the built site for content that is not public."""
