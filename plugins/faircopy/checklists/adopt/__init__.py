"""Turns other people's lists into posts."""
