"""What can be done once set up: `make help` lists it. Each task is a thin call; the work is in plugins/."""

import os
import shutil
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from invoke.context import Context
from invoke.exceptions import Exit
from invoke.tasks import task

if TYPE_CHECKING:
    from faircopy.content.settings import Site

# Where it is ignored, as some that start programs leave it, each program that a task runs seems to end well.
signal.signal(signal.SIGCHLD, signal.SIG_DFL)

# A program of the virtual environment, which need not be on the PATH.
PYTHON = f'"{sys.executable}"'


@contextmanager
def failures_explained() -> Iterator[None]:
    """Print what is wrong, one problem a line, and end with status 1."""
    from faircopy.build.build import BuildFailedError
    from faircopy.preview.editor import EditorUrlError
    from faircopy.preview.listening import NoFreePortError
    from faircopy.publish.refusal import PublishRefusedError

    # As Ctrl-C: what was begun is tidied up.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    except PublishRefusedError as error:
        for diagnostic in error.diagnostics:
            print(diagnostic)
        errors = sum(diagnostic.severity == "error" for diagnostic in error.diagnostics)
        raise Exit(f"{error.standing}: {errors} problem(s)", code=1) from None
    except BuildFailedError as error:
        for diagnostic in error.diagnostics:
            print(diagnostic)
        raise Exit(f"not built: {len(error.diagnostics)} problem(s); the old output is untouched", code=1) from None
    except (NoFreePortError, EditorUrlError) as error:
        raise Exit(f"error: {error}", code=1) from None


