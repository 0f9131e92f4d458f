"""What checkers do when a tool is there or not, and how they come to know its version."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import ModuleType

import pytest

from faircopy.cache.namespaces import VERSIONS
from faircopy.cache.store import EntryStore
from faircopy.markdown.document import parse_document
from faircopy.snippets import rules
from faircopy.snippets.check import Report, check_documents
from faircopy.snippets.checkers import _stubs, _version, dockerfile, nginx, shell, sshd
from faircopy.snippets.checkers._each import EachChecker
from faircopy.snippets.checkers._shell import linters
from faircopy.snippets.jobs import Settings
from faircopy.snippets.model import Level, Snippet, Status, Task
from faircopy.snippets.sandbox.process import Completed, ResourceLimits, ToolMissingError
from faircopy.snippets.sandbox.root import SandboxRoot
from faircopy.snippets.sandbox.runner import Sandbox, working_kind
from keptsandbox import kept_sandbox

pytestmark = pytest.mark.slow


class Recording(Sandbox):
    """A sandbox that remembers what it ran, and in which some programs are missing."""

    def __init__(self, missing: Sequence[str] = ()) -> None:
        super().__init__(working_kind())
        self.missing = missing
        self.ran: list[str] = []

    def find(self, program: str) -> str | None:
        return None if program in self.missing else super().find(program)

    def run(
        self, command: Sequence[str], root: SandboxRoot, limits: ResourceLimits | None = None, stdin: str = ""
    ) -> Completed:
        self.ran.append(Path(command[0]).name)
        return super().run(command, root, limits, stdin)


def check(text: str, sandbox: Sandbox | None = None) -> Report:
    return check_documents([parse_document("a.md", text)], Settings(sandbox=sandbox or kept_sandbox()))


@pytest.fixture
def _no_kept_versions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    forget()
    yield
    forget()


def forget() -> None:
    _version.known_version.cache_clear()
    _version.debian_version.cache_clear()


@pytest.mark.usefixtures("_no_kept_versions")
def test_a_version_is_asked_once_and_kept_for_the_next_run(tmp_path: Path) -> None:
    def ask() -> str | None:
        _version.known_version.cache_clear()
        return _version.program_version(Sandbox(working_kind()), "bash", ("--version",), r"version (\d)")

    version = ask()
    assert version is not None
    (kept,) = (tmp_path / "cache/faircopy/versions").iterdir()
    EntryStore(VERSIONS, kept.parent).put(kept.name, b"what was kept")
    assert ask() == "what was kept"
    for forged in (b"what was kept", b"", b"5.2\x1b]0;owned\x07"):
        kept.write_bytes(forged)
        assert ask() == version
    for unprintable in (b"5.2\x1b]0;owned\x07", b"5\n2", b"\xff\xfe", b"5" * 1000, "5\u202e2".encode()):
        EntryStore(VERSIONS, kept.parent).put(kept.name, unprintable)
        assert ask() == version
    kept.unlink()
    assert ask() == version


@pytest.mark.parametrize(
    ("version", "printed"), [("5.2\x1b[31m", "5.2?[31m"), ("5\u202e2", "5?2"), ("5" * 999, "5" * 80)]
)
def test_a_version_is_printed_without_what_moves_a_terminal(version: str, printed: str) -> None:
    assert _version.printable(version) == printed


@pytest.mark.usefixtures("_no_kept_versions")
def test_a_program_that_is_not_there_has_no_version(tmp_path: Path) -> None:
    sandbox = Sandbox(working_kind())
    assert _version.program_version(sandbox, "no-such-program", (), "(x)") is None
    assert _version.program_version(sandbox, str(tmp_path / "none"), (), "(x)") is None
    assert _version.program_version(sandbox, "true", (), "version (x)") is None


@pytest.mark.usefixtures("_no_kept_versions")
def test_debian_tells_versions_that_programs_do_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    status = tmp_path / "status"
    status.write_text(
        "Package: cronie\nVersion: 9\n\nPackage: cron\nStatus: ok\nDescription: x\n more\nVersion: 3.0pl1-1\n\n"
    )
    monkeypatch.setattr(_version, "DPKG_STATUS", status)
    assert _version.debian_version("cron") == "3.0pl1-1"
    assert _version.debian_version("none") is None
    _version.debian_version.cache_clear()
    assert _version.debian_version("cron") == "3.0pl1-1"
    monkeypatch.setattr(_version, "DPKG_STATUS", tmp_path / "missing")
    _version.debian_version.cache_clear()
    assert _version.debian_version("cron") is None


@pytest.mark.parametrize(("checker", "module"), [(shell.CHECKER, linters), (dockerfile.CHECKER, dockerfile)])
def test_a_wheel_whose_program_is_gone_is_a_missing_tool(
    checker: EachChecker, module: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "wheel_program", lambda _: None)
    assert checker.tool_version(Sandbox(working_kind())) is None
    with pytest.raises(ToolMissingError):
        checker.check(Task((Snippet("a.md", 1, 3, checker.name, "x\n"),), {}), Sandbox(working_kind()))


def test_nginx_is_read_by_crossplane_where_nginx_is_missing() -> None:
    sandbox = Recording(missing=["nginx"])
    good = '```{.nginx context="server"}\nlisten 80;\n```\n'
    (one,) = check(good, sandbox).checked
    assert (one.verdict.status, one.verdict.level) == (Status.PASSED, Level.PARSED)
    assert "by crossplane" in one.verdict.tool
    (wrong,) = check(good.replace("listen", "listn"), sandbox).diagnostics
    assert (wrong.code, wrong.line, wrong.hint) == (nginx.UNKNOWN.code, 2, "did you mean 'listen'?")
    assert "nginx" not in sandbox.ran


def test_programs_in_a_configuration_keep_nginx_from_reading_it(need: Callable[[str], str]) -> None:
    need("nginx")
    sandbox = Recording()
    check('```{.nginx context="location"}\nreturn 204;\n```\n', sandbox)
    assert "nginx" in sandbox.ran
    sandbox.ran.clear()
    check('```{.nginx context="http"}\nperl_set $x "sub { 1 }";\n```\n', sandbox)
    assert "nginx" not in sandbox.ran


@pytest.mark.parametrize(
    "fragment",
    ["ssl_certificate /etc/ssl/x.pem;\nssl_certificate_key /etc/ssl/x.key;\nlisten 443 ssl;", "geoip_country /x;"],
)
def test_what_this_machine_lacks_is_not_held_against_a_configuration(
    fragment: str, need: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    need("nginx")
    monkeypatch.setattr(nginx, "certificate", lambda _: None)
    context = "http" if fragment.startswith("geoip") else "server"
    (one,) = check(f'```{{.nginx context="{context}"}}\n{fragment}\n```\n').checked
    assert (one.verdict.status, one.verdict.level) == (Status.PASSED, Level.PARSED)


def test_without_a_sandbox_there_is_no_certificate() -> None:
    assert _stubs.certificate(None) is None


def test_a_host_file_has_every_word_that_could_be_a_host() -> None:
    names = _stubs.hosts_file("server app1.example.org:8080 backup; -x 192.0.2.7 [::1]").split()
    assert {"app1.example.org", "backup", "localhost"} <= set(names)
    assert "192.0.2.7" not in names


def test_bash_has_the_last_word_on_what_bash_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(linters, "run_shellcheck", lambda *_: Completed(0, '{"comments":[]}', ""))
    found = check("```bash\necho a\nif true; then\n  echo b\n```\n").diagnostics
    assert [(one.code, one.line) for one in found] == [(linters.UNREADABLE.code, 4)]
    assert check("```bash\n[[ $1 == !(a|b) ]]\n```\n").diagnostics == ()
    assert check("```sh\n#!/bin/dash\nif true\n```\n").diagnostics == ()
    (one,) = check("```sh\n#!/bin/bash\nif true; then\n  echo b\n```\n").diagnostics
    assert one.code == linters.UNREADABLE.code


def test_status_and_answer_of_sshd_must_agree(need: Callable[[str], str]) -> None:
    need("sshd")

    class Lying(Sandbox):
        def run(self, *_: object, **__: object) -> Completed:
            return Completed(0, "", "/checked/snippet line 1: no\r\n")

    outcome = sshd.CHECKER.check(Task((Snippet("a.md", 1, 3, "sshd", "x\n"),), {}), Lying("bwrap"))
    assert [one.rule for one in outcome.findings] == [rules.TOOL_OUTPUT_UNPARSED]
