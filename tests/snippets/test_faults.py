"""A fault of a checker is a finding: it ends nothing, hides nothing, is never kept, and never a pass."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from fakes import BAD, ODD, WordChecker
from hypothesis import example, given
from hypothesis import strategies as st

from cases import info_for
from faircopy.lint.cli import main as proofread
from faircopy.markdown.document import Document, parse_document
from faircopy.snippets import cli, rules
from faircopy.snippets.cache import Cache
from faircopy.snippets.check import Report, check_documents
from faircopy.snippets.checkers import Checker, all_checkers
from faircopy.snippets.jobs import Settings
from faircopy.snippets.model import Finding, Level, Outcome, Proof, Status, Task
from faircopy.snippets.sandbox.process import Completed, ProgramEndedError, Server
from faircopy.snippets.sandbox.runner import Sandbox, working_kind
from faircopy.snippets.verdicts import are_lasting
from keptsandbox import kept_sandbox

FAULTS = [
    OSError(40, "Too many levels of symbolic links", "/etc"),
    UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid start byte"),
    UnicodeEncodeError("utf-8", "\ud800", 0, 1, "surrogates not allowed"),
    RecursionError("maximum recursion depth exceeded"),
    MemoryError(),
    KeyError("comments"),
    ValueError("embedded null byte"),
    AssertionError(),
    ExceptionGroup("several", [ValueError("x")]),
    Exception("any"),
]
by_fault = pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: type(fault).__name__)


@dataclass(frozen=True)
class Faulty(WordChecker):
    """A checker that raises at one of the two occasions that it has."""

    name: str = "faulty"
    tool: str = "sieve"
    files: tuple[str, ...] = ()
    languages: frozenset[str] = frozenset({"faulty"})
    fault: Exception | None = None
    at_once: Exception | None = None
    outcome: Outcome | None = None

    def tool_version(self, _: Sandbox) -> str | None:
        if self.at_once:
            raise self.at_once
        return "1"

    def check(self, task: Task, sandbox: Sandbox) -> Outcome:
        super().check(task, sandbox)
        if self.fault:
            raise self.fault
        return self.outcome or Outcome(tuple(Proof(Level.PARSED) for _ in task.snippets))


BOTH = "```words\nso bad\n```\n\n```faulty\na\n```\n\n```faulty\nb\n```\n\n```words\ngood\n```\n"


def check(faulty: Faulty, text: str = BOTH, **settings: object) -> Report:
    chosen = Settings(checkers=[WordChecker(), faulty], sandbox=kept_sandbox(), **settings)  # type: ignore[arg-type]
    return check_documents([parse_document("a.md", text)], chosen)


def told_beside_the_rest(report: Report) -> list[str]:
    """Return what is said of the fault, after a look at all else: that must be as if nothing had happened."""
    assert [one.verdict.status for one in report.checked] == [
        Status.FAILED,
        Status.FAILED,
        Status.FAILED,
        Status.PASSED,
    ]
    assert str(report.diagnostics[0]) == "a.md:2: error XX900 'bad' word; hint"
    return [str(one) for one in report.diagnostics[1:]]


@by_fault
@pytest.mark.parametrize("when", ["fault", "at_once"])
def test_any_exception_is_a_finding_of_each_snippet(fault: Exception, when: str) -> None:
    messages = told_beside_the_rest(check(Faulty(**{when: fault})))  # type: ignore[arg-type]
    assert messages == [
        (
            f"a.md:{line}: error SN195 the faulty checker failed with {type(fault).__name__}: this is a fault of ours, "
            "not of the snippet; please report it with the snippet; --debug shows where it happened"
        )
        for line in (5, 9)
    ]


@pytest.mark.parametrize(
    "outcome",
    [
        Outcome(()),
        Outcome((Proof(Level.PARSED),) * 3),
        Outcome((Proof(Level.PARSED),), (Finding(1, BAD, "of whom?"),)),
        Outcome((Proof(Level.PARSED),), (Finding(-1, BAD, "of whom?"),)),
    ],
    ids=["no proof", "too many proofs", "a finding of the next", "a finding of the last"],
)
def test_an_outcome_that_does_not_fit_is_a_fault(outcome: Outcome) -> None:
    messages = told_beside_the_rest(check(Faulty(judges_each=True, outcome=outcome)))
    assert [one.split()[2:7] for one in messages] == [["SN195", "the", "faulty", "checker", "failed"]] * 2


@by_fault
def test_a_fault_satisfies_no_promise(fault: Exception) -> None:
    promise = f'```{{.faulty expect="fail" error="{type(fault).__name__}"}}\na\n```\n'
    (one,) = check(Faulty(fault=fault), promise).checked
    assert one.verdict.status is Status.FAILED


@by_fault
def test_a_fault_is_never_kept(fault: Exception, tmp_path: Path) -> None:
    cache = Cache(tmp_path, lambda: {rule.code: rule for rule in (BAD, ODD)})
    broken = Faulty(fault=fault, judges_each=True)
    report = check(broken, cache=cache)
    assert not are_lasting(report.checked, report.diagnostics)
    mended = check(replace(broken, fault=None), cache=cache)
    assert len(broken.calls) == 4
    assert [one.verdict.status for one in mended.checked[1:3]] == [Status.PASSED] * 2


def test_one_of_several_is_to_blame() -> None:
    """A checker that judges a group together is asked again for each, so that the others have their own verdicts."""

    class Picky(Faulty):
        def check(self, task: Task, sandbox: Sandbox) -> Outcome:
            if any("b" in one.code for one in task.snippets):
                raise KeyError("b")
            return super().check(task, sandbox)

    report = check(Picky())
    assert [one.verdict.status for one in report.checked[1:3]] == [Status.PASSED, Status.FAILED]


# The real checkers, in a sandbox where things go wrong

SNIPPETS = {checker.name: info_for(checker) for checker in all_checkers()}
# What no checker takes for something that it need not ask its tool about.
CODES = {
    "sql": "SELECT 1;",
    "ini": "[x]",
    "fail2ban": "[x]",
    "session": "$ x=1",
    "nginx": "listen 80;",
    "haproxy": "global",
}
EVERY = "\n".join(f"```{info}\n{CODES.get(name, 'x=1')}\n```\n" for name, info in SNIPPETS.items())


class Disturbed(Sandbox):
    """A sandbox whose every program does the same odd thing; tools' versions are asked elsewhere."""

    def __init__(self, act: Callable[[], Completed]) -> None:
        super().__init__(working_kind())
        self.act = act

    def run(self, *_: object, **__: object) -> Completed:
        return self.act()

    @contextmanager
    def server(self, *_: object) -> Iterator[Server]:
        act = self.act

        class Odd(Server):
            def ask(self, *_: object) -> str:
                return act().stdout

        yield Odd(None)  # type: ignore[arg-type]  # it has no process


