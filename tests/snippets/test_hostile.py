"""Posts that try to write to this machine, to end the check, or to have a tool tell what is on this machine."""

import hashlib
import os
import re
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from kinds import KINDS, sandbox_of

from faircopy.diagnostics.formats import as_sarif
from faircopy.markdown.document import parse_document
from faircopy.snippets import packaged, rules
from faircopy.snippets.cache import Cache
from faircopy.snippets.check import Report, all_rules, check_documents
from faircopy.snippets.checkers._fail2ban import paths
from faircopy.snippets.command.reports import as_json
from faircopy.snippets.jobs import Settings
from faircopy.snippets.packaged import DPKG_STATUS, changed_files, packaged_files
from faircopy.snippets.sandbox.runner import Sandbox

pytestmark = pytest.mark.slow

SHORT = 8  # characters
TREE = "TREE"  # stands for a folder of the test's own, which a sandbox does not have


@pytest.fixture(params=KINDS)
def sandbox(request: pytest.FixtureRequest, need: Callable[[str], str]) -> Sandbox:
    return sandbox_of(request.param, need)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    folder = tmp_path / "tree"
    (folder / "sub").mkdir(parents=True)
    (folder / "canary").write_text("sings")
    return folder


def state_of(folder: Path) -> dict[str, tuple[float, bytes | None]]:
    return {
        str(path): (path.lstat().st_mtime, path.read_bytes() if path.is_file() else None)
        for path in (folder, *sorted(folder.rglob("*")))
    }


def check(texts: list[str], sandbox: Sandbox, cache: Cache | None = None) -> Report:
    documents = [parse_document(f"{number}.md", text) for number, text in enumerate(texts)]
    return check_documents(documents, Settings(sandbox=sandbox, cache=cache, jobs=3))


HOSTILE = (  # names, not files that are made
    *("/../..TREE/canary", "/a/../../..TREE/canary", "TREE/canary", "TREE/sub/new", "/etc", "/etc/", "/", "/proc"),
    *("/proc/sys/kernel/hostname", "/sys/x", "/dev/null", "/tmp", "/tmp/x", "/var/log", "/run", "/usr"),  # noqa: S108
    *(
        "/usr/bin/env",
        "/bin",
        "/bin/sh",
        "/lib64",
        "/etc/passwd",
        "/etc/passwd/x",
        "/etc/hosts/x",
        "/checked",
        "/checked/snippet",
    ),
    *("/checked/snippet/x", "/etc/nginx/.wrapper.conf", "/etc/nginx/.wrapper.conf/x", "/etc/apache2/.wrapper.conf/x"),
    *("/var/log/nginx", "/var/lib/nginx", "/etc/systemd/system", "/etc/fail2ban/jail.conf/x.conf", "/worker.py"),
    *("/etc/fail2ban/filter.d.conf", "/etc/alternatives", "/python", "/parsers", "/packages/yaml", "/programs"),
    *("/.faircopy/parsers", "/.faircopy/packages/yaml", "/.faircopy/programs"),
    *(
        "/" + "a" * 256,
        "/x" * 3000,
        "/" + "/".join(["a" * 255] * 17),
        "/x/\u202ey",
        "/é",
        "/e\u0301",
        "/ ",
        "/*",
        "/$x",
    ),
)
CHECKERS = {  # language, code and the place where a checker's own code names a path
    "nginx": ("nginx", "server"),
    "apache": ("apache", "server"),
    "sshd": ("sshd_config", "global"),
    "systemd": ("systemd", "service"),
    "sudoers": ("sudoers", "file"),
    "logrotate": ("logrotate", "file"),
    "nftables": ("nftables", "file"),
    "iptables": ("iptables", "file"),
    "crontab": ("crontab", "user"),
    "shell": ("bash", None),
    "yaml": ("yaml", None),
}
# Findings that have to be there, whatever else a document and its neighbours hold.
MISSPELT = '\n```{.yaml check="yamll"}\na: 1\n```\n'
BAD_YAML = "```yaml\nx:\n  a: 1\n  b: 2\n  a: 3\n```\n"


