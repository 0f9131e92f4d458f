"""A real fail2ban server, with a socket of its own and no action, bans the same as a jail that is tried on its log."""

import json
import random
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from children import started
from faircopy.snippets import cli
from waiting import wait_until

IGNORED = "192.0.2.3"
FILTER = "[Definition]\nfailregex = ^ door: no entry for <HOST>$\n"
# An hour and more before now is forgotten when a server begins; none of the lines is as old.
JAIL = """[door]
enabled = true
backend = polling
filter = door
logpath = {log}
usedns = no
ignoreself = false
ignoreip = 192.0.2.3
maxretry = 4
findtime = 1h
bantime = 2h
action =
"""
LINES = 120


@contextmanager
def server(folder: Path) -> Iterator[Callable[..., str]]:
    """Give a function that asks a server, which is started in a folder with its own configuration."""
    common = ["-c", str(folder / "etc"), "-s", str(folder / "socket"), "-p", str(folder / "pid")]
    with started(["fail2ban-server", *common, "-f", "start"], folder, {"TZ": "UTC"}, stderr=subprocess.DEVNULL):

        def ask(*words: str) -> str:
            return subprocess.run(
                ["fail2ban-client", *common, *words], capture_output=True, text=True, check=False
            ).stdout

        yield ask


@pytest.fixture
def folder(tmp_path: Path, need: Callable[[str], str]) -> Path:
    need("fail2ban-client")
    shutil.copytree("/etc/fail2ban", tmp_path / "etc", ignore=shutil.ignore_patterns("jail.d"))
    (tmp_path / "etc/filter.d/door.conf").write_text(FILTER)
    (tmp_path / "etc/jail.local").write_text(JAIL.format(log=tmp_path / "x.log"))
    (tmp_path / "etc/fail2ban.local").write_text(
        f"[Definition]\nlogtarget = {tmp_path}/server.log\ndbfile = {tmp_path}/db.sqlite3\n"
    )
    return tmp_path


@pytest.mark.slow
def test_a_real_server_bans_the_same(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    chance = random.Random(18)  # noqa: S311  # any log will do, as long as it is the same
    begin = int(time.time()) - 1800
    times = sorted(chance.randrange(1700) for _ in range(LINES))
    failures = [(begin + seconds, f"192.0.2.{chance.randint(1, 40)}") for seconds in times]
    log = folder / "x.log"
    log.write_text(
        "".join(
            f"{datetime.fromtimestamp(at, UTC):%Y-%m-%d %H:%M:%S} door: no entry for {who}\n" for at, who in failures
        )
    )
    post = folder / "post.md"
    post.write_text(
        f'```{{.ini file="/etc/fail2ban/filter.d/door.conf"}}\n{FILTER}```\n\n'
        f'```{{.ini file="/etc/fail2ban/jail.local"}}\n{JAIL.format(log=log)}```\n'
    )
    assert cli.main(["try", "door", str(log), "--from", str(post), "--timezone", "Etc/UTC", "--format", "json"]) == 0
    bans = json.loads(capsys.readouterr().out)["bans"]
    assert len(bans) > 10
    counted = sum(1 for _, who in failures if who != IGNORED)
    with server(folder) as ask:
        wait_until(lambda: f"Total failed:\t{counted}\n" in ask("status", "door"), "the server has read its log")
        wait_until(lambda: f"Total banned:\t{len(bans)}\n" in ask("status", "door"), "it has banned as many")
        output = ask("get", "door", "banip", "--with-time")
    found = dict(re.findall(r"^(\S+) \t(\S+ \S+) \+", output, re.MULTILINE))
    assert {ban["address"]: ban["from"].replace("T", " ").rstrip("Z") for ban in bans} == found
