"""What one waits for at a terminal: commands that have nothing new to do, and a first start on unproven snippets.

    .venv/bin/python benchmarks/waits.py [--rounds 5] [--snippets 2000] [--write]

The commands run in this repository, by turns with a Python that does nothing, after a round that is not counted. For
the first start, a site with that many snippets is laid out, a third of each kind of `snippets_tree.py`, no two alike;
its preview starts with nothing that is known of them.
"""

import argparse
import http.client
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from builds import machine
from contenders import ROOT, Contender, laid_out
from generated_posts import Post, as_pelican, file_of, generated
from install_tools import ToolMissingError
from previews import HOST, PATIENCE, Server, port_said
from processes import ProgramFailedError, last_words, run, started
from report import published, ratio, spread, table
from snippets_tree import KINDS

FAIRCOPY = Path(sys.executable).with_name("faircopy")
PYTHON = "a Python that does nothing"
# Seconds that the command may take.
COMMANDS: dict[str, tuple[Sequence[str | Path], float | None]] = {
    PYTHON: ((sys.executable, "-c", "pass"), None),
    "`faircopy --help`": ((FAIRCOPY, "--help"), 0.08),
    "`faircopy check`, nothing changed": ((FAIRCOPY, "check"), 0.4),
    "`faircopy snippets check docs`, nothing changed": ((FAIRCOPY, "snippets", "check", "docs"), None),
}
PER_POST = 3  # snippets of a post: one of each kind
ALL_PROVEN = "all snippets are proven"


def main() -> int:
    options = arguments()
    try:
        with tempfile.TemporaryDirectory(prefix="waits-") as folder:
            sections = [commands_table(options.rounds, Path(folder)), first_start(options.snippets, Path(folder))]
    except (ToolMissingError, ProgramFailedError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    published("waits", "\n\n".join([machine(), *sections]), write=options.write)
    return 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5, help="of the commands (%(default)s)")
    parser.add_argument("--snippets", type=int, default=2000, help="of the first start (%(default)s)")
    parser.add_argument("--write", action="store_true", help="put the tables into benchmarks/README.md")
    return parser.parse_args()


def commands_table(rounds: int, folder: Path) -> str:
    seconds: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for number in range(rounds + 1):
        for name, (command, _) in COMMANDS.items():
            took = run(command, ROOT, {}, folder / "log", look_at_memory=False).seconds
            if number:
                seconds[name].append(took)
    rows = [
        [name, spread(seconds[name], 3), f"{ratio(seconds[name], seconds[PYTHON]):.1f}", f"{goal}" if goal else ""]
        for name, (_, goal) in COMMANDS.items()
    ]
    return table(["command", "seconds", "÷ Python", "goal"], rows, 1)


def first_start(snippets: int, folder: Path) -> str:
    posts = generated(-(-snippets // PER_POST))
    site = laid_out(["full"], folder, posts)["full"]
    for number, post in enumerate(posts):
        (site.content / file_of(post)).write_text(with_snippets(post, posts, number), encoding="utf-8")
    waits = seconds_of_first_start(site, posts)
    rows = [[name, f"{seconds:.1f}"] for name, seconds in waits.items()]
    return table([f"first start, {PER_POST * len(posts):,} snippets in {len(posts):,} posts", "seconds"], rows, 1)


def with_snippets(post: Post, posts: Sequence[Post], number: int) -> str:
    fences = [f"```{language}\n{text.format(n=number, fault='').rstrip()}\n```\n" for language, text, _ in KINDS]
    return "\n".join([as_pelican(post, posts), *fences])


def seconds_of_first_start(site: Contender, posts: Sequence[Post]) -> dict[str, float]:
    if site.serve is None:
        raise ToolMissingError(f"{site.name} has no server here")
    began = time.perf_counter()
    with started(site.serve(0), site.folder, site.environment, site.log) as process:
        port = port_said(process, site.log)
        with closing(http.client.HTTPConnection(HOST, port, timeout=PATIENCE)) as connection:
            server = Server(process, connection, site.log, began)
            newest = max(posts, key=lambda post: post.date).address
            first = server.seconds_until("", bool, began)
            page = server.seconds_until(newest, bool, began)
            return {
                "the home page is served": first,
                "the newest post": page,
                "all are proven": proven(process, site, began),
            }


def proven(process: "subprocess.Popen[bytes]", site: Contender, began: float) -> float:
    """Wait until the preview says that all is proven, and return the seconds since `began`."""
    while ALL_PROVEN not in site.log.read_text(encoding="utf-8"):
        if process.poll() is not None or time.perf_counter() - began > PATIENCE:
            raise ProgramFailedError(f"the snippets were not proven:\n{last_words(site.log)}")
        time.sleep(0.1)
    return time.perf_counter() - began


if __name__ == "__main__":
    sys.exit(main())