@pytest.mark.parametrize("checker", CHECKERS)
def test_no_path_of_a_snippet_reaches_out_or_ends_the_check(checker: str, sandbox: Sandbox, tree: Path) -> None:
    """Each path as that of a snippet and of a hidden file of its group; some paths with another below them."""
    language, _ = CHECKERS[checker]
    before = state_of(tree)
    paths = [path.replace(TREE, str(tree)) for path in HOSTILE]
    # A share of them each, so that all checkers together try all. What is made and refused is the same for each kind of
    # sandbox.
    own = paths[list(CHECKERS).index(checker) % 4 :: 4] if sandbox.kind == "bwrap" else paths[:2]
    texts = [
        f'```{{.{language} file="{path}" check="{checker}"}}\nx\n```\n\n<!-- snippet-setup file="{path}"\nx\n-->\n'
        f'\n<!-- snippet-setup file="{path}/below"\nx\n-->\n{MISSPELT}'
        for path in own
    ]
    report = check([*texts, BAD_YAML], sandbox)
    assert state_of(tree) == before
    assert "SN411" in {one.code for one in report.diagnostics}
    for number in range(len(own)):
        found = [one for one in report.diagnostics if one.path == f"{number}.md"]
        assert any(one.code == "SN106" for one in found), (own[number], found)
        assert any(one.code in ("SN107", "SN108") for one in found), (own[number], found)
        assert not any(one.code == rules.TOOL_OUTPUT_UNPARSED.code for one in found), (own[number], found)


DIRECTIVES = (
    ("nginx", "server", "listen 443 ssl;\nssl_certificate {};\nssl_certificate_key {};\n"),
    ("nginx", "server", "access_log {};\nerror_log {};\nclient_body_temp_path {};\n"),
    ("nginx", "main", "pid {};\nlock_file {};\nerror_log {};\nevents {{}}\n"),
    ("apache", "server", 'SSLCertificateFile "{}"\nSSLCertificateKeyFile "{}"\n'),
    ("apache", "server", "ErrorLog {}\nCustomLog {} combined\nPidFile {}\nScoreBoardFile {}\n"),
    ("apache", "directory", "AuthUserFile {}\n"),
    ("sshd_config", "global", "PidFile {}\nHostKey {}\nAuthorizedKeysFile {}\nBanner {}\n"),
    ("systemd", "service", "[Service]\nExecStart=/bin/true\nEnvironmentFile={}\nPIDFile={}\nStandardOutput=file:{}\n"),
    ("systemd", "socket", "[Socket]\nListenStream={}\nListenFIFO={}\n"),
    ("logrotate", "file", "{} {{\n  olddir {}\n  size 0\n}}\n"),
    ("sudoers", "file", 'Defaults logfile="{}"\n'),
)


def test_no_path_in_code_reaches_out_or_ends_the_check(sandbox: Sandbox, tree: Path) -> None:
    before = state_of(tree)
    paths = [path.replace(TREE, str(tree)) for path in HOSTILE if " " not in path and len(path) < 1000]
    is_first = sandbox.kind == "bwrap"
    texts = [
        f'```{{.{language} context="{context}"}}\n{code.format(*[path] * code.count("{}"))}```\n{MISSPELT}'
        for number, (language, context, code) in enumerate(DIRECTIVES)
        # Those that reach out, and a share of the others. One for each in the other kind of sandbox, which is slower.
        for path in ((*paths[:3], *paths[3 + number :: len(DIRECTIVES)]) if is_first else paths[number % 3 :][:1])
    ]
    report = check([*texts, BAD_YAML], sandbox)
    assert state_of(tree) == before
    assert "SN411" in {one.code for one in report.diagnostics}
    assert len([one for one in report.diagnostics if one.code == "SN106"]) == len(texts)