def raising(fault: Exception) -> Callable[[], Completed]:
    def act() -> Completed:
        raise fault

    return act


def documents() -> Sequence[Document]:
    return [parse_document("a.md", EVERY)]


@pytest.mark.slow
@by_fault
def test_any_exception_around_a_real_tool_is_a_finding(fault: Exception) -> None:
    report = check_documents(documents(), Settings(sandbox=Disturbed(raising(fault))))
    assert {one.verdict.status for one in report.checked} <= {Status.FAILED, Status.TOOL_MISSING}
    assert {one.code for one in report.diagnostics} <= {rules.CHECKER_FAILED.code, rules.TOOL_MISSING.code}


def test_a_program_that_has_ended_is_a_finding_and_no_missing_tool() -> None:
    report = check_documents(documents(), Settings(sandbox=Disturbed(raising(ProgramEndedError("it has ended")))))
    assert {one.verdict.status for one in report.checked} <= {Status.FAILED, Status.TOOL_MISSING}
    assert {one.code for one in report.diagnostics} <= {rules.TOOL_OUTPUT_UNPARSED.code, rules.TOOL_MISSING.code}
    assert not are_lasting((), report.diagnostics)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["comments", "level", "code", "line", "column", "message", "filters", "jails", "logs"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)


@pytest.mark.slow
@given(answer=st.one_of(JSON.map(json.dumps), st.text(max_size=20)), status=st.sampled_from([0, 1, 3]))
@example(answer="[" * 100_000, status=0)
@example(answer='{"comments": [{"level": "error"}]}', status=1)
@example(answer='{"comments": null}', status=1)
@example(answer='[{"level": "error", "line": null}]', status=0)
@example(answer="[[[1, 2]]]", status=0)
@example(answer='{"filters": 1, "jails": {"x": 7}}', status=0)
def test_no_answer_of_a_tool_ends_the_check(answer: str, status: int) -> None:
    sandbox = Disturbed(lambda: Completed(status, answer, answer))
    report = check_documents(documents(), Settings(sandbox=sandbox))
    assert len(report.checked) == len(SNIPPETS)
    wrong = {one.line for one in report.diagnostics}
    for one in report.checked:
        # Whatever was said: a pass has its proof, and anything else its reason.
        assert one.verdict.status is Status.PASSED or wrong & {
            one.snippet.line,
            *range(one.snippet.line, one.snippet.end_line),
        }


