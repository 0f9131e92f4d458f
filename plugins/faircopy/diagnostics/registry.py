"""All rules of the package, and the tables of docs/diagnostics.md, which are generated from them."""

import importlib
import re
from collections.abc import Mapping
from pathlib import Path

from faircopy.diagnostics.model import Rule

PACKAGE = Path(__file__).parent.parent
# Codes of rules that are gone. They mean nothing else, ever.
RETIRED = frozenset(("CL315", "CL340"))
ROW = re.compile(r"\| (?P<code>[A-Z]{2}\d{3}) \| .*? \| .*? \| (?P<remedy>.*) \|")


def package_rules() -> dict[str, Rule]:
    """Return all rules defined in `faircopy`, by code. Raises ValueError for a code with two meanings.

    Only modules that define a rule are imported, and what those need.
    """
    found: dict[str, Rule] = {}
    for file in sorted(PACKAGE.rglob("*.py")):
        if "Rule(" not in file.read_text(encoding="utf-8"):
            continue
        name = ".".join((PACKAGE.name, *file.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(".__init__")
        for rule in vars(importlib.import_module(name)).values():
            # One that several modules import is one rule.
            if isinstance(rule, Rule) and (found.setdefault(rule.code, rule) is not rule or rule.code in RETIRED):
                raise ValueError(f"{rule.code} has two meanings")
    return found


def with_rows(page: str, rules: Mapping[str, Rule]) -> str:
    """Return the text of docs/diagnostics.md with one row for each rule, in the table of its group.

    If a rule has no remedy, the one on the page stays. Raises ValueError for a new rule without a remedy, for a rule
    whose group has no table, and for a removed rule that is not in RETIRED.
    """
    lines: list[str] = []
    codes: list[str] = []  # of each line; "" where it is no row
    for line in page.splitlines():
        found = ROW.fullmatch(line)
        if found and found["code"] not in rules:
            if found["code"] not in RETIRED:
                raise ValueError(f"{found['code']} is no rule any more; name it in RETIRED")
        else:
            lines.append(row_of(rules[found["code"]], found["remedy"]) if found else line)
            codes.append(found["code"] if found else "")
    for code in sorted(set(rules) - set(codes)):
        before = [number for number, other in enumerate(codes) if other[:2] == code[:2] and other < code]
        if not before:
            raise ValueError(f"docs/diagnostics.md has no table in which {code} could follow another code")
        lines.insert(before[-1] + 1, row_of(rules[code], ""))
        codes.insert(before[-1] + 1, code)
    return "\n".join(lines) + "\n"


def row_of(rule: Rule, remedy: str) -> str:
    if not (rule.remedy or remedy):
        raise ValueError(f"{rule.code} does not say what to do")
    return f"| {rule.code} | {rule.severity} | {rule.summary} | {rule.remedy or remedy} |"


def write_rows(page: Path) -> None:
    """Bring the tables of a page up to date."""
    page.write_text(with_rows(page.read_text(encoding="utf-8"), package_rules()), encoding="utf-8")
