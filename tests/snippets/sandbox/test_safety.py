"""A stranger's text runs nothing, reads nothing of the machine, reaches nobody, and ends."""

import os
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import pytest
from kinds import KINDS, sandbox_of

from children import all_processes, command_of
from conftest import missing
from faircopy.diagnostics.formats import problems
from faircopy.markdown.document import parse_document
from faircopy.snippets import rules
from faircopy.snippets.check import Report, check_documents
from faircopy.snippets.checkers import all_checkers
from faircopy.snippets.checkers._each import EachChecker, Judgement
from faircopy.snippets.checkers._fail2ban.ini import parse_ini
from faircopy.snippets.checkers._fail2ban.values import trouble_with_ports
from faircopy.snippets.checkers._sandboxed import PACKAGES, PARSERS
from faircopy.snippets.checkers.iptables import unknown_chains
from faircopy.snippets.groups import group_snippets, tasks_of
from faircopy.snippets.jobs import Settings
from faircopy.snippets.model import Finding, Level, Snippet, Status, Task
from faircopy.snippets.reading.read import read_snippets
from faircopy.snippets.sandbox.interpreter import INTERPRETER, interpreter
from faircopy.snippets.sandbox.paths import fault_of, path_in_sandbox
from faircopy.snippets.sandbox.process import ENVIRONMENT, Completed, ResourceLimits, TimeLimitError, ToolMissingError
from faircopy.snippets.sandbox.process_watch import kernel_limits, who_limits
from faircopy.snippets.sandbox.root import SandboxRoot, is_below, program_folders
from faircopy.snippets.sandbox.runner import SANDBOX_USER, Sandbox
from faircopy.snippets.silent_faults.unread_names import unread_names
from waiting import wait_until

pytestmark = pytest.mark.slow

SECRET = "correct-horse-battery-staple"  # noqa: S105  # nobody's


@pytest.fixture(params=KINDS)
def sandbox(request: pytest.FixtureRequest, need: Callable[[str], str]) -> Sandbox:
    return sandbox_of(request.param, need)


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    file = tmp_path / "secret.conf"
    file.write_text(f"{SECRET}\n")
    return file


def shell(
    sandbox: Sandbox, script: str, limits: ResourceLimits | None = None, root: SandboxRoot | None = None
) -> Completed:
    return sandbox.run(["/bin/sh", "-c", script], root or SandboxRoot({}), limits)


def check(text: str, sandbox: Sandbox) -> Report:
    return check_documents([parse_document("a.md", text)], Settings(sandbox=sandbox))


# The sandbox itself: what a program could do if a checker ever ran one


def test_files_of_the_machine_are_not_there(sandbox: Sandbox, secret: Path) -> None:
    assert shell(sandbox, f"cat {secret}").stdout == ""
    assert shell(sandbox, f"ls {Path.home()} {Path.cwd()} /etc/shadow /var/lib/dpkg /sys").stdout == ""
    assert Path("/etc/passwd").read_text() != shell(sandbox, "cat /etc/passwd").stdout


def test_a_link_leads_no_further(sandbox: Sandbox, secret: Path) -> None:
    assert SECRET not in shell(sandbox, f"ln -s {secret} /tmp/link && cat /tmp/link; cat /proc/1/root{secret}").stdout
    assert SECRET not in shell(sandbox, f"cd /tmp && cat ../../../../../..{secret}").stdout


def test_nothing_can_be_written_but_in_its_own_empty_folders(sandbox: Sandbox, tmp_path: Path) -> None:
    script = f"for f in / /etc /usr /checked {tmp_path} /dev; do touch $f/canary 2>/dev/null && echo wrote $f; done"
    root = SandboxRoot({"/checked/x": "x"})
    assert shell(sandbox, script, root=root).stdout == ""
    assert shell(sandbox, "touch /tmp/canary /run/canary").status == 0
    for folder in (tmp_path, Path("/usr"), Path("/dev"), Path("/run"), Path("/etc"), Path("/")):
        assert not (folder / "canary").exists()


def test_what_is_borrowed_can_be_read_and_not_written(sandbox: Sandbox, secret: Path) -> None:
    place = "/borrowed/secret.conf"
    root = SandboxRoot({}, bind_mounts={place: str(secret)})
    assert SECRET in shell(sandbox, f"cat {place}", root=root).stdout
    assert shell(sandbox, f"echo changed > {place}", root=root).status != 0
    assert secret.read_text() == f"{SECRET}\n"


