"""Snippets of a whole tree: `snippets check` as it is, against a sandbox for each program that it starts.

    .venv/bin/python benchmarks/snippets_tree.py [--files 2000] [--sample 200]

Each file of the tree has a page of text and one snippet: a third shell, a third YAML, a third INI, no two alike, one
in twenty with a fault. The whole tree is checked from nothing, and again with what was kept. A sample of the files
is checked in both ways, in turn; their reports must be the same. All in one run, because machines differ and are
shared; the ratio is what counts.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from faircopy.markdown.document import Document, read_document
from faircopy.snippets.check import Report, check_documents
from faircopy.snippets.jobs import Settings
from faircopy.snippets.sandbox.runner import Sandbox, working_kind

FAIRCOPY = Path(sys.executable).with_name("faircopy")
TEXT = "It is said here what the snippet is for, and what has to be there before. " * 20
SHELL = """\
# Step {n} of the work.
for file in /srv/data{n}/*.log; do
  gzip -9 "$file" && echo "packed $file"
done
sudo apt-get install -y nginx=1.{n}{fault}
"""
YAML = """\
name: service-{n}
ports:
  - "80{n}:80"
environment:
  NUMBER: {n}
  LIST: [1, 2, 3{fault}]
"""
INI = """\
[server-{n}]
port = {n}
name = web{n}
{fault}
[client]
user = ada
"""
# Language, snippet, and what is wrong in one of twenty.
KINDS = (("bash", SHELL, "\nif true; then"), ("yaml", YAML, "]"), ("ini", INI, "no option"))


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--files", type=int, default=2000, help="of the tree (%(default)s)")
    parser.add_argument("--sample", type=int, default=200, help="files that are checked in both ways (%(default)s)")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        tree = Path(name, "tree")
        tree.mkdir()
        for number in range(options.files):
            (tree / f"{number:05}.md").write_text(page(number), encoding="utf-8")
        sample = [read(path) for path in sorted(tree.iterdir())[: options.sample]]
        alone, first = timed(sample, None)
        shared, second = timed(sample, 0)
        if first != second:
            print("the reports differ")
            return 1
        print(f"{len(sample)} snippets, a sandbox for each program: {alone:7.2f} s")
        print(
            f"{len(sample)} snippets, shared sandboxes:           {shared:7.2f} s   {alone / shared:.1f} times as fast"
        )
        last = ""
        environment = {**os.environ, "XDG_CACHE_HOME": str(Path(name, "cache"))}
        for state in ("from nothing", "unchanged"):
            began = time.perf_counter()
            completed = subprocess.run(
                [FAIRCOPY, "snippets", "check", str(tree)], env=environment, capture_output=True, text=True, check=False
            )
            print(f"{options.files} files, {state + ':':<14} {time.perf_counter() - began:22.2f} s")
            last = next(line for line in completed.stdout.splitlines() if "snippets" in line and "passed" in line)
        print(last)
        print(f"{os.cpu_count()} processors, and {os.getloadavg()[0]:.0f} programs that want them")
    return 0


def page(number: int) -> str:
    language, snippet, fault = KINDS[number % 3]
    code = snippet.format(n=number, fault=fault if number % 20 == 0 else "")
    return f"# Page {number}\n\n{TEXT}\n\n```{language}\n{code}```\n\n{TEXT}\n"


def read(path: Path) -> Document:
    document = read_document(path)
    if not isinstance(document, Document):
        raise TypeError(document)
    return document


def timed(documents: Sequence[Document], runs_before_server: int | None) -> tuple[float, Report]:
    """Return how many seconds it takes to check documents from nothing, and the report."""
    settings = Settings(
        jobs=os.cpu_count() or 1, sandbox=Sandbox(working_kind(), runs_before_server=runs_before_server)
    )
    began = time.perf_counter()
    report = check_documents(documents, settings)
    return time.perf_counter() - began, report


if __name__ == "__main__":
    sys.exit(main())