ELSEWHERE = (  # files that are named for writing, in folders that a sandbox has not
    (
        '{.nginx context="main"}',
        "error_log /srv/e.log;\npid /srv/x.pid;\nevents {}\nhttp {\naccess_log /srv/a;\nproxy_temp_path /srv/t;\n}\n",
    ),
    ('{.nginx context="main"}', "error_log /dev/stderr;\nevents {}\nhttp {\naccess_log /dev/stdout;\n}\n"),
    ('{.apache context="server"}', "ErrorLog /dev/stderr\nCustomLog /dev/stdout combined\nPidFile /srv/x.pid\n"),
    ('{.apache context="server"}', "ErrorLog /srv/e.log\nCustomLog /srv/a.log combined\nMutex file:/srv/m default\n"),
    ('{.sshd_config context="global"}', "PidFile /srv/x.pid\nHostKey /srv/key\nBanner /srv/b\n"),
    (
        '{.systemd context="service"}',
        "[Service]\nExecStart=/bin/true\nPIDFile=/srv/x.pid\nStandardOutput=append:/srv/x\nEnvironmentFile=/srv/e\n",
    ),
    ('{.logrotate context="file"}', "/srv/log/*.log {\n  olddir /srv/old\n  weekly\n}\n"),
)


def test_a_file_that_is_named_for_writing_is_not_held_against_the_author(
    sandbox: Sandbox, need: Callable[[str], str]
) -> None:
    for program in ("nginx", "apache2", "sshd", "systemd-analyze", "logrotate"):
        need(program)
    report = check([f"```{info}\n{code}```\n" for info, code in ELSEWHERE], sandbox)
    assert report.diagnostics == ()


def test_specifiers_of_systemd_stand_for_nobodys_machine(need: Callable[[str], str]) -> None:
    need("systemd-analyze")
    code = "[Unit]\nDescription=%H %b %m %v %l %o %B\n[Service]\nExecStart=/bin/true %b %m %H %o\nStateDirectory=%m\n"
    timer = "[Timer]\nOnCalendar=Mon 10:00 Europe/Berlin\n"
    texts = [f'```{{.systemd context="service"}}\n{code}```\n', f'```{{.systemd context="timer"}}\n{timer}```\n']
    assert check(texts, Sandbox("bwrap")).diagnostics == ()


@pytest.mark.parametrize(
    ("info", "code", "line", "fact"),
    [
        ('{.nginx context="server"}', "listen 80;\nssl_certificate /../../x;\n", 3, "leaves its folder with '..'"),
        ('{.nginx context="server"}', "ssl_certificate_key /etc/;\n", 2, "'/etc/' names a folder"),
        ('{.nginx context="server"}', "ssl_certificate /etc/passwd/x;\n", 2, "below '/etc/passwd'"),
        ('{.apache context="server"}', '\nSSLCertificateFile "/../x"\n', 3, "leaves its folder with '..'"),
        ('{.apache context="server"}', "SSLCertificateFile /etc/apache2/ports.conf/x\n", 2, "that is a file here"),
    ],
)
def test_a_path_in_code_that_cannot_be_is_told_where_it_stands(
    info: str, code: str, line: int, fact: str, need: Callable[[str], str]
) -> None:
    need("nginx" if "nginx" in info else "apache2")
    found = check([f"```{info}\n{code}```\n"], Sandbox("bwrap")).diagnostics
    messages = [one for one in found if one.code == rules.NAMED_PATH_UNUSABLE.code]
    assert [one.line for one in messages] == [line]
    assert fact in messages[0].message


def test_files_of_a_group_that_cannot_lie_in_one_tree_are_told() -> None:
    def snippet(path: str) -> str:
        return f'```{{.bash file="{path}"}}\necho\n```\n'

    text = "".join(snippet(path) for path in ("/opt/a", "/opt/a/b", "/opt/c/d", "/opt/c", "/opt/e\u0301", "/opt/é"))
    found = check([text], Sandbox("bwrap")).diagnostics
    assert [(one.line, one.code, one.message) for one in found if one.code in ("SN107", "SN108")] == [
        (4, "SN107", "'/opt/a/b' needs '/opt/a' to be a folder, and that is a file here"),
        (10, "SN107", "'/opt/c' is a folder here: '/opt/c/d' lies in it"),
        (16, "SN108", "'/opt/é' is already the snippet at line 13"),
    ]