def test_the_environment_is_scrubbed(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOKEN", SECRET)
    monkeypatch.setenv("BASH_ENV", "/srv/x")
    completed = shell(sandbox, "env; tr '\\0' '\\n' < /proc/1/environ; cat /proc/*/environ")
    assert SECRET not in completed.stdout
    names = {line.partition("=")[0] for line in shell(sandbox, "env").stdout.splitlines()}
    assert names <= {*ENVIRONMENT, "PWD", "OLDPWD", "SHLVL", "_"}


def test_other_processes_are_not_seen(sandbox: Sandbox) -> None:
    output = shell(sandbox, "cat /proc/[0-9]*/cmdline | tr '\\0' ' '").stdout
    assert "pytest" not in output
    assert shell(sandbox, f"kill -0 {os.getpid()}").status != 0


@pytest.fixture
def listener() -> Iterator[tuple[int, list[object]]]:
    """A server on this machine's loopback, and who came."""
    came: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        stop = threading.Event()

        def accept() -> None:
            while not stop.is_set():
                try:
                    connection, address = server.accept()
                    connection.close()
                    came.append(address)
                except TimeoutError:
                    continue

        thread = threading.Thread(target=accept)
        thread.start()
        yield server.getsockname()[1], came
        stop.set()
        thread.join()


def test_nobody_is_reached(sandbox: Sandbox, listener: tuple[int, list[object]]) -> None:
    port, came = listener
    completed = sandbox.run(["/bin/bash", "-c", f"exec 3<>/dev/tcp/127.0.0.1/{port} && echo reached"], SandboxRoot({}))
    assert completed.stdout == ""
    with socket.create_connection(("127.0.0.1", port)):
        pass  # so that the server is known to have listened
    wait_until(lambda: came, "somebody has come")
    assert len(came) == 1


@pytest.mark.parametrize(
    ("script", "why"),
    [
        ("sleep 60", "longer than"),
        ("while :; do :; done", "longer than"),
        ("setsid sleep 60 & setsid sleep 60; wait", "longer than"),
        ("trap '' TERM INT HUP XCPU; while :; do :; done", "longer than"),
    ],
)
def test_what_does_not_end_is_ended(sandbox: Sandbox, script: str, why: str) -> None:
    with pytest.raises(TimeLimitError, match=why):
        shell(sandbox, script, ResourceLimits(seconds=0.5))


def test_processor_time_is_limited(sandbox: Sandbox) -> None:
    with pytest.raises(TimeLimitError, match="processor time"):
        shell(sandbox, "while :; do :; done", ResourceLimits(seconds=60, cpu_seconds=1))


def test_a_program_of_ghc_that_has_used_its_memory_is_told_so(sandbox: Sandbox) -> None:
    with pytest.raises(TimeLimitError, match="used more memory than it may"):
        shell(sandbox, "exit 251")


def wait_until_gone(mark: str) -> None:
    def running() -> list[str]:
        return [command for process, _ in all_processes() if mark in (command := command_of(process))]

    wait_until(lambda: not running(), f"nothing is called '{mark}'")


def test_the_whole_process_group_is_gone_afterwards(sandbox: Sandbox) -> None:
    mark = f"47{os.getpid()}"  # an odd number of seconds to sleep, that nothing else has
    with pytest.raises(TimeLimitError):
        shell(sandbox, f"sleep {mark} & setsid sleep {mark} & sleep {mark}", ResourceLimits(seconds=1))
    wait_until_gone(mark)


def test_processes_that_start_more_and_more_end_with_the_sandbox(sandbox: Sandbox) -> None:
    # As a fork bomb does, but with an end, for the machine's sake.
    mark = f"48{os.getpid()}"
    script = f"n() {{ [ $1 -gt 0 ] && {{ n $(($1-1)) & n $(($1-1)) & }}; sleep {mark}; }}; n 6"
    with pytest.raises(TimeLimitError):
        shell(sandbox, script, ResourceLimits(seconds=1))
    wait_until_gone(mark)


def starting(number: int) -> str:
    """Return a script that has so many processes at a time besides itself, and tells when all are there."""
    return f"n=0; while [ $n -lt {number} ]; do sleep 0.3 & n=$((n+1)); done; echo all; wait"


def test_the_number_of_processes_is_limited_in_each_sandbox(sandbox: Sandbox) -> None:
    if not kernel_limits(os.uname().release, os.geteuid() if sandbox.user is None else sandbox.user):
        missing("this kernel does not limit processes by sandbox, so they are counted")
    limits = ResourceLimits(processes=20)
    assert "all" not in shell(sandbox, starting(30), limits).stdout
    with ThreadPoolExecutor(3) as pool:
        together = [pool.submit(shell, sandbox, starting(12), limits) for _ in range(3)]
    assert [one.result().stdout for one in together] == ["all\n"] * 3


@pytest.mark.parametrize("user", [pytest.param(None, id="ours"), pytest.param(-1, id="the best")])
def test_where_the_kernel_does_not_limit_processes_they_are_counted(
    user: int | None, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in root's own sandboxes, and before Linux 5.14. A fork bomb, but with an end, for the machine's sake."""
    monkeypatch.setattr("faircopy.snippets.sandbox.runner.kernel_limits", lambda *_: False)
    mark = f"50{os.getpid()}"
    bomb = f"n() {{ [ $1 -gt 0 ] && {{ n $(($1-1)) & n $(($1-1)) & }}; exec setsid sleep {mark}; }}; n 6"
    counting = Sandbox(sandbox.kind, user)
    with pytest.raises(TimeLimitError, match="started more than 20 processes"):
        shell(counting, bomb, ResourceLimits(processes=20))
    wait_until_gone(mark)
    assert shell(counting, starting(8), ResourceLimits(processes=20)).stdout == "all\n"


@pytest.mark.parametrize(
    ("release", "user", "limits"),
    [
        ("5.13.19-x", 1000, False),
        ("5.14.0", 1000, True),
        ("6.1.0-37-amd64", 1000, True),
        ("6.1.0-37-amd64", 0, False),
        ("4.19", 1000, False),
        ("10.0", 1000, True),
        ("odd", 1000, False),
    ],
)
def test_the_kernel_limits_processes_by_sandbox_since_5_14_and_never_roots(
    release: str, user: int, *, limits: bool
) -> None:
    assert kernel_limits(release, user) == limits
    assert who_limits(release, user).startswith("limited" if limits else "counted")


def test_what_folders_in_memory_hold_is_limited(sandbox: Sandbox) -> None:
    root = SandboxRoot({}, writable=("/var/log",))
    script = "df -P -B1 /tmp /run /var/log | tail -n +2 | while read -r _ size _; do echo $size; done"
    assert shell(sandbox, script, root=root).stdout.split() == [str(64 << 20)] * 3
    # Many files, each of a size that is allowed.
    fill = "n=0; while [ $n -lt 6 ] && head -c 15000000 /dev/zero > /tmp/$n; do n=$((n+1)); done; echo $n"
    assert shell(sandbox, fill).stdout.split() == ["4"]
    assert shell(sandbox, "echo x > /dev/x; echo x > /dev/shm/x; ls /dev/x /dev/shm/x").stdout == ""


def test_memory_is_limited(sandbox: Sandbox) -> None:
    script = "x=aaaaaaaaaaaaaaaa; while :; do x=$x$x; done"
    assert shell(sandbox, script, ResourceLimits(memory=256 << 20)).status != 0


def test_endless_output_is_cut(sandbox: Sandbox) -> None:
    completed = shell(sandbox, "yes", ResourceLimits(file_size=3 << 20))
    assert completed.status != 0
    assert len(completed.stdout) == 1_000_000


@contextmanager
def seen_from_outside(sandbox: Sandbox, root: SandboxRoot) -> Iterator[Path]:
    """Give the folder in which the kernel tells of a program in a sandbox, to those outside of it."""
    command = ["sleep", f"49{os.getpid()}"]
    with Sandbox(sandbox.kind) as own:
        own.start(command, root, ResourceLimits())
        yield wait_until(lambda: processes_of(command), "the program in the sandbox has started")[0]


def processes_of(command: list[str]) -> list[Path]:
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if (process / "cmdline").read_text(errors="replace") == "\0".join([*command, ""]):
                found.append(process)
    return found


def status_of(process: Path) -> dict[str, str]:
    lines = (line.partition(":") for line in (process / "status").read_text().splitlines())
    return {name: value.strip() for name, _, value in lines}


def test_no_right_over_the_machine_is_kept(sandbox: Sandbox) -> None:
    with seen_from_outside(sandbox, SandboxRoot({})) as process:
        status = status_of(process)
    assert {status[name] for name in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")} == {"0" * 16}
    assert status["NoNewPrivs"] == "1"
    assert shell(sandbox, "mount -t tmpfs x /tmp").status != 0


def test_a_program_does_not_belong_to_root(sandbox: Sandbox) -> None:
    with seen_from_outside(sandbox, SandboxRoot({"/checked/x": "x"})) as process:
        status = status_of(process)
        within, outside, count = (process / "uid_map").read_text().split()
    user = str(os.geteuid() or SANDBOX_USER)
    assert set(status["Uid"].split()) == {user}
    assert (within, outside, count) == ("0", user, "1")
    assert os.geteuid() or not status["Groups"]


def test_a_user_without_rights_finds_what_only_root_can_reach(sandbox: Sandbox, tmp_path: Path) -> None:
    """What a checker borrows may lie in a folder of root's own, such as an interpreter in /root."""
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "program").write_text("found")
    root = SandboxRoot({"/tmp/x": "and this"}, {"/borrowed": str(tmp_path / "own"), "/tmp/y": str(tmp_path / "own")})  # noqa: S108
    completed = shell(sandbox, "cat /borrowed/program /tmp/x /tmp/y/program; touch /borrowed/z /tmp/y/z", root=root)
    assert completed.stdout == "foundand thisfound"
    assert os.listdir(tmp_path / "own") == ["program"]  # noqa: PTH208
    with seen_from_outside(sandbox, root) as process:
        assert set(status_of(process)["Uid"].split()) == {str(os.geteuid() or SANDBOX_USER)}
    # What is root's own in itself, nobody else can read there.
    (tmp_path / "own").chmod(0o700)
    assert shell(sandbox, "cat /borrowed/program; touch /borrowed/z", root=root).stdout == "found"


def test_where_root_may_not_hand_over_a_sandbox_is_roots(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a container in which root has few rights: the sandbox holds as little, and can be written as little."""
    monkeypatch.setattr("faircopy.snippets.sandbox.runner.sandbox_user", lambda _: None)
    script = "cat /checked/x; touch /checked/x /usr/bin/x /x /dev/x 2>/dev/null; ls /proc /sys /etc/shadow 2>/dev/null"
    assert shell(sandbox, script, root=SandboxRoot({"/checked/x": "x"})).stdout == "x"
    with seen_from_outside(sandbox, SandboxRoot({})) as process:
        assert set(status_of(process)["Uid"].split()) == {str(os.geteuid())}
        assert status_of(process)["CapEff"] == "0" * 16


def test_a_right_over_the_network_is_over_an_empty_one(sandbox: Sandbox) -> None:
    root = SandboxRoot({}, capabilities=("CAP_NET_ADMIN",))
    with seen_from_outside(sandbox, root) as process:
        assert status_of(process)["CapEff"] == "0000000000001000"
        assert (process / "ns/net").readlink() != Path("/proc/self/ns/net").readlink()
        cards = [line.partition(":")[0].strip() for line in (process / "net/dev").read_text().splitlines()[2:]]
    assert cards == ["lo"]


def test_nothing_of_the_kernel_can_be_read_or_written(sandbox: Sandbox) -> None:
    """Nothing is mounted where the kernel shows its files, and all but the empty folders is read-only."""
    with seen_from_outside(sandbox, SandboxRoot({}, writable=("/var/log",))) as process:
        mounts = [line.split() for line in (process / "mountinfo").read_text().splitlines()]
    kinds = {line[line.index("-") + 1] for line in mounts}
    assert kinds.isdisjoint({"proc", "sysfs", "cgroup", "cgroup2", "debugfs", "tracefs", "securityfs", "mqueue"})
    writable = {line[4] for line in mounts if "rw" in line[5].split(",") and line[4].startswith("/")}
    devices = {line[4] for line in mounts if line[4].startswith("/dev/")}
    assert writable - devices - {f"/dev/{name}" for name in ("pts", "shm")} == {"/tmp", "/run", "/var/log"}  # noqa: S108
    output = shell(sandbox, "ls -A /proc /sys; for f in /proc /sys; do [ -w $f ] && echo writable $f; done").stdout
    assert output == ""


def test_only_programs_of_the_machine_are_there(sandbox: Sandbox) -> None:
    script = "ls -A / /usr; ls -A /usr/local /usr/src /usr/share /usr/lib/systemd/system /usr/lib/cgi-bin 2>/dev/null"
    names = {name for name in shell(sandbox, script).stdout.split() if not name.startswith("/")}
    parts = {"bin", "sbin", "lib", "lib32", "lib64", "libx32", "libexec"}
    assert names <= parts | {"usr", "etc", "dev", "tmp", "run"}
    assert set(shell(sandbox, "ls -A /etc").stdout.split()) == {"passwd", "group"}


def test_the_machine_has_another_name_there(sandbox: Sandbox) -> None:
    assert shell(sandbox, "uname -n").stdout == "sandbox\n"


def test_a_file_may_lie_in_a_folder_that_is_otherwise_empty(sandbox: Sandbox) -> None:
    root = SandboxRoot({"/tmp/a/b": "one", "/run/c": "two", "/var/log/d": "three"}, writable=("/var/log",))  # noqa: S108
    assert shell(sandbox, "cat /tmp/a/b /run/c /var/log/d", root=root).stdout == "onetwothree"


def test_a_file_takes_the_place_of_no_program(sandbox: Sandbox) -> None:
    files = dict.fromkeys(("/bin/sh", "/usr/bin/id", "/lib/x", "/usr/lib/y", "/sbin/z"), "not this")
    assert shell(sandbox, "/usr/bin/id -u", root=SandboxRoot(files)).stdout == "0\n"


def test_no_program_is_begun_otherwise_than_on_the_machine(sandbox: Sandbox) -> None:
    """By a library that is loaded before its own, or by another Python's library."""
    root = SandboxRoot(
        {
            "/etc/ld.so.preload": "/lib/CANARY.so\n",
            "/etc/ld.so.cache": "CANARY",
            "/usr/pyvenv.cfg": "home = /canary/bin\n",
            "/canary/lib/python3.11/os.py": "",
        }
    )
    done = sandbox.run(["/usr/bin/python3", "-I", "-S", "-c", "import sys; print(sys.path, sys.base_prefix)"], root)
    assert done.status == 0
    assert "canary" not in (done.stdout + done.stderr).lower()


def test_python_looks_for_modules_only_where_no_snippet_can_lie(sandbox: Sandbox) -> None:
    own = interpreter()
    script = f"import sys; sys.path[:0] = [{PARSERS!r}, {PACKAGES!r}]; print(*sys.path, sep=chr(10))"
    root = SandboxRoot({}, own.bind_mounts, own.hidden, environment=own.environment)
    places = sandbox.run([own.program, "-I", "-S", "-c", script], root).stdout.split()
    assert len(places) > 3
    for place in places:
        assert fault_of(f"{place}/difflib.py") or is_below(path_in_sandbox(place), program_folders()), place


def test_without_a_sandbox_nothing_is_started() -> None:
    with pytest.raises(ToolMissingError, match="bubblewrap"):
        Sandbox(None).run(["/usr/bin/true"], SandboxRoot({}))
    assert Sandbox(None).find("sh") is None


# The checkers: texts that would run, read or never end

CONFIGURATIONS = {
    "sh": ('{.sh file="/opt/x.sh"}', "touch CANARY\ncat SECRET\n. SECRET\n"),
    "bash": ('{.bash file="/opt/x.sh"}', "a=$(touch CANARY)\nshopt -s extglob\neval touch CANARY\nsource SECRET\n"),
    "sshd match exec": ('{.sshd_config context="global"}', 'Match exec "touch CANARY"\n'),
    "sshd include": ('{.sshd_config context="global"}', "Include SECRET\n"),
    "nginx include": ('{.nginx context="server"}', "include SECRET;\n"),
    "nginx quoted include": ('{.nginx context="server"}', '"include" SECRET;\n'),
    "nginx include in a line": ('{.nginx context="main"}', "events{}include SECRET;\n"),
    "nginx hidden include": ('{.nginx context="server"}', "in\\clude SECRET;\n"),
    "nginx include on two lines": ('{.nginx context="server"}', "include\n  SECRET\n;\n"),
    "nginx lua": ('{.nginx context="http"}', "init_by_lua_block { os.execute('touch CANARY') }\n"),
    "nginx perl": ('{.nginx context="http"}', "perl_set $x 'sub { system(q(touch CANARY)) }';\n"),
    "nginx certificate": ('{.nginx context="server"}', "listen 443 ssl;\nssl_certificate SECRET;\n"),
    "nginx log": ('{.nginx context="server"}', "access_log CANARY;\n"),
    "apache include": ('{.apache context="server"}', "Include SECRET\n"),
    "apache hidden include": ('{.apache context="server"}', "Inclu\\\nde SECRET\n"),
    "apache piped log": ('{.apache context="server"}', 'CustomLog "|/bin/touch CANARY" combined\n'),
    "apache perl": ('{.apache context="server"}', "<Perl>\nsystem('touch CANARY');\n</Perl>\n"),
    "apache lua": ('{.apache context="server"}', "LuaLoadFile SECRET\n"),
    "apache expression": ('{.apache context="server"}', "Define X ${file:SECRET}\nServerName %{file:SECRET}\n"),
    "apache program": ('{.apache context="server"}', "RewriteMap x prg:/bin/touch\nSSLPassPhraseDialog exec:SECRET\n"),
    "sudoers include": ('{.sudoers context="file"}', "@include SECRET\n"),
    "sudoers old include": ('{.sudoers context="file"}', "#include SECRET\n"),
    "sudoers quoted include": ('{.sudoers context="file"}', '@include "SECRET"\n'),
    "nftables include": ('{.nftables context="file"}', 'include "SECRET"\n'),
    "nftables hidden include": ('{.nftables context="file"}', 'define a = 1; include "SECRET"\n'),
    "nftables glob": ('{.nftables context="file"}', 'include "/etc/pass*"\n'),
    "iptables module": ('{.iptables context="filter"}', "-A INPUT -m ../../SECRET -j ACCEPT\n"),
    "logrotate include": ('{.logrotate context="file"}', "include SECRET\n"),
    "logrotate script": (
        '{.logrotate context="file"}',
        "SECRET {\n  size 0\n  firstaction\n    touch CANARY\n  endscript\n}\n",
    ),
    "systemd command": ('{.systemd context="service"}', "[Service]\nType=oneshot\nExecStart=/bin/touch CANARY\n"),
    "systemd file": ('{.systemd context="service"}', "[Service]\nExecStart=/bin/true\nEnvironmentFile=SECRET\n"),
    "systemd include": ('{.systemd context="service"}', "[Service]\n.include SECRET\nExecStart=/bin/true\n"),
    "cron": ('{.cron context="user"}', "* * * * * touch CANARY\n@reboot touch CANARY\n"),
    "dockerfile": ('{.dockerfile context="stage"}', "RUN touch CANARY\nADD SECRET /\n"),
    "python": ("python", "import os\nos.system('touch CANARY')\nraise SystemExit(1)\n"),
    "python coding": ("python", "# -*- coding: SECRET -*-\nopen('CANARY', 'w')\n"),
    "yaml": ("yaml", "a: !!python/object/apply:os.system ['touch CANARY']\nb: !include SECRET\n"),
    "json": ("json", '{"$ref": "file://SECRET"}\n'),
    "toml": ("toml", 'include = "SECRET"\n'),
    "ini": ("ini", "[a]\nb = %(c)s\nc = ${SECRET}\n"),
    "perl": ('{.perl file="/opt/x.pl"}', "BEGIN { system('touch CANARY') }\n"),
    "ssh_config": ('{.text file="/etc/ssh/ssh_config"}', 'Match exec "touch CANARY"\n'),
    "haproxy": ('{.text file="/etc/haproxy/haproxy.cfg"}', "global\n  lua-load SECRET\n"),
    # A file that is Lua, too: its first line is a comment in both.
    "haproxy and lua": (
        '{.haproxy context="file"}',
        "#\n--[[\nglobal\n  presetenv A lua\n  \"${A}-load\" /checked/snippet\n#]] os.execute('touch CANARY')\n",
    ),
    "haproxy and quoted lua": (
        '{.haproxy context="global"}',
        'lua\\-load /checked/snippet\n"lua-load" SECRET\nmaster-worker\nprogram x\n  command touch CANARY\n',
    ),
    "make": ('{.make file="/opt/Makefile"}', "X := $(shell touch CANARY)\ninclude SECRET\na:\n\t+touch CANARY\n"),
    "dnsmasq": ('{.dnsmasq context="file"}', "conf-script=/bin/touch CANARY\nconf-file=SECRET\ndumpfile=CANARY\n"),
    "samba": ('{.ini context="samba"}', "[global]\npanic action = touch CANARY\ninclude = SECRET\n"),
    "wireguard": ('{.ini file="/etc/wireguard/wg0.conf"}', "[Interface]\nPreUp = touch CANARY\nPostUp = cat SECRET\n"),
    "pam": ('{.pam file="/etc/pam.d/x"}', "auth required pam_exec.so touch CANARY\n@include SECRET\n"),
    "sysctl": ('{.text file="/etc/sysctl.conf"}', "kernel.core_pattern = |/bin/touch CANARY\n"),
    "fstab": ('{.text file="/etc/fstab"}', "SECRET CANARY none bind,x-mount.mkdir 0 0\n"),
    "fail2ban include": (
        '{.ini file="/etc/fail2ban/filter.d/x.conf"}',
        "[INCLUDES]\nbefore = SECRET\n[Definition]\nfailregex = ^<HOST>$\n",
    ),
    "fail2ban evaluated duration": (
        '{.ini file="/etc/fail2ban/jail.local"}',
        "[sshd]\nbantime = __import__('os').system('touch CANARY')\nfindtime = open('SECRET').read()\n",
    ),
}


def test_nothing_is_run_and_nothing_is_printed(sandbox: Sandbox, secret: Path, tmp_path: Path) -> None:
    documents = []
    for name, (info, template) in CONFIGURATIONS.items():
        code = template.replace("CANARY", str(tmp_path / name.replace(" ", "_"))).replace("SECRET", str(secret))
        documents.append(parse_document(name, f"```{info}\n{code}```\n"))
    report = check_documents(documents, Settings(sandbox=sandbox))
    assert os.listdir(tmp_path) == [secret.name]  # noqa: PTH208  # no canary
    assert secret.read_text() == f"{SECRET}\n"
    # Who cannot read it cannot tell it; that some refuse before they try is tested below.
    assert [one for one in (*report.checked, *report.diagnostics) if SECRET in repr(one)] == []
    # Each was looked at.
    looked_at = {one.snippet.path for one in report.checked} | {one.path for one in report.diagnostics}
    assert looked_at == set(CONFIGURATIONS)


def test_the_machines_own_accounts_are_not_printed(sandbox: Sandbox) -> None:
    """Files that every program's sandbox has are stand-ins, so an include that slips through tells nothing."""
    for info, code in (
        ('{.nginx context="server"}', "in\\clude /etc/passwd;\n"),
        ('{.nftables context="file"}', 'include "/etc/pass*"\n'),
        ('{.apache context="server"}', "Inclu\\\nde /etc/passwd\n"),
    ):
        report = check(f"```{info}\n{code}```\n", sandbox)
        for account in Path("/etc/passwd").read_text().splitlines():
            name, *_, shell_of_it = account.split(":")
            assert account not in repr(report), (info, name, shell_of_it)


@pytest.mark.parametrize(
    ("info", "include"),
    [
        ('{.nginx context="server"}', "include PATH;"),
        ('{.nginx context="server"}', "location / {include PATH;}"),
        ('{.apache context="server"}', "Include PATH"),
        ('{.apache context="server"}', "  IncludeOptional PATH"),
        ('{.sshd_config context="global"}', "include PATH"),
        ('{.sudoers context="file"}', "@include PATH"),
        ('{.sudoers context="file"}', "#includedir PATH"),
        ('{.nftables context="file"}', 'include "PATH"'),
        ('{.logrotate context="file"}', "include PATH"),
    ],
)
@pytest.mark.parametrize(
    "path", ["/srv/secret", "../../srv/secret", "/etc/../srv/secret", "/srv/*", "/proc/self/environ"]
)
def test_an_include_that_leaves_the_group_is_refused_unread(info: str, include: str, path: str) -> None:
    class Untouched(Sandbox):
        def run(self, *_: object, **__: object) -> Completed:
            raise AssertionError("a tool was started")

    report = check_with_versions(f"```{info}\n{include.replace('PATH', path)}\n```\n", Untouched("bwrap"))
    assert {one.code for one in report.diagnostics} == {rules.INCLUDE_OUTSIDE.code}
    assert [one.verdict.status for one in report.checked] == [Status.FAILED]


@pytest.mark.parametrize(
    "rule",
    [
        *("-M /bin/sh", "-M/bin/sh", '"-M" /bin/sh', '-"M"/bin/sh', '"\\-M" /bin/sh', "-nM/bin/sh", "-4vM /bin/sh"),
        *("--modprobe /bin/sh", "--modprobe=/bin/sh", "--mo /bin/sh", '--"modp"="/bin/sh"'),
    ],
)
def test_a_rule_that_names_a_program_is_refused(rule: str, sandbox: Sandbox) -> None:
    text = f"-A INPUT -p udp -m comment --comment x -j ACCEPT\n-A INPUT {rule} -p tcp -m tcp -j ACCEPT\n"
    (found,) = check(f'```{{.iptables context="filter"}}\n{text}```\n', sandbox).diagnostics
    assert (found.code, found.line) == (rules.CHECK_REFUSED.code, 3)


@pytest.mark.parametrize(
    "rule", ["-m statistic --mode random --probability 0.5", '-m comment --comment "like -M here"']
)
def test_a_rule_that_only_looks_like_one_is_not_refused(rule: str, sandbox: Sandbox) -> None:
    assert check(f'```{{.iptables context="filter"}}\n-A INPUT {rule} -j ACCEPT\n```\n', sandbox).diagnostics == ()


def test_iptables_has_nothing_of_the_group_that_it_could_start(sandbox: Sandbox) -> None:
    seen: list[SandboxRoot] = []

    class Watched(Sandbox):
        def run(
            self, command: Sequence[str], root: SandboxRoot, limits: ResourceLimits | None = None, stdin: str = ""
        ) -> Completed:
            seen.append(root)
            return super().run(command, root, limits, stdin)

    script = '<!-- snippet-setup file="/ip_tables"\ntouch CANARY\n-->\n\n'
    check(f'{script}```{{.iptables context="filter"}}\n-A INPUT -j ACCEPT\n```\n', Watched(sandbox.kind))
    assert seen
    assert not any("/ip_tables" in root.contents for root in seen)


def test_many_snippets_of_a_group_share_one_tree_of_files() -> None:
    text = "".join(f'```{{.yaml file="/f/{number}"}}\na: 1\n```\n\n' for number in range(20))
    snippets, _ = read_snippets(parse_document("a.md", text), ())
    (group,) = group_snippets(snippets)
    tasks = [task for _, task in tasks_of(group, group.snippets, all_checkers())]
    assert len(tasks) == 20
    assert len({id(task.files) for task in tasks}) == 1


# By the square of their number these would take many minutes each, in no sandbox and with no limit.
MANY = 20_000


def test_many_lines_of_a_value_are_read() -> None:
    (option,) = parse_ini("[a]\nb =\n" + "  c\n" * 10 * MANY).options
    assert len(option.lines) == 10 * MANY
    assert option.lines[-1].line == 10 * MANY + 2


def test_many_rules_for_chains_that_are_not_there_are_told() -> None:
    declared = "".join(f":CHAIN-{number:06d} - [0:0]\n" for number in range(MANY // 20))
    code = declared + "".join(f"-A CHAIX-{number:06d} -j ACCEPT\n" for number in range(MANY))
    found = list(unknown_chains(code, "filter"))
    assert len(found) == MANY
    assert found[0].hint == "did you mean 'CHAIN-000000'?"
    assert found[-1].hint == f"declare it above: `:CHAIX-{MANY - 1:06d} - [0:0]`"


@pytest.mark.parametrize("line", ["word\n", "# word\n"])
def test_many_findings_of_a_snippet_have_their_places(line: str) -> None:
    text = line * MANY
    (snippet,), _ = read_snippets(parse_document("a.md", f"```yaml\n{text}```\n"), ())
    many = tuple(Finding(0, rules.TIMED_OUT, "'word'", number) for number in range(1, MANY + 1))
    checker = EachChecker("x", "x", lambda *_: Judgement(Level.PARSED, many), lambda _: "1", "x", Level.PARSED)
    outcome = checker.check(Task((snippet,), {}), Sandbox(None))
    column = line.index("word") + 1
    assert [(one.line, one.column) for one in outcome.findings] == [(number, column) for number in range(1, MANY + 1)]


def test_many_files_are_looked_for_by_their_names() -> None:
    # Each names the next, so only the first is named by none.
    snippets = [
        Snippet("a.md", number, number, "text", f"x{number + 1}-", file=f"/etc/nginx/conf.d/x{number}-")
        for number in range(MANY)
    ]
    assert [one.line for one in unread_names(snippets)] == [0]


@pytest.mark.parametrize(("code", "line"), [("#\n* * * * * " + "a" * MANY, 2), ("#\n" * MANY, 10_001)])
def test_a_crontab_that_is_too_long_is_told_at_its_line(code: str, line: int, need: Callable[[str], str]) -> None:
    need("crontab")
    (found,) = check(f'```{{.crontab context="user"}}\n{code}\n```\n', Sandbox("bwrap")).diagnostics
    assert (found.code, found.line) == ("SN380", line + 1)
    assert "too long" in found.message


def test_many_problems_are_shown() -> None:
    document = parse_document("a.md", "a\n" * MANY)
    messages = [rules.TIMED_OUT.at("a.md", number, "x") for number in range(1, MANY + 1)]
    assert len(problems(messages, {"a.md": document}, colour=False)) == MANY
    assert document.lines is document.lines


DIGITS = "9" * 5000  # more than Python reads as one number


@pytest.mark.parametrize(
    "fence",
    [
        f'{{.text log="sshd" match="{DIGITS}" of="{DIGITS}"}}',
        f'{{.text log="sshd" match="1" of="{DIGITS}"}}',
        '{.text log="sshd" match="²" of="٣"}',
    ],
)
def test_a_number_that_is_none_hides_nothing(fence: str, sandbox: Sandbox) -> None:
    report = check(f"```{fence}\nx\n```\n\n```json\n{{\n```\n", sandbox)
    assert {(one.line, one.code) for one in report.diagnostics} >= {(1, "SN104"), (6, "SN430")}


def test_a_port_of_many_digits_is_none() -> None:
    assert trouble_with_ports(DIGITS).endswith("is not a port, a port range or a service")
    assert not trouble_with_ports("0022,80")


def check_with_versions(text: str, sandbox: Sandbox) -> Report:
    # The versions of tools are asked of them before; then no more.
    check(text, Sandbox(sandbox.kind))
    return check(text, sandbox)


def test_an_include_of_the_group_is_followed(sandbox: Sandbox, need: Callable[[str], str]) -> None:
    need("nginx")
    inner = '```{.nginx file="/etc/nginx/snippets/inner.conf"}\nreturn 204;\n```\n'
    outer = '```{.nginx context="server"}\ninclude snippets/inner.conf;\n```\n'
    assert check(outer + "\n" + inner, sandbox).diagnostics == ()
    (wrong,) = check(outer.replace("inner", "other") + "\n" + inner, sandbox).diagnostics
    assert wrong.code == rules.INCLUDE_OUTSIDE.code


MODULE = "raise SystemExit('CANARY')\ndef get_close_matches(*a, **k): return ['CANARY']\n"

FOLDERS = (  # where Python looks, or once looked, for a module
    *("/packages", "packages", "/parsers", PACKAGES, f"{PACKAGES}/crossplane", PARSERS, f"{INTERPRETER}/lib"),
    *(f"{INTERPRETER}/lib/python311.zip", "/python/lib/python311.zip", "/usr/lib/python3/dist-packages"),
    *("/etc/python3.11", "/usr/local/lib/python3.11/dist-packages", "", "/etc/nginx", "/checked", "/tmp"),  # noqa: S108
)


def test_no_file_of_a_snippet_is_a_part_of_a_parser(sandbox: Sandbox) -> None:
    names = ("difflib", "json/__init__")  # imported by what reads nginx's files
    paths = [f"{folder}/{name}.py" for folder in FOLDERS for name in names]
    files = "".join(f'<!-- snippet-setup file="{path}"\n{MODULE}-->\n\n' for path in paths)
    report = check(f'{files}\n```{{.nginx context="server"}}\nserver_nam x;\n```\n', sandbox)
    (found,) = (one for one in report.diagnostics if one.code == "SN311")
    assert "server_name" in found.hint
    assert not any("CANARY" in f"{one.message} {one.hint}" for one in report.diagnostics)


MEGABYTE = 1 << 20
LONG = {
    "shell": ("bash", "echo " + "a" * MEGABYTE),
    "json": ("json", '"' + "a" * MEGABYTE + '"'),
    "yaml": ("yaml", "a: " + "b" * MEGABYTE),
    "yaml laughs": ("yaml", "a: &a [x]\n" + "".join(f"k{i}: &k{i} [*a, *a, *a, *a]\n" for i in range(20))),
    "toml": ("toml", "a = '" + "b" * MEGABYTE + "'"),
    "toml dots": ("toml", "a." * (MEGABYTE // 4) + "b = 1"),
    "ini": ("ini", "[a]\nb" + " " * MEGABYTE + "c"),
    "python": ("python", "a = '" + "b" * MEGABYTE + "'"),
    "python deep": ("python", "-" * MEGABYTE + "1"),
    "python power": ("python", "a = " + "9**" * 1000 + "9"),
    "dockerfile": ("dockerfile", "FROM " + "a" * MEGABYTE),
    "nginx": ('{.nginx context="server"}', "server_name " + "a" * MEGABYTE + ";"),
    "sshd": ('{.sshd_config context="global"}', "Port " + "1" * MEGABYTE),
    "sudoers": ('{.sudoers context="file"}', "a" * MEGABYTE + " ALL=ALL"),
    "logrotate": ('{.logrotate context="file"}', "/a" * (MEGABYTE // 2) + " {\n}"),
    "cron": ('{.cron context="user"}', "* * * * * " + "a" * MEGABYTE),
    "systemd": ('{.systemd context="service"}', "[Service]\nExecStart=/bin/true " + "a" * MEGABYTE),
    "nftables": ('{.nftables context="chain"}', "ip saddr " + "1" * MEGABYTE + " drop"),
    "iptables": ('{.iptables context="filter"}', "-A INPUT -s " + "1" * MEGABYTE + " -j DROP"),
    "apache": ('{.apache context="server"}', "ServerName " + "a" * MEGABYTE),
}


class Hasty(Sandbox):
    """A sandbox with less processor time, so that nobody waits for what takes all there is."""

    def run(
        self, command: Sequence[str], root: SandboxRoot, limits: ResourceLimits | None = None, stdin: str = ""
    ) -> Completed:
        return super().run(command, root, replace(limits or ResourceLimits(), cpu_seconds=2), stdin)


@pytest.mark.parametrize(
    ("info", "code"),
    [
        ("json", "[" * MEGABYTE),
        ("yaml", "[" * MEGABYTE),
        ("bash", "(" * MEGABYTE),
        ('{.nginx context="server"}', "location / {" * 20_000),
    ],
)
def test_what_is_nested_without_end_is_given_to_no_program(info: str, code: str) -> None:
    report = check(f"```{info}\n{code}\n```\n", Hasty("bwrap"))
    assert [one.code for one in report.diagnostics] == ["SN198"]
    assert (report.checked, report.tools) == ((), {})


@pytest.mark.slow
@pytest.mark.parametrize("name", LONG)
def test_a_megabyte_ends_with_a_verdict(name: str) -> None:
    info, code = LONG[name]
    (one,) = check(f"```{info}\n{code}\n```\n", Hasty("bwrap")).checked
    assert one.verdict.status in (Status.PASSED, Status.FAILED, Status.TIMED_OUT)
