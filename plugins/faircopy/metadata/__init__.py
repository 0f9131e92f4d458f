"""Metadata of articles for templates: dates, tables of contents, counts, structured data."""
