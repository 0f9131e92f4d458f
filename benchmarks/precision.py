"""How many findings in other people's documentation are true: `.venv/bin/python benchmarks/precision.py sum`.

The trees and their commits are in precision/trees.txt, a person's judgement of each finding that was drawn in
precision/judged.tsv. A finding is true where a reader who copies the fence is harmed.

    precision.py fetch FOLDER                bring the trees there
    precision.py draw FOLDER --seed 7        check some files of each, add findings to the table, show them to a judge
    precision.py sum                         say what the table says
"""

import argparse
import csv
import random
import re
import subprocess
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, fields, replace
from pathlib import Path
from typing import TypeVar

from faircopy.diagnostics.model import Diagnostic, Severity
from faircopy.markdown.document import Document, read_document
from faircopy.markdown.files import markdown_files
from faircopy.snippets.cache import Cache, default_folder
from faircopy.snippets.check import Report, all_rules, check_documents
from faircopy.snippets.jobs import Settings

HERE = Path(__file__).parent / "precision"
TREES, TABLE = HERE / "trees.txt", HERE / "judged.tsv"
LINES_SHOWN = 9  # on each side of a finding
# What its info string says, whether its tool is there, and whether there was time, are other questions.
OF_INFO_STRINGS = re.compile(r"SN10\d|SN19[01]")
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Row:
    """A finding that was drawn, and what a person thinks of it."""

    seed: str
    severity: str
    tree: str
    file: str
    line: str
    column: str
    code: str
    verdict: str = ""  # "true", "false", or "" where nobody has looked yet
    why: str = ""


COLUMNS = [field.name for field in fields(Row)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    fetch = commands.add_parser("fetch", help="bring the trees")
    fetch.add_argument("folder", type=Path)
    fetch.add_argument("--source", default="https://github.com/{}", help="where a repository is (%(default)s)")
    fetch.set_defaults(run=lambda options: fetch_trees(options.folder, options.source))
    draw = commands.add_parser("draw", help="check files, and draw findings to judge")
    draw.add_argument("folder", type=Path)
    draw.add_argument("--seed", type=int, required=True)
    draw.add_argument("--files", type=int, default=100, help="how many files of each tree at most (%(default)s)")
    draw.add_argument("--number", type=int, default=100, help="how many findings of each severity (%(default)s)")
    draw.set_defaults(run=lambda options: draw_findings(options.folder, options.seed, options.files, options.number))
    commands.add_parser("sum", help="say what the table says").set_defaults(run=lambda _: print(summary(read_table())))
    options = parser.parse_args()
    options.run(options)


def trees() -> Iterator[tuple[str, str]]:
    """Yield the name and the commit of each tree."""
    for line in TREES.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            name, commit = line.split()
            yield name, commit


def fetch_trees(folder: Path, source: str) -> None:
    for name, commit in trees():
        tree = folder / name
        if not tree.exists():
            tree.mkdir(parents=True)
            git(tree, "init", "--quiet")
            git(tree, "fetch", "--quiet", "--depth=1", source.format(name, flat=name.replace("/", "+")), commit)
            git(tree, "checkout", "--quiet", "FETCH_HEAD")


def git(tree: Path, *arguments: str) -> None:
    subprocess.run(["git", "-C", str(tree), *arguments], check=True)  # a benchmark's own words


def draw_findings(folder: Path, seed: int, files: int, number: int) -> None:
    """Check some files of each tree, add findings to the table, and show each with its fence."""
    dice = random.Random(seed)  # noqa: S311  # a draw that can be made again is no secret
    # Those that are not there are left out: a draw from new trees has a folder of its own.
    names = {name for name, _ in trees()}
    there = [tree for tree in sorted(folder.glob("*/*")) if tree.relative_to(folder).as_posix() in names]
    found: list[Diagnostic] = []
    documents: dict[str, Document] = {}
    for tree in there:
        results = [read_document(path) for path in some(dice, sorted(markdown_files([tree])), files)]
        own = {one.path: one for one in results if isinstance(one, Document)}
        cache = Cache(default_folder(), all_rules)
        report = check_documents(own.values(), Settings(cache=cache, is_own=lambda _: False))
        print(f"{tree.relative_to(folder)}: {counts(own, report)}")
        documents |= own
        found += once(report)
    rows = []
    for severity in (Severity.ERROR, Severity.WARNING):
        for one in some(dice, [one for one in found if one.severity is severity], number):
            rows.append(row_of(one, folder, seed))
            print(f"\n{one}")
            print(source_lines(documents[one.path], one.line))
    judged = {replace(row, seed="", verdict="", why=""): row for row in read_table()}
    # What was judged once is not judged again.
    known = ((row, judged.get(replace(row, seed=""))) for row in rows)
    filled = [replace(row, verdict=old.verdict, why=old.why) if old else row for row, old in known]
    write_table([*(row for row in read_table() if row.seed != str(seed)), *filled])


def once(report: Report) -> Iterator[Diagnostic]:
    """Yield what is told of the fences of a tree, once where the same fence stands in several of its files."""
    fences = {
        (one.snippet.path, line): one.snippet.code
        for one in report.checked
        for line in range(one.snippet.line, one.snippet.end_line + 1)
    }
    known = set[tuple[str, str, str]]()
    for one in report.diagnostics:
        key = (one.code, one.message, fences.get((one.path, one.line), ""))
        if one.severity is not Severity.NOTE and not OF_INFO_STRINGS.match(one.code) and key not in known:
            known.add(key)
            yield one


def some(dice: random.Random, items: Sequence[Item], number: int) -> list[Item]:
    return dice.sample(items, min(number, len(items)))


def row_of(found: Diagnostic, folder: Path, seed: int) -> Row:
    owner, name, *rest = Path(found.path).relative_to(folder).parts
    place = ("/".join(rest), str(found.line), str(found.column), found.code)
    return Row(str(seed), str(found.severity), f"{owner}/{name}", *place)


def source_lines(document: Document, line: int) -> str:
    """Return the lines around a finding."""
    lines = document.text.split("\n")
    first, last = max(1, line - LINES_SHOWN), min(len(lines), line + LINES_SHOWN)
    return "\n".join(f"{'>' if n == line else ' '} {lines[n - 1][:150]}" for n in range(first, last + 1))


def counts(documents: dict[str, Document], report: Report) -> str:
    found = Counter(str(one.severity) for one in report.diagnostics)
    checked = Counter(str(one.verdict.status) for one in report.checked)
    messages = ", ".join(f"{number} {name}" for name, number in (*checked.most_common(), *found.most_common()))
    return f"{len(documents)} files; {messages}"


def read_table() -> list[Row]:
    if not TABLE.exists():
        return []
    with TABLE.open(encoding="utf-8", newline="") as file:
        return [Row(**row) for row in csv.DictReader(file, delimiter="\t")]


def write_table(rows: Iterable[Row]) -> None:
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter="\t", lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(astuple(row) for row in rows)


def summary(rows: Sequence[Row]) -> str:
    """Return a table in Markdown: for each draw, how many findings were judged, and how many of them are true."""
    lines = ["| seed | severity | judged | true | precision |", "| ---: | --- | ---: | ---: | ---: |"]
    for seed, severity in dict.fromkeys((row.seed, row.severity) for row in rows):
        own = [row for row in rows if (row.seed, row.severity) == (seed, severity) and row.verdict]
        true = sum(row.verdict == "true" for row in own)
        share = f"{true / len(own):.0%}" if own else "not judged"
        lines.append(f"| {seed} | {severity} | {len(own)} | {true} | {share} |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
