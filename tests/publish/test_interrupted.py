"""Killed anywhere, the remote has the old site or the new one, and a second run completes."""

import os
import signal
import subprocess
import sys
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from children import members_of, started
from conftest import ROOT
from faircopy.publish.context import Reporter
from faircopy.publish.publish import publish
from publishsite import NO_OPTIONS, NOW, SETTINGS, SITEURL, Author, git, new_author, remote_files, remote_head
from waiting import LIMIT_SECONDS, wait_until

pytestmark = pytest.mark.slow

# What is said at the beginning of each step; the process ends itself there, as a power cut would.
STEPS = ("building", "checking", "committing", "pushing", "reading it back")
DRIVER = """
import os, signal, sys
from pathlib import Path
from faircopy.publish.context import Reporter, PublishOptions
from faircopy.publish.publish import publish

def say(text):
    if text.startswith(sys.argv[1]):
        os.kill(os.getpid(), signal.SIGKILL)

publish(Path(), "publishconf.py", PublishOptions(), Reporter(say, lambda text: None))
"""
# ghp-import killed with half of the files written; SIGPIPE never reaches git's fast-import.
HALF = """
import ghp_import, os, signal, sys
seen = []

def add_half(pipe, source, target, add=ghp_import.add_file):
    seen.append(target)
    if len(seen) > 8:
        os.kill(os.getpid(), signal.SIGKILL)
    add(pipe, source, target)

ghp_import.add_file = add_half
sys.argv[1] = "never"
"""


def start(author: Author, step: str, before: str = "") -> AbstractContextManager["subprocess.Popen[str]"]:
    environment = {"SITEURL": SITEURL, "FAIRCOPY_NOW": NOW, "PYTHONPATH": f"{ROOT / 'plugins'}"}
    return started([sys.executable, "-c", before + DRIVER, step], author.folder, environment, stderr=None)


def kill_at(author: Author, step: str, before: str = "") -> None:
    with start(author, step, before) as process:
        assert process.wait(LIMIT_SECONDS) == -signal.SIGKILL


def fork_and_kill_at(author: Author, step: str) -> None:
    """As `kill_at`, without starting Python anew, which takes longer than all else."""
    child = os.fork()
    if child == 0:

        def say(text: str) -> None:
            if text.startswith(step):
                os.kill(os.getpid(), signal.SIGKILL)

        try:
            author.run(
                lambda _: publish(author.folder, SETTINGS, NO_OPTIONS, Reporter(say, lambda _: None)), NOW, SITEURL
            )
        finally:
            os._exit(1)  # it was to be killed; and nothing of the tests may go on in here
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


def tree_at(folder: Path) -> str:
    return git(folder / "remote.git", "rev-parse", "gh-pages^{tree}")


def test_killed_at_each_step(tmp_path: Path) -> None:
    author = new_author(tmp_path)
    assert author.publish().codes == []
    old = remote_head(tmp_path)
    author.write_post("three")
    author.commit()
    for step in STEPS:
        fork_and_kill_at(author, step)
        if STEPS.index(step) <= STEPS.index("pushing"):
            assert remote_head(tmp_path) == old, step
    new = remote_head(tmp_path)
    assert git(tmp_path / "remote.git", "rev-parse", f"{new}~1") == old
    assert "2020/02/three/index.html" in remote_files(tmp_path)
    outcome = author.publish()
    assert "the remote has this site already" in outcome.text
    assert remote_head(tmp_path) == new
    # Its own branch is no longer in the way of anything.
    author.write_post("four")
    author.commit()
    assert author.publish().codes == []


def test_killed_while_the_commit_is_made(tmp_path: Path) -> None:
    author = new_author(tmp_path)
    kill_at(author, "never", before=HALF)
    assert remote_head(tmp_path) == ""
    assert author.publish().codes == []
    assert "2020/02/two/index.html" in remote_files(tmp_path)


@pytest.mark.parametrize("hook", ["pre-receive", "post-receive"])
def test_killed_while_the_remote_takes_it(tmp_path: Path, hook: str) -> None:
    """Everything at once: our process, git here and git there."""
    author = new_author(tmp_path)
    assert author.publish().codes == []
    old = remote_head(tmp_path)
    author.write_post("three")
    author.commit()
    file = tmp_path / "remote.git" / "hooks" / hook
    file.write_text("#!/bin/sh\nkill -9 0\n")  # its group, which is that of whoever pushes
    file.chmod(0o755)
    with start(author, "never") as process:
        assert process.wait(LIMIT_SECONDS) == -signal.SIGKILL
    wait_until(lambda: not members_of(process.pid), "git has ended, here and there")
    file.unlink()
    assert (remote_head(tmp_path) == old) is (hook == "pre-receive")
    git(tmp_path / "remote.git", "fsck", "--strict")
    assert author.publish().codes == []
    assert "2020/02/three/index.html" in remote_files(tmp_path)
