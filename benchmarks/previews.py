"""How long an author waits: our preview, `pelican -r -l` and Hugo's server on the same posts, in one run.

    .venv/bin/python benchmarks/install_tools.py
    .venv/bin/python benchmarks/previews.py [--sizes 6,1000,5000] [--rounds 5] [--edits 2] [--write]

In each round each server is started on unchanged posts, until it has served a page. Then the newest post is saved with
other words in its text, until its page has them; and saved with another title and one more tag, until the page of a tag
that it has kept has the new title. (The page of the tag that has come: Hugo's server leaves that as it was.) The author
has the page open that is waited for. A page is asked for again and again over one connection, with pauses of a fiftieth
of the time waited so far: that is as exact as the figures are, and leaves the processors to the server. Before each
save the server is left until it is idle. A first start, which fills what a server keeps, is not counted.
"""

import argparse
import http.client
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import count
from pathlib import Path

from builds import column_name, machine, names, numbers, turned
from contenders import Contender, laid_out
from generated_posts import TAGS, Post, edited, generated, retitled
from install_tools import ToolMissingError
from processes import ProgramFailedError, last_words, started, wait_until_idle
from report import published, ratio, spread, table

HOST = "127.0.0.1"
SIZES = (6, 1000, 5000)
CONTENDERS = ("full", "stock", "hugo")
ROUNDS = 5
EDITS = 2
MARK = "Saved as number"  # of what is put in a text or a title
PATIENCE = 1800  # seconds for one page: a first start reads all posts
ADDRESS = re.compile(rf"http://{re.escape(HOST)}:(\d+)/")


class Wait(StrEnum):
    START = "start, until a page is served"
    TEXT = "text saved, until its page is served"
    TERMS = "title and tags saved, until a tag's page is served"


@dataclass(frozen=True, slots=True)
class Results:
    size: int
    seconds: dict[tuple[str, Wait], list[float]] = field(default_factory=lambda: defaultdict(list))


@dataclass(frozen=True, slots=True)
class Server:
    """A server that runs."""

    process: subprocess.Popen[bytes]
    connection: http.client.HTTPConnection
    log: Path
    began: float  # when it was started

    def seconds_until(self, address: str, expected: Callable[[str], bool], began: float) -> float:
        """Ask for a page until it is `shown`, and return the seconds since `began`."""
        while not (page := self.page(address)) or not expected(page):
            waited = time.perf_counter() - began
            if self.process.poll() is not None or waited > PATIENCE:
                fact = f"'/{address}' did not become what it should within {waited:.0f} s"
                raise ProgramFailedError(f"{fact}; the server's last words:\n{last_words(self.log)}")
            time.sleep(waited / 50)
        return time.perf_counter() - began

    def page(self, address: str) -> str:
        """Return a page, or nothing while there is none or only half of one."""
        try:
            self.connection.request("GET", f"/{address}")
            response = self.connection.getresponse()
            page = response.read().decode("utf-8", errors="replace")
        except (OSError, http.client.HTTPException):
            self.connection.close()
            return ""
        return page if response.status == http.HTTPStatus.OK and page.rstrip().endswith("</html>") else ""


@contextmanager
def serving(site: Contender) -> Iterator[Server]:
    """Start a site's server, and end it. It may take another port than the one that it was told, if it says so."""
    if site.serve is None:
        raise ToolMissingError(f"{site.name} has no server here")
    port = free_port()
    command, began = site.serve(port), time.perf_counter()
    with started(command, site.folder, site.environment, site.log) as process:
        if str(port) not in command:
            port = port_said(process, site.log)
        with closing(http.client.HTTPConnection(HOST, port, timeout=PATIENCE)) as connection:
            yield Server(process, connection, site.log, began)


def free_port() -> int:
    with socket.socket() as requests:
        requests.bind((HOST, 0))
        port: int = requests.getsockname()[1]
        return port


def port_said(process: subprocess.Popen[bytes], log: Path) -> int:
    began = time.perf_counter()
    while not (found := ADDRESS.search(log.read_text(encoding="utf-8"))):
        if process.poll() is not None or time.perf_counter() - began > PATIENCE:
            raise ProgramFailedError(f"no address was said:\n{last_words(log)}")
        time.sleep(0.002)
    return int(found[1])


