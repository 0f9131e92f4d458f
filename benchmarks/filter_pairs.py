"""Compare the matcher of the filter tool with fail2ban: every stock filter on every sample line, and on changed lines.

    .venv/bin/python benchmarks/filter_pairs.py [CHANGED_LINES [SEED]]

A minute or two of processor. What differs is printed, and the exit code is 1. The samples are those that fail2ban's
package brings. A changed line has other digits, letters of other alphabets, spellings of IPv6, control characters, a
piece more or a piece less.
"""

import random
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import stockfilters
from faircopy.snippets.sandbox.runner import Sandbox, working_kind

CHANGED = 60_000
SEED = 18
PART = 250  # lines of a filter that one request asks about
SECONDS = 600
PIECES = (
    *("٣", "𝟗", "é", "ſ", "K", "İ", "ß", "中", "\u2028", "\x85", "\xa0", "\x1c", "\x00", "\r", "\t", "\v"),  # noqa: RUF001
    *("::", "::1", "2001:DB8::0:1", "::ffff:192.0.2.1", "[2001:db8::1]", "fe80::1%eth0", "1.2.3.04", "999.9.9.9"),
    *("192.0.2.1/24", " ", "  ", ":", "-", "[", "]", "(", ")", '"', "'", "<", ">", "from", "user", "x.example.org"),
    *("2026-02-30 25:61:61", "\U0001f600", "A" * 300),
)


def changed(line: str, source: random.Random) -> str:
    """Return a line with one to three changes."""
    for _ in range(source.randint(1, 3)):
        at = source.randrange(len(line) + 1)
        until = min(len(line), at + source.choice((0, 0, 1, 1, 3, 8)))
        piece = source.choice(("", source.choice(PIECES), line[at:until].swapcase(), str(source.randrange(100))))
        line = (line[:at] + piece + line[until:]).replace("\n", "")
    return line


def changed_lines(number: int, seed: int) -> dict[str, list[str]]:
    source = random.Random(seed)  # noqa: S311  # the same lines each time
    names = stockfilters.stock_filters()
    lines = {name: stockfilters.own_lines(name) for name in names}
    return {name: [changed(source.choice(lines[name]), source) for _ in range(number // len(names))] for name in names}


def parts(asked: Mapping[str, Sequence[str]]) -> Iterator[dict[str, Sequence[str]]]:
    """Yield what is asked in parts that a request can hold: the lines of a filter stay in their order."""
    longest = max(map(len, asked.values()))
    for start in range(0, longest, PART):
        yield {name: lines[start : start + PART] for name, lines in asked.items() if lines[start : start + PART]}


def compare(title: str, asked: Mapping[str, Sequence[str]]) -> bool:
    """Print what differs. What does not when it is asked alone hangs on the line before, and is known: see the page."""
    pairs, wrong, known = 0, list[tuple[str, str, str]](), 0
    with Sandbox(working_kind()) as sandbox:
        for part in parts(asked):
            number, differ = stockfilters.compared(sandbox, part, SECONDS)
            alone = [one for one in differ if stockfilters.compared(sandbox, {one[0]: [one[1]]})[1]]
            pairs, wrong, known = pairs + number, wrong + alone, known + len(differ) - len(alone)
    print(f"{title}: {pairs} pairs of filter and line, {len(wrong)} differ; {known} by a damaged date before them")
    for name, line, fact in wrong:
        print(f"{name}: {fact}: {line!r}")
    return not wrong


def main(number: int, seed: int) -> int:
    every = dict.fromkeys(stockfilters.stock_filters(), stockfilters.all_lines())
    same = compare("samples", every), compare("changed lines", changed_lines(number, seed))
    return 0 if all(same) else 1


if __name__ == "__main__":
    number, seed = [*map(int, sys.argv[1:]), *(CHANGED, SEED)[len(sys.argv) - 1 :]]
    sys.exit(main(number, seed))
