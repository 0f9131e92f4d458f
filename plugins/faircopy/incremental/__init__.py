"""Builds that only do what changed: kept Markdown, and pages that are written again only when what they read is new."""
