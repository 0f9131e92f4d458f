"""Built files whose names are the same on some file systems, where one would overwrite the other."""

import os
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from faircopy.build import rules
from faircopy.build.source_lines import PageSource
from faircopy.diagnostics.model import Diagnostic
from faircopy.incremental.output_files import names_below
from faircopy.markdown.case_collisions import alike, differ_in_form


def check_collisions(
    output: Path, written: Collection[str], pages: Mapping[Path, PageSource], content: Path, settings_file: Path
) -> Iterator[Diagnostic]:
    """Yield each pair of files whose names differ only in case or Unicode form.

    `written` are the names that were to be written: on a file system that does not distinguish them, the second file
    has replaced the first. The names of existing files are compared by themselves, because a file system may normalise
    them.
    """
    pairs = sorted({*alike(written), *alike(names_below(output))})
    for one, other in pairs:
        sources = [source_of(name, output, pages, content) for name in (other, one)]
        place = next((source for source in sources if source), os.path.relpath(settings_file))
        what = "the form of their letters" if differ_in_form(one, other) else "capitals"
        fact = f"'{one}' and '{other}' differ in {what} only: file systems of macOS and Windows hold one of them"
        yield rules.FILES_ALIKE.at(place, 1, fact, "give one of them another name, slug or category")


def source_of(name: str, output: Path, pages: Mapping[Path, PageSource], content: Path) -> str | None:
    """Return the source of a built file, if it is a page with a source or a copy."""
    if page := pages.get((output / name).resolve()):
        return os.path.relpath(page.source)
    return str(content / name) if (content / name).is_file() else None
