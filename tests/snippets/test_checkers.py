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

from conftest import missing
from faircopy.markdown.document import parse_document
from faircopy.snippets import rules
from faircopy.snippets.check import Report, Settings, check_documents
from faircopy.snippets.checkers import Checker, all_checkers
from faircopy.snippets.model import Level, Snippet, Status, Task
from faircopy.snippets.sandbox.process import Completed, Limits
from faircopy.snippets.sandbox.root import SandboxRoot
from faircopy.snippets.sandbox.runner import Sandbox, working_kind
from faircopy.snippets.sandboxed_parsers import read_ini, read_json, read_nginx, read_python, read_toml, read_yaml
from faircopy.snippets.unsupported import UNSUPPORTED_TOOLS, UnsupportedTool

CASES = Path(__file__).parent.parent / "cases" / "snippets"
GOOD = sorted(path.relative_to(CASES) for path in CASES.glob("*/good/*.md"))
BAD = sorted(path.relative_to(CASES) for path in CASES.glob("*/bad/*.md"))
# The programs that a checker's cases take; wheels are always there.
PROGRAMS = {
    "apache": ["apache2", "openssl"],
    "crontab": ["crontab"],
    "fail2ban": ["fail2ban-client"],
    "iptables": ["iptables-restore"],
    "logrotate": ["logrotate"],
    "nftables": ["nft"],
    "nginx": ["nginx", "openssl"],
    "sshd": ["sshd", "ssh-keygen"],
    "sudoers": ["visudo"],
    "systemd": ["systemd-analyze"],
}
by_name = pytest.mark.parametrize("checker", all_checkers(), ids=lambda checker: checker.name)


def check(case: Path, need: Callable[[str], str], kind: str | None = None) -> Report:
    for program in PROGRAMS.get(case.parts[0], []):
        need(program)
    if working_kind() is None:
        missing("neither bubblewrap nor unshare works here")
    return checked(case, kind or working_kind())


@cache
def checked(case: Path, kind: str | None) -> Report:
    """Several tests look at one report."""
    document = parse_document(case.name, (CASES / case).read_text(encoding="utf-8"))
    return check_documents([document], Settings(sandbox=Sandbox(kind)))


def told(report: Report) -> list[str]:
    return [
        f"{one.line}:{one.column}: {one.severity} {one.code} {one.message}" + (f"; {one.hint}" if one.hint else "")
        for one in report.diagnostics
    ]


def levels(report: Report) -> set[Level | None]:
    return {one.verdict.level for one in report.checked}


@pytest.mark.parametrize("case", GOOD, ids=str)
def test_what_is_right_passes_in_silence(case: Path, need: Callable[[str], str]) -> None:
    report = check(case, need)
    assert told(report) == []
    assert {one.verdict.status for one in report.checked} <= {Status.PASSED}


@pytest.mark.parametrize("case", BAD, ids=str)
def test_what_is_wrong_is_told_where_it_stands(case: Path, need: Callable[[str], str]) -> None:
    expected = (CASES / case).with_suffix(".txt").read_text(encoding="utf-8").splitlines()
    found = told(check(case, need))
    assert expected
    assert len(found) == len(expected), "\n".join(found)
    # An expectation may leave out the end of a line, which another version of the tool words otherwise.
    assert [line[: len(start)] for line, start in zip(found, expected, strict=True)] == expected


@pytest.mark.slow
@pytest.mark.parametrize("case", [*GOOD, *BAD], ids=str)
def test_the_other_sandbox_gives_the_same_verdicts(case: Path, need: Callable[[str], str]) -> None:
    need("bwrap")
    need("unshare")
    first, second = (check(case, need, kind) for kind in ("bwrap", "unshare"))
    assert told(first) == told(second)
    assert [one.verdict for one in first.checked] == [one.verdict for one in second.checked]


@by_name
def test_a_checker_has_cases_good_and_bad(checker: Checker) -> None:
    for kind, cases in (("good", GOOD), ("bad", BAD)):
        assert [case for case in cases if case.parts[0] == checker.name], f"{checker.name} has no {kind} case"


