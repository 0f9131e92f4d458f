"""The command `faircopy import`."""

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path, PurePath

from faircopy.authoring.existing import UserError, existing_content, site_in, today_at
from faircopy.authoring.importing.damage import damage_in
from faircopy.authoring.importing.ghost import read_ghost
from faircopy.authoring.importing.hugo import read_hugo, settings_file
from faircopy.authoring.importing.jekyll import read_jekyll
from faircopy.authoring.importing.model import ForeignSite, ImportNote
from faircopy.authoring.importing.pelican_site import SETTINGS, read_pelican
from faircopy.authoring.importing.placing import ExistingText, ExistingTexts, words_of
from faircopy.authoring.importing.plan import plan_of
from faircopy.authoring.importing.report import LEFT_OUT, report_lines
from faircopy.authoring.importing.source_tree import SourceTree
from faircopy.authoring.importing.wordpress import read_wordpress
from faircopy.authoring.importing.write import WrittenImport, write_plan
from faircopy.console import command_parser, progress, result
from faircopy.content.settings import Site
from faircopy.diagnostics.formats import count, totals
from faircopy.lint.addresses import language_of, status_of
from faircopy.markdown.new_files import new_file
from faircopy.terminal import inert

FOLDERS = {"jekyll": read_jekyll, "hugo": read_hugo, "pelican": read_pelican}
EXPORTS = {"wordpress": read_wordpress, "ghost": read_ghost}
MEDIA = {"wordpress": "/wp-content/uploads/", "ghost": "/content/images/"}  # where an export's pictures were
KINDS = (*FOLDERS, *EXPORTS)
EXAMPLES = """\
examples:
  %(prog)s ../old-blog --dry-run          show what would be imported
  %(prog)s ../old-blog                    import into content/ of this blog
  %(prog)s export.xml --into imported     import into a separate folder
"""


def main(arguments: Sequence[str], prog: str = "faircopy import") -> int:
    """Import the posts of another generator; return the exit status."""
    parser = command_parser(
        prog,
        "Import posts from Jekyll, Hugo, Pelican, WordPress or Ghost. No file is overwritten, and no code is run.",
        EXAMPLES,
    )
    parser.add_argument(
        "source",
        metavar="SOURCE",
        type=Path,
        help="the folder of the old blog, or an export file of WordPress or Ghost",
    )
    parser.add_argument("--from", dest="kind", choices=KINDS, help="the generator of the old blog (default: detected)")
    parser.add_argument(
        "--into", type=Path, metavar="FOLDER", help="the content folder to write to (default: that of this blog)"
    )
    parser.add_argument(
        "--media", type=Path, metavar="FOLDER", help="the pictures of an export: wp-content/uploads or content/images"
    )
    parser.add_argument("--dry-run", action="store_true", help="show what would be written, and write nothing")
    parser.add_argument("--report", type=Path, metavar="FILE", help="write the whole report into a new file")
    options = parser.parse_args(arguments)
    try:
        run(options)
    except UserError as error:
        progress(f"error: {error}")
        return 1
    return 0


def run(options: argparse.Namespace) -> None:
    if options.into is None and not Path(SETTINGS).is_file():
        raise UserError(
            "this folder is no blog (it has no pelicanconf.py); go to yours, or name a folder: --into FOLDER"
        )
    into = options.into or Path("content")
    tree, found = read_source(options.source, options.kind, options.media)
    if tree:
        passed = (ImportNote(path, 1, f"{LEFT_OUT}: {why}") for path, why in tree.passed_over.items())
        found = replace(found, notes=(*found.notes, *passed))
    site = own_site()
    plan = plan_of(found, site, today_at(site), taken_in(into, site))
    if not found.texts:
        for note in plan.notes[:3]:
            progress(inert(f"{note.path}:{note.line or 1}: {note.fact}"))
        raise UserError(f"'{options.source}' has no posts and no pages that can be read")
    # Unknown generators are reported above.
    damage = [one for text in plan.texts for one in damage_in(text, replace(site, categories=()))]
    lines = list(report_lines(plan, damage, site.categories))
    if options.report:
        write_report(options.report, lines)
    for line in [*lines[:1], f"all that is to be said is in '{options.report}'"] if options.report else lines:
        result(line)
    # A dead link of the source is no damage, and an error all the same until somebody has looked at it.
    sums = f"{len(plan.notes)} to look at, {totals(damage)}"
    if options.dry_run:
        result(f"{sums}; nothing was written")
        return
    report_written(write_plan(plan, into, tree), into, sums)


