"""The example of docs/writing-a-checker.md is a checker, and its case is a case."""

import re
from pathlib import Path
from typing import Any

from cases import read_case
from faircopy.snippets.checker_table import row_of
from faircopy.snippets.checkers._each import EachChecker


def test_the_example_is_a_checker_and_has_a_case(root: Path, tmp_path: Path) -> None:
    page = (root / "docs/writing-a-checker.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"^```python\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    module: dict[str, Any] = {}
    exec(compile(code, "gettext.py", "exec"), module)  # noqa: S102  # our own text
    checker: EachChecker = module["CHECKER"]
    assert row_of(checker).startswith("| `gettext` | `*.po` | `po` |")
    (text,) = re.findall(r"^````markdown\n(.*?)^````", page, re.MULTILINE | re.DOTALL)
    (tmp_path / "cases.md").write_text(text)
    case = read_case(tmp_path / "cases.md")
    # The message stands at the line of the snippet that is wrong, and its code is the example's.
    assert [line.split(":")[0] for line in case.expected] == ["12"]
    assert module["REFUSED"].code in case.expected[0]
    assert case.document.text.split("\n")[11].startswith("msgstr")
    fields = re.findall(r"^\| `(\w+)`(?:, `(\w+)`)* \| ", page, re.MULTILINE)
    assert {name for pair in fields for name in pair if name} <= set(EachChecker.__dataclass_fields__)
