"""What the operating system refuses is said with place, fact and remedy, by every command, and nothing is lost."""

import errno
import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from conftest import Run
from faircopy.cli import main
from faircopy.system_errors import NO_TEMPORARY, OF_MACHINE, REMEDIES, UNKNOWN, explain, is_of_machine
from smallsite import tree

pytestmark = pytest.mark.slow

POST = "Title: Old\nDate: 2018-03-04\nSlug: old\nCategory: a\nTags: b\nSummary: x\n\nText.\n\n```json\n{}\n```\n"
LINKED = POST.replace("old", "other").replace("Text.", "[a]({filename}../old/index.md)")
# Limits of getrlimit(2): a write past the first fails, as on a full disk, for whoever runs the tests.
NO_ROOM, FEW_FILES = {"RLIMIT_FSIZE": 0}, "RLIMIT_NOFILE 8"
START = """
import resource, sys
kind, value = sys.argv.pop(1).split()
from faircopy.cli import main, command_named
command_named(sys.argv[1])
resource.setrlimit(getattr(resource, kind), (int(value), int(value)))
sys.exit(main())
"""
COMMANDS = [
    *("new A", "rename old new", "check content", "checklists ids content/posts/2018/list/index.md", "build"),
    *("checklists adopt ../list.md -o content/new.md", "import ../jekyll", "import ../jekyll --report r.txt"),
    *("snippets check content --baseline b.json --write-baseline", "init new --defaults"),
]


@pytest.fixture
def site(tmp_path: Path, root: Path) -> Path:
    checklist = POST.replace("old", "list").replace("Text.", "Text.\n\n## Part\n\n- [ ] Is it?")
    for slug, text in (
        ("old", POST),
        ("other", LINKED),
        ("list", checklist.replace("Summary", "Checklist: c\nSummary")),
    ):
        (tmp_path / "site/content/posts/2018" / slug).mkdir(parents=True)
        (tmp_path / "site/content/posts/2018" / slug / "index.md").write_text(text)
    (tmp_path / "list.md").write_text("# List\n\n- [ ] Is it?\n")
    (tmp_path / "jekyll/_posts").mkdir(parents=True)
    (tmp_path / "jekyll/_config.yml").write_text("title: x\n")
    (tmp_path / "jekyll/_posts/2020-01-01-a.md").write_text("---\ntitle: A thing\n---\nText.\n")
    for name in ("pelicanconf.py", "publishconf.py"):
        (tmp_path / "site" / name).write_text("SITENAME = 'x'\nSITEURL = 'https://example.org'\nTIMEZONE = 'UTC'\n")
    (tmp_path / "site/archetypes").symlink_to(root / "archetypes")
    return tmp_path / "site"


def environment_of(site: Path, root: Path) -> dict[str, str]:
    kept = {name: str(site.parent / name) for name in ("XDG_CACHE_HOME", "MPLCONFIGDIR")}
    return {
        **os.environ,
        **kept,
        "PYTHONPATH": str(root / "plugins"),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUNBUFFERED": "",
    }


def run(command: list[str], site: Path, root: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        command, cwd=site, env=environment_of(site, root), capture_output=True, text=True, check=False, timeout=60
    )


@pytest.mark.parametrize("typed", COMMANDS)
def test_a_command_says_that_there_is_no_room_and_loses_nothing(
    site: Path, root: Path, faircopy: Run, typed: str
) -> None:
    before = tree(site)
    done = faircopy(site, *typed.split(), limits=NO_ROOM, **environment_of(site, root))
    assert done.returncode == 1  # each of them writes
    assert_refused(done, site, before)


@pytest.mark.parametrize("typed", ["new A", "build"])
def test_a_command_says_that_it_may_open_no_file_and_loses_nothing(site: Path, root: Path, typed: str) -> None:
    """In a Python of its own: what a command opens late, the server of `faircopy` has read before."""
    before = tree(site)
    done = run([sys.executable, "-c", START, FEW_FILES, *typed.split()], site, root)
    assert_refused(done, site, before)


def assert_refused(done: "subprocess.CompletedProcess[str]", site: Path, before: dict[str, bytes]) -> None:
    output = done.stdout + done.stderr
    assert "Traceback" not in output
    assert "fault of ours" not in output
    if done.returncode == 0:
        return  # it needs nothing of what there is too little of
    assert done.returncode == 1, output
    remedies = [remedy for number, remedy in REMEDIES.items() if number in OF_MACHINE]
    assert any(remedy in output for remedy in [*remedies, "set TMPDIR"]), output
    after = tree(site)
    assert {name: after.get(name) for name in before} == before
    left = after.keys() - before.keys()
    assert not {name for name in left if not name.startswith(".cache")}, left
    assert ".tmp'" not in output  # the file is named, not what it is called while it is written


