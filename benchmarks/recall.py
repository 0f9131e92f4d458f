"""How many faults are found that were put into other people's fences: `.venv/bin/python benchmarks/recall.py`.

    recall.py make FOLDER FILE --seed 7    take fences of the trees that pass, drop one sign of each, write them down
    recall.py count FILE                   check the fences and what was made of them, say how many faults are found

With the code of another version in front, `PYTHONPATH=/where/plugins`, the same file compares two versions. The trees
are those of precision.py.
"""

import argparse
import json
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from faircopy.diagnostics.model import Severity
from faircopy.markdown.document import Document, parse_document, read_document
from faircopy.markdown.files import markdown_files
from faircopy.snippets.cache import Cache, default_folder
from faircopy.snippets.check import Report, all_rules, check_documents
from faircopy.snippets.jobs import Settings
from faircopy.snippets.model import Status
from precision import some, trees

# What is dropped: one sign, or the indent of one line.
KINDS = {"bracket": r"[()\[\]{}]", "quote": r"[\"']", "comma": r",", "indent": r"(?m)^[ \t]+(?=\S)"}
LONGEST = 3000  # characters of a fence


@dataclass(frozen=True, slots=True)
class Mutant:
    """A fence that passes, and the same with one fault."""

    language: str
    kind: str
    code: str
    broken: str


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    make = commands.add_parser("make", help="make faults")
    make.add_argument("folder", type=Path)
    make.add_argument("file", type=Path)
    make.add_argument("--seed", type=int, required=True)
    make.add_argument("--files", type=int, default=60, help="how many files of each tree at most (%(default)s)")
    make.add_argument("--number", type=int, default=40, help="how many of a language and kind (%(default)s)")
    make.set_defaults(run=run_make)
    count = commands.add_parser("count", help="count what is found")
    count.add_argument("file", type=Path)
    count.set_defaults(run=run_count)
    options = parser.parse_args()
    options.run(options)


def run_make(options: argparse.Namespace) -> None:
    dice = random.Random(options.seed)  # noqa: S311  # a draw that can be made again is no secret
    there = [options.folder / name for name, _ in trees() if (options.folder / name).is_dir()]
    chosen = [path for tree in there for path in some(dice, markdown_files([tree]), options.files)]
    documents = [one for one in map(read_document, chosen) if isinstance(one, Document)]
    passing = sorted(set(passing_fences(check(documents))))
    dice.shuffle(passing)
    made = list(mutants(dice, passing, options.number))
    options.file.write_text(json.dumps([asdict(one) for one in made], indent=1), encoding="utf-8")
    print(f"{len(passing)} fences pass; {len(made)} faults")


def check(documents: Sequence[Document]) -> Report:
    return check_documents(documents, Settings(cache=Cache(default_folder(), all_rules), is_own=lambda _: False))


def passing_fences(report: Report) -> Iterator[tuple[str, str]]:
    """Yield language and code of the plain fences of which nothing is said."""
    messages = {(one.path, one.line) for one in report.diagnostics}
    for checked in report.checked:
        snippet = checked.snippet
        lines = range(snippet.line, snippet.end_line + 1)
        is_silent = not any((snippet.path, line) in messages for line in lines)
        if checked.verdict.status is Status.PASSED and snippet.is_plain and is_silent and len(snippet.code) < LONGEST:
            yield snippet.language, snippet.code


def mutants(dice: random.Random, fences: Sequence[tuple[str, str]], number: int) -> Iterator[Mutant]:
    made: Counter[tuple[str, str]] = Counter()
    for language, code in fences:
        for kind, pattern in KINDS.items():
            places = list(re.finditer(pattern, code))
            if places and made[language, kind] < number:
                made[language, kind] += 1
                place = dice.choice(places)
                yield Mutant(language, kind, code, code[: place.start()] + code[place.end() :])


def run_count(options: argparse.Namespace) -> None:
    made = [Mutant(**one) for one in json.loads(options.file.read_text(encoding="utf-8"))]
    sound = faulty([(one.language, one.code) for one in made])
    broken = faulty([(one.language, one.broken) for one in made])
    tried, found = Counter[str](), Counter[str]()
    for one, was_faulty, is_faulty in zip(made, sound, broken, strict=True):
        # Where the fence is called faulty as it was, finding the fault shows nothing.
        for name in (one.language, one.kind, "all"):
            tried[name] += not was_faulty
            found[name] += is_faulty and not was_faulty
    print("| | faults | found |\n| --- | ---: | ---: |")
    print("\n".join(f"| {name} | {number} | {found[name]} |" for name, number in sorted(tried.items())))


def faulty(fences: Sequence[tuple[str, str]]) -> list[bool]:
    """Return for each fence whether an error or a warning is told of it."""
    fence = "~" * 12
    texts = [f"Title: x\n\n{fence}{language}\n{code}{fence}\n" for language, code in fences]
    report = check([parse_document(str(number), text) for number, text in enumerate(texts)])
    messages = {int(one.path) for one in report.diagnostics if one.severity is not Severity.NOTE}
    return [number in messages for number in range(len(fences))]


if __name__ == "__main__":
    main()
