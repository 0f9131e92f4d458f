"""Faults in code of any kind that its program takes without a word."""
