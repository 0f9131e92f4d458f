"""Public Pelican sites, built by stock Pelican and with `incremental`: the same bytes, and how much sooner.

    .venv/bin/python benchmarks/foreign_sites.py FOLDER [OWNER/NAME …] [--edits 30]

FOLDER has a clone of each site, `owner+name` (foreign_site_list.py has their commits). Each is built from nothing, as
it is, and after each of 30 edits; both outputs must have the same files with the same bytes. Seconds are of processor.
A site's settings are a program of a stranger: all runs in bubblewrap, without a network and with a folder of its own.
"""

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from foreign_build import Builder, BuildFailedError, Built
from foreign_edits import Edit, edits_for
from foreign_site_list import SITES, ForeignSite
from report import table

EDITS = 30
INSIDE = "--inside"
ROOM = "/tmp"  # noqa: S108  # a file system of its own


@dataclass(slots=True)
class Comparison:
    """What a site's builds were like."""

    site: ForeignSite
    texts: int
    files: int = 0
    stock: list[float] = field(default_factory=list)  # seconds of processor: from nothing, unchanged, each edit
    ours: list[float] = field(default_factory=list)
    differences: list[str] = field(default_factory=list)

    def row(self) -> tuple[str, ...]:
        edits = [mine / stock for mine, stock in zip(self.ours[2:], self.stock[2:], strict=True)]
        ratios = [self.ours[number] / self.stock[number] for number in (0, 1)]
        cells = (*ratios, statistics.median(edits) if edits else 0)
        return (
            self.site.name,
            self.site.commit[:12],
            self.site.what,
            *(str(number) for number in (self.texts, self.files)),
            f"{statistics.median(self.stock):.1f}",
            *(f"{cell:.2f}" for cell in cells),
            f"{len(self.differences)} of {len(self.stock)}",
        )


HEAD = ("site", "commit", "theme, plugins", "texts", "files", "stock, s", "nothing", "unchanged", "edit", "differ")


def laid_out(site: ForeignSite, clones: Path, folder: Path) -> Path:
    """Write the files of a site's commit; what a partial clone lacks is not there."""
    place = clones / site.name.replace("/", "+")
    repository = next(
        one for one in (place / "repo/.git", place / "repo", place / ".git", place) if (one / "HEAD").is_file()
    )
    git = ["git", f"--git-dir={repository}"]
    listed = subprocess.run([*git, "ls-tree", "-rz", site.commit], check=True, capture_output=True).stdout
    for entry in listed.decode().split("\0")[:-1]:
        kind, _, name = entry.partition("\t")
        mode, _, blob = kind.split()
        data = subprocess.run([*git, "cat-file", "blob", blob], check=False, capture_output=True)
        if mode.startswith("100") and data.returncode == 0:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(data.stdout)
    return folder / site.folder


def compared(site: ForeignSite, clones: Path, number: int) -> Comparison:
    with tempfile.TemporaryDirectory() as work:
        root = laid_out(site, clones, Path(work) / "site")
        builder = Builder(root, site, Path(work))
        edits = edits_for(builder, number)
        found = Comparison(site, builder.texts)
        for name, edit in (("nothing", None), ("unchanged", None), *((one.name, one) for one in edits)):
            compare_once(builder, found, name, edit)
        return found


def compare_once(builder: Builder, found: Comparison, name: str, edit: Edit | None) -> None:
    """Build with and without, and note whether the files are the same.

    An edit that Pelican itself refuses, as two texts for one address, must be refused with the plugin, too; it is taken
    back, and the next one follows.
    """
    saved = builder.root.with_name("saved")
    shutil.copytree(builder.root, saved, symlinks=True)
    if edit:
        edit.apply()
    shutil.rmtree(builder.stock, ignore_errors=True)
    try:
        theirs = builder.build(builder.stock, ours=False)
    except BuildFailedError:
        try:
            builder.build(builder.output, ours=True)
            found.differences.append(f"{name}: stock Pelican refuses it")
        except BuildFailedError:
            says(f"{found.site.name}: {name}: refused, with and without")
        shutil.rmtree(builder.root)
        saved.rename(builder.root)
        if not edit:
            raise
        return
    shutil.rmtree(saved)
    ours = builder.build(builder.output, ours=True)
    found.stock.append(theirs.seconds)
    found.ours.append(ours.seconds)
    found.files = len(theirs.files)
    if theirs.files != ours.files:
        names = sorted(one for one in {*theirs.files, *ours.files} if theirs.files.get(one) != ours.files.get(one))
        found.differences.append(f"{name}: {len(names)} files: {', '.join(map(str, names[:5]))}")
    says(f"{found.site.name}: {name}: stock {theirs.seconds:.2f}, ours {ours.seconds:.2f} s, {differs(theirs, ours)}")


def differs(theirs: Built, ours: Built) -> str:
    return "the same" if theirs.files == ours.files else "DIFFERENT"


def says(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def in_bubblewrap(arguments: Sequence[str], clones: Path) -> int:
    """Start this program again where it can do no harm."""
    shown = ["--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc", "--tmpfs", ROOM, "--tmpfs", "/run"]
    here = Path(__file__).resolve().parent.parent
    for place in (clones.resolve(), here):
        shown += ["--ro-bind", str(place), str(place)]
    command = ["bwrap", *shown, "--unshare-all", "--die-with-parent", "--setenv", "HOME", ROOM, "--chdir", ROOM]
    return subprocess.run([*command, sys.executable, __file__, *arguments, INSIDE], check=False).returncode


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("names", nargs="*", metavar="OWNER/NAME")
    parser.add_argument("--edits", type=int, default=EDITS)
    parser.add_argument(INSIDE, action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if not options.inside:
        return in_bubblewrap(arguments, options.folder)
    rows = []
    for site in SITES:
        if not options.names or site.name in options.names:
            try:
                found = compared(site, options.folder, options.edits)
            except BuildFailedError as error:
                says(f"{site.name}: stock Pelican does not build it: {error}")
                continue
            for line in found.differences:
                says(f"  {site.name}: {line}")
            rows.append(found.row())
    print(table(HEAD, rows, 3))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
