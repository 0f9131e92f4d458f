"""The search index: made by Pagefind from finished pages, and no more of it than a reader's browser asks for."""

import json
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from incremental.digests import digest_of, digest_of_bytes
from incremental.store import Session

FOLDER = "pagefind"
KIND = "search index"
# Pagefind brings three user interfaces and a highlighter; ours is theme/static/js/search.js.
NOT_OURS = tuple(f"{FOLDER}/pagefind-{name}" for name in ("ui", "modular-ui", "component-ui", "highlight"))


class NoIndexError(Exception):
    """There is no search index, and the message says why."""


def write_index(site: Path, session: Session | None = None, before: Path | None = None) -> None:
    """Index the pages below `site` that have a `data-pagefind-body`, and write the index beside them.

    `session` knows the index of the site `before`: the same pages have the same one.
    """
    if session is None or before is None:
        write_files(site, index_files(site))
        return
    pages = [(page.relative_to(site).as_posix(), page.read_bytes()) for page in sorted(site.rglob("*.html"))]
    key = digest_of((session.code, pages))
    known: dict[str, str] = json.loads(session.store.get(KIND, key) or b"{}")
    files = {name: (before / name).read_bytes() for name in known if (before / name).is_file()}
    if not known or {name: digest_of_bytes(data) for name, data in files.items()} != known:
        files = index_files(site)
        digests = {name: digest_of_bytes(data) for name, data in files.items()}
        session.store.put(KIND, key, json.dumps(digests).encode())
    write_files(site, files)


def write_files(site: Path, files: Mapping[str, bytes]) -> None:
    for name, content in files.items():
        target = site / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def index_files(site: Path) -> dict[str, bytes]:
    """Return the files of the index of the pages below `site`, by their paths below it.

    Raises NoIndexError with what Pagefind says, and where it has been ended.
    """
    from pagefind.service import get_executable  # noqa: PLC0415  # a build in which no page is new needs none of it

    if not any(site.rglob("*.html")):
        return {}
    program = get_executable()
    if program is None:
        raise NoIndexError("Pagefind is not installed; run 'make setup'")
    # Not by its service for Python: that waits for ever where Pagefind has been ended, and where an answer has more
    # than 2 MiB, as the index of a few hundred posts has. In a folder in which nobody has left settings for it.
    with TemporaryDirectory() as folder:
        done = subprocess.run(  # noqa: S603  # it comes with the package of that name
            [program, "--site", site.resolve(), "--output-path", Path(folder) / FOLDER],
            cwd=folder,
            env={name: value for name, value in os.environ.items() if not name.startswith("PAGEFIND_")},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        if done.returncode:
            words = done.stdout.decode(errors="replace").strip().splitlines() or ["it said nothing"]
            raise NoIndexError(f"Pagefind ended with status {done.returncode}: {words[-1]}")
        files = {file.relative_to(folder).as_posix(): file.read_bytes() for file in files_below(Path(folder))}
    return {name: data for name, data in files.items() if not name.startswith(NOT_OURS)}


def files_below(folder: Path) -> list[Path]:
    return sorted(file for file in folder.rglob("*") if file.is_file())