def test_a_full_disk_gets_room_by_clearing_the_caches(site: Path, root: Path, faircopy: Run) -> None:
    cache = site / ".cache/incremental"
    cache.mkdir(mode=0o700, parents=True)
    with closing(sqlite3.connect(cache / "kept.sqlite")) as database, database:
        database.execute("CREATE TABLE t (v)")
        database.execute("INSERT INTO t VALUES (?)", ["x" * 50_000])
    done = faircopy(site, "cache", "clear", limits=NO_ROOM, **environment_of(site, root))
    assert (done.returncode, "a process is using it" in done.stderr) == (0, False), done.stderr
    assert not cache.exists()


@pytest.mark.parametrize("size", [4096 * 5, 4096 * 6])
@pytest.mark.parametrize("typed", ["new A", "rename old new"])
def test_on_a_full_disk(site: Path, root: Path, size: int, typed: str) -> None:
    """A file system in memory, with room for the site and not much more; the post is there or it is not."""
    command = f"{sys.executable} -m faircopy {typed}; echo status $?; find content"
    script = f"cp -r {site} /mnt/site && cd /mnt/site && {command}"
    inside = ["bwrap", "--dev-bind", "/", "/", "--size", str(size), "--tmpfs", "/mnt", "sh", "-c", script]
    done = run(inside, site, root)
    output = done.stdout + done.stderr
    assert "Traceback" not in output
    assert "fault of ours" not in output
    if "status 0" not in done.stdout:
        assert "no space left on device; make room on that disk" in output
        files = {line for line in done.stdout.splitlines() if line.startswith("content")}
        assert files == {
            "content",
            *(f"content/{path.relative_to(site / 'content')}" for path in (site / "content").rglob("*")),
        }


@pytest.mark.parametrize("typed", ["--help", "cache info"])
def test_output_that_cannot_be_written_is_reported(site: Path, root: Path, typed: str) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "faircopy", *typed.split()],
            cwd=site,
            env=environment_of(site, root),
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("error: 'standard output': no space left on device; ")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("closed", ["2>&-", "<&- >&- 2>&-"])
def test_closed_streams_get_into_no_file(site: Path, root: Path, closed: str) -> None:
    done = run(["sh", "-c", f"{sys.executable} -m faircopy check content {closed}; echo status $?"], site, root)
    assert done.stdout.splitlines()[-1] == "status 1"
    assert "Traceback" not in done.stderr
    assert not [path for path in site.rglob("*") if path.is_file() and b"warning FM" in path.read_bytes()]


def test_a_file_in_the_place_of_the_content_is_named(site: Path, root: Path) -> None:
    (site / "content").rename(site / "moved")
    (site / "content").write_text("mine")
    done = run([sys.executable, "-m", "faircopy", "new", "A"], site, root)
    assert (done.returncode, done.stderr) == (
        1,
        "error: 'content': not a directory; a file is where a folder should be: move it away\n",
    )
    assert (site / "content").read_text() == "mine"


@pytest.mark.parametrize("typed", ["check nothere", "snippets check nothere", "checklists check nothere"])
def test_a_path_that_is_not_there_comes_with_a_remedy(typed: str, capsys: pytest.CaptureFixture[str]) -> None:
    try:
        status = main(typed.split())
    except SystemExit as ended:  # as argparse ends it
        status = int(ended.code or 0)
    assert status == 2
    assert re.search(r"there is no 'nothere'; name (a|Markdown) ", capsys.readouterr().err)


def test_every_error_has_a_fact_and_a_remedy() -> None:
    for number in (*errno.errorcode, 0, 99999):
        fact, remedy = explain(OSError(number, os.strerror(number), "some/file"))
        assert fact.startswith("'some/file': ")
        assert remedy == REMEDIES.get(number, UNKNOWN)
        assert is_of_machine(OSError(number, "")) == (number in OF_MACHINE)


def test_an_error_without_a_number_or_words_is_explained_too() -> None:
    assert explain(OSError()) == ("", UNKNOWN)
    assert explain(OSError("odd thing")) == ("odd thing", UNKNOWN)


def test_no_room_for_temporary_files() -> None:
    error = FileNotFoundError(errno.ENOENT, f'{NO_TEMPORARY} found in ["/tmp"]')
    assert is_of_machine(error)
    assert explain(error)[1] == "make room in /tmp, or set TMPDIR"
