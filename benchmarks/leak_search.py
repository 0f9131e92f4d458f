"""What the search for what is not public adds to a build: processor time, and its ratio to the rest of the same run.

    .venv/bin/python benchmarks/leak_search.py [--posts 1000] [--drafts 3] [--profile]

Three builds of `make build`'s own function in one process: from nothing, of what has not changed, and after a change
in the text of one public post.
"""

import argparse
import cProfile
import os
import pstats
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from contenders import full
from faircopy.build import run
from faircopy.diagnostics.model import Severity, has_errors
from generated_posts import edited, generated

SEARCH = "check_held_back"  # the name by which the build calls it


class TimedSearch:
    """The search, timed: it is a generator, so it is run to its end at once."""

    def __init__(self, *, profile: bool) -> None:
        self.search = getattr(run, SEARCH)
        self.seconds = 0.0
        self.profile = cProfile.Profile() if profile else None

    def __call__(self, *arguments: Any) -> Iterator[Any]:
        started = time.process_time()
        if self.profile:
            self.profile.enable()
        found = list(self.search(*arguments))
        if self.profile:
            self.profile.disable()
        self.seconds = time.process_time() - started
        return iter(found)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--posts", type=int, default=1000)
    parser.add_argument("--drafts", type=int, default=3, help="so many of them are drafts")
    parser.add_argument("--profile", action="store_true", help="say where the time of the first search goes")
    options = parser.parse_args()
    posts = generated(options.posts)
    with tempfile.TemporaryDirectory() as name:
        site = full(Path(name) / "site")
        site.write(posts, posts)
        # Nothing links to the newest.
        for post in posts[-options.drafts :] if options.drafts else ():
            source = site.source(post)
            source.write_text(
                source.read_text(encoding="utf-8").replace("\n", "\nStatus: draft\n", 1), encoding="utf-8"
            )
        os.chdir(site.folder)
        os.environ.update(site.environment)
        timed = TimedSearch(profile=options.profile)
        setattr(run, SEARCH, timed)
        for what in ("from nothing", "nothing changed", "one text changed"):
            if what == "one text changed":
                site.write([edited(posts[0], "A change")], posts)
            started = time.process_time()
            found = run.run_pelican(Path("publishconf.py").resolve(), site.output, {})
            whole = time.process_time() - started
            if has_errors(found):
                print(*(one for one in found if one.severity is Severity.ERROR), sep="\n")
                return 1
            rest = whole - timed.seconds
            print(
                f"{what:16} {timed.seconds:7.2f} s of search, {rest:7.2f} s of all else: + {timed.seconds / rest:.1%}",
                flush=True,
            )
            if timed.profile:
                pstats.Stats(timed.profile).sort_stats("tottime").print_stats(16)
                timed.profile = cProfile.Profile()
    return 0


if __name__ == "__main__":
    sys.exit(main())
