"""The search index: made by Pagefind from finished pages, and no more of it than a reader's browser asks for."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from pagefind.service import PagefindService

FOLDER = "pagefind"
# Pagefind brings three user interfaces and a highlighter; ours is theme/static/js/search.js.
NOT_OURS = ("pagefind-ui", "pagefind-modular-ui", "pagefind-component-ui", "pagefind-highlight")


def write_index(site: Path) -> None:
    """Index the pages below `site` that have a `data-pagefind-body`, and write the index beside them."""
    # In a thread of its own: the caller's may run an event loop already, as a preview server's does.
    with ThreadPoolExecutor(1) as thread:
        files = thread.submit(lambda: asyncio.run(index_of(site))).result()
    for name, content in files.items():
        target = site / FOLDER / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


async def index_of(site: Path) -> dict[str, bytes]:
    """Return the files of the index by their names. Starts Pagefind's own program, which ends with this."""
    async with PagefindService() as service:
        index = await service.create_index()
        await index.add_directory(str(site))
        files = await index.get_files()
    return {file["path"]: file["content"] for file in files if not file["path"].startswith(NOT_OURS)}
