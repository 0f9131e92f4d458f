"""What was measured, as Markdown: medians, spreads, ratios, growth."""

import math
import re
import statistics
from collections.abc import Sequence
from pathlib import Path

README = Path(__file__).resolve().parent / "README.md"


def spread(values: Sequence[float], digits: int = 2) -> str:
    """Return the median, then the least and the greatest."""
    median, least, most = (f"{value:.{digits}f}" for value in (statistics.median(values), min(values), max(values)))
    return f"{median} ({least} to {most})"


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """Return the median of the ratios within each round, which a machine that gets slower does not change."""
    return statistics.median(mine / other for mine, other in zip(ours, theirs, strict=True))


def growth(sizes: Sequence[int], values: Sequence[float]) -> float:
    """Return the exponent between the two largest sizes: 1 is linear, 2 quadratic.

    The smaller ones would say how long the program takes to start.
    """
    (small, less), (large, more) = sorted(zip(sizes, values, strict=True))[-2:]
    return math.log(more / less) / math.log(large / small)


def table(head: Sequence[str], rows: Sequence[Sequence[str]], words: int) -> str:
    """Return a Markdown table, its first `words` columns to the left and the others, of numbers, to the right."""
    rule = ["---"] * words + ["---:"] * (len(head) - words)
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, rule, *rows))


def filled_in(text: str, name: str, section: str) -> str:
    """Put `section` between the marks `<!-- NAME -->` and `<!-- end of NAME -->`. Raises ValueError without them."""
    marks = re.compile(rf"(<!-- {name} -->\n).*?(<!-- end of {name} -->)", re.DOTALL)
    new, found = marks.subn(lambda marked: f"{marked[1]}\n{section}\n\n{marked[2]}", text)
    if found != 1:
        raise ValueError(f"{found} places for '{name}' where there has to be one")
    return new


def published(name: str, section: str, *, write: bool) -> None:
    """Print a section, and keep it in the README if asked to."""
    print(section)
    if write:
        README.write_text(filled_in(README.read_text(encoding="utf-8"), name, section), encoding="utf-8")
