"""A list as a table: separated by commas, semicolons or tabs, in the encodings of spreadsheet programs."""

import codecs
import csv
import io
from collections.abc import Sequence

from faircopy.checklists.adopt.fields import roles_of
from faircopy.checklists.adopt.inlines import InlineRewriter
from faircopy.checklists.adopt.markdown_list import parser
from faircopy.checklists.adopt.model import MAX_BYTES, Adopted, AdoptionError, AdoptionNotes
from faircopy.checklists.adopt.record_values import LINE
from faircopy.checklists.adopt.records import nodes_of_records
from faircopy.checklists.adopt.tracker_tables import as_list_calls_them, with_ticks

DELIMITERS = ",;\t|"
MAX_ROWS_ABOVE = 10
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def decoded(data: bytes, notes: AdoptionNotes) -> str:
    """Return the text of a file. Raises AdoptionError when it is none."""
    encoding = next((name for mark, name in MARKS if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        if b"\0" in data:
            raise AdoptionError("the file is no text; save it as text in UTF-8") from error
        line = data.count(b"\n", 0, error.start) + 1
        notes.add(line, "the file is not UTF-8; it is read as Windows-1252, look at its accents")
        text = data.decode("cp1252", errors="replace")
    if "\0" in text:
        raise AdoptionError("the file is no text; save it as text in UTF-8")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_table(text: str, notes: AdoptionNotes, base: str = "") -> Adopted:
    """Return the list in a table whose first row has the names of its columns. Raises AdoptionError."""
    rows = rows_of(text)
    if not rows:
        raise AdoptionError("the file is empty; its first row needs the names of the columns")
    number = head_of(rows)
    for line, row in rows[:number]:
        cells = ", ".join(filter(None, row))[:80]
        notes.add(line, f"this row stands above the names of the columns, and is left out: {cells}")
    (_, names), *rest = rows[number:]
    rest = with_ticks(names, rest)
    names = different(as_list_calls_them(names_in(names)))
    if "question" not in roles_of(names) and (found := unnamed_columns([row for _, row in rows])):
        notes.add("", "the columns have no names; one has boxes, and one is taken as that of the questions")
        names, rest = found, rows
    if "question" not in roles_of(names):
        known = "question, requirement, item, task, check, title, description"
        raise AdoptionError(f"no column is one of questions: {', '.join(names)[:200]}; call one of them one of {known}")
    for line, row in rest:
        if len(row) > len(names):
            fact = f"the row has {len(row)} cells for {len(names)} columns; the last ones are left out"
            notes.add(line, fact, "cells")
    records = [{LINE: line, **dict(zip(names, row, strict=False))} for line, row in rest]
    inlines = InlineRewriter(parser(), notes, base)
    return Adopted("", tuple(nodes_of_records(records, inlines, notes, with_headings=True)))


def rows_of(text: str) -> list[tuple[int, list[str]]]:
    """Return the rows that are not empty, each with the line on which it begins. Raises AdoptionError."""
    csv.field_size_limit(MAX_BYTES)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text), skipinitialspace=True)
    rows: list[tuple[int, list[str]]] = []
    start = 1
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                rows.append((start, row))
            start = reader.line_num + 1
    except csv.Error as error:
        raise AdoptionError(f"line {reader.line_num}: this is not a table row: {error}") from error
    return rows


def head_of(rows: Sequence[tuple[int, list[str]]]) -> int:
    """Return the number of the row with the names of the columns: a title or remarks may stand above it."""
    return next(
        (
            number
            for number, (_, row) in enumerate(rows[:MAX_ROWS_ABOVE])
            if "question" in roles_of(as_list_calls_them(names_in(row)))
        ),
        0,
    )


def unnamed_columns(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return names for the columns of a table that has none, if one column has only boxes; [] for any other table."""
    width = max(map(len, rows))
    columns = [[row[number].strip() if number < len(row) else "" for row in rows] for number in range(width)]
    is_box = [set(map(str.upper, cells)) <= {"TRUE", "FALSE", ""} and any(cells) for cells in columns]
    if not any(is_box):
        return []
    words = [0 if box else sum(len(cell.split()) for cell in cells) for box, cells in zip(is_box, columns, strict=True)]
    names = [f"column {number}" for number in range(1, width + 1)]
    names[is_box.index(True)], names[words.index(max(words))] = "done", "question"
    return names if max(words) else []


def names_in(row: Sequence[str]) -> list[str]:
    return [name.strip() or f"column {number}" for number, name in enumerate(row, 1)]


def different(names: list[str]) -> list[str]:
    """Return unique names of columns: a repeated name gets a number."""
    first = {name: number for number, name in reversed([*enumerate(names)])}
    return [name if first[name] == number else f"{name} {number + 1}" for number, name in enumerate(names)]


def delimiter_of(text: str) -> str:
    """Return the most frequent separator of the first row, quoted text left out."""
    head = "".join(text.split("\n", 1)[0].split('"')[::2])
    return max(DELIMITERS, key=head.count)
