"""Tables as text: every selection of their columns, and the numbers that a chart shows."""

import csv
import re
from collections.abc import Iterator
from itertools import combinations

from faircopy.media.chart_data import READERS, ChartError, read_chart, table_of

# A table of more columns is looked for by rows and by single columns only.
MAX_COLUMNS = 5
# A number as one writes it, perhaps with marks between the thousands.
NUMBER = re.compile(r"(?<![\w.,])\d{1,3}(?:[,.'\u2019 \u00a0\u202f]\d{3})+(?!\w)|(?<![\w])\d+(?!\w)")
NO_DIGIT = re.compile(r"\D")
# Numbers of fewer digits, and years, are in many tables; of those that are left, so many are nobody else's.
TELLING_DIGITS, TELLING_NUMBERS, MOST_OF_NUMBERS = 4, 5, 0.8
YEARS = range(1900, 2101)


def forms_of_table(text: str) -> Iterator[str]:
    try:
        rows = [row for row in csv.reader(text.splitlines(), delimiter="\t" if "\t" in text else ",") if row]
    except csv.Error:
        return
    width = max(map(len, rows), default=0)
    for number in range(1, width) if width <= MAX_COLUMNS else (1,):
        for columns in combinations(range(width), number):
            joined_rows = [" ".join(row[column] for column in columns if column < len(row)) for row in rows]
            yield "\n".join(joined_rows)
            yield "\n".join(joined_rows[1:])  # without its headings
            yield "\n".join(reversed(joined_rows))
    for kind in READERS:
        try:
            headings, chart_rows = table_of(read_chart(kind, text))
        except (ChartError, ValueError):
            continue
        yield "\n".join(map(" ".join, [headings, *chart_rows]))
        yield "\n".join(map(" ".join, chart_rows))


def numbers_of(text: str) -> frozenset[str]:
    """Return the distinctive numbers in a text, as digits."""
    digits = (NO_DIGIT.sub("", one) for one in NUMBER.findall(text))
    return frozenset(one for one in digits if TELLING_DIGITS <= len(one) <= 15 and int(one) not in YEARS)


def has_numbers(numbers: frozenset[str], text: str) -> bool:
    """Tell whether most numbers of a table stand in a text, in whatever order."""
    if len(numbers) < TELLING_NUMBERS:
        return False
    return len(numbers & numbers_of(text)) >= MOST_OF_NUMBERS * len(numbers)
