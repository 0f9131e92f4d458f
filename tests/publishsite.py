"""A small site in a repository with a bare remote, published in this process."""

import atexit
import io
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest
from blinker import ANY, Signal
from pelican import signals

from conftest import ROOT
from faircopy.diagnostics.model import ContentError
from faircopy.publish.artifact import make_artifact
from faircopy.publish.context import PublishOptions, Reporter
from faircopy.publish.publish import publish
from faircopy.publish.undo import unpublish_last
from snippetsite import same_locale

SITEURL = "http://127.0.0.1:9/blog"  # nobody listens there: the live site cannot be reached
SETTINGS = "publishconf.py"
NO_OPTIONS = PublishOptions()
NOW = "2026-11-23T12:00+13:00"
# Our settings, and nothing that such a small site does not have.
WHOLE_SETTINGS = f"""
import runpy
globals().update(runpy.run_path({str(ROOT / "publishconf.py")!r}))
THEME = {str(ROOT / "theme")!r}
NAV = FOOT = PROMISES = ()
ABOUT_URL = ""
PUBLISH_WAIT = 0
"""
HEAVY_PLUGINS = [f"faircopy.{name}.plugin" for name in ("media", "metadata", "related", "search")]
# Most tests need no cards and no search index, which take most of the time.
LIGHT_SETTINGS = f"""{WHOLE_SETTINGS}
THEME = "theme"
THEME_STATIC_DIR = "theme"
PLUGINS = [plugin for plugin in PLUGINS if plugin.__name__ not in {HEAVY_PLUGINS!r}]
MARKDOWN = {{**MARKDOWN, "extensions": [one for one in MARKDOWN["extensions"] if not one.startswith("faircopy.media")]}}
"""
BASE = """<!doctype html><html lang="en"><title>{{ SITENAME }}</title><link rel="canonical" href="{{ SITEURL }}/">
<body>{% block content %}{% for article in articles %}
<a href="{{ SITEURL }}/{{ article.url }}">{{ article.title }}</a>{% endfor %}{% endblock %}"""
TEXT = """{% extends "base.html" %}{% block content %}<h1>{{ (article or page).title }}</h1>
{{ (article or page).content }}{% endblock %}"""
LISTS = ("404", "archives", "categories", "category", "index", "search", "tag", "tags")
POST = "Title: {title}\nDate: {date}\nSlug: {slug}\nCategory: Tests\nTags: tests\nSummary: {summary}\n{more}\n{body}\n"


def post_text(
    slug: str, title: str = "", date: str = "2020-02-02", body: str = "", summary: str = "", more: str = ""
) -> str:
    return POST.format(
        slug=slug,
        title=title or f"On the matter of {slug}",
        date=date,
        summary=summary or f"What there is to say of {slug} in one line.",
        more=f"{more}\n" if more else "",
        body=body or f"All that anybody knows about {slug} was written down here, some time ago, by hand.",
    )


@dataclass
class PublishOutcome:
    """What an author was told."""

    progress: list[str] = field(default_factory=list)  # what was being done
    results: list[str] = field(default_factory=list)  # what was found
    codes: list[str] = field(default_factory=list)  # of a refusal; empty when it was published
    standing: str = ""  # how a refusal ended

    @property
    def text(self) -> str:
        return "\n".join([*self.progress, *self.results])


@dataclass
class Author:
    """Somebody with a clone."""

    folder: Path
    environment: dict[str, str] = field(default_factory=dict)

    def git(self, *arguments: str) -> str:
        return git(self.folder, *arguments)

    def write(self, name: str, text: str | bytes) -> None:
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())

    def write_post(self, slug: str, **fields: str) -> None:
        self.write(f"content/posts/2020/{slug}/index.md", post_text(slug, **fields))

    def set(self, line: str) -> None:
        with (self.folder / "publishconf.py").open("a") as file:
            file.write(f"{line}\n")

    def commit(self, message: str = "Write", *, push: bool = True) -> None:
        self.git("add", "-A")
        self.git("commit", "-qm", message)
        if push:
            self.git("push", "-q", "origin", "main")

    def publish(
        self, options: PublishOptions = NO_OPTIONS, *, now: str = NOW, siteurl: str = SITEURL
    ) -> PublishOutcome:
        return self.run(lambda reporter: publish(self.folder, SETTINGS, options, reporter), now, siteurl)

    def unpublish_last(self, *, dry_run: bool = False, siteurl: str = SITEURL) -> PublishOutcome:
        return self.run(lambda reporter: unpublish_last(self.folder, SETTINGS, reporter, dry_run=dry_run), NOW, siteurl)

    def make_artifact(self, target: Path, *, siteurl: str = SITEURL) -> PublishOutcome:
        return self.run(lambda reporter: make_artifact(self.folder, SETTINGS, target, reporter), NOW, siteurl)

    def run(self, task: Callable[[Reporter], None], now: str, siteurl: str) -> PublishOutcome:
        outcome = PublishOutcome()
        forget_plugins()
        with environment(SITEURL=siteurl, FAIRCOPY_NOW=now), same_locale(), working_in(self.folder):
            try:
                task(Reporter(outcome.progress.append, outcome.results.append))
            except ContentError as error:
                # As the tasks print it.
                outcome.results += map(str, error.diagnostics)
                outcome.standing = getattr(error, "standing", "")
                outcome.codes += [diagnostic.code for diagnostic in error.diagnostics if diagnostic.severity == "error"]
            finally:
                forget_plugins()
        return outcome


