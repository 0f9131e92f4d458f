from pathlib import Path

import pytest

from faircopy.markdown.document import parse_document
from faircopy.media.check import check_charts


@pytest.fixture
def post(tmp_path: Path) -> Path:
    (tmp_path / "good.csv").write_text("a,b,c\nx,1,one\n")
    (tmp_path / "bad.csv").write_text("a,b,c\nx,1,one\ny,many,many\n")
    (tmp_path / "latin.csv").write_bytes("a,b,c\nKäse,1,one\n".encode("latin-1"))
    return tmp_path / "index.md"


def found(post: Path, body: str) -> list[tuple[str, int, str, str]]:
    document = parse_document(str(post), f"Title: x\n\n{body}")
    return [(Path(d.path).name, d.line, d.code, d.message) for d in check_charts(document)]


@pytest.mark.parametrize(
    "body",
    [
        '![x](good.csv "T"){.chart .bars}',
        "![x](good.csv){ .chart .bars }",
        "![x]({attach}good.csv){.bars .chart}",
        "![x](missing.png)",
        "![x](missing.png){.charted}",
        "```{.markdown}\n![x](missing.csv){.chart .bars}\n```",
    ],
)
def test_what_is_right_is_left_in_peace(post: Path, body: str) -> None:
    assert found(post, body) == []


def test_data_that_is_not_there_is_named_at_the_chart(post: Path) -> None:
    ((path, line, code, message),) = found(post, "One.\n\n![x\ny](missing.csv){.chart .bars}")
    assert (path, line, code) == ("index.md", 5, "TH101")
    assert "'missing.csv'" in message
    assert "No such file" in message


def test_data_that_is_no_text_is_named(post: Path) -> None:
    ((_, _, code, message),) = found(post, "![x](latin.csv){.chart .bars}")
    assert code == "TH101"
    assert "not UTF-8" in message


def test_wrong_data_is_named_at_its_line_in_the_file(post: Path) -> None:
    assert found(post, "![x](bad.csv){.chart .bars}") == [
        ("bad.csv", 3, "TH102", "'many' is not a number, '<=' and a number, or '>' and a number")
    ]


@pytest.mark.parametrize("classes", [".chart", ".chart .pie"])
def test_a_wrong_kind_is_named_at_the_chart(post: Path, classes: str) -> None:
    ((path, line, code, _),) = found(post, f"![x](good.csv){{{classes}}}")
    assert (path, line, code) == ("index.md", 3, "TH102")
