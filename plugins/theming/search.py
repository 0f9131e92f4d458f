"""The search index: made by Pagefind from finished pages, and no more of it than a reader's browser asks for."""

import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from incremental.digests import digest_of, digest_of_bytes
from incremental.store import Session

FOLDER = "pagefind"
KIND = "search index"
# Pagefind brings three user interfaces and a highlighter; ours is theme/static/js/search.js.
NOT_OURS = ("pagefind-ui", "pagefind-modular-ui", "pagefind-component-ui", "pagefind-highlight")


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
    """Return the files of the index of the pages below `site`, by their paths below it."""
    import asyncio  # noqa: PLC0415  # a build in which no page is new needs neither this nor Pagefind

    # In a thread of its own: the caller's may run an event loop already, as a preview server's does.
    with ThreadPoolExecutor(1) as thread:
        files = thread.submit(lambda: asyncio.run(index_of(site))).result()
    return {f"{FOLDER}/{name}": content for name, content in files.items()}


async def index_of(site: Path) -> dict[str, bytes]:
    """Return the files of the index by their names. Starts Pagefind's own program, which ends with this."""
    from pagefind.service import PagefindService  # noqa: PLC0415  # as above

    async with PagefindService() as service:
        index = await service.create_index()
        await index.add_directory(str(site))
        files = await index.get_files()
    return {file["path"]: file["content"] for file in files if not file["path"].startswith(NOT_OURS)}
