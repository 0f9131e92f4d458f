"""How long builds take: stock Pelican, `incremental`, `make build`, Hugo and Eleventy on the same posts, in one run.

    .venv/bin/python benchmarks/install_tools.py
    .venv/bin/python benchmarks/builds.py [--sizes 100,1000,5000] [--rounds 5] [--write]

A round is a build from nothing, one of what has not changed, one after a change in the newest post's text, one after
a change in its title and tags, and one after a change in a template that is part of every page. The generators take
turns within each. One more round comes first, in which memory is looked at and nothing is timed. After each build all
pages must be there, with the change in them, and what `incremental` makes must be what stock Pelican makes, byte for
byte.
"""

import argparse
import hashlib
import os
import platform
import signal
import statistics
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from importlib.metadata import version
from itertools import zip_longest
from pathlib import Path

from contenders import MAKERS, Contender, laid_out
from generated_posts import Post, edited, generated, retitled
from install_tools import ToolMissingError, versions
from processes import ProgramFailedError, Run, run
from report import growth, published, ratio, spread, table

SIZES = (100, 1000, 5000)
ROUNDS = 5
LISTS = ("index.html", "archives/index.html", "tags/index.html", "categories/index.html", "404.html", "sitemap.xml")
FEEDS = ("feeds/all.atom.xml", "feeds/all.json")


class Kind(StrEnum):
    COLD = "cold"
    UNCHANGED = "unchanged"
    POST = "one post edited"
    TITLE = "title and tags edited"
    TEMPLATE = "one template edited"


class WrongOutputError(Exception):
    """A build is not what it has to be, so its time means nothing."""


@dataclass(frozen=True, slots=True)
class Results:
    """The runs of one size, by generator and kind; those that were timed, and the memory of the others."""

    size: int
    runs: dict[tuple[str, Kind], list[Run]] = field(default_factory=lambda: defaultdict(list))
    memory: dict[tuple[str, Kind], float] = field(default_factory=dict)

    def seconds(self, name: str, kind: Kind) -> list[float]:
        return [one.seconds for one in self.runs[name, kind]]

    def processor(self, name: str, kind: Kind) -> float:
        return statistics.median(one.processor for one in self.runs[name, kind])


@dataclass(slots=True)
class Build:
    """A site that is built again and again."""

    contender: Contender
    posts: Sequence[Post]
    template: str  # as it is before any change
    before: dict[str, str] = field(default_factory=dict)  # digests of the last output

    def prepare(self, kind: Kind, words: str) -> None:
        newest = self.posts[-1]
        if kind == Kind.COLD:
            self.contender.write([newest], self.posts)
            self.contender.template.write_text(self.template, encoding="utf-8")
            self.contender.forget()
        if kind == Kind.POST:
            self.contender.write([edited(newest, words)], self.posts)
        if kind == Kind.TITLE:
            self.contender.write([retitled(newest, words, words.lower())], self.posts)
        if kind == Kind.TEMPLATE:
            self.contender.template.write_text(f"{self.template}<p>{words}</p>\n", encoding="utf-8")

    def check(self, kind: Kind, words: str) -> None:
        """Raise WrongOutputError unless all pages are there and say what they should."""
        output = self.contender.output
        pages = [self.contender.page(post) for post in self.posts]
        missing = [path for path in (*pages, *(output / name for name in (*LISTS, *FEEDS))) if not path.is_file()]
        if missing:
            raise WrongOutputError(f"{self.contender.name}, {kind}: {len(missing)} pages are missing, {missing[0]}")
        having = {path for path in (*pages, *(output / name for name in FEEDS)) if words in path.read_text("utf-8")}
        expected = {
            Kind.POST: {pages[-1], *(output / name for name in FEEDS)},
            Kind.TEMPLATE: set(pages),
        }.get(kind, set())
        if kind == Kind.TITLE:  # it is on other pages, too: of its neighbours, say
            expected = having | {pages[-1], *(output / name for name in FEEDS)}
        if having != expected:
            wrong = sorted(having ^ expected)
            raise WrongOutputError(f"{self.contender.name}, {kind}: '{words}' is wrong in {len(wrong)}, {wrong[0]}")
        digests = digests_of(output)
        if self.contender.same_bytes and kind == Kind.UNCHANGED and digests != self.before:
            raise WrongOutputError(f"{self.contender.name}, {kind}: {difference(digests, self.before)}")
        self.before = digests


def main() -> int:
    options = arguments()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # as Ctrl-C: what was begun is tidied up
    try:
        with tempfile.TemporaryDirectory(prefix="builds-") as folder:
            rounds = rounds_of(options.sizes, options.rounds)
            results = [measured(options.contenders, size, rounds[size], Path(folder)) for size in options.sizes]
    except KeyboardInterrupt:
        return 130
    except (ToolMissingError, ProgramFailedError, WrongOutputError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    published("builds", summary(results, options.contenders), write=options.write)
    return 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=numbers, default=SIZES, help="numbers of posts, with commas")
    parser.add_argument("--rounds", type=numbers, default=(ROUNDS,), help="timed rounds, of all sizes or of each")
    parser.add_argument("--contenders", type=names, default=tuple(MAKERS), help=f"some of {','.join(MAKERS)}")
    parser.add_argument("--write", action="store_true", help="keep the tables in benchmarks/README.md")
    return parser.parse_args()


def numbers(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(","))


def rounds_of(sizes: Sequence[int], rounds: Sequence[int]) -> dict[int, int]:
    """Return how many rounds each size has: one number is for all, and the last one for all that follow."""
    return dict(zip_longest(sizes, rounds[: len(sizes)], fillvalue=rounds[-1]))


