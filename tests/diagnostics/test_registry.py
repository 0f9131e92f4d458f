import pytest

from faircopy.diagnostics.model import Rule, Severity
from faircopy.diagnostics.registry import RETIRED, package_rules, with_rows

PAGE = """\
# Diagnostics

| code | severity | what is wrong | what to do |
| --- | --- | --- | --- |
| AA101 | error | one | do *this* \\| or that |
| AA103 | note | three | do that |

## Others

| code | severity | what is wrong | what to do |
| --- | --- | --- | --- |
| BB101 | error | a row of another table | nothing |
"""
RULES = {
    "AA101": Rule("AA101", Severity.ERROR, "one"),
    "AA103": Rule("AA103", Severity.NOTE, "three", "do that"),
    "BB101": Rule("BB101", Severity.ERROR, "a row of another table"),
}


def test_a_page_that_is_right_stays_as_it_is() -> None:
    assert with_rows(PAGE, RULES) == PAGE


@pytest.mark.parametrize(
    ("code", "before"), [("AA102", "| AA103"), ("AA104", "\n## Others"), ("AA199", "\n## Others"), ("BB999", "")]
)
def test_a_new_rule_gets_a_row_in_the_order_of_codes(code: str, before: str) -> None:
    page = with_rows(PAGE, {**RULES, code: Rule(code, Severity.WARNING, "new", "do it")})
    row = f"| {code} | warning | new | do it |\n"
    assert page.replace(row, "") == PAGE
    assert f"{row}{before}" in page


def test_a_row_says_what_its_rule_says() -> None:
    changed = {**RULES, "AA101": Rule("AA101", Severity.NOTE, "won"), "AA103": Rule("AA103", Severity.NOTE, "3", "do")}
    page = with_rows(PAGE, changed)
    assert "| AA101 | note | won | do *this* \\| or that |\n| AA103 | note | 3 | do |\n" in page


def test_the_row_of_a_rule_that_is_gone_goes_when_its_code_is_retired(monkeypatch: pytest.MonkeyPatch) -> None:
    left = {code: RULES[code] for code in ("AA101", "BB101")}
    with pytest.raises(ValueError, match="AA103 is no rule any more; name it in RETIRED"):
        with_rows(PAGE, left)
    monkeypatch.setattr("faircopy.diagnostics.registry.RETIRED", {"AA103"})
    assert with_rows(PAGE, left) == PAGE.replace("| AA103 | note | three | do that |\n", "")


def test_no_rule_has_a_code_that_is_retired(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not RETIRED & set(package_rules())
    monkeypatch.setattr("faircopy.diagnostics.registry.RETIRED", {"PR401"})
    with pytest.raises(ValueError, match="PR401 has two meanings"):
        package_rules()


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        (Rule("AA102", Severity.ERROR, "new"), "AA102 does not say what to do"),
        (Rule("CC101", Severity.ERROR, "new", "do it"), "no table in which CC101 could follow"),
    ],
)
def test_a_rule_that_has_no_place_is_an_error(rule: Rule, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        with_rows(PAGE, {**RULES, rule.code: rule})
