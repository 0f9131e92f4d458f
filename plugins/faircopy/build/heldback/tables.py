"""Tables as texts: each choice of their columns, and what a chart shows of them."""

import csv
from collections.abc import Iterator
from itertools import combinations

from faircopy.media.chart_data import READERS, ChartError, read_chart, table_of

# A table of more columns is looked for by rows and by single columns only.
MOST_COLUMNS = 5


def forms_of_table(text: str) -> Iterator[str]:
    try:
        rows = [row for row in csv.reader(text.splitlines(), delimiter="\t" if "\t" in text else ",") if row]
    except csv.Error:
        return
    width = max(map(len, rows), default=0)
    for number in range(1, width) if width <= MOST_COLUMNS else (1,):
        for columns in combinations(range(width), number):
            told_rows = [" ".join(row[column] for column in columns if column < len(row)) for row in rows]
            yield "\n".join(told_rows)
            yield "\n".join(told_rows[1:])  # without its headings
    for kind in READERS:
        try:
            headings, chart_rows = table_of(read_chart(kind, text))
        except (ChartError, ValueError):
            continue
        yield "\n".join(map(" ".join, [headings, *chart_rows]))
        yield "\n".join(map(" ".join, chart_rows))
