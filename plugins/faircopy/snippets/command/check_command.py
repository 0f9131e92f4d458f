"""The command `snippets check`."""

import argparse
import os
import sys
import traceback
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path

from faircopy.console import progress
from faircopy.diagnostics.formats import FORMATS, as_github, as_sarif, count
from faircopy.diagnostics.model import Diagnostic, Rule, has_errors
from faircopy.markdown import rules as markdown_rules
from faircopy.markdown.document import Document, read_document
from faircopy.markdown.files import markdown_files
from faircopy.markdown.site_boundary import site_around, why_outside
from faircopy.snippets.cache import Cache, default_folder
from faircopy.snippets.check import Report, all_rules, check_documents
from faircopy.snippets.command.baseline import apply_baseline, read_baseline
from faircopy.snippets.command.configuration import (
    Configuration,
    IgnoredFinding,
    find_configuration,
    read_configuration,
)
from faircopy.snippets.command.own_site import is_own
from faircopy.snippets.command.reports import as_json, as_text
from faircopy.snippets.command.shards import Shard, shard_named
from faircopy.snippets.command.toml_file import ConfigurationError
from faircopy.snippets.jobs import Settings
from faircopy.snippets.progress import Advance, bar, silent
from faircopy.terminal import inert

EXAMPLES = """\
examples:
  %(prog)s content                      check every Markdown file below content/
  %(prog)s README.md docs --strict      treat a missing tool as an error, for CI
  %(prog)s . --format sarif > out.sarif write a report for code scanning
  %(prog)s . --shard 2/5 --format json  check the second of five parts

exit status: 0 nothing wrong, 1 at least one error, 2 wrong usage
"""
# A run that is over before a person has read the bar needs none.
MIN_TASKS_FOR_PROGRESS = 20


