"""Every checker against its folder of cases: documents beside what is to be said of them."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_promises import THEIRS

from cases import CASES, Case, all_cases, messages_of, report_for, says_what_is_expected
from conftest import missing
from faircopy.diagnostics.model import Severity
from faircopy.markdown.document import parse_document
from faircopy.snippets import rules
from faircopy.snippets.check import Report, check_documents
from faircopy.snippets.checker_table import row_of, table_of, with_table
from faircopy.snippets.checkers import Checker, all_checkers
from faircopy.snippets.jobs import Settings
from faircopy.snippets.model import Level, Snippet, Status, Task
from faircopy.snippets.sandbox.process import Completed, ResourceLimits
from faircopy.snippets.sandbox.root import SandboxRoot
from faircopy.snippets.sandbox.runner import Sandbox, working_kind
from faircopy.snippets.sandboxed_parsers import read_ini, read_json, read_nginx, read_python, read_toml, read_yaml
from faircopy.snippets.unsupported import UNSUPPORTED_TOOLS, UnsupportedTool
from keptsandbox import kept_sandbox

ALL = all_cases()
cases = pytest.mark.parametrize("case", ALL, ids=str)
by_name = pytest.mark.parametrize("checker", all_checkers(), ids=lambda checker: checker.name)
PROGRAMS = {checker.name: checker.programs for checker in all_checkers()}


def check(case: Case, need: Callable[[str], str]) -> Report:
    for program in PROGRAMS[case.checker]:
        need(program)
    if working_kind() is None:
        missing("neither bubblewrap nor unshare works here")
    return reports_of(case.checker)[case.name]


@cache
def reports_of(checker: str) -> dict[str, Report]:
    """Check all cases of a checker in one run, as those of a site are, and return a report for each."""
    cases = [case for case in ALL if case.checker == checker]
    whole = check_documents([case.document for case in cases], Settings(sandbox=kept_sandbox()))
    return {case.name: report_for(whole, case.document.path) for case in cases}


@pytest.mark.slow
@cases
def test_what_is_expected_is_said_and_nothing_else(case: Case, need: Callable[[str], str]) -> None:
    report = check(case, need)
    assert says_what_is_expected(case, report), "\n".join(messages_of(report))
    wrong = {one.line for one in report.diagnostics if one.severity is Severity.ERROR}
    for one in report.checked:
        is_wrong = bool(wrong & set(range(one.snippet.line, one.snippet.end_line + 1)))
        assert (one.verdict.status is Status.FAILED) == is_wrong, one.snippet.line


def shortest_wrong_cases() -> list[Case]:
    """Return one case for each checker, in which its program has something to say."""
    by_length = sorted(ALL, key=lambda case: (bool(case.expected), -len(case.document.lines)))
    return list({case.checker: case for case in by_length}.values())


@pytest.mark.slow
@pytest.mark.parametrize("case", shortest_wrong_cases(), ids=str)
def test_the_other_sandbox_gives_the_same_verdicts(case: Case, need: Callable[[str], str]) -> None:
    need("bwrap")
    need("unshare")
    whole = check(case, need)
    fault = whole.diagnostics[0].line
    # The rest of the document would be much of the same.
    ends = (one.snippet.end_line for one in whole.checked if one.snippet.end_line >= fault)
    end = min(ends, default=len(case.document.lines))
    document = parse_document(case.document.path, "\n".join([*case.document.lines[:end], ""]))
    second = check_documents([document], Settings(sandbox=Sandbox("unshare")))
    first = replace(
        whole,
        checked=tuple(one for one in whole.checked if one.snippet.end_line <= end),
        diagnostics=tuple(one for one in whole.diagnostics if one.line <= end),
    )
    assert messages_of(first) == messages_of(second)
    assert [one.verdict for one in first.checked] == [one.verdict for one in second.checked]


@pytest.mark.slow
@by_name
def test_a_checker_has_cases_good_and_bad_and_as_promised(checker: Checker, need: Callable[[str], str]) -> None:
    """What must fail may also stand in test_promises.py."""
    own = [case for case in ALL if case.checker == checker.name]
    assert own, f"there is no folder tests/cases/snippets/{checker.name}"
    verdicts = [one.verdict for case in own for one in check(case, need).checked if one.verdict.checker == checker.name]
    assert Status.PASSED in {one.status for one in verdicts}, f"no case of {checker.name} passes"
    assert Status.FAILED in {one.status for one in verdicts}, f"no case of {checker.name} is wrong"
    promised = {name.partition(" ")[0] for name in THEIRS}
    if checker.name not in promised:
        fact = f'no case of {checker.name} has expect="fail" and the tool\'s own words'
        assert Level.EXPECTED_FAILURE in {one.level for one in verdicts}, fact


def test_no_case_is_without_its_checker() -> None:
    assert {case.checker for case in ALL} == {checker.name for checker in all_checkers()}
    assert not [path for path in CASES.glob("*/**/*") if path.is_file() and path.suffix != ".md"]


# What follows from a checker's own words


@by_name
def test_every_checker_has_its_row_in_the_documentation(checker: Checker, root: Path) -> None:
    row = row_of(checker)
    assert row in (root / "docs/snippets.md").read_text(encoding="utf-8").splitlines(), "`make docs` writes it"


def test_the_documentation_has_no_other_rows(root: Path) -> None:
    page = (root / "docs/snippets.md").read_text(encoding="utf-8")
    assert with_table(page) == page, "`make docs` brings it up to date"
    # The table is found, whatever is in it.
    head, *rows = table_of(all_checkers())
    assert with_table(f"a\n\n{head}\n{rows[0]}\n| x |\n\nb\n") == "\n".join(["a", "", head, *rows, "", "b", ""])


@pytest.mark.slow
@by_name
def test_the_level_is_reached_and_not_passed(checker: Checker, need: Callable[[str], str]) -> None:
    reached = {one.verdict.level for case in ALL if case.checker == checker.name for one in check(case, need).checked}
    assert [level for level in (Level.PARSED, Level.LOADED, Level.EXERCISED) if level in reached][-1] is checker.level


@by_name
def test_the_packages_that_bring_its_programs_are_listed(checker: Checker, root: Path) -> None:
    listed = [line.split()[:2] for line in (root / "debian-packages.txt").read_text(encoding="utf-8").splitlines()]
    for program, package in checker.programs.items():
        line = f"{package}  {program}"
        assert [package, program] in listed, f"debian-packages.txt has to have a line '{line}  checks …'"


@pytest.mark.parametrize("refusal", UNSUPPORTED_TOOLS, ids=lambda refusal: refusal.name)
def test_what_would_be_run_is_refused_with_the_reason(refusal: UnsupportedTool, root: Path) -> None:
    name, files, languages = refusal.name, refusal.files, refusal.languages
    claims = [f'{{.text file="{pattern.replace("*", "x.conf")}"}}' for pattern in files]
    claims += [f'{{.{language} file="/opt/x"}}' for language in languages]
    claims.append(f'{{.text check="{name}"}}')
    for claim in claims:
        report = check_documents([parse_document("a.md", f"```{claim}\nx\n```\n")], Settings(sandbox=kept_sandbox()))
        (one,) = report.diagnostics
        assert one.code == rules.CHECK_REFUSED.code, claim
        assert refusal.reason in one.message
        assert not report.checked
    messages = check_documents(
        [parse_document("a.md", f"```{min(languages)}\nx\n```\n")], Settings(sandbox=kept_sandbox())
    )
    assert messages.diagnostics == ()
    assert f"`{name}`" in (root / "docs/snippets.md").read_text(encoding="utf-8")


# A tool's answer and its status


class Answering(Sandbox):
    """A sandbox in which every program gives one answer, as no version that we know does."""

    def __init__(self, answer: Completed) -> None:
        super().__init__(working_kind())
        self.answer = answer

    def run(self, *_: object, **__: object) -> Completed:
        return self.answer


def snippet_for(checker: Checker) -> Snippet:
    context = min(checker.contexts - {"main"}, default=None)
    return Snippet("a.md", 1, 3, "", "x\n", (1,), context=context)


ODD_ANSWERS = [Completed(7, "", ""), Completed(7, "hm", "hm"), Completed(-11, "", "")]


@pytest.mark.parametrize("answer", ODD_ANSWERS, ids=str)
# fail2ban's engine answers line by line, and has tests of its own.
@pytest.mark.parametrize("checker", [one for one in all_checkers() if one.name != "fail2ban"], ids=lambda one: one.name)
def test_an_answer_that_is_not_understood_is_told_and_never_a_pass(checker: Checker, answer: Completed) -> None:
    task = Task((snippet_for(checker),), {})
    outcome = checker.check(task, Answering(answer))
    assert [finding.rule for finding in outcome.findings] == [rules.TOOL_OUTPUT_UNPARSED]


@pytest.mark.parametrize("name", ["apache", "crontab", "dockerfile", "logrotate", "shell", "sudoers"])
def test_silence_is_no_proof_whatever_the_status(name: str) -> None:
    (checker,) = [one for one in all_checkers() if one.name == name]
    outcome = checker.check(Task((snippet_for(checker),), {}), Answering(Completed(0, "", "")))
    assert [finding.rule for finding in outcome.findings] == [rules.TOOL_OUTPUT_UNPARSED]


def test_without_a_sandbox_every_tool_is_missing() -> None:
    for checker in all_checkers():
        assert checker.tool_version(Sandbox(None)) is None, checker.name


# What runs inside

PARSERS = {"json": read_json, "toml": read_toml, "ini": read_ini, "python": read_python, "yaml": read_yaml}
HARD = ["{" * 500, "[" * 500, "- " * 500, "a." * 500, "(" * 500, "\ufeffa", "\x00", "a\x85b", "%(x)s", "1" * 5000]
TEXT = st.one_of(
    st.text(max_size=60),
    st.sampled_from(HARD),
    st.lists(
        st.sampled_from(
            ['"a"', "a", "=", ":", "[", "]", "{", "}", "\n", " ", "\t", "#", "1", ",", "-", "'", '"""', "\\"]
        ),
        max_size=40,
    ).map("".join),
)


