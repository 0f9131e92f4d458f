"""How long GitHub's runners work on a large blog: with what earlier runs knew, and without.

    .venv/bin/python benchmarks/ci_runs.py [--posts 5000] [--write]

The posts of `waits.py` have three snippets each, no two alike. Each run has a new checkout, so all files have new
times, and runs what the workflows run: `make check`, or `make publish` as far as the artifact. The first knows
nothing; the others have the `.cache` of the one before.
"""

import argparse
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from builds import machine
from contenders import ROOT, Contender, laid_out
from generated_posts import Post, file_of, generated
from install_tools import ToolMissingError
from processes import ProgramFailedError, run
from report import published, table
from waits import FAIRCOPY, with_snippets

COMMANDS = {
    "`make check`": (FAIRCOPY, "check"),
    "`make publish`, to the artifact": (FAIRCOPY, "publish", "--artifact", "artifact"),
}

NOWHERE = "http://127.0.0.1:9"  # there is no site yet
NOBODY = ("-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "gc.auto=0")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--posts", type=int, default=5000, help="of the blog (%(default)s)")
    parser.add_argument("--write", action="store_true", help="put the table into benchmarks/README.md")
    options = parser.parse_args()
    try:
        with tempfile.TemporaryDirectory(prefix="ci-") as folder:
            section = "\n\n".join([machine(), runs_table(options.posts, Path(folder))])
    except (ToolMissingError, ProgramFailedError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    published("ci runs", section, write=options.write)
    return 0


def runs_table(number: int, folder: Path) -> str:
    posts = generated(number)
    site = laid_out(["full"], folder, posts)["full"]
    shutil.copy(ROOT / ".gitignore", site.folder)
    for place, post in enumerate(posts):
        (site.content / file_of(post)).write_text(with_snippets(post, posts, place), encoding="utf-8")
    rows = [["nothing is known", *all_commands(site, remembers=False)]]
    rows.append(["nothing has changed", *all_commands(site)])
    edit(site, posts)
    rows.append(["one post has changed", *all_commands(site)])
    head = f"{number:,} posts, {3 * number:,} snippets"
    return table([head, *COMMANDS], rows, 1) + "\n\nSeconds, and those of processor time in brackets."


def all_commands(site: Contender, *, remembers: bool = True) -> Iterator[str]:
    """Run each command in a new checkout, and yield its seconds."""
    for command in COMMANDS.values():
        check_out(site, remembers=remembers)
        environment = {**site.environment, "SITEURL": NOWHERE}
        done = run(command, site.folder, environment, site.log, look_at_memory=False)
        yield f"{done.seconds:.0f} ({done.processor:.0f})"


def check_out(site: Contender, *, remembers: bool) -> None:
    """Put a new checkout in the site's place, with nothing of the old one but, if it `remembers`, the `.cache`."""
    old = Path(tempfile.mkdtemp(dir=site.folder.parent)) / "old"
    site.folder.rename(old)
    ignored = shutil.ignore_patterns("output", "artifact", ".cache", ".git")
    shutil.copytree(old, site.folder, ignore=ignored, copy_function=shutil.copyfile)
    if remembers and (old / ".cache").exists():
        (old / ".cache").rename(site.folder / ".cache")
    for command in (
        ("git", "init", "--quiet"),
        ("git", "add", "--all"),
        ("git", *NOBODY, "commit", "--quiet", "-m", "x"),
    ):
        run(command, site.folder, {}, site.log, look_at_memory=False)


def edit(site: Contender, posts: list[Post]) -> None:
    newest = max(posts, key=lambda post: post.date)
    with (site.content / file_of(newest)).open("a", encoding="utf-8") as file:
        file.write("\nOne sentence has come.\n")


if __name__ == "__main__":
    sys.exit(main())
