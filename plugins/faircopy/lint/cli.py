"""The commands `proofread` and `faircopy check`."""

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from faircopy.cache.database import Store
from faircopy.cache.namespaces import EXTERNAL_LINKS, INCREMENTAL
from faircopy.console import as_command, command_parser, progress
from faircopy.content.deprecated import take_renamed
from faircopy.content.moment import Moment, moment_of
from faircopy.content.settings import Site, site_of
from faircopy.content.settings_file import check_settings_file, literal_settings
from faircopy.diagnostics.formats import as_github, as_sarif, count, problems
from faircopy.diagnostics.model import ContentError, Diagnostic, Severity, has_errors
from faircopy.lint.check import ExternalCheck, LintReport, check_content, known_rules
from faircopy.lint.fixes import apply_edits
from faircopy.lint.registry import lint_rules
from faircopy.lint.report_cache import ReportCache
from faircopy.lint.site_folders import BEGIN, SETTINGS, NoContentError, SiteFolders, folders_of, is_among
from faircopy.markdown.document import Document, read_document
from faircopy.markdown.files import raw_text, write_whole
from faircopy.snippets.cache import Cache, default_folder
from faircopy.snippets.check import all_rules
from faircopy.snippets.command.check_command import add_check_options, print_fault
from faircopy.snippets.command.reports import as_json
from faircopy.snippets.jobs import Settings
from faircopy.system_errors import explain

EXAMPLES = """\
examples:
  %(prog)s content                       check all content of a site
  %(prog)s content/posts/2017/fail2ban   check one post; the others are read for their links and slugs
  %(prog)s content --fix                 make the mechanical corrections, and report the rest
  %(prog)s content --external            also ask other sites whether linked pages exist
  %(prog)s content --format github       write annotations, in a step of a GitHub workflow

docs/diagnostics.md explains every code
"""
STATUS = "exit status: 0 nothing wrong or only warnings, 1 at least one error, 2 wrong usage"


@as_command
def main(arguments: Sequence[str] | None = None, prog: str = "proofread") -> int:
    """Run the command; return its exit status."""
    options = parser(prog).parse_args(arguments)
    for path in options.paths:
        if not path.exists():
            return wrong_usage(prog, f"there is no '{path}'; {BEGIN}")
    try:
        found = {folders_of(path) for path in options.paths}
        if len(found) > 1:
            return wrong_usage(prog, "these paths belong to more than one content folder; check one after the other")
        folders = found.pop()
        site = site_at(folders)
        moment = moment_at(site)
        lint_rules()  # one of another distribution may be broken
    except (NoContentError, ValueError) as error:
        return wrong_usage(prog, str(error))
    except OSError as error:
        return wrong_usage(prog, "; ".join(explain(error)))
    result = proofread(options, folders, site, moment)
    fixed = 0
    # Without a character that was wrong, more of a text may be code. It ends: each time there are fewer of them.
    while options.fix and (now := fix(result)):
        fixed += now
        result = proofread(options, folders, site, moment)
    if fixed:
        progress(f"{prog}: {count(fixed, 'place')} corrected")
    result = replace(result, diagnostics=sorted([*result.diagnostics, *notes_on(folders)]))
    print(formatted(options.format, result), end="")
    return 1 if has_errors(result.diagnostics) else 0


def parser(prog: str = "proofread") -> argparse.ArgumentParser:
    about = (
        "Report all problems in the posts and pages of a site: front matter, addresses, links, images, headings,\n"
        "damaged text, characters, spelling, snippets and checklists."
    )
    options = command_parser(prog, about, EXAMPLES, STATUS)
    options.add_argument(
        "paths",
        nargs="*",
        default=[Path("content")],
        type=Path,
        metavar="PATH",
        help="a content folder, or a file or folder in one (default: content)",
    )
    add_check_options(options)
    options.add_argument("--external", action="store_true", help="also ask other sites whether linked pages exist")
    options.add_argument(
        "--fix", action="store_true", help="make the mechanical corrections; docs/proofreading.md lists them"
    )
    return options


