"""The downloads of a page: each checked file, and each group of files as a tar."""

import io
import tarfile
from collections import defaultdict
from dataclasses import dataclass
from posixpath import normpath
from urllib.parse import quote

from faircopy.snippets.model import DEFAULT_GROUP, Snippet
from faircopy.snippets.pages.rendered import RenderedFence, VerifiedDocument


@dataclass(frozen=True, slots=True)
class DownloadPaths:
    """The addresses of one page's downloads."""

    page: str  # the page's own address, ending in a slash; downloads stand below it
    name: str  # what the archives are called after


@dataclass(frozen=True, slots=True)
class Download:
    """A file that a page offers."""

    path: str  # below the page's own address, not quoted
    data: bytes
    files: int  # how many snippets are in it
    line: int  # of the fence that offers it
    is_archive: bool = False


def downloads_of(verified: VerifiedDocument, name: str) -> list[Download]:
    """Return the downloads of a document's page, in order.

    Broken files are left out, also of archives. `name` is the name of the archives.
    """
    groups: dict[str, list[RenderedFence]] = defaultdict(list)
    downloads: list[Download] = []
    for one in verified.fences:
        if one.snippet and one.snippet.file and not one.is_broken:
            downloads.append(Download(file_path(one.snippet), one.snippet.code.encode(), 1, one.fence.line))
            groups[one.snippet.group].append(one)
    for group, members in groups.items():
        visible = [one.snippet for one in members if one.snippet]
        snippets = [*visible, *(one for one in verified.hidden if one.group == group)]
        if len(snippets) > 1:
            path = archive_path(group, name)
            last = members[-1].fence.line
            downloads.append(Download(path, archive(snippets), len(snippets), last, is_archive=True))
    return sorted(downloads, key=lambda download: (download.line, download.is_archive))


def file_path(snippet: Snippet) -> str:
    """Return the path of a file below its page; readers save it under its base name."""
    # A folder of its own for each group, because two groups may have the same file.
    folder = "snippets" if snippet.group == DEFAULT_GROUP else f"snippets-{snippet.group}"
    return f"{folder}/{tree_path(snippet)}"


def archive_path(group: str, name: str) -> str:
    return f"archives/{name}.tar" if group == DEFAULT_GROUP else f"archives/{name}-{group}.tar"


def tree_path(snippet: Snippet) -> str:
    """Return a file's path below the root of its group."""
    return normpath(f"/{snippet.file}").lstrip("/")


def archive(snippets: list[Snippet]) -> bytes:
    """Return a reproducible tar of some files with their paths."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.PAX_FORMAT) as tar:
        for path, code in sorted((tree_path(snippet), snippet.code) for snippet in snippets):
            data = code.encode()
            # A TarInfo's own defaults are nobody's: user 0, time 0, mode 644.
            member = tarfile.TarInfo(path)
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))
    return buffer.getvalue()


def address(places: DownloadPaths, download: Download) -> str:
    return places.page + quote(download.path)