def forget(path: Path) -> None:
    """Remove what is at `path`, whatever it is."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


@task
def serve(_: Context) -> None:
    """Serve the site on this machine; open pages follow what you write."""
    from faircopy.preview.serve import serve as serve_site

    with failures_explained():
        serve_site(Path("pelicanconf.py"), say)


@task(
    help={
        "output": "the folder to build into (output/)",
        "clean": "forget what earlier builds have left, and make everything anew",
        "explain": "say why the page at this address was made anew, or was not: --explain 2017/09/fail2ban/",
    }
)
def build(_: Context, output: str = "output", clean: bool = False, explain: str = "") -> None:
    """Build the site for the world into output/ (SITEURL=https://…)"""
    from faircopy.build.build import build_site
    from faircopy.incremental.keeping import Tally
    from faircopy.incremental.plugin import TALLY

    tally = Tally()
    if clean:
        forget(Path(".cache/incremental"))
    if not os.environ.get("SITEURL"):
        say("warning: SITEURL is not set, so links go to a stand-in; make build SITEURL=https://…")
    with failures_explained():
        for diagnostic in build_site(Path("publishconf.py"), Path(output), {TALLY: tally}):
            print(diagnostic)
    say(f"built into {output}/: {len(tally.rendered)} pages made, {len(tally.kept)} as they were")
    if explain:
        print(tally.why(explain))


@task(
    positional=["title"],
    help={
        "title": "what it is called",
        "kind": "the archetype: post, checklist or note",
        "tags": "with commas between; asked for on a terminal",
        "category": "the one that most posts have, otherwise",
    },
)
def new(_: Context, title: str, kind: str = "post", tags: str = "", category: str = "") -> None:
    """Begin a draft in content/posts/ (T="My post" K=post|checklist|note)"""
    from faircopy.authoring.known import known_in, today_at
    from faircopy.authoring.new import archetype, new_post, write_new

    with refusals_explained():
        known = known_in(Path("content"), own_site())
        model = archetype(Path("archetypes"), kind)
        today = today_at(known.site)
        new_post(known, model, title, today, category=category)  # what is refused is refused before any question
        in_use = ", ".join(known.tags)
        if not tags and sys.stdin.isatty() and sys.stdout.isatty():
            tags = asked(f"tags in use: {in_use}\ntags, with commas between: ")
        elif not tags:
            say(f"tags in use: {in_use}")
        post = new_post(known, model, title, today, tags=tags, category=category)
        write_new(post)
    print(post.path)
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if editor and sys.stdin.isatty() and sys.stdout.isatty():
        # As git does it: a shell reads what may be more than a name, and the editor has the terminal to itself.
        os.execvp("sh", ["sh", "-c", f'{editor} "$@"', "sh", str(post.path)])  # noqa: S606, S607


@task(
    positional=["old", "new_slug"], help={"old": "its slug, or its folder", "new_slug": "the slug that it is to have"}
)
def rename(_: Context, old: str, new_slug: str) -> None:
    """Give a post another slug; its old address leads on (OLD=… NEW=…)"""
    from faircopy.authoring.known import known_in
    from faircopy.authoring.rename import carry_out, rename_post

    with refusals_explained():
        renaming = rename_post(known_in(Path("content"), own_site()), old, new_slug)
        carry_out(renaming)
    for line in renaming.told:
        print(line)


@task
def check(_: Context, external: bool = False, fix: bool = False) -> None:
    """Say everything that is wrong with the content, and build nothing."""
    from faircopy.lint.cli import main

    status = main(["content", *(["--external"] if external else []), *(["--fix"] if fix else [])])
    if status:
        raise Exit(code=status)


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
    from faircopy.publish.artifact import make_artifact
    from faircopy.publish.desk import Voice, Wishes
    from faircopy.publish.publish import publish as publish_site

    voice = Voice(say, show)
    with failures_explained():
        if artifact:
            make_artifact(Path(), "publishconf.py", Path(artifact), voice)
        else:
            wishes = Wishes(dry_run, diff, allow_shrink, tuple(allow_gone or ()), reason)
            publish_site(Path(), "publishconf.py", wishes, voice)


@task(name="unpublish-last", help={"dry-run": "show what would change, and stop there"})
def unpublish_last(_: Context, dry_run: bool = False) -> None:
    """Put the site back that was published before the last"""
    from faircopy.publish.desk import Voice
    from faircopy.publish.undo import unpublish_last as put_back

    with failures_explained():
        put_back(Path(), "publishconf.py", Voice(say, show), dry_run=dry_run)


@task
def lint(c: Context) -> None:
    """Check our own code: style, types, imports, and the workflows for GitHub."""
    c.run(f"{PYTHON} -m ruff check --quiet .", pty=False)
    c.run(f"{PYTHON} -m ruff format --check --quiet .", pty=False)
    c.run(f"{PYTHON} -m mypy", pty=False)
    c.run(f'"{Path(sys.executable).parent / "lint-imports"}"', pty=False)
    c.run(f'"{Path(sys.executable).parent / "zizmor"}" --offline --quiet --no-progress .github', pty=False)


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
    for folder in (".", "benchmarks"):
        c.run(
            "uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --upgrade "
            "--custom-compile-command 'make lock' "
            f"--output-file {folder}/requirements.txt {folder}/requirements.in"
        )
    for folder in ("tests/npm", "benchmarks/npm"):
        c.run(f"npm update --package-lock-only --no-audit --no-fund --prefix {folder}")


@contextmanager
def refusals_explained() -> Iterator[None]:
    """Say why something is not done, and end with status 1."""
    from faircopy.authoring.known import RefusedError

    try:
        yield
    except RefusedError as error:
        raise Exit(f"error: {error}", code=1) from None
    except OSError as error:
        raise Exit(f"error: '{error.filename}': {error.strerror}", code=1) from None


def own_site() -> "Site":
    from faircopy.content.settings import literal_settings, site_of

    return site_of(literal_settings(Path("pelicanconf.py")), Path(), os.environ.get("SITEURL", ""))


def asked(question: str) -> str:
    """Return what is typed; the end of the input is no answer."""
    try:
        return input(question)
    except EOFError:
        print()
        return ""


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def show(text: str) -> None:
    # At once, so that it stands in order among what is said.
    print(text, flush=True)
