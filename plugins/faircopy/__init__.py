"""Pelican with proven snippets, checklists that can be worked through, and safe publishing."""
