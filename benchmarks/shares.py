"""Where the time goes in a build of what has not changed with `incremental`, or in `make build` after one edit.

    .venv/bin/python benchmarks/shares.py [--posts 1000] [--rounds 5] [--whole]

Processor time of parts of a build, each without the parts that are called from it. Few calls are timed, so that
the timing itself takes next to nothing. `--whole` is `faircopy build`: the text of the newest post is another in each.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from build_parts import build_incremental, build_whole
from contenders import Contender, laid_out
from generated_posts import edited, generated
from report import table


def main() -> int:
    options = arguments()
    if options.inside:
        seconds = build_whole() if options.whole else build_incremental()
        options.inside.write_text(json.dumps(seconds), encoding="utf-8")
        return 0
    posts, name = generated(options.posts), "full" if options.whole else "incremental"
    rounds = []
    with tempfile.TemporaryDirectory() as folder:
        site = laid_out([name], Path(folder) / "site", posts)[name]
        for number in range(options.rounds + 1):
            if options.whole:
                site.write([edited(posts[-1], f"Changed in round {number}")], posts)
            rounds.append(one_round(site, Path(folder) / "seconds.json"))
    print_medians(rounds[1:], options.posts)
    return 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--posts", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--whole", action="store_true", help="`faircopy build`, with one text edited each time")
    parser.add_argument("--inside", type=Path, help=argparse.SUPPRESS)
    return parser.parse_args()


def print_medians(rounds: list[dict[str, float]], posts: int) -> None:
    median = {part: statistics.median(one[part] for one in rounds) for part in rounds[0]}
    whole = sum(median.values())
    print(f"{posts:,} posts, {whole:.2f} processor seconds, medians of {len(rounds)} builds.\n")
    parts = sorted(median.items(), key=lambda part: part[1], reverse=True)
    rows = [[part, f"{seconds:.2f}", f"{seconds / whole:.0%}"] for part, seconds in parts]
    print(table(["what", "seconds", "share"], rows, 1))


def one_round(site: Contender, answer: Path) -> dict[str, float]:
    whole = ["--whole"] if site.name == "`make build`" else []
    command = [sys.executable, str(Path(__file__).resolve()), *whole, "--inside", str(answer)]
    # Python keeps what it has compiled, as it does for everybody who has not told it otherwise.
    environment = {**os.environ, **site.environment, "PYTHONDONTWRITEBYTECODE": ""}
    subprocess.run(command, cwd=site.folder, env=environment, check=True, stdout=subprocess.DEVNULL)
    seconds: dict[str, float] = json.loads(answer.read_text(encoding="utf-8"))
    return seconds


if __name__ == "__main__":
    sys.exit(main())