def site_at(folders: SiteFolders) -> Site:
    """Return the site with the settings as written, and the address from the environment, as a build would use."""
    file = folders.site / SETTINGS
    settings = literal_settings(file) if file.is_file() else {}
    try:
        return site_of(settings, folders.site, os.environ.get("SITEURL", ""))
    except ContentError as error:
        wrong = error.diagnostics[0]
        raise ValueError(f"{wrong.path}:{wrong.line}: {wrong.message}; {wrong.hint}") from error


def notes_on(folders: SiteFolders) -> Iterator[Diagnostic]:
    file = folders.site / SETTINGS
    if file.is_file():
        yield from check_settings_file(file)
        yield from take_renamed(literal_settings(file), str(file))


def moment_at(site: Site) -> Moment:
    """Return the moment from which posts are held back. Raises ValueError for an invalid time or zone."""
    try:
        return moment_of({"TIMEZONE": site.timezone})
    except ContentError as error:
        wrong = error.diagnostics[0]
        raise ValueError(f"{wrong.path}: {wrong.message}; {wrong.hint}") from error


def proofread(options: argparse.Namespace, folders: SiteFolders, site: Site, moment: Moment) -> LintReport:
    cache = Cache(None if options.no_cache else default_folder(), all_rules)
    external = external_check(options, folders, site) if options.external else None
    settings = Settings(options.strict, options.jobs, cache, on_fault=print_fault if options.debug else None)
    only = partial(is_among, paths=options.paths)
    store = None if options.no_cache or options.debug else store_at(folders.site)
    reports = ReportCache(store, forks=True) if store else None
    found = check_content(
        folders.content, settings, site, moment=moment, cache=reports, only=only, check_external=external
    )
    if store:
        store.save(and_drop=False)
        store.close()
    return found


def external_check(options: argparse.Namespace, folders: SiteFolders, site: Site) -> ExternalCheck:
    from faircopy.lint.external import RequestPolicy, check_external  # noqa: PLC0415  # most runs ask nobody

    cache_folder = None if options.no_cache else EXTERNAL_LINKS.folder(folders.site)
    return partial(check_external, site=site, policy=RequestPolicy(), cache_folder=cache_folder)


def store_at(site: Path) -> Store | None:
    """Return the cache of a site's builds; None if it was never built: checking creates no files."""
    folder = INCREMENTAL.folder(site)
    return Store(folder) if folder and folder.is_dir() else None


def fix(result: LintReport) -> int:
    """Apply the edits of a report to their files; return how many were made."""
    fixed = 0
    for path, edits in result.edits.items():
        if edits:
            text = raw_text(Path(path))
            corrected, made = apply_edits(text, edits)
            if made:
                write_whole(Path(path), corrected, text)
            fixed += made
    return fixed


def formatted(name: str, result: LintReport) -> str:
    match name:
        case "json":
            return as_json(result.report, result.diagnostics)
        case "sarif":
            return as_sarif("proofread", result.diagnostics, known_rules())
        case "github":
            return as_github(result.diagnostics)
        case _:
            colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
            blocks = problems(result.diagnostics, sources_of(result.diagnostics), colour=colour)
            return "\n\n".join([*blocks, summary(result)]) + "\n"


def sources_of(diagnostics: Sequence[Diagnostic]) -> dict[str, Document]:
    read = {path: read_document(Path(path)) for path in {one.path for one in diagnostics} if path.endswith(".md")}
    return {path: one for path, one in read.items() if isinstance(one, Document)}


def summary(result: LintReport) -> str:
    severities = [one.severity for one in result.diagnostics]
    counts = [
        count(len(result.proven), "document"),
        count(len(result.report.checked), "snippet"),
        count(severities.count(Severity.ERROR), "error"),
        count(severities.count(Severity.WARNING), "warning"),
    ]
    mechanical = sum(map(len, result.edits.values()))
    return ", ".join(counts) + (f"; --fix corrects {count(mechanical, 'place')}" if mechanical else "")


def wrong_usage(prog: str, text: str) -> int:
    progress(f"{prog}: {text}")
    return 2
