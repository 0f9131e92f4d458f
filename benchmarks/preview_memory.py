"""Whether the preview grows: its memory after a hundred saves, and after thousands.

    .venv/bin/python benchmarks/preview_memory.py [--saves 3000] [--posts 10] [--kinds same,text,tags,error]

One post is saved again and again: as it is, with other words, with other tags, with an error; after each save its page
is asked for and proofread, as an open preview does. Prints the resident memory on the way, and the ratio of the last to
that after a hundred saves; ends with status 1 where that is over the goal.
"""

import argparse
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from contenders import copy_of_our_site
from faircopy.preview.live_site import LiveSite
from faircopy.preview.site import PreviewSite
from generated_posts import as_pelican, file_of, generated, write_posts

GOAL = 1.1
FIRST = 100  # saves after which all is loaded that any save needs
SHOWN = 10  # rows
ADDRESS = "http://127.0.0.1:8000"
KINDS: Mapping[str, Callable[[str, int], str]] = {
    "same": lambda text, _: text,
    "text": lambda text, number: f"{text}\n\nSaved as number {number}.\n",
    "tags": lambda text, number: text.replace("Tags: ", f"Tags: extra{number % 5}, ", 1),
    "error": lambda text, number: f"{text}\n\n<nothing> is an element, number {number}.\n",
}


def memory() -> int:
    """Return the resident memory of this process in KB; the most that it ever was, where the system tells no more."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return pages * resource.getpagesize() // 1024


class Author:
    """Somebody who saves one post of a site, with its page open."""

    def __init__(self, folder: Path, posts: int) -> None:
        copy_of_our_site(folder)
        written = generated(posts)
        write_posts(folder / "content", written, written, as_pelican)
        self.post = folder / "content" / file_of(written[-1])
        self.text = self.post.read_text(encoding="utf-8")
        overrides = {"SITEURL": ADDRESS, "FEED_DOMAIN": ADDRESS}
        self.site = PreviewSite(folder / "pelicanconf.py", folder / "preview", overrides)
        self.live = LiveSite(self.site, None, lambda _: None)
        self.path = str(self.site.path_of(self.post))

    def save(self, kind: str, number: int) -> None:
        self.post.write_text(KINDS[kind](self.text, number), encoding="utf-8")
        # Two saves within a tick of the file system's clock are told apart.
        os.utime(self.post, ns=(number, number))
        self.live.load_changes([self.post])
        self.live.answer(self.path)
        self.site.findings(self.post)


def measured(author: Author, saves: int, kinds: list[str]) -> float:
    """Save so often, print the memory on the way, and return the ratio of the last to the first figure."""
    first, began = 0, time.monotonic()
    for number in range(1, saves + 1):
        author.save(kinds[number % len(kinds)], number)
        if number == FIRST or number % max(saves // SHOWN, 1) == 0:
            first = first or (memory() if number >= FIRST else 0)
            print(f"{number:6} saves  {memory() / 1024:7.1f} MB  {time.monotonic() - began:6.0f} s", flush=True)
    return memory() / first


def main() -> int:
    parser = argparse.ArgumentParser(description="Whether the preview grows with the number of saves.")
    parser.add_argument("--saves", type=int, default=3000)
    parser.add_argument("--posts", type=int, default=10)
    parser.add_argument("--kinds", default=",".join(KINDS), help="which saves, in turn (%(default)s)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder, "site").resolve()
        root.mkdir()
        os.environ["XDG_CACHE_HOME"] = str(Path(folder, "cache"))
        here = Path.cwd()
        os.chdir(root)
        try:
            author = Author(root, options.posts)
            ratio = measured(author, max(options.saves, FIRST), options.kinds.split(","))
        finally:
            os.chdir(here)
    print(f"{ratio:.3f} times as much as after {FIRST} saves (goal: {GOAL} at most)")
    return 0 if ratio <= GOAL else 1


if __name__ == "__main__":
    sys.exit(main())
