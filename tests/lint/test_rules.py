"""Each rule of `plugins/faircopy/lint/rules/` with its own cases, through the real command."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from types import ModuleType

import pytest

import faircopy.lint.plugin
from faircopy.cache.inputs import root_of, sources_below
from faircopy.diagnostics.model import Rule
from faircopy.lint.check import known_rules
from faircopy.lint.checks import DocumentCheck, FileCheck, SiteCheck, SiteDocumentCheck
from faircopy.lint.cli import main
from faircopy.lint.external import RequestPolicy
from faircopy.lint.registry import lint_rules, rule_modules
from faircopy.lint.rule import LintRule
from rulecases import write_site

RULES = {code: rule for code, rule in sorted(lint_rules().items()) if isinstance(rule, LintRule)}
# Of a fault of ours, and of what only a build sees: tests/lint/test_guard.py, tests/content/test_plugin.py.
WITHOUT_CASES = {"PR951", "FM120"}
SERVER = "{server}"  # in a case: a host that answers


class Host(BaseHTTPRequestHandler):
    def do_HEAD(self) -> None:
        status = {"/here": 200, "/gone": 410, "/moved": 301, "/silent": 503}[self.path]
        self.send_response(status)
        if status == 301:
            self.send_header("Location", "/here")
        self.end_headers()

    do_GET = do_HEAD  # noqa: N815

    def log_message(self, *_: object) -> None: ...


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Host) as http:
        thread = Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{http.server_port}"
        http.shutdown()
        thread.join()


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("SITEURL", raising=False)
    monkeypatch.setattr(
        "faircopy.lint.external.RequestPolicy", lambda: RequestPolicy(pause_s=0, may_reach=lambda _: True)
    )
    monkeypatch.chdir(tmp_path)
    return tmp_path


def findings(capsys: pytest.CaptureFixture[str], *options: str) -> list[str]:
    main(["content", "--format", "json", *options])
    found = json.loads(capsys.readouterr().out)["diagnostics"]
    assert all(one["hint"] for one in found)
    return [f"{one['path']}:{one['line']}:{one['column']} {one['code']}" for one in found]


@pytest.mark.parametrize("code", RULES)
def test_the_bad_case_breaks_the_rule_where_it_is_marked(
    code: str, site: Path, server: str, capsys: pytest.CaptureFixture[str]
) -> None:
    case = RULES[code].bad
    places = write_site(case.replace(SERVER, server), site)
    found = findings(capsys, *(["--external"] if SERVER in case else []))
    assert [one.rpartition(" ")[0] for one in found if one.endswith(code)] == places
    assert places


@pytest.mark.parametrize("code", [code for code in RULES if SERVER not in RULES[code].bad])
def test_a_case_that_is_corrected_is_right_afterwards(
    code: str, site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_site(RULES[code].bad, site)
    before = {file: file.read_bytes() for file in site.rglob("*.md")}
    main(["content", "--fix"])
    capsys.readouterr()
    if before != {file: file.read_bytes() for file in site.rglob("*.md")}:
        assert code not in {one.rpartition(" ")[2] for one in findings(capsys)}


@pytest.mark.parametrize("code", RULES)
def test_nothing_is_wrong_with_the_good_case(
    code: str, site: Path, server: str, capsys: pytest.CaptureFixture[str]
) -> None:
    case = RULES[code].good
    write_site(case.replace(SERVER, server), site)
    assert findings(capsys, *(["--external"] if SERVER in case else [])) == []


@pytest.mark.parametrize("module", rule_modules(), ids=lambda module: module.__name__.rpartition(".")[2])
def test_each_module_has_a_rule_or_a_check(module: ModuleType) -> None:
    kinds = (Rule, DocumentCheck, SiteDocumentCheck, FileCheck, SiteCheck)
    assert any(isinstance(value, kinds) for value in vars(module).values())


def test_what_is_cached_depends_on_each_module() -> None:
    root = root_of(faircopy.lint.plugin)
    assert root is not None
    assert {Path(str(module.__file__)) for module in rule_modules()} <= {*sources_below(root)}


def test_every_rule_has_cases_and_is_known_to_the_command() -> None:
    assert set(lint_rules()) - set(RULES) == WITHOUT_CASES
    assert set(lint_rules()) <= set(known_rules())
