"""Checklists: lists of questions that readers work through in the page."""