STRANGE = ["", "nonsense", "{}", "[", "7", "[7]", '[["x"]]', "[{}]", '[""]', '{"comments": [7]}', '{"comments": {}}']
STRANGE += ["[" * 99_999, '{"comments": ""}', '{"filters": {}, "actions": {}, "jails": {}, "logs": []}', "null", '""']


@pytest.mark.parametrize("name", ["dockerfile", "shell", "json", "yaml", "toml", "ini", "python", "nginx", "fail2ban"])
@pytest.mark.parametrize("answer", STRANGE)
def test_json_of_another_form_is_an_answer_that_is_not_understood(name: str, answer: str) -> None:
    (checker,) = [one for one in all_checkers() if one.name == name]
    sandbox = Disturbed(lambda: Completed(0, answer, ""))
    text = f"```{SNIPPETS[name]}\n{CODES.get(name, 'x=1')}\n```\n"
    report = check_documents([parse_document("a.md", text)], Settings(sandbox=sandbox, checkers=[checker]))
    assert [one.code for one in report.diagnostics] == [rules.TOOL_OUTPUT_UNPARSED.code]


# What the commands show


@pytest.fixture
def _faulty(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def all_faulty() -> tuple[Checker, ...]:
        return (Faulty(fault=KeyError("what went wrong")),)

    monkeypatch.setattr("faircopy.snippets.check.all_checkers", all_faulty)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "content/posts/2026/a").mkdir(parents=True)
    (tmp_path / "content/posts/2026/a/index.md").write_text("Title: A\n\n```faulty\na\n```\n")
    (tmp_path / "pelicanconf.py").write_text('PATH = "content"\nTIMEZONE = "UTC"\n')
    monkeypatch.chdir(tmp_path)


@pytest.mark.usefixtures("_faulty")
@pytest.mark.parametrize(
    "command", [lambda *more: cli.main(["check", "content", *more]), lambda *more: proofread(["content", *more])]
)
def test_the_traceback_is_shown_to_who_asks_for_it(
    command: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert command() == 1
    output = capsys.readouterr()
    assert "SN195" in output.out
    assert "Traceback" not in output.out + output.err
    assert command("--debug") == 1
    output = capsys.readouterr()
    assert "SN195" in output.out
    assert "Traceback" in output.err
    assert "KeyError: 'what went wrong'" in output.err


def test_a_fault_does_not_end_the_list_of_checkers(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cli, "all_checkers", lambda: (Faulty(at_once=KeyError("x")), WordChecker()))
    assert cli.main(["checkers"]) == 0
    out = capsys.readouterr().out
    assert "sieve FAILED with KeyError" in out
    assert "wordlist 2.0" in out
