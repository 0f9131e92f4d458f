"""Redirects from old addresses."""
