"""What a jail has done with a log, as the sandboxed program answers it."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import Any

from faircopy.snippets.model import Dates

# Networks that nobody reaches from outside: RFC 1918, 6598, 1122, 3927, 4193, 4291; as in the filter tool's doubts.js.
PRIVATE = tuple(
    ip_network(one)
    for one in (
        *("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16"),
        *("fc00::/7", "fe80::/10", "::1/128"),
    )
)
MOST_OF_LOG = 0.8  # that those who come at even times come through
EVEN_WEIGHT = 0.9  # where they stand among those with lines left alone


@dataclass(frozen=True, slots=True)
class TriedBan:
    """A ban, and what it keeps out."""

    address: str
    lines: tuple[int, ...]  # that led to it; the last is where somebody is banned
    at: int  # seconds since 1970
    seconds: int | None  # how long; None: for ever
    spared: int  # later lines of the address, while it lasts


@dataclass(frozen=True, slots=True)
class Counted:
    """An address with failures that is not banned."""

    address: str
    failures: int
    lines: tuple[int, ...]  # of those that came near, all; else the first


@dataclass(frozen=True, slots=True)
class Person:
    """Whoever is in lines that match."""

    address: str
    matched: int
    others: int  # lines that do not match
    examples: tuple[int, ...]  # the first of those
    first: float  # seconds since 1970; infinite where no line has a date
    last: float
    is_even: bool  # whether they come like a clock
    bans: int


@dataclass(frozen=True, slots=True)
class Doubt:
    """Somebody who is banned, and is perhaps no attacker."""

    person: Person
    why: str  # the name of a sentence: "private", "alone" or "even"
    weight: float  # how much speaks for that, up to 1
    lines: tuple[int, ...]  # that show it


@dataclass(frozen=True, slots=True)
class LineGroup:
    """Lines that are alike and match nothing."""

    many: int
    line: int  # the first
    text: str  # of it
    matched_up_to: int  # how many characters of that an expression matches
    stopped_by: str  # the part that comes then; "" where none is known


@dataclass(frozen=True, slots=True)
class Trial:
    """All that came of it."""

    jail: str
    maxretry: int
    findtime: int  # seconds
    random_seconds: int  # by how much a ban may be longer
    dates: Dates
    lines: int
    matched: int
    ignored_lines: int  # by `ignoreregex`
    undated: int
    named: int  # lines that would match, and name a host
    slow: tuple[int, ...]  # lines that took too long, and were left out
    bans: tuple[TriedBan, ...]
    near: tuple[Counted, ...]
    ignored: tuple[Counted, ...]  # by `ignoreip`
    people: tuple[Person, ...]  # most lines first
    doubts: tuple[Doubt, ...]  # the clearest first
    groups: tuple[LineGroup, ...]  # the largest first
    notes: tuple[str, ...]  # what of the jail could not be had here


def trial_from(jail: str, lines: int, answer: Mapping[str, Any], notes: Iterable[str]) -> Trial:
    """Return what the answer says. Raises LookupError, TypeError or ValueError where it is none."""
    counts = answer["counts"]
    bans = tuple(ban_from(one) for one in answer["bans"])
    people = people_from(answer["people"], bans)
    return Trial(
        jail=jail,
        maxretry=int(answer["maxretry"]),
        findtime=int(answer["findtime"]),
        random_seconds=int(answer["random"]),
        dates=Dates(answer["dates"]),
        lines=lines,
        matched=int(counts["matched"]),
        ignored_lines=int(counts["ignored"]),
        undated=int(counts["undated"]),
        named=int(answer["named"]),
        slow=tuple(map(int, answer["slow"])),
        bans=bans,
        near=tuple(
            Counted(str(name), int(failures), tuple(map(int, answer["led"][name])))
            for name, failures, _ in answer["near"]
        ),
        ignored=tuple(Counted(str(name), int(failures), (int(first),)) for name, failures, first in answer["ignored"]),
        people=people,
        doubts=doubts_of(people, bans, float(answer["span"])),
        groups=tuple(LineGroup(int(a), int(b), str(c), int(d), str(e)) for a, b, c, d, e in answer["groups"]),
        notes=tuple(notes),
    )


def ban_from(one: Mapping[str, Any]) -> TriedBan:
    seconds = None if one["seconds"] is None else int(one["seconds"])
    return TriedBan(str(one["address"]), tuple(map(int, one["lines"])), int(one["at"]), seconds, int(one["spared"]))


def people_from(found: Iterable[Any], bans: Iterable[TriedBan]) -> tuple[Person, ...]:
    numbers: dict[str, int] = {}
    for ban in bans:
        numbers[ban.address] = numbers.get(ban.address, 0) + 1
    return tuple(
        Person(
            str(address),
            int(matched),
            int(others),
            tuple(map(int, examples)),
            float(first),
            float(last),
            bool(is_even),
            numbers.get(address, 0),
        )
        for address, matched, others, examples, first, last, is_even in found
    )


def doubts_of(people: Iterable[Person], bans: Iterable[TriedBan], span: float) -> tuple[Doubt, ...]:
    """Return those of whom something speaks for that they are no attackers. `span` is that of the log, in seconds."""
    led: dict[str, tuple[int, ...]] = {}
    for ban in bans:
        led.setdefault(ban.address, ban.lines)
    found = [
        Doubt(person, *why, person.examples or led[person.address])
        for person in people
        if person.bans and (why := reason(person, span))
    ]
    return tuple(sorted(found, key=lambda one: (-one.weight, -one.person.matched - one.person.others)))


def reason(person: Person, span: float) -> tuple[str, float] | None:
    if is_private(person.address):
        return "private", 1.0
    if person.others >= person.matched:
        return "alone", person.others / (person.others + person.matched)
    lasts = person.last - person.first
    is_all_through = math.isfinite(lasts) and lasts >= MOST_OF_LOG * span
    return ("even", EVEN_WEIGHT) if person.is_even and is_all_through else None


def is_private(address: str) -> bool:
    try:
        found: IPv4Network | IPv6Network = ip_network(address, strict=False)
        mapped = getattr(ip_address(address), "ipv4_mapped", None) if "/" not in address else None
    except ValueError:
        return False
    inner = ip_network(mapped) if mapped else found
    return any(inner.version == one.version and inner.subnet_of(one) for one in PRIVATE)  # type: ignore[arg-type]
