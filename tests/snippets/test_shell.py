"""Comments by which a snippet would tell shellcheck what not to see, or what to read."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import missing
from faircopy.markdown.document import parse_document
from faircopy.snippets.check import check_documents
from faircopy.snippets.checkers._shell.linters import SINGLE_CODES, without_orders
from faircopy.snippets.jobs import Settings
from faircopy.snippets.sandbox.runner import working_kind
from keptsandbox import kept_sandbox

ERROR = "[[ $@ == x ]]"


def warnings_of(code: str, language: str = "bash") -> list[tuple[int, int, str]]:
    if working_kind() is None:
        missing("neither bubblewrap nor unshare works here")
    text = f"```{language}\n{code}```\n"
    report = check_documents([parse_document("a.md", text)], Settings(sandbox=kept_sandbox()))
    return [
        (one.line, one.column, code)
        for one in report.diagnostics
        for code in re.findall(r"\((SC\d+)\)", one.message) or [one.code]
    ]


ORDERS = [
    *("disable=all", "disable=SC2199", "disable=SC1000-SC9999", "disable=SC2199,SC2050", "enable=all disable=all"),
    *("disable=SC2199 # for a reason", "disable=SC2199 disable=all", "disable=SC2199 # shellcheck disable=all"),
    *("source=/etc/passwd", "source-path=/etc", "external-sources=true", "shell=ksh", "nonsense=1", "disable="),
]
FORMS = ["# shellcheck {}", "#shellcheck {}", "#\t shellcheck\t{}", "#\u00a0shellcheck {}", "## shellcheck {}"]


@pytest.mark.slow
@pytest.mark.parametrize("order", ORDERS)
def test_no_comment_hides_an_error(order: str) -> None:
    places = f"COMMENT\n{ERROR}\nCOMMENT\n{ERROR}\nf() {{\n  COMMENT\n  {ERROR}\n}}\n"
    found = warnings_of(places.replace("COMMENT", f"# shellcheck {order}"))
    assert [line for line, _, code in found if code == "SC2199"] == [3, 5, 8]
    if "SC2199" not in order:
        assert found == warnings_of(places.replace("COMMENT", "# nothing"))


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMS)
def test_no_form_of_a_comment_hides_an_error(form: str) -> None:
    assert "SC2199" in {code for *_, code in warnings_of(f"{form.format('disable=all')}\n{ERROR}\n")}


def test_a_warning_is_turned_off_by_its_code_where_the_comment_stands() -> None:
    code = "true\n# shellcheck disable=SC2050 # shown on purpose\n[[ a == b ]] && ls\n[[ a == b ]] && ls\n"
    assert warnings_of(code) == [(5, 6, "SC2050")]
    assert warnings_of(code.replace("SC2050", "all")) == [(4, 6, "SC2050"), (5, 6, "SC2050")]


def test_another_shell_is_none_of_a_comments_business() -> None:
    code = '# shellcheck shell=bash\nfoo() { local x; x=(1 2); echo "${x[0]}"; }\nfoo\n'
    claim = '{.sh file="/srv/x.sh"}'
    assert warnings_of(code, claim) == warnings_of(code.replace("shellcheck", "nothing"), claim) != []


def test_the_length_of_a_variable_of_that_name_is_read() -> None:
    assert warnings_of('shellcheck=1\necho "${#shellcheck}"\n') == []


PARTS = (*("#", " ", "shellcheck", "disable=all", "disable=SC2199", "\n"), *("é", "{", "\u00a0", "\\"))


@given(st.lists(st.sampled_from(PARTS)).map("".join))
def test_every_place_stays(code: str) -> None:
    for kept in (None, SINGLE_CODES):
        plain = without_orders(code, kept)
        assert [len(line) for line in plain.split("\n")] == [len(line) for line in code.split("\n")]
        assert without_orders(plain, kept) == plain
