import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from faircopy.media.chart_data import Bars, ChartError, Verdicts, read_chart, table_of
from faircopy.media.chart_svg import chart_svg

CASES = Path(__file__).parent / "cases" / "everything"
NUMBERS = (CASES / "numbers.csv").read_text(encoding="utf-8")
DRINKS = (CASES / "drinks.csv").read_text(encoding="utf-8")

HEAD = "Place,Food,Food verdict\n"
WRONG = {
    "an unknown kind": ("pie", "a,b\n1,2\n", None, "no chart of the kind 'pie'; there are bars, verdicts"),
    "an empty file": ("bars", "", 1, "no rows"),
    "headings only": ("bars", "a,b,c\n", 1, "no rows"),
    "a short row": ("bars", "a,b,c\nx,1,one\ny,2\n", 3, "the row has 2 cells, and there are 3 headings"),
    "a word for a number": ("bars", "a,b,c\nx,many,many\n", 2, "'many' is not a number"),
    "a negative number": ("bars", "a,b,c\nx,-1,one\n", 2, "'-1' is not a number"),
    "bars with two columns": ("bars", "a,b\nx,1\n", 1, "bars have three columns"),
    "an unknown verdict": ("verdicts", f"{HEAD}Here,Nice,nice\n", 2, "'nice' is no verdict"),
    "verdicts without words": ("verdicts", "Place,Food verdict\nHere,good\n", 1, "pairs like 'Food'"),
    "verdicts of another thing": ("verdicts", "Place,Food,Drink verdict\nHere,a,good\n", 1, "pairs like 'Food'"),
    "only labels": ("verdicts", "Place\nHere\n", 1, "pairs like 'Food'"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_cannot_be_drawn_says_why_and_where(name: str) -> None:
    kind, text, line, fact = WRONG[name]
    with pytest.raises(ChartError, match=re.escape(fact)) as caught:
        read_chart(kind, text)
    assert caught.value.line == line


def test_bars_know_how_sure_a_number_is() -> None:
    chart = read_chart("bars", NUMBERS)
    assert isinstance(chart, Bars)
    assert chart.unit == "Mb/s"
    assert [(bar.label, bar.number, bar.bound) for bar in chart.rows] == [
        ("Some", 2.5, "at most"),
        ("More", 40, "over"),
        ("Exactly", 30, "exactly"),
    ]


def test_words_that_are_left_out_are_made_of_the_number() -> None:
    headings, rows = table_of(read_chart("bars", NUMBERS))
    assert headings == ("What", "In words")
    assert rows == [("Some", "at most 2.5"), ("More", "over 40 Mb/s"), ("Exactly", "thirty")]


def test_verdicts_are_drawn_and_words_are_tabled() -> None:
    chart = read_chart("verdicts", DRINKS)
    assert isinstance(chart, Verdicts)
    assert [row.grades for row in chart.rows] == [("good",), ("poor",), ("",), ("middling",)]
    headings, rows = table_of(chart)
    assert headings == ("Drink", "Taste")
    assert rows[0] == ("Tea", 'A "proper" cup & saucer')


@pytest.mark.parametrize(("kind", "text"), [("bars", NUMBERS), ("verdicts", DRINKS)])
def test_a_drawing_is_small_whole_and_free_of_style(kind: str, text: str) -> None:
    chart = read_chart(kind, text)
    svg = chart_svg(chart, "chart-1", "Title & more", "What <it> shows")
    root = ET.fromstring(svg)  # noqa: S314  # our own
    assert {node.tag for node in root.iter()} == {"svg", "title", "desc", "path", "text"}
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "chart-1-title chart-1-desc"
    assert [root[0].text, root[1].text] == ["Title & more", "What <it> shows"]
    assert not any("style" in node.attrib or "clip-path" in node.attrib for node in root.iter())
    # No colour of its own: the page's, or the text's where there is no stylesheet.
    assert {node.get("fill") for node in root.iter() if node.get("fill")} <= {"currentColor", "none"}
    assert "#" not in svg
    assert len(svg) < 6000
    written = {node.text for node in root.iter("text")}
    assert {row.label for row in chart.rows} <= written


@pytest.mark.parametrize(("kind", "text"), [("bars", NUMBERS), ("verdicts", DRINKS)])
def test_the_same_chart_is_the_same_drawing(kind: str, text: str) -> None:
    chart = read_chart(kind, text)
    assert chart_svg(chart, "c", "t", "d") == chart_svg(chart, "c", "t", "d")


def test_nothing_is_drawn_where_there_is_no_verdict() -> None:
    def marks(grade: str) -> int:
        return chart_svg(read_chart("verdicts", f"{HEAD}Here,Nice,{grade}\n"), "c", "t", "d").count("stroke-pencil")

    assert marks("good") == marks("poor") == 1
    assert marks("") == 0
