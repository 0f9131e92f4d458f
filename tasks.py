"""What can be done once set up: `make help` lists it. Each task is a thin call; the work is in plugins/faircopy."""

import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

from invoke.context import Context
from invoke.exceptions import Exit
from invoke.tasks import task

if TYPE_CHECKING:
    from invoke.runners import Promise

# Where it is ignored, as some that start programs leave it, each program that a task runs seems to end well.
signal.signal(signal.SIGCHLD, signal.SIG_DFL)

# Tests start Python hundreds of times. Where no bytecode may be written, each start compiles for a second.
COMPILED = {"PYTHONDONTWRITEBYTECODE": ""}
# Tests make and remove many thousands of files, which takes a tenth of the processor's time where disks are.
MEMORY = Path("/dev/shm")  # noqa: S108  # each test has a folder of its own there, as it has elsewhere
MEMORY_NEEDED = 1 << 30  # bytes, many times what is there at a time

# One more than there are processors: many tests wait for sandboxes, servers and browsers.
WORKERS = min(os.cpu_count() or 1, 8) + 1

# A program of the virtual environment, which need not be on the PATH.
PYTHON = f'"{sys.executable}"'
NPM_COMMANDS = Path("tests/npm/node_modules/.bin")
TYPED = "// @ts-check\n"


def faircopy(*arguments: str) -> None:
    """Run a subcommand of `faircopy` in this process, and end with its status when it fails."""
    from faircopy.cli import main

    if status := main(arguments):
        raise Exit(code=status)


def in_memory() -> dict[str, str]:
    """Return what has files of tests lie in memory, where there is enough and nobody says otherwise."""
    is_there = not os.environ.get("TMPDIR") and MEMORY.is_dir() and os.access(MEMORY, os.W_OK)
    return {"TMPDIR": str(MEMORY)} if is_there and shutil.disk_usage(MEMORY).free >= MEMORY_NEEDED else {}


def sandboxes_in_memory() -> dict[str, str]:
    """Return what has sandboxes lie in memory, but not the folders of tests: whole sites stand in those."""
    memory = in_memory()
    return {**memory, "PYTEST_DEBUG_TEMPROOT": tempfile.gettempdir()} if memory else {}


def given(**options: str | bool | Sequence[str]) -> list[str]:
    """Return options as they are typed, without those that were left out; `dry_run=True` is "--dry-run"."""
    typed: list[str] = []
    for name, value in options.items():
        flag = f"--{name.replace('_', '-')}"
        if value is True:
            typed.append(flag)
        elif value:
            typed += [f"{flag}={one}" for one in ([value] if isinstance(value, str) else value)]
    return typed


@task
def serve(_: Context) -> None:
    """Serve the site on this machine; open pages follow what you write."""
    faircopy("serve")


@task(
    help={
        "output": "the folder to build into (output/)",
        "clean": "forget what earlier builds have left, and make everything anew",
        "explain": "say why the page at this address was made anew, or was not: --explain 2017/09/fail2ban/",
    }
)
def build(_: Context, output: str = "output", clean: bool = False, explain: str = "") -> None:
    """Build the site for the world into output/ (SITEURL=https://…)"""
    faircopy("build", *given(output=output, clean=clean, explain=explain))


@task(
    positional=["title"],
    help={
        "title": "what it is called",
        "kind": "the archetype: post, checklist or note",
        "tags": "with commas between; asked for on a terminal",
        "category": "the one that most posts have, otherwise",
        "lang": "its language, if it is not the site's",
    },
)
def new(_: Context, title: str, kind: str = "post", tags: str = "", category: str = "", lang: str = "") -> None:
    """Begin a draft in content/posts/ (T="My post" K=post|checklist|note)"""
    faircopy("new", *given(kind=kind, tags=tags, category=category, lang=lang), "--", title)


@task(
    positional=["old", "new_slug"], help={"old": "its slug, or its folder", "new_slug": "the slug that it is to have"}
)
def rename(_: Context, old: str, new_slug: str) -> None:
    """Give a post another slug; its old address leads on (OLD=… NEW=…)"""
    faircopy("rename", "--", old, new_slug)


@task
def check(_: Context, external: bool = False, fix: bool = False) -> None:
    """Say everything that is wrong with the content, and build nothing."""
    faircopy("check", *given(external=external, fix=fix), "content")


@task(
    iterable=["allow_gone"],
    help={
        "dry-run": "show what would change, and stop there",
        "diff": "show the words that change on each page",
        "allow-gone": "an address that may be removed without a redirect; may stand several times",
        "reason": "why it may; the commit says so",
        "allow-shrink": "the site may lose more than a fifth",
        "artifact": "publish nothing, and write the checked site into this empty folder (for CI)",
    },
)
def publish(
    _: Context,
    dry_run: bool = False,
    diff: bool = False,
    allow_gone: list[str] | None = None,
    reason: str = "",
    allow_shrink: bool = False,
    artifact: str = "",
) -> None:
    """Check the committed site, show what changes, and publish it (SITEURL=https://…)"""
    asked = given(
        dry_run=dry_run,
        diff=diff,
        allow_gone=allow_gone or (),
        reason=reason,
        allow_shrink=allow_shrink,
        artifact=artifact,
    )
    faircopy("publish", *asked)


