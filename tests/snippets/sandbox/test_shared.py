"""Programs that share a sandbox: each is alone in it, and what comes of them is what comes of each by itself."""

import os
import random
import re
import signal
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

import pytest
from fakes import BAD

from cases import Case, all_cases, report_for, says_what_is_expected
from children import all_processes, command_of
from conftest import missing
from faircopy.markdown.document import Document, parse_document
from faircopy.markdown.fences import find_fences
from faircopy.snippets import checkers
from faircopy.snippets.check import Report, check_documents
from faircopy.snippets.checkers._each import EachChecker, Judgement
from faircopy.snippets.jobs import Settings
from faircopy.snippets.model import Finding, Level, Snippet, Status
from faircopy.snippets.rules import TIMED_OUT
from faircopy.snippets.sandbox.interpreter import PYTHON_OPTIONS, interpreter
from faircopy.snippets.sandbox.process import Completed, ResourceLimits, TimeLimitError
from faircopy.snippets.sandbox.root import SandboxRoot
from faircopy.snippets.sandbox.runner import Sandbox
from faircopy.snippets.sandbox.shared import SERVER
from waiting import wait_until

pytestmark = pytest.mark.slow

CHECKERS = Path(checkers.__file__).parent
# Checkers whose programs may share a sandbox.
SHARES = re.compile(r"shared=True|parser_judge\(|_schemas import|_sandboxed import ask_parser")
# What a checker has in a folder is called as it is, as `_shell` of `shell`.
SHARING = {
    path.relative_to(CHECKERS).with_suffix("").parts[0].removeprefix("_")
    for path in CHECKERS.rglob("*.py")
    if SHARES.search(path.read_text())
}
CASES = [case for case in all_cases() if case.checker in SHARING]
FENCES = 3  # of a case, to compare
MARK = "correct-horse-battery-staple"


@pytest.fixture
def alone(need: Callable[[str], str]) -> Iterator[Sandbox]:
    """Give each program a sandbox of its own."""
    need("bwrap")
    with Sandbox("bwrap", runs_before_server=None) as sandbox:
        yield sandbox


@pytest.fixture
def shared(need: Callable[[str], str]) -> Iterator[Sandbox]:
    """Have programs share a sandbox from the first on."""
    need("bwrap")
    with Sandbox("bwrap", runs_before_server=0) as sandbox:
        sandbox.run(["/bin/true"], SandboxRoot({}, shared=True))
        if sandbox.shared.failures:
            missing("name spaces within a sandbox are not allowed here")
        yield sandbox


def run(sandbox: Sandbox, script: str, limits: ResourceLimits | None = None) -> Completed:
    return sandbox.run(["/bin/bash", "-c", script], SandboxRoot({}, shared=True), limits)


def python(sandbox: Sandbox, script: str, limits: ResourceLimits | None = None) -> Completed:
    """Run a program in Python, which is started for it."""
    own = interpreter()
    root = SandboxRoot({}, own.bind_mounts, own.hidden, environment=own.environment, shared=True)
    return sandbox.run([own.program, "-I", "-B", "-c", script], root, limits)


# Nothing of one is there for the next

FOLDERS = "/ /tmp /run /dev /dev/shm /dev/pts /etc /usr /.faircopy"  # of the sandbox
IPC = """
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
create = {create}
print(libc.shmget(4711, 4096, create), libc.semget(4711, 1, create), libc.msgget(4711, create))
queue = libc.mq_open(b"/mark", 2 | (64 if create else 0), 0o666, None)
print(queue < 0)
"""


def test_no_file_is_left(shared: Sandbox) -> None:
    written = f"for one in {FOLDERS}; do echo {MARK} > $one/mark; done; find / -name mark"
    assert run(shared, written).stdout == ""
    assert run(shared, "find / -name mark; cd /tmp; echo *; cd /run; echo *").stdout == "*\n*\n"


def test_no_ipc_object_is_left(shared: Sandbox) -> None:
    assert "-1" not in python(shared, IPC.format(create=0o1666)).stdout
    assert python(shared, IPC.format(create=0)).stdout.split() == ["-1", "-1", "-1", "True"]


def test_no_process_is_left(shared: Sandbox) -> None:
    run(shared, "setsid sleep 98765 & setsid sleep 98765 & disown -a; exit 3")
    assert run(shared, "jobs; kill -0 2; echo $?; echo $$").stdout == "1\n1\n"
    wait_until(lambda: not processes_with("98765"), "they have ended")


