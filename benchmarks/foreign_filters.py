"""The filter tool's matcher against fail2ban, on filters of other people: which are offered, and what differs.

    .venv/bin/python benchmarks/foreign_filters.py FOLDER

FOLDER has a git folder of each repository, `owner+name`, with the commit below. Its files `filter.d/*.conf` are
compiled by fail2ban, in the sandbox, with the stock filters beside them. Of each filter that is offered, these lines
are tried by both: texts made of its own expressions, the same with changes, and the stock samples. Nothing of a
repository is kept.
"""

import random
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import stockfilters
from faircopy._compat.regex import Node, parse_regex
from faircopy.filter_tool.export import filter_data
from faircopy.filter_tool.proof import differences
from faircopy.filter_tool.reasons import UntranslatableError
from faircopy.snippets.checkers._fail2ban.client import ask
from faircopy.snippets.sandbox.process import ProgramEndedError, TimeLimitError
from faircopy.snippets.sandbox.runner import Sandbox, working_kind
from filter_pairs import changed
from nodejs import in_node
from report import table

REPOSITORIES = {
    "wenjacky/fail2ban": "318898dcd87e",
    "michaelhettwer/Fail2Ban-Filter": "8ac0ee9eb9f3",
    "mikechau/fail2ban-configs": "0d9aa030db4c",
    "NethServer/nethserver-fail2ban": "2896f12594fa",
    "lvvieira/fail2ban": "acbbe19727e0",
    "hexydec/fail2ban-rules": "c0416977116c",
    "willmasters/fail2ban": "5d6d91050656",
    "mail-in-a-box/mailinabox": "b162b96da2b9",
    "abelgascia/fail2ban-nginx-server": "e8b4820a7979",
    "torstenbunde/fail2ban": "603b26207a35",
    "pashford/fail2ban": "3d6a85e1f5be",
    "merkleID/f2b": "a34e7d2a5e9b",
    "Oxmel/fail2ban-config": "6dc8cb1d45ff",
    "foxcpp/maddy": "837b1b8a7761",
    "manumeter/fail2ban-filters": "260ae06efe71",
}
MADE_LINES = 20  # of each expression
CHANGED_LINES = 40  # of each filter
STOCK_LINES = 300
DATES = ("2026-03-01 10:00:00", "Mar  1 10:00:00", "[01/Mar/2026:10:00:00 +0000]", "")
ADDRESSES = ("192.0.2.7", "2001:db8::7", "a.example")
MOST = 4  # times that something is repeated beyond the least
SECONDS = 60


class Writer:
    """Writes texts that an expression matches, if all goes well: look-arounds are passed over."""

    def __init__(self, source: random.Random) -> None:
        self.source = source
        self.groups: dict[int | None, str] = {}

    def sequence(self, nodes: Sequence[Node]) -> str:
        return "".join(self.node(*node) for node in nodes)

    def node(self, operation: str, argument: Any) -> str:
        text = ""
        match operation, argument:
            case "LITERAL", code:
                text = chr(code)
            case (("NOT_LITERAL" | "ANY"), _):
                text = self.source.choice("ab1 _-é")
            case "IN", items:
                text = self.of_set(items)
            case "BRANCH", (_, alternatives):
                text = self.sequence(self.source.choice(alternatives))
            case "SUBPATTERN", (number, _, _, nodes):
                text = self.groups[number] = self.sequence(nodes)
            case "GROUPREF", number:
                text = self.groups.get(number, "")
            case "GROUPREF_EXISTS", (number, yes, no):
                text = self.sequence(yes if number in self.groups else no or [])
            case "ATOMIC_GROUP", nodes:
                text = self.sequence(nodes)
            case (("MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT"), (least, most, nodes)):
                upper = min(least + MOST, most) if isinstance(most, int) else least + MOST
                text = "".join(self.sequence(nodes) for _ in range(self.source.randint(least, upper)))
        return text

    def of_set(self, items: Sequence[Node]) -> str:
        operation, argument = self.source.choice([item for item in items if item[0] != "NEGATE"] or [("ANY", None)])
        if items[0][0] == "NEGATE":
            return self.source.choice("xyz0~é")
        if operation == "RANGE":
            return chr(self.source.randint(argument[0], argument[1]))
        kinds = {"CATEGORY_DIGIT": "0123456789", "CATEGORY_SPACE": " \t", "CATEGORY_WORD": "abcXYZ09_é"}
        return self.source.choice(kinds.get(str(argument), "-/;")) if operation == "CATEGORY" else chr(int(argument))