def main() -> int:
    options = arguments()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # as Ctrl-C: the servers are ended
    try:
        with tempfile.TemporaryDirectory(prefix="previews-") as folder:
            results = [measured(options, size, Path(folder)) for size in options.sizes]
    except KeyboardInterrupt:
        return 130
    except (ToolMissingError, ProgramFailedError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    published("previews", summary(results, options.contenders, options.rounds, options.edits), write=options.write)
    return 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=numbers, default=SIZES, help="numbers of posts, with commas")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="starts of each server")
    parser.add_argument("--edits", type=int, default=EDITS, help="edits of each kind after each start")
    parser.add_argument("--contenders", type=names, default=CONTENDERS, help=f"some of {','.join(CONTENDERS)}")
    parser.add_argument("--write", action="store_true", help="keep the tables in benchmarks/README.md")
    return parser.parse_args()


def measured(options: argparse.Namespace, size: int, folder: Path) -> Results:
    posts = generated(size)
    sites = laid_out(options.contenders, folder / str(size), posts)
    results, marks = Results(size), count()
    for number in range(options.rounds + 1):
        for name in turned(list(sites), number):
            for wait, seconds in one_session(sites[name], posts, options.edits, marks):
                if number:
                    results.seconds[name, wait].append(seconds)
                print(f"{size:5} {wait:55} {sites[name].name:15} {seconds:8.3f} s", file=sys.stderr)
    return results


def one_session(
    site: Contender, posts: Sequence[Post], edits: int, marks: Iterator[int]
) -> Iterator[tuple[Wait, float]]:
    """Start a server, make edits, take them back, and end the server."""
    newest = posts[-1]
    other_tags = [tag for tag in TAGS if tag not in newest.tags]
    for folder in site.leftovers:
        shutil.rmtree(folder, ignore_errors=True)
    with serving(site) as server:
        yield Wait.START, server.seconds_until(newest.address, bool, server.began)
        for words in (f"{MARK} {next(marks)}" for _ in range(edits)):
            yield Wait.TEXT, saved(server, site, edited(newest, words), posts, newest.address, words)
        for words, tag in zip((f"{MARK} {next(marks)}" for _ in range(edits)), other_tags, strict=False):
            yield Wait.TERMS, saved(server, site, retitled(newest, words, tag), posts, f"tag/{newest.tags[0]}/", words)
        wait_until_idle(server.process)
        site.write([newest], posts)
        server.seconds_until(newest.address, lambda page: MARK not in page, time.perf_counter())
        wait_until_idle(server.process)


def saved(server: Server, site: Contender, post: Post, posts: Sequence[Post], address: str, words: str) -> float:
    server.page(address)  # it is open: Hugo's server renders anew only what has been looked at lately
    wait_until_idle(server.process)
    began = time.perf_counter()
    site.write([post], posts)
    return server.seconds_until(address, lambda page: words in page, began)


def summary(results: Sequence[Results], contenders: Sequence[str], rounds: int, edits: int) -> str:
    subject, *others = contenders
    intro = (
        f"{machine()} Seconds, medians (least to most) of {rounds} starts and {rounds * edits} saves of each "
        f"kind; then the share of the others' that {server_name(subject)} takes, medians of the ratios."
    )
    head = ["posts", "wait", *map(server_name, contenders), *(f"÷ {server_name(name)}" for name in others)]
    rows = [row(result, wait, subject, others) for result in results for wait in Wait]
    return f"{intro}\n\n{table(head, rows, words=2)}"


def server_name(name: str) -> str:
    return "`make serve`" if name == "full" else column_name(name)


def row(result: Results, wait: Wait, subject: str, others: Sequence[str]) -> list[str]:
    ours = result.seconds[subject, wait]
    theirs = [result.seconds[name, wait] for name in others]
    return [
        f"{result.size:,}",
        wait,
        *(spread(seconds, digits=3) for seconds in (ours, *theirs)),
        *(f"{ratio(ours, seconds):.4f}" for seconds in theirs),
    ]


if __name__ == "__main__":
    sys.exit(main())
