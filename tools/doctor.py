"""Show what is installed of all that building and checking can use, with versions. Sets nothing up."""

import importlib.metadata
import os
import platform
import shutil
import subprocess
import sys

import systems
from bootstrap import ROOT, VENV, VENV_PYTHON
from debian import packages as debian_packages
from shell import has_command

LIBRARIES = ("pelican", "Markdown", "markdown-it-py", "Pygments", "ghp-import", "selectolax")
MISSING = "MISSING"


def main():
    if VENV_PYTHON.exists() and os.path.realpath(sys.prefix) != os.path.realpath(VENV):
        os.execv(VENV_PYTHON, [VENV_PYTHON, *sys.argv])
    print_columns([("Python", platform.python_version()), *((name, version_of_library(name)) for name in LIBRARIES)])
    if not VENV_PYTHON.exists():
        print("\nnot set up yet: make setup")
    print()
    packages = debian_packages(ROOT / "debian-packages.txt")
    versions = debian_versions([package for package, _, _ in packages])
    missing = [package for package, command, _ in packages if not has_command(command)]
    print_columns(
        (command, MISSING if package in missing else versions.get(package, "found, not Debian's"), purpose)
        for package, command, purpose in packages
    )
    system = systems.name_of_system()
    if missing and shutil.which("apt-get"):
        print(f"\nto install what is missing: sudo apt-get install --no-install-recommends {' '.join(missing)}")
    elif missing:
        print("\nto install what is missing:")
        print("\n".join(f"  {line}" for line in systems.advice(system, missing)))
    if system in systems.LACKS:
        print(f"\nthis is {system}: {systems.LACKS[system]}")
    elif system != "Debian":
        print(f"\nthis is {system}; Faircopy is tested on Debian: see docs/platforms.md")


def print_columns(rows):
    rows = list(rows)
    widths = [max(map(len, column)) for column in zip(*rows)]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip())


def version_of_library(name):
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return MISSING


def debian_versions(packages):
    """The version of each package that Debian knows as installed; a program may have come another way."""
    if not shutil.which("dpkg-query"):
        return {}
    query = ["dpkg-query", "--show", "--showformat=${db:Status-Status} ${Package} ${Version}\n", *packages]
    answer = subprocess.run(query, capture_output=True, text=True, check=False)
    rows = [line.split() for line in answer.stdout.splitlines()]
    return {row[1]: row[2] for row in rows if row[0] == "installed"}


if __name__ == "__main__":
    sys.exit(main())
