"""What a save costs the preview of a large blog: processor seconds until the page is there, without a server.

    .venv/bin/python benchmarks/preview_saves.py [--sizes 1000,20000] [--saves 5]

The newest post is saved with other words, until its page has them; and with another title and one more tag, until the
page of a tag that it has kept has the new title. It is processor time, so that other programs matter little; how long
one waits, `previews.py` measures. The first save of each kind loads what any later one needs, and is shown apart.
"""

import argparse
import contextlib
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from builds import machine, numbers
from generated_posts import TAGS, Post, as_pelican, edited, generated, retitled
from preview_memory import Author
from report import table


@contextlib.contextmanager
def author_of(posts: int) -> Iterator[Author]:
    """Give an author whose blog has so many posts, in a folder and with a cache of its own."""
    here = Path.cwd()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder, "site").resolve()
        root.mkdir()
        os.environ["XDG_CACHE_HOME"] = str(Path(folder, "cache"))
        os.chdir(root)
        try:
            yield Author(root, posts)
        finally:
            os.chdir(here)


def seconds_until(author: Author, post: Post, posts: list[Post], path: str, words: str) -> float:
    """Save a post, and return the processor seconds until a page has the words."""
    author.post.write_text(as_pelican(post, posts), encoding="utf-8")
    began = time.process_time()
    author.live.load_changes([author.post])
    answer = author.live.answer(path)
    took = time.process_time() - began
    if answer is None or words.encode() not in answer.body:
        raise SystemExit(f"error: '/{path}' has not what was saved")
    return took


def measured(size: int, saves: int) -> list[list[str]]:
    """Return the rows of the table for a blog of so many posts."""
    posts = generated(size)
    newest = posts[-1]
    tag = next(tag for tag in TAGS if tag not in newest.tags)
    began = time.process_time()
    with author_of(size) as author:
        read = time.process_time() - began
        print(f"{size} posts are read: {read:.1f} s of this process", file=sys.stderr)
        author.live.answer(f"tag/{newest.tags[0]}/")
        texts = [
            seconds_until(author, edited(newest, f"Saved as number {n}"), posts, newest.address, f"as number {n}")
            for n in range(saves + 1)
        ]
        terms = [
            seconds_until(author, retitled(newest, f"Number {n}", tag), posts, f"tag/{newest.tags[0]}/", f"Number {n}")
            for n in range(saves + 1)
        ]
    return [row(size, "text", texts), row(size, "title and tags", terms)]


def row(size: int, name: str, seconds: list[float]) -> list[str]:
    first, *others = seconds
    return [f"{size:,}", name, f"{first:.3f}", f"{statistics.median(others):.3f}"]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=numbers, default=(1000, 20000), help="numbers of posts, with commas")
    parser.add_argument("--saves", type=int, default=5, help="of each kind, after the first (%(default)s)")
    options = parser.parse_args()
    rows = [one for size in options.sizes for one in measured(size, options.saves)]
    print(f"{machine()}\n\n{table(['posts', 'saved', 'first', 'median'], rows, words=2)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