def test_no_case_is_without_its_checker_or_its_expectation() -> None:
    assert {case.parts[0] for case in [*GOOD, *BAD]} == {checker.name for checker in all_checkers()}
    assert {case.with_suffix(".txt") for case in BAD} == {path.relative_to(CASES) for path in CASES.rglob("*.txt")}


def rows(root: Path) -> dict[str, list[str]]:
    text = (root / "docs/snippets.md").read_text(encoding="utf-8")
    section = text.partition("## Checkers")[2].partition("\n## ")[0]
    cells = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in re.findall(r"^\| `.*\|$", section, re.MULTILINE)
    ]
    return {cell[0].strip("`"): cell[1:] for cell in cells}


def test_every_checker_has_its_row_in_the_documentation(root: Path) -> None:
    assert list(rows(root)) == sorted(checker.name for checker in all_checkers())


@by_name
def test_the_documentation_names_what_a_checker_answers_to(checker: Checker, root: Path) -> None:
    files, languages, fragments, *_ = rows(root)[checker.name]
    patterns = re.findall(r"`([^`]+)`", files)
    assert all(any(pattern.endswith(shown) for pattern in checker.files) for shown in patterns), patterns
    assert set(re.findall(r"`([^`]+)`", languages)) == checker.languages
    named, _, contexts = fragments.partition(": ")
    assert set(re.findall(r"`([^`]+)`", contexts)) == checker.contexts
    own = checker.fragment_languages - checker.languages
    assert set(re.findall(r"`([^`]+)`", named)) == (own or ({"log"} if checker.reads_logs else set()))


@by_name
def test_the_documented_level_is_reached_and_not_passed(
    checker: Checker, root: Path, need: Callable[[str], str]
) -> None:
    order = [Level.PARSED, Level.LOADED, Level.EXERCISED]
    reached = set[Level | None]()
    for case in GOOD:
        if case.parts[0] == checker.name:
            reached |= levels(check(case, need))
    assert max(order.index(level) for level in reached if level in order) == order.index(
        Level(rows(root)[checker.name][-1])
    )


@pytest.mark.parametrize("refusal", UNSUPPORTED_TOOLS, ids=lambda refusal: refusal.name)
def test_what_would_be_run_is_refused_with_the_reason(refusal: UnsupportedTool, root: Path) -> None:
    name, files, languages = refusal.name, refusal.files, refusal.languages
    claims = [f'{{.text file="{pattern.replace("*", "x")}"}}' for pattern in files]
    claims += [f'{{.{language} file="/opt/x"}}' for language in languages]
    claims.append(f'{{.text check="{name}"}}')
    for claim in claims:
        report = check_documents([parse_document("a.md", f"```{claim}\nx\n```\n")], Settings())
        (one,) = report.diagnostics
        assert one.code == rules.CHECK_REFUSED.code, claim
        assert refusal.reason in one.message
        assert not report.checked
    shown = check_documents([parse_document("a.md", f"```{min(languages)}\nx\n```\n")], Settings())
    assert shown.diagnostics == ()
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
    report = check_documents([parse_document("a.md", text)], Settings())
    assert [one.verdict.status for one in report.checked] == [Status.PASSED, Status.PASSED]


def test_limits_leave_room_for_programs_that_reserve_much() -> None:
    # Haskell's runtime asks for a terabyte of addresses and takes less when it must.
    (checker,) = [one for one in all_checkers() if one.name == "shell"]
    tight = replace(Limits(), memory=1 << 30)

    class Tight(Sandbox):
        def run(
            self, command: Sequence[str], root: SandboxRoot, limits: Limits | None = None, stdin: str = ""
        ) -> Completed:
            assert limits is None
            return super().run(command, root, tight, stdin)

    outcome = checker.check(Task((snippet_for(checker),), {}), Tight(working_kind()))
    assert outcome.findings == ()


def test_a_sandbox_is_made_of_the_files_that_it_is_given() -> None:
    done = Sandbox(working_kind()).run(["cat", "/checked/x"], SandboxRoot({"/checked/x": "hello"}))
    assert (done.status, done.stdout) == (0, "hello")
