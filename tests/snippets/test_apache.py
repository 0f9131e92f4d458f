"""No module but those of Debian's apache2-bin is there when Apache reads a snippet, however a line names one."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from kinds import KINDS, sandbox_of

from faircopy.markdown.document import parse_document
from faircopy.snippets.check import Report, check_documents
from faircopy.snippets.checkers._apache import root as apache
from faircopy.snippets.checkers._each import CHECKED
from faircopy.snippets.checkers.apache import root_for
from faircopy.snippets.jobs import Settings
from faircopy.snippets.model import Level, Status
from faircopy.snippets.sandbox.runner import Sandbox
from keptsandbox import kept_sandbox


@pytest.fixture(params=KINDS)
def sandbox(request: pytest.FixtureRequest, need: Callable[[str], str]) -> Sandbox:
    return sandbox_of(request.param, need)


@pytest.fixture(autouse=True)
def needed(need: Callable[[str], str]) -> None:
    need("apache2")


@pytest.fixture
def foreign(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Take a module for one of another package: the sandbox is not to have it."""
    loaded = apache.modules()
    name = "mod_imagemap.so"
    left = tuple(path for path in loaded if path.name != name)
    assert len(left) == len(loaded) - 1
    apache.preamble.cache_clear()
    monkeypatch.setattr(apache, "modules", lambda: left)
    yield str(apache.MODULES / name)
    apache.preamble.cache_clear()


def check(text: str, sandbox: Sandbox) -> Report:
    return check_documents([parse_document("a.md", text)], Settings(sandbox=sandbox))


def test_what_is_loaded_is_what_the_package_brought(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("rewrite", "perl", "lua", "mpm_event", "mpm_worker"):
        (tmp_path / f"mod_{name}.so").touch()
    listed = [f"{tmp_path}/mod_{name}.so" for name in ("rewrite", "lua", "mpm_event", "mpm_worker", "not_there")]
    (tmp_path / "list").write_text("\n".join(["/.", *listed, "/usr/lib/other/mod_x.so", ""]))
    monkeypatch.setattr(apache, "MODULES", tmp_path)
    monkeypatch.setattr(apache, "PACKAGE", tmp_path / "list")
    assert [path.name for path in apache.modules.__wrapped__()] == ["mod_mpm_event.so", "mod_rewrite.so"]
    monkeypatch.setattr(apache, "PACKAGE", tmp_path / "no list")
    assert apache.modules.__wrapped__() == ()


@pytest.mark.slow
def test_no_other_module_can_be_read_in_the_sandbox(foreign: str, sandbox: Sandbox) -> None:
    root = apache.root_of({})
    script = f'cd {apache.MODULES}; for one in * {foreign}; do [ -s "$one" ] && echo "$one"; done'
    seen = sandbox.run(["/bin/sh", "-c", script], root).stdout.split()
    assert seen == [path.name for path in apache.modules()]


WAYS = {
    "plain": "LoadModule imagemap_module MODULE\n",
    "quoted": '"LoadModule" imagemap_module "MODULE"\n',
    "continued": "Load\\\nModule imagemap_module MODULE\n",
    "macro": "<Macro M $a>\n$a imagemap_module MODULE\n</Macro>\nUse M LoadModule\n",
    "variable": "Define X imagemap\nLoadModule ${X}_module MODULE\n",
    "file": "LoadFile MODULE\n",
    "quoted file": '"LoadFile" MODULE\n',
    "macro of a file": "<Macro M $a>\n$a MODULE\n</Macro>\nUse M LoadFile\n",
}


@pytest.mark.parametrize("way", WAYS)
def test_however_a_module_is_named_it_cannot_be_loaded(way: str, foreign: str, sandbox: Sandbox) -> None:
    code = WAYS[way].replace("MODULE", foreign)
    root = root_for(apache.STOCK | {CHECKED: f"{code}ImapMenu none\n"}, "server", code, sandbox)
    completed = sandbox.run(["apache2", "-t", "-d", "/etc/apache2", "-f", apache.WRAPPER], root)
    assert completed.status != 0
    assert "Cannot load" in completed.stderr


PROGRAMS = {
    "perl": "<Perl>\n1;\n</Perl>\n",
    "require": "Timeout 5\nPerlRequire /x.pl\n",
    "continued": "Perl\\\nRequire /x.pl\n",
    "quoted": '  "PerlRequire" /x.pl\n',
    "load file": "'LoadFile' /usr/lib/libc.so\n",
    "lua": "<LuaHookTranslateName early>\nx\n</LuaHookTranslateName>\n",
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_program_in_a_snippet_or_in_what_it_includes_is_refused(name: str, need: Callable[[str], str]) -> None:
    need("apache2")
    code = PROGRAMS[name]
    line = 2 if name == "require" else 1
    report = check(f'```{{.apache context="server"}}\n{code}```\n', kept_sandbox())
    assert [(one.code, one.line) for one in report.diagnostics] == [("SN110", 1 + line)]
    files = (
        f'```{{.apache file="/etc/apache2/one.conf"}}\nInclude two.conf\n```\n\n'
        f'```{{.apache file="/etc/apache2/two.conf"}}\n{code}```\n\n'
    )
    fence = '```{.apache context="server"}\nTimeout 5\nInclude /etc/apache2/one.conf\n```\n'
    messages = check(fence + files, kept_sandbox()).diagnostics
    assert [one.code for one in messages] == ["SN110"] * 3
    assert [one.message.startswith(f"in '/etc/apache2/two.conf', line {line}: ") for one in messages] == [
        True,
        True,
        False,
    ]
    messages = check(fence.replace("Include", "# Include") + files, kept_sandbox()).diagnostics
    assert [one.line > fence.count("\n") for one in messages] == [True, True]


@pytest.mark.slow
@pytest.mark.parametrize(
    "lines",
    [
        "LoadModule rewrite_module modules/mod_rewrite.so\nRewriteEngine On\n",
        "LoadModule rewrite_module /usr/lib/apache2/modules/mod_rewrite.so\nRewriteEngine On\n",
        "LoadModule lua_module /usr/lib/apache2/modules/mod_lua.so\nLuaScope once\n",
        "LoadModule mpm_prefork_module modules/mod_mpm_prefork.so\nStartServers 5\n",
    ],
)
def test_a_line_that_loads_a_module_of_apaches_own_is_right(lines: str, need: Callable[[str], str]) -> None:
    need("apache2")
    report = check(f'```{{.apache context="server"}}\n{lines}```\n', kept_sandbox())
    assert [one.verdict.status for one in report.checked] == [Status.PASSED]
    assert (report.checked[0].verdict.level is Level.LOADED) == ("rewrite" in lines)
