"""Fault: something in a file that must not be published."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class MediaFault:
    """One thing at one place of a file."""

    line: int  # from 1
    column: int  # from 1
    fact: str
    hint: str