def texts_of(folder: Path, commit: str) -> dict[str, str]:
    """Return the filters in a commit, by their names."""
    names = git(folder, "ls-tree", "-r", "--name-only", "-z", commit).split("\0")
    paths = [PurePosixPath(name) for name in names if name.endswith(".conf") and "filter.d" in name.split("/")[:-1]]
    return {path.stem: git(folder, "show", f"{commit}:{path}") for path in paths}


def git(folder: Path, *arguments: str) -> str:
    command = ["git", "--git-dir", str(folder), *arguments]
    done = subprocess.run(command, capture_output=True, check=True)
    return done.stdout.decode("utf-8", "replace")


def made_lines(name: str, expressions: Sequence[str], tags: dict[str, str]) -> list[str]:
    """Return lines for a filter: some of its own expressions, the same with changes, and some of the stock samples."""
    source = random.Random(f"18 {name}")  # noqa: S311  # the same lines each time
    made = [one for regex in expressions for _ in range(MADE_LINES) for one in made_of(regex, tags, source)]
    changes = [changed(source.choice(made), source) for _ in range(CHANGED_LINES if made else 0)]
    return [*made, *changes, *source.sample(stockfilters.all_lines(), STOCK_LINES)]


def made_of(regex: str, tags: dict[str, str], source: random.Random) -> Iterator[str]:
    for part in sorted(filter(None, tags.values()), key=len, reverse=True):
        regex = regex.replace(part, source.choice(ADDRESSES).replace(".", r"\."))
    text = Writer(source).sequence(parse_regex(regex)[0]).replace("\n", "").replace("\r", "")
    yield f"{source.choice(DATES)}{text}"


class ForeignFilters:
    """The filters of one repository, and what came of them."""

    def __init__(self, name: str, commit: str, texts: dict[str, str]) -> None:
        self.name, self.commit, self.texts = name, commit, texts
        self.files = {f"filter.d/{one}.conf": text for one, text in texts.items()}
        self.offered = self.useless = self.pairs = self.matches = 0
        self.refused: dict[str, str] = {}  # filter -> why it is not offered
        self.differences: list[str] = []

    def try_all(self, sandbox: Sandbox) -> None:
        for name in sorted(self.texts):
            try:
                self.try_one(sandbox, name)
            except (TimeLimitError, ProgramEndedError) as error:
                self.refused[name] = str(error)

    def try_one(self, sandbox: Sandbox, name: str) -> None:
        request = {"files": self.files, "filters": [], "actions": [], "jails": [], "seconds": SECONDS}
        compiled = ask(sandbox, {**request, "logs": [], "compile": [name]})["compiled"][name]
        if compiled["error"] or not compiled["fail"]:
            self.useless += 1
            return
        try:
            data = filter_data(name, compiled, {}, "fail2ban")
        except UntranslatableError as error:
            self.refused[name] = str(error)
            return
        lines = made_lines(name, compiled["fail"], compiled["tags"])
        log = {"filter": name, "lines": lines, "jail": ""}
        (found,) = ask(sandbox, {**request, "logs": [log]})["logs"]
        ours = in_node(stockfilters.PROVE_ALL, [(data, lines)], SECONDS)
        self.offered, self.pairs = self.offered + 1, self.pairs + len(lines)
        self.matches += len(found["matches"])
        for one in differences([{**found, "jails": {}}], ours):
            self.differences.append(f"{name}: {one.fact}: {lines[one.line - 1]!r}")

    def row(self) -> tuple[str, ...]:
        numbers = (len(self.texts), self.useless, len(self.refused), self.offered, self.pairs, self.matches)
        return (self.name, self.commit, *(f"{one:,}" for one in numbers), str(len(self.differences)))


HEAD = ("repository", "commit", "files", "no filter", "not offered", "offered", "pairs", "matches", "differ")


def main(folder: Path) -> int:
    every = []
    with Sandbox(working_kind()) as sandbox:
        for name, commit in REPOSITORIES.items():
            one = ForeignFilters(name, commit, texts_of(folder / name.replace("/", "+"), commit))
            one.try_all(sandbox)
            every.append(one)
            print(*one.row(), flush=True)
            print(*(f"  {why}" for why in [*map(": ".join, one.refused.items()), *one.differences]), sep="\n")
    print(table(HEAD, [one.row() for one in every], 2))
    return 1 if any(one.differences for one in every) else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
