"""Names that no file or folder on Windows can have."""

from pathlib import Path

import pytest

from faircopy.content.settings import Site
from faircopy.lint.cli import main
from faircopy.lint.rules.name_for_windows import check_address_names
from faircopy.markdown.document import parse_document
from rulecases import site_of_documents


def found_in(front: str, site: Site) -> list[str]:
    document = (parse_document("a.md", f"Title: A\nDate: 2018-03-04\n{front}\n\nText.\n"), True)
    found = [one.diagnostic for one in check_address_names(site_of_documents([document], site=site))]
    return [f"{one.line}:{one.column} {one.severity} {one.code} {one.message}" for one in found]


@pytest.mark.parametrize(
    ("front", "place", "why"),
    [
        ("Slug: con", "3:7", "'con', which Windows keeps for a device"),
        ("Slug: LPT1", "3:7", "'LPT1', which Windows keeps for a device"),
        ("Slug: x\nTags: words, aux", "4:14", "'aux', which Windows keeps for a device"),
        ("Slug: x\nCategory: nul", "4:11", "'nul', which Windows keeps for a device"),
        ("Slug: x\nRedirect_from: /a/, /b/com1.html", "4:21", "'com1.html', which Windows keeps for a device"),
        ("Slug: x\nRedirect_from: /a./", "4:16", "'a.', whose last character Windows drops"),
        ("Slug: a:b", "3:7", "'a:b', in which Windows allows no ':'"),
        ("Slug: a*", "3:7", "'a*', in which Windows allows no '*'"),
    ],
)
def test_an_address_with_one_is_named(front: str, place: str, why: str) -> None:
    (found,) = found_in(front, Site(house_rules=False))
    assert found.startswith(f"{place} warning FM122 the address '")
    assert found.endswith(f"' has the name {why}")


@pytest.mark.parametrize(
    "front", ["Slug: console", "Slug: a-con", "Slug: x\nTags: auxiliary, com", "Slug: com12", "Slug: .."]
)
def test_another_name_is_left_alone(front: str) -> None:
    assert found_in(front, Site()) == []


@pytest.mark.parametrize("name", ["extra/aux.txt", "posts/2018/a/nul.csv", "posts/2018/a/a?.csv", "extra/x./b.txt"])
def test_a_file_with_one_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    for path in ("posts/2018/a/index.md", "extra/b.txt", name):
        (tmp_path / "content" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "content" / path).write_text("Title: A\nDate: 2018-01-02\nSlug: a\nSummary: Words.\n\nText.\n")
    assert main(["content"]) == 0
    said = capsys.readouterr().out
    assert f"content/{name}:1:1: warning FM122 its path has the name '" in said
    assert said.count("warning") == 2  # and in the sum
