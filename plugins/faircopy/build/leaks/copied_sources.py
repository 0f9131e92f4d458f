"""Sources of texts that are not public, copied into the site as they are: from `extra/`, or packed in a file."""

from collections.abc import Iterator

from faircopy.build.leaks.excuses import Excuses
from faircopy.build.leaks.files import Files
from faircopy.build.leaks.findings import source_copied
from faircopy.build.leaks.normalise import letters_of
from faircopy.build.leaks.source_texts import NotPublic, why_not_public
from faircopy.build.leaks.sources import digest_of
from faircopy.build.leaks.unpack import files_in
from faircopy.diagnostics.model import Diagnostic


def check_copied_sources(files: Files, excuses: Excuses) -> Iterator[Diagnostic]:
    """Yield the files of a site, and those packed in them, that say of themselves that they are not public."""
    settings = excuses.sources.settings
    for name in files.names:
        # Where Pelican may put the source of a hidden text, too.
        if name in settings.allowed or excuses.sources.is_of_hidden(name):
            continue
        for leaf in files_in(files.read(name)):
            inner = f"{name}/{leaf.path}".rstrip("/")
            found = why_not_public(inner, leaf.data, settings.moment)
            if found and not is_quoted_in_public(leaf.data, excuses):
                yield diagnostic_of(inner, name, leaf.data, found, excuses)


def diagnostic_of(inner: str, name: str, data: bytes, found: NotPublic, excuses: Excuses) -> Diagnostic:
    copies = excuses.copies_of(digest_of(data))
    return source_copied(inner, name, copies[0] if copies else inner, found)


def is_quoted_in_public(data: bytes, excuses: Excuses) -> bool:
    """Tell whether a public text shows a source as an example."""
    return bool(excuses.public.documents_with(letters_of(data.decode("utf-8", "replace"))))