def names(text: str) -> tuple[str, ...]:
    found = tuple(text.split(","))
    for name in found:
        if name not in MAKERS:
            raise argparse.ArgumentTypeError(f"'{name}' is none of {', '.join(MAKERS)}")
    return found


def measured(contenders: Sequence[str], size: int, rounds: int, folder: Path) -> Results:
    posts = generated(size)
    sites = laid_out(contenders, folder / str(size), posts)
    builds = {name: Build(site, posts, site.template.read_text(encoding="utf-8")) for name, site in sites.items()}
    results = Results(size)
    for number in range(rounds + 1):
        for kind in Kind:
            one_round(builds, kind, number, results)
    return results


def one_round(builds: Mapping[str, Build], kind: Kind, number: int, results: Results) -> None:
    """Build each site once, each round another one first, and compare what must be the same."""
    words = f"Changed in round {number}, {kind}"
    for name in turned(list(builds), number):
        build, site = builds[name], builds[name].contender
        build.prepare(kind, words)
        done = run(site.build, site.folder, site.environment, site.log, look_at_memory=number == 0)
        build.check(kind, words)
        if done.memory is None:
            results.runs[name, kind].append(done)
        else:
            results.memory[name, kind] = done.memory
        print(f"{results.size:5} {kind:20} {site.name:20} {done.seconds:6.2f} s", file=sys.stderr)
    if {"stock", "incremental"} <= set(builds) and builds["stock"].before != builds["incremental"].before:
        found = difference(builds["incremental"].before, builds["stock"].before)
        raise WrongOutputError(f"`incremental` does not make what stock Pelican makes, {kind}: {found}")


def turned(items: list[str], number: int) -> list[str]:
    place = number % len(items)
    return [*items[place:], *items[:place]]


def digests_of(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def difference(found: Mapping[str, str], expected: Mapping[str, str]) -> str:
    wrong = sorted(name for name in {*found, *expected} if found.get(name) != expected.get(name))
    return f"{len(wrong)} files differ, '{wrong[0]}'" if wrong else "no file differs"


# In words


def summary(results: Sequence[Results], contenders: Sequence[str]) -> str:
    head = [column_name(name) for name in contenders]
    subject = "incremental" if "incremental" in contenders else contenders[0]
    others = [name for name in contenders if name not in (subject, "full")]
    intro = (
        f"{machine()} Seconds, medians (least to most) of {rounds_told(results, subject)} rounds; "
        f"then the share of the others' that {column_name(subject)} takes, medians of the rounds' ratios."
    )
    parts = [
        intro,
        table(
            ["posts", "build", *head, *(f"÷ {column_name(name)}" for name in others)],
            [row(result, kind, contenders, subject, others) for result in results for kind in Kind],
            words=2,
        ),
        *whole_build(results, contenders, others),
        "Processor seconds, medians:",
        figures(results, contenders, Results.processor, digits=2),
        "Memory at the peak, MB, of all processes of a build together:",
        figures(results, contenders, lambda result, name, kind: result.memory[name, kind], digits=0),
    ]
    if len(results) > 1:
        sizes = [result.size for result in results]
        parts += [
            f"Growth from {sizes[-2]:,} to {sizes[-1]:,} posts, as an exponent; 1 is linear:",
            table(["build", *head], [growth_row(results, kind, contenders) for kind in Kind], words=1),
        ]
    return "\n\n".join(parts)


def whole_build(results: Iterable[Results], contenders: Sequence[str], others: Sequence[str]) -> list[str]:
    """Return what people run, `make build` with all that belongs to it, beside the others; nothing where it is none."""
    if "full" not in contenders or contenders[0] == "full":
        return []
    head = ["posts", "build", *(f"÷ {column_name(name)}" for name in others)]
    rows = [row(result, kind, (), "full", others) for result in results for kind in Kind]
    return ["The same for the whole `make build`:", table(head, rows, words=2)]


def rounds_told(results: Sequence[Results], subject: str) -> str:
    """Say of how many rounds: '5', or '5, 5 and 2'."""
    counts = [str(len(result.runs[subject, Kind.COLD])) for result in results]
    return counts[0] if len(set(counts)) == 1 else f"{', '.join(counts[:-1])} and {counts[-1]}"


def column_name(name: str) -> str:
    titles = {"stock": "stock Pelican", "incremental": "`incremental`", "hugo": "Hugo", "eleventy": "Eleventy"}
    return titles.get(name, "`make build`")


def machine() -> str:
    """Say on what, with which versions, it was measured."""
    pelican, python = version("pelican"), platform.python_version()
    return f"{date.today():%Y-%m}, {os.cpu_count()} processors; Pelican {pelican} on Python {python}, {versions()}."


def row(result: Results, kind: Kind, contenders: Iterable[str], subject: str, others: Iterable[str]) -> list[str]:
    ours = result.seconds(subject, kind)
    ratios = [f"{ratio(ours, result.seconds(name, kind)):.2f}" for name in others]
    return [f"{result.size:,}", kind, *(spread(result.seconds(name, kind)) for name in contenders), *ratios]


def figures(
    results: Iterable[Results], contenders: Sequence[str], value_of: Callable[[Results, str, Kind], float], digits: int
) -> str:
    rows = [
        [f"{result.size:,}", kind, *(f"{value_of(result, name, kind):.{digits}f}" for name in contenders)]
        for result in results
        for kind in Kind
    ]
    return table(["posts", "build", *map(column_name, contenders)], rows, words=2)


def growth_row(results: Sequence[Results], kind: Kind, contenders: Iterable[str]) -> list[str]:
    sizes = [result.size for result in results]
    medians = {name: [statistics.median(result.seconds(name, kind)) for result in results] for name in contenders}
    return [kind, *(f"{growth(sizes, medians[name]):.2f}" for name in contenders)]


if __name__ == "__main__":
    sys.exit(main())
