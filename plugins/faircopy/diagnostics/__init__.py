"""Diagnostics and rules, and the formats in which they are reported."""
