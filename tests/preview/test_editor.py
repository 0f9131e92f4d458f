import re
from pathlib import Path

import pytest

from faircopy.preview.editor import VARIABLE, EditorUrlError, check_variable, checked_pattern, editor_link


@pytest.mark.parametrize(
    ("pattern", "link"),
    [
        ("vscode://file{path}:{line}:{column}", "vscode://file/a%20folder/k%C4%81.md:7:3"),
        ("idea://open?file={path}&line={line}", "idea://open?file=/a%20folder/k%C4%81.md&line=7"),
        ("subl:open?url=file://{path}", "subl:open?url=file:///a%20folder/k%C4%81.md"),
    ],
)
def test_a_link_leads_to_the_place(pattern: str, link: str) -> None:
    assert editor_link(checked_pattern(pattern), Path("/a folder/kā.md"), 7, 3) == link


def test_a_relative_path_is_made_absolute() -> None:
    assert editor_link("x:{path}", Path("a.md"), 1, 1) == f"x:{Path.cwd()}/a.md".replace(" ", "%20")


@pytest.mark.parametrize(
    ("pattern", "fact"),
    [
        ("code", "no.* address of an editor|is not the address"),
        ("javascript:alert('{path}')", "is not the address"),
        ("vscode://file{file}", "unknown field 'file'"),
        ("vscode://file", "has no {path}"),
        ("vscode://file{path", "expected '}'"),
        ("x:{path:d}", "Unknown format code 'd'"),
    ],
)
def test_a_pattern_that_would_not_work_is_refused(pattern: str, fact: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, pattern)
    with pytest.raises(EditorUrlError, match=fact) as caught:
        check_variable()
    assert "vscode://file{path}:{line}:{column}" in str(caught.value)


def test_no_editor_is_all_right(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    check_variable()


def test_the_documentation_names_patterns_that_work(root: Path) -> None:
    text = (root / "docs/preview.md").read_text()
    assert f"$ export {VARIABLE}=" in text
    patterns = re.findall(r"`([a-z]+:[^`…]*{path}[^`]*)`", text)
    assert len(patterns) >= 5
    for pattern in patterns:
        assert checked_pattern(pattern) == pattern
