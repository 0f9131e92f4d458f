"""How much of other people's Markdown reads here as on GitHub: `.venv/bin/python benchmarks/readings.py FOLDER…`.

Each file is rendered as CommonMark and GitHub have it, with the extension of this project, without it, and with
Pelican's own settings. Files with differences, and the differences by remedy, are counted.

    readings.py FOLDER…                  count
    readings.py FOLDER… --draw 40        and show so many differences at Pelican's own settings to a judge
    readings.py --spec spec.txt          the examples of CommonMark's specification that read the same
"""

import argparse
import json
import random
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from faircopy import settings
from faircopy.content.settings import PELICANS_MARKDOWN
from faircopy.lint.remedies import fact_of, remedy_of
from faircopy.lint.rules.excess import check_excess
from faircopy.lint.rules.reads_otherwise import readings
from faircopy.lint.site_markdown import site_markdown
from faircopy.markdown.differences import RenderingDifference
from faircopy.markdown.document import Document, parse_document, read_document
from faircopy.markdown.files import markdown_files

OURS = settings.MARKDOWN
BEFORE = {"extensions": [one for one in OURS["extensions"] if one != "faircopy.markdown.extension"]}
KINDS: Mapping[str, Mapping[str, Any]] = {"ours": OURS, "ours before": BEFORE, "Pelican's own": PELICANS_MARKDOWN}
EXAMPLE = re.compile(r"^`{32} example\n(?P<text>.*?)^\.\n.*?^`{32}$", re.MULTILINE | re.DOTALL)
LINES_SHOWN = 4  # on each side of a finding


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--spec", type=Path, help="the text of CommonMark's specification")
    parser.add_argument("--draw", type=int, default=0)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    if options.spec:
        examples = EXAMPLE.finditer(options.spec.read_text(encoding="utf-8"))
        texts = [found["text"].replace("\N{RIGHTWARDS ARROW}", "\t") for found in examples]
        count("specification", [parse_document("example.md", f"Title: x\n\n{text}") for text in texts])
    drawn = [one for folder in options.folders for one in count(folder.name, documents_in(folder))]
    for document, one in random.Random(options.seed).sample(drawn, min(options.draw, len(drawn))):  # noqa: S311
        show(document, one)


def documents_in(folder: Path) -> list[Document]:
    """Return the texts of a folder, without front matter, which other generators write in other ways."""
    read = (read_document(path) for path in markdown_files([folder]))
    bodies = (
        (one.path, re.sub(r"\A---\n.*?^---\n", "", one.text, flags=re.DOTALL | re.MULTILINE))
        for one in read
        if isinstance(one, Document)
    )
    return [parse_document(path, f"Title: x\n\n{body}") for path, body in bodies]


def count(name: str, documents: Sequence[Document]) -> list[tuple[Document, RenderingDifference]]:
    """Print how many texts read the same; return the differences at Pelican's own settings."""
    found: list[tuple[Document, RenderingDifference]] = []
    sound = [one for one in documents if not any(check_excess(one))]
    for kind, setting in KINDS.items():
        site = site_markdown(json.dumps(setting))
        if site is None:
            raise SystemExit("Python-Markdown is not installed")
        found = [(document, one) for document in sound for one in readings(document, site)]
        differ = len({document.path + document.text for document, _ in found})
        print(f"{name}, {kind}: {len(sound) - differ} of {len(sound)} read the same; {len(found)} differences")
        for remedy, number in Counter(remedy_of(one) for _, one in found).most_common(6):
            print(f"    {number:5} {remedy}")
    return found


def show(document: Document, one: RenderingDifference) -> None:
    print(f"\n== {document.path}:{one.line}: {fact_of(one)}; {remedy_of(one)}")
    for number in range(max(3, one.line - LINES_SHOWN), min(len(document.lines), one.line + LINES_SHOWN) + 1):
        print(f"{'>' if number == one.line else ' '} {document.lines[number - 1][:110]}")


if __name__ == "__main__":
    main()
