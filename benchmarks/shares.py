"""Where the time goes in a build of what has not changed, with `incremental`.

    .venv/bin/python benchmarks/shares.py [--posts 1000] [--rounds 5]

Processor time of parts of a build, each without the parts that are called from it. Few calls are timed, so that
the timing itself takes next to nothing.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from contenders import laid_out
from generated_posts import generated
from report import table

ELSE = "all else"


class Stopwatch:
    """Gives each moment to the part that was entered last and has not been left."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.clock = clock
        self.seconds: dict[str, float] = defaultdict(float)
        self.parts = [ELSE]
        self.since = 0.0

    def pass_time(self) -> None:
        now = self.clock()
        self.seconds[self.parts[-1]] += now - self.since
        self.since = now

    def timed(self, part: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return `function`, whose time is that of `part`."""

        def timed(*arguments: Any, **named: Any) -> Any:
            self.pass_time()
            self.parts.append(part)
            try:
                return function(*arguments, **named)
            finally:
                self.pass_time()
                self.parts.pop()

        return timed

    def time(self, part: str, owner: Any, *names: str) -> None:
        for name in names:
            setattr(owner, name, self.timed(part, getattr(owner, name)))


def build() -> dict[str, float]:
    """Build the site in the current folder, and return the seconds of each part."""
    stopwatch = Stopwatch(time.process_time)
    import pelican  # noqa: PLC0415  # which is timed
    from pelican.generators import ArticlesGenerator, PagesGenerator, StaticGenerator  # noqa: PLC0415  # as above

    stopwatch.pass_time()
    stopwatch.seconds["Pelican is imported"] = stopwatch.seconds.pop(ELSE)
    import faircopy.incremental.plugin  # noqa: PLC0415  # part of what the settings import
    from faircopy.incremental.evaluate import Verifier  # noqa: PLC0415  # as above
    from faircopy.incremental.incremental_writer import IncrementalWriter  # noqa: PLC0415  # as above

    stopwatch.pass_time()
    settings = "the settings import the plugins"
    stopwatch.seconds[settings] = stopwatch.seconds.pop(ELSE)
    stopwatch.time(settings, pelican, "read_settings")
    stopwatch.time("the digest of all code", faircopy.incremental.plugin, "fingerprint_of_code")
    reading = "Pelican reads: files, front matter, kept HTML, an article from each, its addresses, its tags"
    for generator in (ArticlesGenerator, PagesGenerator, StaticGenerator):
        stopwatch.time(reading, generator, "__init__", "generate_context")
        stopwatch.time("Pelican's own writing: contexts, pagination, lists", generator, "generate_output")
    stopwatch.time("feeds", ArticlesGenerator, "generate_feeds")
    stopwatch.time("questions are answered again, and compared", Verifier, "difference")
    stopwatch.time("the files of the build before are read, and compared", IncrementalWriter, "keep")
    pelican.main(["--quiet", "--settings", "incrementalconf.py"])
    stopwatch.pass_time()
    return dict(stopwatch.seconds)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--posts", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--inside", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        seconds = build()
        options.inside.write_text(json.dumps(seconds), encoding="utf-8")
        return 0
    with tempfile.TemporaryDirectory() as name:
        site = laid_out(["incremental"], Path(name) / "site", generated(options.posts))["incremental"]
        rounds = [one_round(site.folder, Path(name) / "seconds.json") for _ in range(options.rounds + 1)][1:]
    median = {part: statistics.median(one[part] for one in rounds) for part in rounds[0]}
    whole = sum(median.values())
    print(f"{options.posts:,} posts, {whole:.2f} processor seconds, medians of {options.rounds} builds.\n")
    parts = sorted(median.items(), key=lambda part: part[1], reverse=True)
    print(table(["what", "share"], [[part, f"{seconds / whole:.0%}"] for part, seconds in parts], 1))
    return 0


def one_round(folder: Path, answer: Path) -> dict[str, float]:
    command = [sys.executable, str(Path(__file__).resolve()), "--inside", str(answer)]
    # Python keeps what it has compiled, as it does for everybody who has not told it otherwise.
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": ""}
    subprocess.run(command, cwd=folder, env=environment, check=True, stdout=subprocess.DEVNULL)
    seconds: dict[str, float] = json.loads(answer.read_text(encoding="utf-8"))
    return seconds


if __name__ == "__main__":
    sys.exit(main())
