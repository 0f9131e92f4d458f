"""The command line of `snippets try`."""

import argparse
import re
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, tzinfo
from io import BytesIO
from pathlib import Path
from zoneinfo import TZPATH, ZoneInfo

from faircopy.console import progress
from faircopy.markdown.document import Document, read_document
from faircopy.snippets.checkers import all_checkers
from faircopy.snippets.checkers._fail2ban.paths import CONFIGURATION
from faircopy.snippets.checkers._fail2ban.trial import Setup, TrialError, setup_for, try_log
from faircopy.snippets.groups import group_snippets
from faircopy.snippets.model import DEFAULT_GROUP
from faircopy.snippets.reading.read import read_snippets
from faircopy.snippets.sandbox.process import TimeLimitError, ToolMissingError
from faircopy.snippets.sandbox.runner import Sandbox, working_kind
from faircopy.snippets.try_log.files import check_file
from faircopy.snippets.try_log.log_file import LogFile
from faircopy.snippets.try_log.report import as_text, is_stopped
from faircopy.snippets.try_log.report_json import as_json
from faircopy.system_errors import explain

LOCAL_ZONE = Path("/etc/localtime")
ZONE_MAGIC = b"TZif"
MIN_BYTES_FOR_PROGRESS = 5_000_000
NUMBERS = ("maxretry", "findtime", "bantime", "ignoreip")
EXAMPLES = """\
examples:
  %(prog)s sshd /var/log/auth.log                        try fail2ban's own filter and jail
  %(prog)s sshd auth.log.2.gz --maxretry 3 --bantime 1d  try them with other numbers
  %(prog)s ./my-filter.conf access.log                   try a filter from a file
  %(prog)s apache-numeric access.log --from post.md      try the filter and the jail of an article

exit status: 0 tried, whether or not anybody is banned; 1 failed; 2 wrong usage
"""


def add_command(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = commands.add_parser(
        "try",
        help="try a fail2ban filter on a log, and show whom it would ban",
        description="Try a fail2ban filter and its jail on a log, in the sandbox. Nobody is banned, and nothing of the "
        "log leaves this machine.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add_argument("filter", metavar="FILTER", help="the name of a filter, or its file")
    command.add_argument("log", type=Path, metavar="LOG", help="a log; may be compressed with gzip")
    command.add_argument("--jail", default="", metavar="NAME", help="the jail (default: the one named like the filter)")
    command.add_argument(
        "--from", type=Path, dest="document", metavar="FILE", help="use the filter and the jail in this Markdown file"
    )
    for name in NUMBERS:
        command.add_argument(f"--{name}", default="", metavar="VALUE", help=f"use this instead of the jail's '{name}'")
    command.add_argument(
        "--timezone", default="", metavar="NAME", help="the time zone of dates without one (default: this machine's)"
    )
    command.add_argument(
        "--format", choices=("text", "json"), default="text", help="the format of the report (default: text)"
    )
    command.set_defaults(run=run_try)


def run_try(options: argparse.Namespace) -> int:
    try:
        check_file(options.log, "log", "give the path of one, plain or compressed by gzip")
        setup = wanted_setup(options)
        zone_file = zone_bytes(options.timezone)
        with Sandbox(working_kind()) as sandbox, progress_bar() as advance:
            log = LogFile(options.log, advance)
            trial = try_log(sandbox, setup, log.lines(), zone_file)
    except (TrialError, ToolMissingError) as error:
        return failed(str(error))
    except OSError as error:
        return failed("; ".join(explain(error)))
    except TimeLimitError as error:
        progress(f"{options.log}: {error}")
        return 1
    zone: tzinfo = ZoneInfo.from_file(BytesIO(zone_file)) if zone_file else UTC
    print(as_json(trial, log) if options.format == "json" else as_text(trial, log, zone), end="")
    return 1 if is_stopped(trial) else 0


def failed(why: str) -> int:
    progress(f"snippets try: {why}")
    return 2


def wanted_setup(options: argparse.Namespace) -> Setup:
    """Return what to try. Raises TrialError, and OSError for an unreadable filter."""
    numbers = {name: value for name in NUMBERS if (value := getattr(options, name))}
    files = files_of(options.document) if options.document else {}
    name = options.filter
    if name.endswith((".conf", ".local")) or "/" in name:
        path = Path(name)
        files[f"filter.d/{path.stem}.conf"] = filter_text(path)
        name = path.stem
    return setup_for(name, files, options.jail, numbers)


def filter_text(path: Path) -> str:
    """Return the text of a filter's file. Raises TrialError, and OSError for an unreadable one."""
    check_file(path, "filter", "give the path of its '.conf' file, or only the name of one of fail2ban's filters")
    data = path.read_bytes()
    if b"\0" in data:
        raise TrialError(f"'{path}' is no filter, but a binary file; give the filter first, and then the log")
    return data.decode("utf-8", "replace")


def files_of(path: Path) -> dict[str, str]:
    """Return fail2ban's files in the default group of a Markdown file. Raises TrialError."""
    check_file(path, "Markdown file", "give the path of one that has the filter")
    document = read_document(path)
    if not isinstance(document, Document):
        raise TrialError(str(document))
    snippets = read_snippets(document, [checker.name for checker in all_checkers()])[0]
    groups = [group.files for group in group_snippets(snippets) if group.name == DEFAULT_GROUP]
    found = {
        file.removeprefix(CONFIGURATION): text
        for files in groups
        for file, text in files.items()
        if file.startswith(CONFIGURATION) and ".." not in file
    }
    if not found:
        raise TrialError(f"'{path}' has no file of fail2ban's; name one that has the filter in a fence with file=\"…\"")
    return found


def zone_bytes(name: str) -> bytes:
    """Return the tzfile(5) of a time zone, b"" for UTC; by default the machine's. Raises TrialError."""
    if not name:
        local = LOCAL_ZONE.read_bytes() if LOCAL_ZONE.is_file() else b""
        return local if local.startswith(ZONE_MAGIC) else b""
    if re.fullmatch(r"[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+)*", name):
        for folder in TZPATH:
            path = Path(folder, name)
            if path.is_file() and (found := path.read_bytes()).startswith(ZONE_MAGIC):
                return found
    raise TrialError(f"there is no time zone '{name}'; names are like Pacific/Auckland")


def progress_bar() -> AbstractContextManager[Callable[[int, int], None]]:
    if not sys.stderr.isatty():
        return nullcontext(lambda _done, _total: None)
    from faircopy.snippets.progress import bar  # noqa: PLC0415  # rich takes longer to load than many a run

    return bar(MIN_BYTES_FOR_PROGRESS)