def test_no_other_process_is_reached(shared: Sandbox) -> None:
    """Nor the server, whatever signal is sent to whom: it would be another one for the next."""
    before = processes_with(SERVER)
    for who in ("0", "-1", "1", "2", "-- -1", "-- -2"):
        for name in ("KILL", "STOP", "INT", "TERM"):
            # That it has killed itself counts as a limit.
            with suppress(TimeLimitError):
                run(shared, f"kill -{name} {who}", ResourceLimits(seconds=5))
    assert run(shared, "echo next").stdout == "next\n"
    # No new one was started. A fork of it is called as it is, and may have been ending at the first look.
    wait_until(lambda: {*processes_with(SERVER)} <= {*before}, "the server is the one that it was")
    assert processes_with(SERVER)


def test_no_open_file_is_left(shared: Sandbox) -> None:
    """Least of all the one that answers are written to."""
    script = "import os\nfor one in range(3, 1024):\n try: os.fstat(one); print(one)\n except OSError: pass"
    assert python(shared, script).stdout == ""


@pytest.mark.parametrize("words", ['{"id": "", "status": 0, "stdout": "", "stderr": ""}', "\n\n\n", "x" * 60_000])
def test_an_answer_cannot_be_given_for_the_next(shared: Sandbox, words: str) -> None:
    script = f"import sys; sys.stdout.write({words!r}); sys.stderr.write({words!r})"
    completed = python(shared, script)
    assert (completed.stdout, completed.stderr) == (words, words)
    assert run(shared, "echo next").stdout == "next\n"


REMEMBERING = """
seen = []
def loaded():
    def answer(source, target):
        seen.append(source.read())
        target.write("|".join(seen))
    return answer
"""


def test_nothing_is_remembered(shared: Sandbox, tmp_path: Path) -> None:
    (tmp_path / "script.py").write_text(REMEMBERING)
    tmp_path.chmod(0o755)
    own = interpreter()
    binds = {**own.bind_mounts, "/.faircopy/script.py": str(tmp_path / "script.py")}
    root = SandboxRoot({}, binds, own.hidden, environment=own.environment, shared=True)
    command = [own.program, *PYTHON_OPTIONS, "/.faircopy/script.py"]
    completed = [shared.run(command, root, stdin=text) for text in (MARK, "next", "last")]
    assert [one.stdout for one in completed] == [MARK, "next", "last"]


def test_the_server_itself_never_has_a_text(shared: Sandbox) -> None:
    """So that no fork has another's, not even in memory that was freed."""
    shared.run(["/bin/cat"], SandboxRoot({}, shared=True), stdin=MARK)
    assert processes_with(SERVER)
    # A fork, which is called as the server is, had it, and ends.
    wait_until(lambda: not any(has_mark(one) for one in processes_with(SERVER)), "nobody has it in memory")


