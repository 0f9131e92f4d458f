"""Sources of unpublished texts that were copied into the site, from `extra/` or inside an archive."""

from collections.abc import Iterator
from datetime import datetime

from faircopy.build.leaks.excuses import Excuses
from faircopy.build.leaks.files import DigestedFiles
from faircopy.build.leaks.findings import source_copied
from faircopy.build.leaks.normalise import letters_of
from faircopy.build.leaks.source_texts import NotPublic, why_not_public
from faircopy.build.leaks.sources import digest_of
from faircopy.build.leaks.unpack import files_in
from faircopy.cache.database import Session
from faircopy.cache.fingerprints import fingerprint as key_of
from faircopy.cache.table import KeptTable
from faircopy.content.moment import Moment
from faircopy.diagnostics.model import Diagnostic

KIND = "no source that is not public in it"


def check_copied_sources(
    files: DigestedFiles, excuses: Excuses, session: Session | None = None
) -> Iterator[Diagnostic]:
    """Yield the files of the site, also those inside archives, whose front matter says that they are not public.

    `session` caches the files without such front matter.
    """
    settings = excuses.sources.settings
    key = key_of((session.code, str(settings.moment.zone))) if session else ""
    known = KeptTable(session.store if session else None, KIND, key)
    for name in files.names:
        # Where Pelican may put the source of a hidden text, too.
        if name in settings.allowed or excuses.sources.is_of_hidden(name):
            continue
        digest, entry = files.digest(name), known.get(name)
        if is_known(entry, digest, settings.moment):
            known.put(name, str(entry))
            continue
        found = [*not_public_in(name, files.read(name), settings.moment)]
        if not found:
            known.put(name, f"{digest} {settings.moment.now.isoformat()}")
        for inner, data, why in found:
            if not is_quoted_in_public(data, excuses):
                yield diagnostic_of(inner, name, data, why, excuses)
    known.save()


def not_public_in(name: str, data: bytes, moment: Moment) -> Iterator[tuple[str, bytes, NotPublic]]:
    """Yield each unpublished source in a file or in an archive: its path, its bytes, and the reason."""
    for leaf in files_in(data):
        inner = f"{name}/{leaf.path}".rstrip("/")
        if why := why_not_public(inner, leaf.data, moment):
            yield inner, leaf.data, why


def is_known(entry: str | None, digest: str, moment: Moment) -> bool:
    """Tell whether a file was found public at an earlier moment: what was due then stays due."""
    known, _, since = (entry or "").partition(" ")
    return known == digest and datetime.fromisoformat(since) <= moment.now


def diagnostic_of(inner: str, name: str, data: bytes, found: NotPublic, excuses: Excuses) -> Diagnostic:
    copies = excuses.copies_of(digest_of(data))
    return source_copied(inner, name, copies[0] if copies else inner, found)


def is_quoted_in_public(data: bytes, excuses: Excuses) -> bool:
    """Tell whether a public text shows a source as an example."""
    return bool(excuses.public.documents_with(letters_of(data.decode("utf-8", "replace"))))
