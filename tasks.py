"""What can be done once set up: `make help` lists it. Each task is a thin call; the work is in plugins/."""

import os
import shutil
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from invoke.context import Context
from invoke.exceptions import Exit
from invoke.tasks import task

# A program of the virtual environment, which need not be on the PATH.
PYTHON = f'"{sys.executable}"'


@contextmanager
def failures_explained() -> Iterator[None]:
    """Print what is wrong, one problem a line, and end with status 1."""
    from preview.server import NoFreePortError
    from sitebuild.build import BuildFailedError

    # As Ctrl-C: what was begun is tidied up.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    except BuildFailedError as error:
        for diagnostic in error.diagnostics:
            print(diagnostic)
        raise Exit(f"not built: {len(error.diagnostics)} problem(s); the old output is untouched", code=1) from None
    except NoFreePortError as error:
        raise Exit(f"error: {error}", code=1) from None


@task
def serve(_: Context) -> None:
    """Build the site and serve it on this machine."""
    from preview.serve import serve as serve_site

    with failures_explained():
        serve_site(Path("pelicanconf.py"), Path(".cache/preview"), say)


@task(help={"output": "the folder to build into (output/)"})
def build(_: Context, output: str = "output") -> None:
    """Build the site for the world into output/ (SITEURL=https://…)"""
    from sitebuild.build import build_site

    if not os.environ.get("SITEURL"):
        say("warning: SITEURL is not set, so links go to a stand-in; make build SITEURL=https://…")
    with failures_explained():
        for diagnostic in build_site(Path("publishconf.py"), Path(output)):
            print(diagnostic)
    say(f"built into {output}/")


@task
def lint(c: Context) -> None:
    """Check our own code: style, types, imports."""
    c.run(f"{PYTHON} -m ruff check --quiet .", pty=False)
    c.run(f"{PYTHON} -m ruff format --check --quiet .", pty=False)
    c.run(f"{PYTHON} -m mypy", pty=False)
    c.run(f'"{Path(sys.executable).parent / "lint-imports"}"', pty=False)


@task(pre=[lint])
def test(c: Context) -> None:
    """Run every check and every test, with coverage."""
    c.run(f"{PYTHON} -m pytest -n 2 --dist worksteal --cov --cov-report=term", pty=False)


@task(name="test-fast")
def test_fast(c: Context) -> None:
    """Run the tests that take no browser and no whole build."""
    c.run(f"{PYTHON} -m pytest -n 2 -q -m 'not slow'", pty=False)


@task
def lighthouse(c: Context) -> None:
    """Measure each kind of page with Lighthouse, and keep the medians in benchmarks/."""
    c.run(f"{PYTHON} benchmarks/lighthouse.py", pty=False)


@task
def lock(c: Context) -> None:
    """Bring the lock files up to date (needs uv and npm)."""
    if not shutil.which("uv"):
        raise Exit("error: 'uv' makes the lock file and is not on the PATH; install it, e.g. with pipx", code=1)
    c.run(
        "uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --upgrade "
        "--custom-compile-command 'make lock' --output-file requirements.txt requirements.in"
    )
    c.run("npm update --package-lock-only --no-audit --no-fund --prefix tests/npm")


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