@task(name="unpublish-last", help={"dry-run": "show what would change, and stop there"})
def unpublish_last(_: Context, dry_run: bool = False) -> None:
    """Put the site back that was published before the last"""
    faircopy("unpublish-last", *given(dry_run=dry_run))


def typed_scripts() -> list[str]:
    """Return the paths of the scripts for browsers whose types are checked, and whose form is Prettier's."""
    folders = [Path("plugins/faircopy", name, "web") for name in ("checklists", "filter_tool")]
    found = sorted(path for folder in folders for path in folder.rglob("*.js"))
    return [str(path) for path in found if TYPED in path.read_text(encoding="utf-8")]


@task
def lint(c: Context) -> None:
    """Check our own code: style, types, imports, and the workflows for GitHub."""
    c.run(f"{PYTHON} -m ruff check --quiet .", pty=False)
    c.run(f"{PYTHON} -m ruff format --check --quiet .", pty=False)
    c.run(f"{PYTHON} -m mypy", pty=False)
    c.run(f'"{Path(sys.executable).parent / "lint-imports"}"', pty=False)
    c.run(f'"{Path(sys.executable).parent / "zizmor"}" --offline --quiet --no-progress .github', pty=False)
    if NPM_COMMANDS.is_dir():
        c.run(f'"{NPM_COMMANDS / "tsc"}" --project jsconfig.json', pty=False)
        c.run(f'"{NPM_COMMANDS / "prettier"}" --check --log-level=warn {" ".join(typed_scripts())}', pty=False)
    else:
        sys.stdout.write("the types of the browser's script are not checked: npm is missing, see `make doctor`\n")


@task
def test(c: Context) -> None:
    """Run every check and every test."""
    everything(c)


@task
def coverage(c: Context) -> None:
    """Run every check and every test, and say what no test has reached; it takes longer."""
    everything(c, "--hypothesis-profile=thorough", "--cov", "--cov-report=term")


def everything(c: Context, *options: str) -> None:
    """Run all tests, with style and types checked beside them, whose report comes last."""
    lint_command = f"{PYTHON} -m invoke lint"
    style = cast("Promise", c.run(lint_command, asynchronous=True, warn=True, env=COMPILED))
    command = " ".join([PYTHON, f"-m pytest -n {WORKERS} --dist worksteal --durations=10", *options])
    tests = c.run(command, pty=False, warn=True, env={**COMPILED, **sandboxes_in_memory()})
    found = style.join()
    sys.stdout.write(f"style, types and imports: {'right' if found.ok else 'wrong'}\n{found.stdout}{found.stderr}")
    if not (tests.ok and found.ok):
        raise Exit(code=1)


@task(name="test-fast")
def test_fast(c: Context) -> None:
    """Run the tests that take no whole build, browser or sandbox."""
    options = "-o tmp_path_retention_policy=failed -n 2 --dist worksteal -q"
    c.run(f"{PYTHON} -m pytest {options} -m 'not slow'", pty=False, env={**COMPILED, **in_memory()})


@task
def lighthouse(c: Context) -> None:
    """Measure each kind of page with Lighthouse, and keep the medians in benchmarks/."""
    c.run(f"{PYTHON} benchmarks/lighthouse.py", pty=False)


@task
def docs(c: Context) -> None:
    """Write the tables of the documentation that are made from the code, and the catalogues of words."""
    from faircopy.checklists.vocabulary_docs import write_words
    from faircopy.diagnostics.registry import write_rows
    from faircopy.languages.extraction import write_catalogues
    from faircopy.snippets.checker_table import write_table

    write_catalogues(Path())
    write_rows(Path("docs/diagnostics.md"))
    write_table(Path("docs/snippets.md"))
    write_words(Path("docs/checklist-data.md"))
    c.run(f"{PYTHON} tools/platforms_table.py")


@task
def lock(c: Context) -> None:
    """Bring the lock files up to date (needs uv and npm)."""
    if not shutil.which("uv"):
        raise Exit("error: 'uv' makes the lock file and is not on the PATH; install it, e.g. with pipx", code=1)
    for folder in (".", "benchmarks"):
        c.run(
            "uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --upgrade "
            "--custom-compile-command 'make lock' "
            f"--output-file {folder}/requirements.txt {folder}/requirements.in"
        )
    for folder in ("tests/npm", "benchmarks/npm"):
        c.run(f"npm update --package-lock-only --no-audit --no-fund --prefix {folder}")