def test_a_program_has_no_rights(shared: Sandbox) -> None:
    def sleep() -> None:
        with suppress(TimeLimitError):  # that is what it is told as when somebody ends it
            run(shared, "exec sleep 87654")

    thread = threading.Thread(target=sleep)
    thread.start()
    try:
        wait_until(lambda: processes_with("87654"), "it runs")
        sleeping = processes_with("87654")[0]
        status = dict(re.findall(r"^(\w+):\s*(.*)$", Path(f"/proc/{sleeping}/status").read_text(), re.MULTILINE))
        assert {status[name] for name in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")} == {"0" * 16}
        assert status["NoNewPrivs"] == "1"
        assert set(status["Uid"].split()) != {"0"}
        server = processes_with(SERVER)[0]
        for kind in ("user", "pid", "ipc", "net", "mnt", "uts"):
            spaces = {Path(f"/proc/{one}/ns/{kind}").readlink() for one in (sleeping, "self")}
            assert len(spaces) == 2, kind
        for kind in ("user", "pid", "ipc"):
            assert Path(f"/proc/{sleeping}/ns/{kind}").readlink() != Path(f"/proc/{server}/ns/{kind}").readlink()
    finally:
        for one in processes_with("87654"):
            os.kill(one, signal.SIGKILL)
        thread.join()


def processes_with(word: str) -> list[int]:
    """Return the processes below this one whose command line has a word."""
    above = {process: int(fields[1]) for process, fields in all_processes()}

    def is_ours(process: int) -> bool:
        while process in above and process != os.getpid():
            process = above[process]
        return process == os.getpid()

    return sorted(one for one in above if word in command_of(one).split() and is_ours(one))


def has_mark(process: int) -> bool:
    with suppress(FileNotFoundError, ProcessLookupError):
        return MARK.encode() in memory_of(process)
    return False


def memory_of(process: int) -> bytes:
    maps = re.findall(r"^(\w+)-(\w+) rw", Path(f"/proc/{process}/maps").read_text(), re.MULTILINE)
    found = b""
    with Path(f"/proc/{process}/mem").open("rb", buffering=0) as memory:
        for start, end in maps:
            memory.seek(int(start, 16))
            found += memory.read(int(end, 16) - int(start, 16)) or b""
    return found


# What comes of one alone comes of it among others

SCRIPTS = {
    "a status": "echo out; echo err >&2; exit 7",
    "an output that is cut short": "head -c 1500000 /dev/zero | tr '\\0' x",
    "letters that are none": "printf '\\377\\200a'",
    "the kernel's release": "uname -r; uname -r >&2",
    "who and where it is": "pwd; cat /etc/passwd; hostname; umask; ulimit -t -v -f -n -u -c; set -o",
    "a pipe that breaks": "yes | head -1; echo ${PIPESTATUS[*]}",
    "what it has around it": "env | sort; ls / /dev /etc /tmp /run",
    "a program that is not there": "exec /nowhere",
}


@pytest.mark.parametrize("script", SCRIPTS.values(), ids=SCRIPTS)
def test_a_program_says_the_same(script: str, alone: Sandbox, shared: Sandbox) -> None:
    assert run(shared, script) == run(alone, script)
    assert shared.shared.failures == 0


LIMITS = {
    "time": ("sleep 600", ResourceLimits(seconds=0.5)),
    "processor time": ("while :; do :; done", ResourceLimits(cpu_seconds=1)),
    "processes": (":(){ :|:& };:; while :; do :; done", ResourceLimits(seconds=2, processes=50)),
}


@pytest.mark.parametrize(("script", "limits"), LIMITS.values(), ids=LIMITS)
def test_a_limit_holds_for_each(script: str, limits: ResourceLimits, alone: Sandbox, shared: Sandbox) -> None:
    with pytest.raises(TimeLimitError) as first:
        run(alone, script, limits)
    with pytest.raises(TimeLimitError) as second:
        run(shared, script, limits)
    assert str(first.value) == str(second.value)
    assert run(shared, "echo next", limits).stdout == "next\n"


def test_memory_has_a_limit_for_each(alone: Sandbox, shared: Sandbox) -> None:
    output = [python(one, "x = bytearray(3 << 30)") for one in (alone, shared)]
    assert output[0] == output[1]
    assert "MemoryError" in output[0].stderr


CRASHES = {
    "an abort": "import os; os.abort()",
    "a wrong address": "import ctypes; ctypes.string_at(0)",
    "too much written": "import os, signal; signal.signal(signal.SIGXFSZ, signal.SIG_DFL)\n"
    "os.write(1, bytes(20_000_000)); os.write(1, b'x')",
}


@pytest.mark.parametrize("script", CRASHES.values(), ids=CRASHES)
def test_what_crashes_is_asked_alone(script: str, alone: Sandbox, shared: Sandbox) -> None:
    """The server is not believed then, and the next has another."""
    assert python(shared, script) == python(alone, script)
    assert shared.shared.failures == 1
    assert run(shared, "echo next").stdout == "next\n"


def judge_by_running(snippet: Snippet, _files: Mapping[str, str], sandbox: Sandbox) -> Judgement:
    completed = run(sandbox, snippet.code, ResourceLimits(seconds=0.5))
    return Judgement(Level.PARSED, ()) if completed.status == 0 else Judgement(Level.PARSED, (FAULT,))


FAULT = Finding(0, BAD, "it failed")
RUNNING = EachChecker("sh", "sh", judge_by_running, lambda _: "1", "sh", Level.PARSED, languages=frozenset({"sh"}))


def test_who_takes_too_long_or_crashes_has_the_blame_alone(shared: Sandbox) -> None:
    codes = ["exit 0", "sleep 60", "exit 1", "kill -KILL 0", "exit 0", "exit 1"]
    text = "\n".join(f"```sh\n{code}\n```\n" for code in codes)
    settings = Settings(jobs=2, checkers=[RUNNING], sandbox=shared)
    report = check_documents([parse_document("a.md", text)], settings)
    statuses = [one.verdict.status for one in report.checked]
    passed, failed = Status.PASSED, Status.FAILED
    assert statuses == [passed, Status.TIMED_OUT, failed, passed, passed, failed]
    assert [(one.line, one.code) for one in report.diagnostics] == [(5, TIMED_OUT.code), (9, BAD.code), (21, BAD.code)]


# Texts for the parsers themselves: around every limit that one has, and what only machines write.
ODD_TEXTS = {
    "json": [f"{'[' * depth}{']' * depth}" for depth in (990, 1000, 100_000)] + ["[1, NaN]", "9" * 5000],
    "python": [f"x = {'(' * depth}{')' * depth}" for depth in (199, 201)] + ["-" * 3000 + "1", "'\\d'", "\0"],
    "yaml": [f"{'[' * depth}{']' * depth}" for depth in (80, 330)] + ["a: \ud800", "a: &a [*a, *a]", "\ufeffa: 1"],
    "toml": [f"a = {'[' * depth}{']' * depth}" for depth in (300, 480, 500)] + ["a = 1\na = 2"],
    "ini": ["[a]\n" + "b\n" * 30, "[a]\nb = 1\nb = 2", "c = 1", "[" * 10_000],
    "bash": ["(" * 9, "cat <<E\n", "if [ $x == 1 ]; then", "echo 'é", "x=$(" * 9, "a\0b", "source ./b.sh"],
    "dockerfile": ["FROM a\nRUN cd /x", "FROM", "RUN [ 'a' ]", "\\\n" * 500],
}


def odd_documents() -> list[Document]:
    texts = [(name, text) for name, texts in ODD_TEXTS.items() for text in texts]
    return [parse_document(f"odd-{number}.md", f"```{one[0]}\n{one[1]}\n```\n") for number, one in enumerate(texts)]


def one_of_each() -> list[Case]:
    """Return another case of each checker in each run."""
    return list({case.checker: case for case in random.sample(CASES, len(CASES))}.values())


def some_fences(case: Case) -> Document:
    """Return some fences in a row, others in each run: alone, each text in them has a program to itself."""
    fences = find_fences(case.document)
    (first,) = random.sample(range(max(1, len(fences) - FENCES + 1)), 1)
    some = fences[first : first + FENCES]
    lines = case.document.lines[some[0].line - 1 : some[-1].end_line]
    return parse_document(f"some of {case.name}", "\n".join([*lines, ""]))


def by_path(report: Report) -> dict[str, list[str]]:
    messages: dict[str, list[str]] = {}
    for checked in report.checked:
        messages.setdefault(checked.snippet.path, []).append(repr(checked))
    for diagnostic in report.diagnostics:
        messages.setdefault(diagnostic.path, []).append(repr(diagnostic))
    return messages


def test_verdicts_are_the_same_in_any_company(alone: Sandbox, shared: Sandbox) -> None:
    """That of each case, in the company of its checker's, is in `test_checkers.py`."""
    odd, others = odd_documents(), one_of_each()
    compared = [*map(some_fences, one_of_each()), *random.sample(odd, len(odd) // 2)]
    expected = by_path(check_documents(compared, Settings(jobs=2, sandbox=alone)))
    company = list({one.path: one for one in (*compared, *odd, *(case.document for case in others))}.values())
    whole = check_documents(random.sample(company, len(company)), Settings(jobs=2, sandbox=shared))
    found = by_path(whole)
    assert {one.path for one in compared} <= expected.keys()
    for path, messages in expected.items():
        assert found[path] == messages, path
    for case in others:
        assert says_what_is_expected(case, report_for(whole, case.document.path)), case.name
    assert shared.shared.failures == 0


def test_the_checkers_that_share_are_in_that_comparison() -> None:
    assert {"shell", "yaml", "ini", "json", "toml", "python", "dockerfile"} <= SHARING
    assert {one.name for one in checkers.all_checkers()} & SHARING <= {case.checker for case in CASES}
