"""A text is read and published as deep as it may nest; what is deeper is an error, and nothing is left out silently."""

from collections.abc import Callable
from pathlib import Path

import pytest

from faircopy.checklists.cli import main as checklists
from faircopy.lint.cli import main
from faircopy.lint.rules.excess import MAX_LEVELS
from markdown import Markdown

DEEPEST = 'The [deepest](nowhere.md) <script>x</script>\n\n```json\n{"a": 1,}\n```\n'
HEAD = "Title: A\nDate: 2018-01-02\nSlug: a\nSummary: Words.\n"


def in_lists(levels: int) -> str:
    items = "".join(f"{'    ' * level}- level {level}\n\n" for level in range(levels))
    return items + "".join(f"{'    ' * levels}{line}\n" if line else "\n" for line in DEEPEST.split("\n"))


def in_quotes(levels: int) -> str:
    return "".join(f"{'> ' * levels}{line}\n" for line in DEEPEST.split("\n"))


@pytest.mark.parametrize("levels", [1, 9, 10, 11, 20, 21, MAX_LEVELS - 1, MAX_LEVELS])
@pytest.mark.parametrize("nested", [in_lists, in_quotes])
def test_all_that_is_allowed_is_read_and_published(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    nested: Callable[[int], str],
    levels: int,
) -> None:
    monkeypatch.chdir(tmp_path)
    post = tmp_path / "content/posts/2018/a/index.md"
    post.parent.mkdir(parents=True)
    post.write_text(f"{HEAD}\n{nested(levels)}")
    assert main(["content", "--no-cache"]) == 1
    said = capsys.readouterr().out
    assert all(code in said for code in ("FM134", "PR201", "1 snippet")), said
    assert "FM144" not in said
    page = Markdown(extensions=["faircopy.markdown.extension"]).convert(nested(levels))
    assert ">deepest<" in page
    assert '{"a": 1,}' in page.replace("&quot;", '"')


def test_no_question_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    questions = "".join(f"{'    ' * level}- [ ] Is it {level}? {{#q{level}}}\n" for level in range(MAX_LEVELS))
    Path("list.md").write_text(f"{HEAD}Checklist: deep\n\n## One {{#one}}\n\n{questions}")
    assert checklists(["record", "list.md"]) == 0
    assert f"{MAX_LEVELS} questions" in capsys.readouterr().err