@pytest.mark.parametrize("parser", PARSERS.values(), ids=list(PARSERS))
@given(text=TEXT)
def test_a_parser_takes_any_text(parser: ModuleType, text: str) -> None:
    last = len(text.split("\n")) + len(re.findall("[\r\v\f\x1c-\x1e\x85\u2028\u2029]", text)) + 1
    for kind, line, column, message, _ in parser.faults(text):
        assert kind in ("syntax", "duplicate", "value", "warning")
        assert 1 <= line <= last
        assert column >= 0
        assert message


NGINX = st.lists(
    st.sampled_from(
        ["server", "listen 80", "include x", "include *", "if", "{", "}", ";", " ", "\n", '"', "'", "#", "$", "\\", "é"]
    ),
    max_size=30,
).map("".join)


@pytest.mark.slow
@given(text=st.one_of(NGINX, st.text(max_size=40), st.sampled_from(["{" * 3000, "a{" * 3000])))
def test_the_nginx_parser_takes_any_text(text: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.getbasetemp() / "alone" / "any.conf"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="")
    for file, line, _, message, _ in read_nginx.faults(str(path)):
        assert file == str(path)
        assert 0 <= line <= text.count("\n") + 2
        assert message


# Languages in a group that is no group


def test_a_file_that_another_needs_as_a_folder_does_not_stop_the_check() -> None:
    text = '```{.json file="/srv/a"}\n{}\n```\n\n```{.json file="/srv/a/b.json"}\n{}\n```\n'
    report = check_documents([parse_document("a.md", text)], Settings(sandbox=kept_sandbox()))
    assert [one.verdict.status for one in report.checked] == [Status.PASSED, Status.PASSED]


