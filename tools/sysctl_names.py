"""Bring the table of Linux' kernel settings up to date, from this machine's kernel and the kernel's documentation.

    python tools/sysctl_names.py PATH   # Debian's linux-doc-6.1: /usr/share/doc/linux-doc-6.1/Documentation
                                        # or `Documentation` in the source of a Linux

It adds to `plugins/faircopy/snippets/checkers/_sysctl_names.toml`. A name that the table has stays: posts are also
about older kernels, and about modules that this one has not loaded. A kernel that was built for one host may have
settings of its own: look at the difference before you commit it.
"""

import gzip
import os
import platform
import re
import sys
import textwrap
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

TABLE = Path(__file__).parents[1] / "plugins/faircopy/snippets/checkers/_sysctl_names.toml"
SETTINGS = Path("/proc/sys")
PAGES = ("admin-guide/sysctl/*.rst*", "networking/*sysctl.rst*")
WIDTH = 120

UNDERLINE = re.compile(r"(?P<sign>[=~-])(?P=sign){2,}")
# Not "/proc/sys/net/conf/<iface>": there is no such folder.
FOLDER = re.compile(r"`*/?proc/sys/(?P<path>[a-z0-9_/-]+)(?![\w<{/])")
BELOW = re.compile(r"`*(?P<path>(?:conf|neigh)/[a-z]+|icmp)/\*")  # "conf/interface/*" in the part of IPv4 or IPv6
ENTRY = re.compile(r"(?P<names>\S+(?:, \S+)*) - (?:[a-z0-9]+ )*[A-Z]{3}")  # "tcp_rmem - vector of 3 INTEGERs"
NAME = re.compile(r"[a-z][A-Za-z0-9_-]*")
BETWEEN = re.compile(r"(?:,| and | & )\s*(?:and )?")

Names = dict[str, set[str]]  # by folder: "net.ipv4.conf.*" has "rp_filter" and others


def names_of_kernel(settings: Path) -> Names:
    """Return the settings of the running kernel; `settings` is a folder as /proc/sys."""
    found: Names = defaultdict(set)
    for folder, _, files in os.walk(settings):
        if files:
            found[general(Path(folder).relative_to(settings).parts)].update(files)
    return found


def names_of_documentation(folder: Path) -> Names:
    """Return the settings that the pages of `Documentation` explain."""
    found: Names = defaultdict(set)
    for pattern in PAGES:
        for path in sorted(folder.glob(pattern)):
            packed = path.read_bytes()
            text = gzip.decompress(packed) if path.suffix == ".gz" else packed
            for place, name in explained(text.decode()):
                found[place].add(name)
    return found


def explained(page: str) -> Iterator[tuple[str, str]]:
    """Yield folder and name of each setting that has a heading or an entry of its own."""
    top: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    lines = page.split("\n")
    for line, following in zip(lines, [*lines[1:], ""]):
        is_heading = bool(line) and bool(UNDERLINE.fullmatch(following))
        if is_heading and (place := FOLDER.search(line)):
            top, below = tuple(place["path"].strip("/").split("/")), ()
            if top[-1].endswith("_"):  # "/proc/sys/net/netfilter/nf_conntrack_*"
                top = top[:-1]
        elif place := BELOW.match(line):
            below = tuple(place["path"].split("/"))
        elif is_heading and (line[0].isdigit() or "proc/sys" in line):
            top = ()  # a part about a folder that is not named, or not there
        elif top and not is_heading and (entry := ENTRY.match(line)):
            # "conf/all/forwarding" among those of `conf/interface/` is named from the top.
            for *folders, name in parts_of(entry["names"]):
                yield general((*top, *(folders or below))), name
        elif top and is_heading:
            yield from ((general(top), name) for (name,) in parts_of(line.partition(" (")[0]))


def parts_of(names: str) -> Iterator[list[str]]:
    """Yield the parts of each name in "route/max_size" or "file-max & file-nr"; nothing if one is no name."""
    found = [name.rstrip(":").split("/") for name in BETWEEN.split(names)]
    if all(NAME.fullmatch(part) for parts in found for part in parts):
        yield from found


def general(folder: tuple[str, ...]) -> str:
    """Return the name of a folder, with `*` for the name of an interface."""
    if folder[2:3] in (("conf",), ("neigh",)) and len(folder) > 3:
        folder = (*folder[:3], "*", *folder[4:])
    return ".".join(folder)


def merged(known: Names, kernel: Names, documentation: Names) -> Names:
    """Return all names. The kernel is right where it has a documented one in another folder near by, as in `net`."""
    table: Names = defaultdict(set)
    for names in (known, kernel):
        for folder, those in names.items():
            table[folder] |= those
    places = {(folder.partition(".")[0], name) for folder, names in table.items() for name in names}
    for folder, names in documentation.items():
        table[folder] |= {name for name in names if (folder.partition(".")[0], name) not in places}
    return {folder: names for folder, names in table.items() if names}


def toml(names: Names, kernel: str) -> str:
    """Return the table as it stands in the repository."""
    head = (
        f"Names of Linux' kernel settings, by folder; `*` is the name of an interface. From /proc/sys of Linux "
        f"{kernel}, and what older ones or other modules have, after Documentation/admin-guide/sysctl and "
        "Documentation/networking. tools/sysctl_names.py adds to it."
    )
    lines = textwrap.wrap(head, WIDTH, initial_indent="# ", subsequent_indent="# ")
    for folder in sorted(names):
        words = textwrap.wrap(" ".join(sorted(names[folder])), WIDTH, break_on_hyphens=False)
        lines += [f'"{folder}" = """', *words, '"""']
    return "\n".join(lines) + "\n"


def main() -> None:
    (documentation,) = sys.argv[1:]
    known = {folder: set(names.split()) for folder, names in tomllib.loads(TABLE.read_text(encoding="utf-8")).items()}
    table = merged(known, names_of_kernel(SETTINGS), names_of_documentation(Path(documentation)))
    TABLE.write_text(toml(table, ".".join(platform.release().split(".")[:2])), encoding="utf-8")


if __name__ == "__main__":
    main()
