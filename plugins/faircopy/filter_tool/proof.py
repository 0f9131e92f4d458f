"""Compares fail2ban's results on the samples of a post with those of our matcher."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class MatcherDifference:
    """A result of the matcher that differs from fail2ban's."""

    sample: int  # index
    line: int  # of the sample, from 1; 0 for all of it
    fact: str


def differences(
    expected: Sequence[Mapping[str, Any]], found: Sequence[Mapping[str, Any]]
) -> Iterator[MatcherDifference]:
    """Yield the differences between two results on the same samples. `expected` is fail2ban's."""
    for index, (one, other) in enumerate(zip(expected, found, strict=True)):
        matches = [tuple(match) for match in one["matches"]], [tuple(match) for match in other["matches"]]
        yield from first_difference(index, "matches", *matches)
        undated = [(line,) for line in one["undated"]], [(line,) for line in other["undated"]]
        yield from first_difference(index, "finds no date in", *undated)
        for jail, watched in other["jails"].items():
            bans = [(ban["line"], ban["address"], ban["at"], ban["seconds"]) for ban in one["jails"][jail]["bans"]]
            yield from first_difference(index, f"bans with jail '{jail}' at", bans, [*map(tuple, watched["bans"])])
            near = [(line, address, number) for address, number, line in one["jails"][jail]["near"]]
            counted = [(line, address, number) for address, number, line in watched["near"]]
            yield from first_difference(index, f"counts with jail '{jail}' up to", near, counted)


def first_difference(
    sample: int, what: str, expected: Sequence[tuple[Any, ...]], found: Sequence[tuple[Any, ...]]
) -> Iterator[MatcherDifference]:
    """Yield the first item that only one of two lists has; each item begins with a line number."""
    only_expected = [one for one in expected if one not in found]
    only_found = [one for one in found if one not in expected]
    first = min([*only_expected, *only_found], key=lambda one: one[0], default=None)
    if first is None:
        return
    who, other = ("fail2ban", "the matcher") if first in only_expected else ("the matcher", "fail2ban")
    details = f" ({', '.join(map(str, first[1:]))})" if len(first) > 1 else ""
    yield MatcherDifference(sample, int(first[0]), f"{who} {what} line {first[0]}{details}, and {other} does not")