def test_a_fail2ban_file_may_not_take_the_place_of_a_folder(need: Callable[[str], str]) -> None:
    need("fail2ban-client")
    good = '```{.ini file="/etc/fail2ban/filter.d/x.conf"}\n[Definition]\nfailregex = ^<HOST>$\n```\n'
    bad = '```{.ini file="/etc/fail2ban/filter.d/sshd.conf/y.conf"}\n[Definition]\n```\n'
    report = check([bad + good], Sandbox("bwrap"))
    assert [(one.code, one.line) for one in report.diagnostics] == [("SN107", 1)]
    assert [str(one.verdict.status) for one in report.checked] == ["failed", "passed"]


# Nothing is told

READERS = (  # what might print a file: PATH stands for it
    ('{.nginx context="server"', "include PATH;\n"),
    ('{.nginx context="http"', "map $uri $x { include PATH; }\n"),
    ('{.nginx context="server"', "auth_basic_user_file PATH;\nssl_certificate PATH;\nssl_dhparam PATH;\n"),
    ('{.nginx context="http"', "geo $x { include PATH; }\nssl_session_ticket_key PATH;\nssl_password_file PATH;\n"),
    ('{.apache context="server"', "Include PATH\n"),
    ('{.apache context="server"', "Inc\\\nlude PATH\n"),
    ('{.apache context="server"', "<Macro M $p>\nInclude $p\n</Macro>\nUse M PATH\n"),
    ('{.apache context="server"', "Define D PATH\nInclude ${D}\n"),
    ('{.apache context="server"', "SSLCertificateFile PATH\nMimeMagicFile PATH\nSSLOpenSSLConfCmd DHParameters PATH\n"),
    ('{.apache context="server"', "TypesConfig PATH\nServerRoot PATH\nInclude *\n"),
    ('{.apache context="server"', "Error ${HOME}${PATH}${TOKEN}\n"),
    ('{.apache context="server"', 'RewriteEngine on\nRewriteMap x "txt:PATH"\nServerName ${HOSTNAME}\n'),
    ('{.sshd_config context="global"', "Include PATH\n"),
    ('{.sshd_config context="global"', '"Include" PATH\n'),
    ('{.sshd_config context="global"', "Include=/etc/ssh/*/../../..PATH\n"),
    ('{.sshd_config context="global"', "HostKey PATH\nModuliFile PATH\nBanner PATH\nTrustedUserCAKeys PATH\n"),
    ('{.sudoers context="file"', "@include PATH\n"),
    ('{.sudoers context="file"', "@include \\\nPATH\n"),
    ('{.sudoers context="file"', '#include "PATH"\n@include /etc/%h\n'),
    ('{.logrotate context="file"', "include PATH\n"),
    ('{.logrotate context="file"', "include=PATH\n"),
    ('{.logrotate context="file"', "tabooext + x\ninclude /.PATH\n"),
    ('{.nftables context="file"', 'include "PATH"\n'),
    ('{.nftables context="file"', 'include \\\n"PATH"\n'),
    ('{.iptables context="filter"', "-A INPUT -m ../../..PATH -j ACCEPT\n"),
    ('{.iptables context="filter"', "-A INPUT -m bpf --object-pinned PATH -j ACCEPT\n"),
    ('{.systemd context="service"', "[Service]\nExecStart=/bin/true\nEnvironmentFile=PATH\nWhat=%H %b %v %m %o %l\n"),
    ('{.systemd context="service"', "[Unit]\nDescription=%v%H %b %v %m\nAfter=%H.%b.%m\n[Service]\nUser=%H-%b-%m\n"),
    ('{.systemd context="service"', "[Service]\n.include PATH\nExecStart=%H %h %u %U\nWorkingDirectory=%m%b%H\n"),
    ('{.dnsmasq context="file"', "conf-file=PATH\nservers-file=PATH\naddn-hosts=PATH\ndhcp-hostsfile=PATH\nx\n"),
    ('{.ini context="samba"', "[global]\ninclude = PATH\nconfig file = PATH\nusername map = PATH\nread only = PATH\n"),
    ('{.yaml file="/etc/netplan/x.yaml"', "network:\n  version: 2\n  wifis: {w: {auth: {ca-certificate: PATH}}}\n"),
    ('{.caddy context="site"', "import ../..PATH\nrespond {file.PATH}{$PATH}\ntls PATH PATH\n"),
    ('{.crontab context="user"', "SHELL=PATH\nMAILTO=PATH\n* * * * * $(cat PATH)\n"),
    ('{.bash file="/x.sh"', "source PATH\n. PATH\n# shellcheck source=PATH\n. x\n$(<PATH)\n"),
    ('{.dockerfile context="stage"', "ADD PATH /\nCOPY PATH /\n"),
    ("{.yaml", "a: !include PATH\nb: &a [*c]\n"),
    ("{.python", "# -*- coding: PATH -*-\nimport PATH\n"),
    ("{.toml", 'a = "PATH"\na = 1\n'),
    ('{.ini file="/etc/fail2ban/filter.d/x.conf"', "[INCLUDES]\nbefore = PATH\n[Definition]\nfailregex = ^<HOST>(\n"),
    (
        '{.ini file="/etc/fail2ban/filter.d/x.conf"',
        "[DEFAULT]\np = PATH\nbefore = PATH\n[INCLUDES]\nafter = %(p)s\n[Definition]\nfailregex = (\n",
    ),
    ('{.ini file="/etc/fail2ban/jail.local"', "[x]\nfilter = ../../..PATH\nlogpath = PATH\n"),
    ('{.ini file="/etc/fail2ban/jail.local"', "[sshd]\naction = ../../..PATH\nlogpath = PATH*\nignorecommand = PATH\n"),
    ('{.ini file="/etc/fail2ban/action.d/x.conf"', "[INCLUDES]\nbefore = ..PATH\n[Definition]\nactionban = <PATH>\n"),
    ('{.text log="../../..PATH" match="all"', "x\n"),
)  # fmt: skip