def report_written(written: WrittenImport, into: Path, sums: str) -> None:
    """Print what was written. Raises UserError when a file could not be copied."""
    result(f"{count(written.files, 'file')} written to '{into}'; {sums}")
    result("`faircopy check` tells them again; with --fix it corrects what is mechanical")
    if written.failures:
        for name, why in written.failures.items():
            progress(inert(f"not copied to '{into / name}': {why}"))
        raise UserError(f"{count(len(written.failures), 'file')} could not be copied; copy them by hand")


def taken_in(content: Path, site: Site) -> ExistingTexts:
    """Return what a content folder already contains."""
    if not content.is_dir():
        return ExistingTexts(slug_language=site.slug_language)
    slugs: set[str] = set()
    texts: dict[tuple[str, str, str], tuple[ExistingText, ...]] = {}
    existing = existing_content(content, site)
    for document, _ in existing.documents:
        title, day, slug = (field.value if (field := document.field(key)) else "" for key in ("title", "date", "slug"))
        slugs.add(slug)
        # A draft may have got the day of its import for a date.
        days = (day, "") if status_of(document) == "draft" else (day,)
        language = language_of(document, site).lower()
        language = "" if language == site.language.lower() else language
        here = ExistingText(PurePath(document.path).relative_to(content).as_posix(), slug, words_of(document.body))
        for one in days:
            texts[title, one, language] = (*texts.get((title, one, language), ()), here)
    return ExistingTexts(frozenset(slugs), existing.site.slug_language, frozenset(existing.address_by_file), texts)


def write_report(file: Path, lines: list[str]) -> None:
    try:
        with new_file(file) as out:
            out.write(("\n".join(lines) + "\n").encode())
    except FileExistsError:
        raise UserError(f"'{file}' is there already; choose another name for the report") from None


def own_site() -> Site:
    """Return the site to import into: the one of this folder, if there is one."""
    return site_in(Path()) if Path(SETTINGS).is_file() else Site()


def read_source(source: Path, kind: str | None, media: Path | None) -> tuple[SourceTree | None, ForeignSite]:
    """Return the texts of a source, and its files if it is a folder. Raises UserError."""
    if not source.exists():
        raise UserError(f"'{source}' is not there")
    if source.is_dir():
        tree = SourceTree(source)
        kind = kind or kind_of_folder(tree)
        if kind not in FOLDERS:
            raise UserError(f"'{source}' is a folder; an export of {kind or 'WordPress or Ghost'} is one file")
        return tree, FOLDERS[kind](tree)
    data = SourceTree(source.parent).read(source.name)
    kind = kind or (
        "wordpress" if source.suffix.lower() == ".xml" else "ghost" if source.suffix.lower() == ".json" else ""
    )
    if kind not in EXPORTS:
        raise UserError(f"'{source}' is a file; say what made it: --from {' or --from '.join(EXPORTS)}")
    found = EXPORTS[kind](data, source.name)
    if media is None:
        return None, found
    if not media.is_dir():
        raise UserError(f"'{media}' is no folder")
    tree = SourceTree(media)
    return tree, replace(found, files={f"{MEDIA[kind]}{path}": path for path in tree.files()})


def kind_of_folder(tree: SourceTree) -> str:
    """Return which generator a folder belongs to. Raises UserError if that is unclear."""
    if tree.has(SETTINGS):
        return "pelican"
    if tree.has("_config.yml") or tree.has("_config.yaml") or (tree.root / "_posts").is_dir():
        return "jekyll"
    if settings_file(tree):
        return "hugo"
    raise UserError(f"nothing in '{tree.root}' says what made it; say it: --from {' or --from '.join(FOLDERS)}")
