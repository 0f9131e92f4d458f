"""The command `faircopy cache`."""

import argparse
import time
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path

from faircopy.cache.clear import ClearResult, clear_folder, clear_namespaces
from faircopy.cache.namespaces import NAMESPACES, Namespace, Scope, StorageForm
from faircopy.cache.usage import Usage, former_places, usage_of
from faircopy.console import command_parser, progress, result

DAY_S = 24 * 3600
EXAMPLES = """\
examples:
  faircopy cache info                   show what is cached, its size, and when it was last used
  faircopy cache clear                  remove everything; the next run does all the work again
  faircopy cache clear snippets         remove only the verdicts on snippets
  faircopy cache clear --project        keep what other projects share
"""
STATUS = "exit status: 0 done, 1 something is in use or cannot be removed, 2 wrong usage"


def main(arguments: Sequence[str], prog: str = "faircopy cache") -> int:
    """Run the command; return its exit status."""
    options = parser(prog).parse_args(arguments)
    if options.action == "info":
        for line in table(Path()):
            result(line)
        return 0
    chosen = options.names or [one.name for one in NAMESPACES]
    chosen_namespaces = [one for one in NAMESPACES if one.name in chosen]
    if options.project:
        chosen_namespaces = [one for one in chosen_namespaces if one.scope is Scope.PROJECT]
    return clear(chosen_namespaces, Path(), former=not options.names)


def parser(prog: str) -> argparse.ArgumentParser:
    about = "Show or clear what is cached between runs. It is safe to clear at any time."
    made = command_parser(prog, about, EXAMPLES, STATUS)
    actions = made.add_subparsers(dest="action", required=True, metavar="info|clear")
    shape, ending = argparse.RawDescriptionHelpFormatter, f"{EXAMPLES}\n{STATUS}"
    for name, about in (("info", "show what is cached"), ("clear", "remove what is cached")):
        sentence = f"{about.capitalize()}."
        actions.add_parser(name, help=about, description=sentence, epilog=ending, formatter_class=shape)
    clearing = actions.choices["clear"]
    names = f"one of {', '.join(one.name for one in NAMESPACES)} (default: all)"
    clearing.add_argument("names", nargs="*", type=known_name, metavar="NAME", help=names)
    clearing.add_argument("--project", action="store_true", help="only what is cached for the project in this folder")
    return made


def known_name(name: str) -> str:
    """Return the name of a namespace. Raises ArgumentTypeError for an unknown one."""
    names = [one.name for one in NAMESPACES]
    if name not in names:
        near = get_close_matches(name, names, 1)
        guess = f"did you mean '{near[0]}'?" if near else f"there are {', '.join(names)}"
        raise argparse.ArgumentTypeError(f"nothing is kept under '{name}'; {guess}")
    return name


def clear(namespaces: Sequence[Namespace], root: Path, *, former: bool) -> int:
    """Clear some namespaces, and the leftovers of earlier versions; return the exit status."""
    cleared = clear_namespaces(namespaces, root)
    if former:
        cleared += [clear_folder(f"{place}", StorageForm.ENTRIES, place) for place in former_places(root)]
    for one in cleared:
        print_line(one)
    result(f"freed {in_units(sum(one.freed_bytes for one in cleared))}")
    return int(any(one.why_not for one in cleared))


def print_line(cleared: ClearResult) -> None:
    if cleared.why_not:
        progress(f"warning: '{cleared.name}' was left alone: {cleared.why_not}")
    elif cleared.freed_bytes:
        result(f"{cleared.name}: freed {in_units(cleared.freed_bytes)}")


def table(root: Path) -> Iterator[str]:
    """Yield the lines that `info` prints."""
    rows = [("NAME", "FILES", "SIZE", "LAST USED", "HOLDS")]
    total = 0
    now = time.time()
    for namespace in NAMESPACES:
        usage = usage_of(namespace.folder(root))
        total += usage.size_bytes
        rows.append(row_of(namespace.name, usage, now, f"{namespace.holds}, for {namespace.scope}"))
    for place in former_places(root):
        usage = usage_of(place)
        total += usage.size_bytes
        rows.append(row_of(f"{place}", usage, now, "nothing that is still read; an earlier version has left it"))
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    for name, files, size, age, holds in rows:
        yield f"{name:<{widths[0]}}  {files:>{widths[1]}}  {size:>{widths[2]}}  {age:<{widths[3]}}  {holds}"
    yield f"{in_units(total)} in all; 'faircopy cache clear' removes it"


def row_of(name: str, usage: Usage, now: float, holds: str) -> tuple[str, str, str, str, str]:
    return name, f"{usage.files}", in_units(usage.size_bytes), ages(usage, now) if usage.files else "-", holds


def ages(usage: Usage, now: float) -> str:
    newest, oldest = (age(now - when) for when in (usage.newest, usage.oldest))
    return newest if newest == oldest else f"{newest} to {oldest}"


def age(seconds: float) -> str:
    days = int(max(seconds, 0) / DAY_S)
    return "today" if not days else "1 day ago" if days == 1 else f"{days} days ago"


def in_units(size_bytes: int) -> str:
    """Return a size in readable units: '1.5 MiB'."""
    size = float(size_bytes)
    for unit in ("bytes", "KiB", "MiB"):
        if size < 1024:
            return f"{size:.0f} {unit}" if unit == "bytes" else f"{size:.1f} {unit}"
        size /= 1024
    return f"{size:.1f} GiB"