@pytest.fixture
def canaries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """A text in each place of the machine from which a program might read, and what else says whose machine it is."""
    words = {name: f"canary{name}{os.urandom(6).hex()}" for name in ("file", "home", "folder", "variable", "list")}
    for name in ("home", "folder"):
        (tmp_path / name).mkdir()
        for file in (".shellcheckrc", ".hadolint.yaml", ".yamllint", ".bashrc", "fail2ban.local", "pyproject.toml"):
            (tmp_path / name / file).write_text(f"{words[name]}\n")
    secret = Path("/tmp", f"faircopy-{os.urandom(6).hex()}")  # noqa: S108  # where the sandbox has a folder of its own
    secret.write_text(f"{words['file']} = {words['file']}\n[{words['file']}]\n")
    secret.chmod(0o644)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("BASH_ENV", str(secret))
    monkeypatch.setenv("TOKEN", words["variable"])
    monkeypatch.setenv("SHELLCHECK_OPTS", words["variable"])
    monkeypatch.chdir(tmp_path / "folder")
    os_release = Path("/etc/os-release").read_text().splitlines() if Path("/etc/os-release").exists() else []
    names = [Path(path).read_text().strip() for path in ("/etc/machine-id",) if Path(path).exists()]
    names += [
        os.uname().release.replace("-", ""),
        Path("/proc/sys/kernel/random/boot_id").read_text().strip().replace("-", ""),
    ]
    names += [line.partition("=")[2].strip('"') for line in os_release if line.startswith("PRETTY_NAME=")]
    yield [str(secret), *words.values(), *filter(None, names)]
    secret.unlink()


