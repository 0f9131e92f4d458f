"""Reads the CSV file of a chart. docs/authoring-pictures.md describes the two kinds."""

import csv
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

Grade = Literal["good", "middling", "poor", ""]
GRADES: tuple[Grade, ...] = ("good", "middling", "poor", "")
Bound = Literal["at most", "exactly", "over"]
BOUNDS: dict[str, Bound] = {"<=": "at most", "": "exactly", ">": "over"}
NUMBER = re.compile(r"(?P<bound><=|>|)\s*(?P<number>\d+(\.\d+)?)")
VERDICT = " verdict"


class ChartError(ValueError):
    """The data cannot be drawn; the message says why.

    `line` is the line of the CSV file, from 1; None if the fault is not in the file.
    """

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True, slots=True)
class Bar:
    """One measured value."""

    label: str
    number: float
    bound: Bound  # how the true value stands to the number
    words: str  # the value as a person would say it


@dataclass(frozen=True, slots=True)
class Bars:
    """Values of one quantity, drawn as bars."""

    heading: str  # of the labels
    unit: str
    words_heading: str
    rows: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class VerdictRow:
    """The verdicts on one thing by several criteria."""

    label: str
    words: tuple[str, ...]
    grades: tuple[Grade, ...]  # as many as words; "" where the words do not judge


@dataclass(frozen=True, slots=True)
class Verdicts:
    """Things with verdicts, drawn as marks."""

    heading: str  # of the labels
    counts: tuple[str, ...]  # the headings of the words
    rows: tuple[VerdictRow, ...]


Chart = Bars | Verdicts


def read_chart(kind: str, text: str) -> Chart:
    """Return the chart of that kind ('bars' or 'verdicts') in the CSV `text`. Raises ChartError."""
    rows = [[cell.strip() for cell in row] for row in csv.reader(text.splitlines())]
    if kind not in READERS:
        raise ChartError(f"there is no chart of the kind '{kind}'; there are {', '.join(READERS)}")
    if len(rows) < 2:
        raise ChartError("there are no rows below the headings", 1)
    for line, row in enumerate(rows, 1):
        if len(row) != len(rows[0]):
            raise ChartError(f"the row has {len(row)} cells, and there are {len(rows[0])} headings", line)
    return READERS[kind](rows[0], rows[1:])


def read_bars(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> Bars:
    if len(headings) != 3:
        raise ChartError(f"bars have three columns (label, number, words), and here are {len(headings)}", 1)
    heading, unit, words_heading = headings
    return Bars(heading, unit, words_heading, tuple(read_bar(row, unit, line) for line, row in enumerate(rows, 2)))


def read_bar(row: Sequence[str], unit: str, line: int) -> Bar:
    label, number, words = row
    found = NUMBER.fullmatch(number)
    if not found:
        raise ChartError(f"'{number}' is not a number, '<=' and a number, or '>' and a number", line)
    bound, value = BOUNDS[found["bound"]], float(found["number"])
    return Bar(label, value, bound, words or f"{bound} {value:g} {unit}".removeprefix("exactly "))


def read_verdicts(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> Verdicts:
    counts = [heading for heading in headings[1:] if not heading.endswith(VERDICT)]
    expected = [headings[0], *(column for count in counts for column in (count, count + VERDICT))]
    if not counts or list(headings) != expected:
        raise ChartError(f"the headings of verdicts are a label, then pairs like 'Food' and 'Food{VERDICT}'", 1)
    return Verdicts(headings[0], tuple(counts), tuple(read_verdict(row, line) for line, row in enumerate(rows, 2)))


def read_verdict(row: Sequence[str], line: int) -> VerdictRow:
    grades = []
    for text in row[2::2]:
        grade = next((grade for grade in GRADES if grade == text), None)
        if grade is None:
            raise ChartError(f"'{text}' is no verdict; it is good, middling, poor, or empty", line)
        grades.append(grade)
    return VerdictRow(row[0], tuple(row[1::2]), tuple(grades))


READERS: dict[str, Callable[[Sequence[str], Sequence[Sequence[str]]], Chart]] = {
    "bars": read_bars,
    "verdicts": read_verdicts,
}


def table_of(chart: Chart) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Return the headings and rows of the chart as an HTML-ready table."""
    if isinstance(chart, Bars):
        return (chart.heading, chart.words_heading), [(bar.label, bar.words) for bar in chart.rows]
    return (chart.heading, *chart.counts), [(row.label, *row.words) for row in chart.rows]