def add_command(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", prog: str) -> None:
    check = commands.add_parser(
        "check",
        help="check the snippets of Markdown files",
        description="Check the snippets of Markdown files, and of all Markdown files below folders.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    check.add_argument(
        "paths", nargs="*", type=Path, metavar="PATH", help="a Markdown file or a folder (default: as configured)"
    )
    check.add_argument(
        "--shard",
        type=shard_named,
        metavar="I/N",
        help="check only part I of N; 'snippets merge' joins the JSON reports of all parts",
    )
    check.add_argument(
        "--config", type=Path, metavar="FILE", help="the configuration file (default: .faircopy.toml or pyproject.toml)"
    )
    check.add_argument("--baseline", type=Path, metavar="FILE", help="report only findings that are not in FILE")
    check.add_argument("--write-baseline", action="store_true", help="write all current findings into the baseline")
    add_check_options(check)
    check.set_defaults(run=run_check, prog=prog, wrong_usage=check.error)


def add_check_options(command: argparse.ArgumentParser) -> None:
    """Add the options of checking snippets to a command; `faircopy check` has them, too."""
    command.add_argument("--format", choices=FORMATS, default="text", help="the format of the report (default: text)")
    command.add_argument("--strict", action="store_true", help="treat a missing tool as an error")
    jobs = os.cpu_count() or 1
    about = "how many snippets to check at the same time (default: %(default)s)"
    command.add_argument("--jobs", type=positive, default=jobs, metavar="N", help=about)
    command.add_argument("--no-cache", action="store_true", help="do not use cached results of tools and links")
    command.add_argument("--debug", action="store_true", help="show the traceback when a checker itself fails")


def positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError
    return number


def run_check(options: argparse.Namespace) -> int:
    try:
        return check_project(options)
    except ConfigurationError as error:
        # On one line: the words of a stranger's configuration begin no other.
        progress(inert(f"{options.prog}: {error}"))
        return 2


def check_project(options: argparse.Namespace) -> int:
    """Check the files named by the command or the configuration. Raises ConfigurationError."""
    project = configuration_of(options)
    paths = paths_to_check(options, project)
    if options.shard and options.write_baseline:
        raise ConfigurationError("--write-baseline accepts what is found in all files; leave out --shard")
    every_file = [path for path in markdown_files(paths) if not project.excludes(path)]
    files = options.shard.part_of(every_file) if options.shard else every_file
    if not every_file:
        progress(inert(f"{options.prog}: warning: there is no Markdown file below '{paths[0]}'"))
    baseline = baseline_of(options, project)
    accepted = read_baseline(baseline) if baseline and not options.write_baseline else None
    documents: dict[str, Document] = {}
    unread: list[Diagnostic] = []
    with progress_bar() as advance:
        settings = settings_of(options, project)
        report = check_documents(read_all(files, documents, unread, advance), settings, advance)
    every = sorted([*unread, *report.diagnostics])
    found, ignored = project.judged(every)
    remarks = [f"{count(ignored, 'finding')} ignored: the configuration says why"] if ignored else []
    # Unused entries are unknown if only some files are checked.
    remarks += [] if options.paths or options.shard else map(unused_remark, project.unused(every))
    if baseline:
        found, more = apply_baseline(found, documents, [str(path) for path in files], baseline, accepted)
        remarks += more
    return print_report(options, replace(report, diagnostics=tuple(found)), documents, remarks)


def paths_to_check(options: argparse.Namespace, project: Configuration) -> list[Path]:
    """Return the paths that the command names, or else the configuration. Raises ConfigurationError."""
    paths: list[Path] = options.paths or [project.path_from_here(path) for path in project.paths]
    if not paths:
        options.wrong_usage("nothing to check; name Markdown files or folders, or set 'paths' in the configuration")
    if not options.paths:
        project.expect_paths()
    if missing := [path for path in paths if not path.exists()]:
        raise ConfigurationError(f"there is no '{missing[0]}'; name Markdown files, or folders that have some")
    return paths


def settings_of(options: argparse.Namespace, project: Configuration) -> Settings:
    return Settings(
        options.strict,
        options.jobs,
        Cache(None if options.no_cache else default_folder(), all_rules),
        on_fault=print_fault if options.debug else None,
        is_own=is_own if project.strict_attributes is None else lambda _path: bool(project.strict_attributes),
        languages=None if project.languages is None else frozenset(project.languages),
    )


def print_report(
    options: argparse.Namespace, report: Report, documents: dict[str, Document], remarks: Iterable[str]
) -> int:
    """Print a report and remarks as the options ask; return the exit status."""
    print(formatted(options.format, report, documents, options.shard), end="")
    for remark in remarks:
        print(inert(remark), file=sys.stdout if options.format == "text" else sys.stderr)
    return 1 if has_errors(report.diagnostics) else 0


def configuration_of(options: argparse.Namespace) -> Configuration:
    codes = [*all_rules(), *(rule.code for rule in vars(markdown_rules).values() if isinstance(rule, Rule))]
    return read_configuration(options.config, codes) if options.config else find_configuration(Path(), codes)


def baseline_of(options: argparse.Namespace, project: Configuration) -> Path | None:
    """Return the path of the baseline. Raises ConfigurationError if one is to be written and no path is given."""
    named: Path | None = options.baseline or (project.path_from_here(project.baseline) if project.baseline else None)
    if named is None and options.write_baseline:
        raise ConfigurationError("--write-baseline: no baseline is named; add --baseline FILE, or set 'baseline'")
    return named


def unused_remark(ignored: IgnoredFinding) -> str:
    where = "" if ignored.path == "*" else f" for '{ignored.path}'"
    return f"nothing is ignored by the entry {ignored.code}{where} of 'ignore'; remove it from the configuration"


def print_fault(error: Exception) -> None:
    """Print a traceback; whole, even if several threads print at once."""
    progress("".join(traceback.format_exception(error)).rstrip())


def formatted(name: str, report: Report, documents: dict[str, Document], shard: Shard | None) -> str:
    match name:
        case "json":
            return as_json(report, shard=str(shard or ""))
        case "sarif":
            return as_sarif("snippets", report.diagnostics, all_rules())
        case "github":
            return as_github(report.diagnostics)
        case _:
            return as_text(report, documents, colour=sys.stdout.isatty() and "NO_COLOR" not in os.environ)


def progress_bar() -> AbstractContextManager[Advance]:
    """Yield a function that shows progress on a terminal, and does nothing elsewhere."""
    return bar(MIN_TASKS_FOR_PROGRESS) if sys.stderr.isatty() else nullcontext(silent)


def read_all(
    files: Sequence[Path], documents: dict[str, Document], unread: list[Diagnostic], advance: Advance
) -> Iterator[Document]:
    """Yield files as documents, read lazily; collect unreadable paths, and why."""
    for number, path in enumerate(files, 1):
        match leading_out(path) or read_document(path):
            case Document() as document:
                documents[document.path] = document
                yield document
            case wrong:
                unread.append(wrong)
        advance(number, len(files), "reading")


def leading_out(path: Path) -> Diagnostic | None:
    """Return a diagnostic for a link that leads out of the project, where files may be private.

    A path named on the command line belongs to the project it is in.
    """
    if not path.is_symlink():
        return None
    here = site_around(Path())
    above = Path(os.path.abspath(path)).parent  # noqa: PTH100  # links are not followed
    why = why_outside(path, here if above.resolve().is_relative_to(here) else site_around(above))
    hint = "put the file itself, or a copy of it, there"
    return markdown_rules.LEADS_OUT.at(str(path), 1, f"it is a symbolic link that {why}", hint) if why else None