def test_nothing_of_the_machine_is_told(sandbox: Sandbox, canaries: list[str], tmp_path: Path) -> None:
    """Not in a message, not as what a snippet that must fail failed with, not in a report, not in what is kept."""
    secret, *words = canaries
    is_first = sandbox.kind == "bwrap"  # the other kind is slower, and what tools print is the same
    paths = (secret, "/etc/shadow", "/proc/self/environ", "/proc/sys/kernel/random/boot_id", "/etc/machine-id")
    texts = [
        f"```{info}{promise}}}\n{code.replace('PATH', path)}```\n"
        for info, code in READERS
        for path in (paths[: 5 if is_first else 2] if "include" in code.lower() else paths[:1])
        # What a snippet fails with on purpose is published: the same words, so one path is enough.
        for promise in ("", *([' expect="fail" error="what no tool says"'] if path == secret and is_first else []))
    ]
    report = check(texts, sandbox, Cache(tmp_path / "cache", all_rules))
    kept = "".join(path.read_text(errors="replace") for path in (tmp_path / "cache").iterdir())
    messages = repr(report) + as_json(report) + as_sarif("snippets", report.diagnostics, all_rules()) + kept
    assert len(report.diagnostics) >= len(texts) / 2
    # That it was asked for is in the text of the document; what is in it is not.
    assert [word for word in words if word in messages.replace("-", "")] == []
    # Where the name is a word of English, or of a tool's, nothing can be said of it.
    name = socket.gethostname()
    assert len(name) < SHORT or name not in messages
    assert not any(line.strip() in messages for line in Path("/etc/passwd").read_text().splitlines())


def test_only_packaged_files_count_as_a_distributions(tmp_path: Path) -> None:
    good, changed, own, link = (tmp_path / name for name in ("good.conf", "changed.conf", "own.local", "link.conf"))
    good.write_text("as packaged\n")
    changed.write_text("password = x\n")
    own.write_text("password = y\n")
    link.symlink_to(own)
    digest = "bd1f2a3be8ee4ed29e3bb5e1ffcd4a03"
    status = tmp_path / "status"
    lines = "".join(f" {path} {digest}\n" for path in (good, changed, link, tmp_path / "gone"))
    status.write_text(
        f"Package: other\nConffiles:\n {own} {digest}\n\nPackage: tool\nConffiles:\n{lines}Version: 1\n\n"
    )
    text = status.read_text().replace(digest, hashlib.md5(good.read_bytes(), usedforsecurity=False).hexdigest())
    status.write_text(text)
    assert packaged_files("tool", status) == {str(good): b"as packaged\n"}
    assert changed_files("tool", status) == {str(changed), str(link)}
    assert packaged_files("none", status) == packaged_files("tool", tmp_path / "no-dpkg") == {}


def test_a_changed_file_of_fail2bans_counts_as_missing_and_says_so(
    need: Callable[[str], str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The administrator's own words in it are neither read nor told."""
    need("fail2ban-client")
    status = tmp_path / "status"
    digest = r"(/etc/fail2ban/filter\.d/sshd\.conf) [0-9a-f]{32}"
    status.write_text(re.sub(digest, r"\1 " + "0" * 32, DPKG_STATUS.read_text(errors="replace")))
    monkeypatch.setattr(packaged, "DPKG_STATUS", status)
    forget()
    log = '```{.text log="sshd" match="none"}\nx\n```\n'
    (found,) = check([log], Sandbox("bwrap")).diagnostics
    monkeypatch.undo()
    forget()
    assert found.message == "this log is for filter 'sshd', which neither a snippet nor fail2ban itself provides"
    assert found.hint.startswith("this machine's own is not as fail2ban's package brought it")


def forget() -> None:
    for kept in (packaged.digests, packaged.packaged_files, packaged.changed_files, paths.stock, paths.stock_files):
        kept.cache_clear()


def test_one_request_to_fail2ban_finds_nothing_of_the_one_before(need: Callable[[str], str]) -> None:
    need("fail2ban-client")
    first = '```{.ini file="/etc/fail2ban/filter.d/x.conf"}\n[Definition]\nfailregex = ^SECRETWORD <HOST>$\n```\n'
    sandbox = Sandbox("bwrap")
    check([first], sandbox)
    second = '```{.ini file="/etc/fail2ban/jail.local"}\n[x]\nfilter = x\nlogpath = /tmp/*/filter.d/*\n```\n'
    assert "SECRETWORD" not in repr(check([second], sandbox))
