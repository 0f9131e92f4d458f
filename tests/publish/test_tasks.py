"""`make publish` as it is called: what is printed, and the exit status."""

import signal
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from conftest import ROOT, run_task
from faircopy.cli import main as faircopy
from publishsite import (
    NOW,
    SITEURL,
    Author,
    environment,
    forget_plugins,
    new_author,
    remote_files,
    remote_head,
    working_in,
)
from snippetsite import same_locale

pytestmark = pytest.mark.slow


@pytest.fixture
def author(tmp_path: Path) -> Author:
    author = new_author(tmp_path)
    author.write("tasks.py", (ROOT / "tasks.py").read_bytes())
    author.commit("Add the tasks")
    return author


def invoke(author: Author, *task: str) -> "subprocess.CompletedProcess[str]":
    variables = {"SITEURL": SITEURL, "FAIRCOPY_NOW": NOW, "PYTHONPATH": str(ROOT / "plugins")}
    return run_task(author.folder, *task, **variables)


@dataclass(frozen=True)
class Done:
    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def call(author: Author, capsys: pytest.CaptureFixture[str]) -> Iterator[Callable[..., Done]]:
    """Call `faircopy` in this process: to start one takes longer than to publish a small site."""
    before = signal.getsignal(signal.SIGTERM)

    def call(*arguments: str) -> Done:
        forget_plugins()
        with environment(SITEURL=SITEURL, FAIRCOPY_NOW=NOW), same_locale(), working_in(author.folder):
            status = faircopy(arguments)
        return Done(status, *capsys.readouterr())

    yield call
    forget_plugins()
    signal.signal(signal.SIGTERM, before)


def test_looking_publishing_and_taking_back(author: Author, tmp_path: Path, call: Callable[..., Done]) -> None:
    looked = invoke(author, "publish", "--dry-run", "--diff")
    assert (looked.returncode, remote_head(tmp_path)) == (0, ""), looked.stdout + looked.stderr
    assert "new      /2020/02/one/\n" in looked.stdout
    assert "nothing was published (--dry-run)" in looked.stderr
    published = call("publish")
    assert published.returncode == 0, published.stdout + published.stderr
    assert "holds exactly what was checked" in published.stderr
    author.git("rm", "-qr", "content/posts/2020/two")
    author.commit()
    refused = call("publish", "--allow-shrink", "--allow-gone", "/2020/02/tow/", "--reason", "why not")
    assert refused.returncode == 1
    assert "--allow-gone:1: error PB115 '/2020/02/tow/' is not about to be removed; did you mean '/2020/02/two/'?" in (
        refused.stdout
    )
    assert "not published: 2 problems" in refused.stderr
    assert "2020/02/two/index.html" in remote_files(tmp_path)
    gone = call("publish", "--allow-shrink", "--allow-gone", "/2020/02/two/", "--reason", "it was wrong")
    assert gone.returncode == 0, gone.stdout + gone.stderr
    assert "2020/02/two/index.html" not in remote_files(tmp_path)
    assert invoke(author, "unpublish-last").returncode == 0
    assert "2020/02/two/index.html" in remote_files(tmp_path)


@pytest.mark.parametrize(
    ("options", "fact"),
    [
        (["--allow-gone", "/x/"], "--allow-gone:1: error PB115 it needs a reason"),
        (["--reason", "x"], "--reason:1: error PB115 there is no --allow-gone that it is for"),
    ],
)
def test_an_option_that_is_half_said(call: Callable[..., Done], options: list[str], fact: str) -> None:
    done = call("publish", *options)
    assert done.returncode == 1
    assert fact in done.stdout


def test_a_moment_that_cannot_be_read(author: Author) -> None:
    assert author.publish(now="tomorrow").codes == ["SC901"]