def forget_plugins() -> None:
    """Disconnect what an earlier site of this process has connected, and this one may not want."""
    for signal in (one for one in vars(signals).values() if isinstance(one, Signal)):
        for receiver in list(signal.receivers_for(ANY)):
            if receiver.__module__ in HEAVY_PLUGINS or receiver.__name__ == "gone_wrong":
                signal.disconnect(receiver)


@contextmanager
def environment(**values: str) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in values.items():
            patch.setenv(name, value)
        yield


@contextmanager
def working_in(folder: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, (arguments, done.stderr)
    return done.stdout.strip()


def new_author(folder: Path, settings: str = LIGHT_SETTINGS) -> Author:
    """Make a repository in folder/author with a bare remote in folder/remote.git, and push its source, two posts."""
    shutil.copytree(template(settings), folder, dirs_exist_ok=True)
    return Author(folder / "author")


@cache
def template(settings: str) -> Path:
    """Make them once, to be copied: that takes a dozen calls of git."""
    folder = Path(tempfile.mkdtemp(prefix="faircopy-author-"))
    atexit.register(shutil.rmtree, folder)
    git(folder, "init", "-q", "--bare", "-b", "main", "remote.git")
    author = Author(folder / "author")
    author.folder.mkdir()
    author.git("init", "-q", "-b", "main")
    for name, value in (("user.name", "Test"), ("user.email", "test@example.org"), ("commit.gpgsign", "false")):
        author.git("config", name, value)
    author.git("remote", "add", "origin", "../remote.git")
    author.write(".gitignore", ".cache/\n__pycache__/\n")
    author.write("publishconf.py", settings)
    author.write("theme/templates/base.html", BASE)
    for name in LISTS:
        author.write(f"theme/templates/{name}.html", '{% extends "base.html" %}')
    for name in ("article", "page"):
        author.write(f"theme/templates/{name}.html", TEXT)
    (author.folder / "theme/static").mkdir()
    author.write("theme/static/style.css", "")
    author.write_post("one")
    author.write_post("two")
    author.commit("Begin")
    return folder


def published_author(folder: Path, copy_of: Path) -> Author:
    """Copy what `new_author` has made in another folder, and what was done there since."""
    shutil.copytree(copy_of, folder, dirs_exist_ok=True)
    return Author(folder / "author")


def another_author(folder: Path) -> Author:
    """Clone the remote for somebody else."""
    git(folder, "clone", "-q", "remote.git", "another")
    author = Author(folder / "another")
    author.git("config", "user.name", "Another")
    author.git("config", "user.email", "another@example.org")
    return author


def remote_files(folder: Path, branch: str = "gh-pages") -> dict[str, bytes]:
    """Return the files of the published branch, as the bare repository has them."""
    remote = folder / "remote.git"
    names = git(remote, "ls-tree", "-r", "--name-only", branch).split("\n")
    # One git for all files.
    asked = "".join(f"{branch}:{name}\n" for name in names).encode()
    batch = ["git", "-C", str(remote), "cat-file", "--batch"]
    told = io.BytesIO(subprocess.run(batch, input=asked, capture_output=True, check=True).stdout)
    found = {}
    for name in names:
        _, kind, size = told.readline().split()
        assert kind == b"blob", name
        found[name] = told.read(int(size))
        told.readline()
    return found


def remote_head(folder: Path, branch: str = "gh-pages") -> str:
    done = subprocess.run(
        ["git", "-C", str(folder / "remote.git"), "rev-parse", "--verify", "-q", branch],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.strip()
