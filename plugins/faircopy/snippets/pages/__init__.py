"""Snippets in the pages, feeds and downloads of a site."""
