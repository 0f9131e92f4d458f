"""The table of packages in docs/platforms.md, from debian-packages.txt and systems.py: `make docs` writes it."""

import re
from pathlib import Path

import systems
from debian import packages

ROOT = Path(__file__).resolve().parent.parent
HEAD = f"| program | Debian, Ubuntu | {' | '.join(systems.SYSTEMS)} |\n"
RULE = "| --- | --- | --- | --- | --- |\n"


def with_table(page, listing):
    """Return the text of docs/platforms.md with a row for each program that a package brings."""
    rows = [
        "| `{}` | {} | {} |\n".format(
            command, package, " | ".join(others.get(package, package) or "-" for _, others in systems.SYSTEMS.values())
        )
        for package, command, _ in packages(listing)
    ]
    return re.sub(rf"^{re.escape(HEAD + RULE)}(?:\|.*\n)*", HEAD + RULE + "".join(rows), page, flags=re.MULTILINE)


def write():
    page = ROOT / "docs/platforms.md"
    page.write_text(with_table(page.read_text(encoding="utf-8"), ROOT / "debian-packages.txt"), encoding="utf-8")


if __name__ == "__main__":
    write()