def test_limits_leave_room_for_programs_that_reserve_much() -> None:
    # Haskell's runtime asks for a terabyte of addresses and takes less when it must.
    (checker,) = [one for one in all_checkers() if one.name == "shell"]
    tight = replace(ResourceLimits(), memory=1 << 30)

    class Tight(Sandbox):
        def run(
            self, command: Sequence[str], root: SandboxRoot, limits: ResourceLimits | None = None, stdin: str = ""
        ) -> Completed:
            assert limits is None
            return super().run(command, root, tight, stdin)

    outcome = checker.check(Task((snippet_for(checker),), {}), Tight(working_kind()))
    assert outcome.findings == ()


def test_a_sandbox_is_made_of_the_files_that_it_is_given() -> None:
    done = Sandbox(working_kind()).run(["cat", "/checked/x"], SandboxRoot({"/checked/x": "hello"}))
    assert (done.status, done.stdout) == (0, "hello")


def plain_texts(checker: Checker, need: Callable[[str], str]) -> list[tuple[str, str]]:
    """Return language and code of the two shortest texts of a checker's cases in which nothing is wrong."""
    passed = [one for case in ALL if case.checker == checker.name for one in check(case, need).checked]
    codes = {
        one.snippet.code: one.snippet.language if one.snippet.language in checker.languages else min(checker.languages)
        for one in passed
        if one.verdict.status is Status.PASSED and one.verdict.checker == checker.name and not one.snippet.must_fail
    }
    short = sorted((code for code in codes if "```" not in code), key=len)
    return [(codes[code], code) for code in short[:2]]


@pytest.mark.slow
@pytest.mark.parametrize("checker", [one for one in all_checkers() if one.languages], ids=lambda one: one.name)
def test_what_a_plain_fence_leaves_out_is_no_fault(checker: Checker, need: Callable[[str], str]) -> None:
    """`with_readings` or `plain` of EachChecker: docs/writing-a-checker.md."""
    for language, code in plain_texts(checker, need):
        texts = [f"```{language}\n{code}{more}```\n" for more in ("", "...\n")]
        documents = [parse_document(f"{number}.md", text) for number, text in enumerate(texts)]
        report = check_documents(documents, Settings(sandbox=kept_sandbox()))
        judged = [one.verdict for one in report.checked if one.snippet.path == "0.md"]
        if [(one.status, one.checker) for one in judged] == [(Status.PASSED, checker.name)]:
            wrong = [one for one in report.diagnostics if one.path == "1.md" and one.severity is Severity.ERROR]
            assert wrong == [], code
