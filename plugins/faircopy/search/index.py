"""The search index: Pagefind makes it of finished pages, and only the files that a browser loads are kept."""

import base64
import json
import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import suppress
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from faircopy.cache.database import Session
from faircopy.cache.fingerprints import fingerprint, fingerprint_of_bytes
from faircopy.incremental.output_files import keep, names_below, write

FOLDER = "pagefind"
KIND = "search index"
# What the theme gives to a part of a page that is to be found.
MARK = "data-pagefind-body"
# All that Pagefind reads of a page in which something is marked, besides its language: what is marked, what its other
# attributes stand on, and what it takes for a title and a picture (pagefind/src/fossick/parser.rs).
READ = ", ".join(
    (
        *(f"[data-pagefind-{name}]" for name in ("body", "ignore", "meta", "default-meta", "filter", "sort")),
        *("title", "h1", "img"),
    )
)
# Pagefind brings three user interfaces and a highlighter; ours is theme/static/js/search.js.
NOT_OURS = tuple(f"{FOLDER}/pagefind-{name}" for name in ("ui", "modular-ui", "component-ui", "highlight"))


# Captions and proofs of snippets, which say nothing about the page's subject.
UNSOUGHT = [".snippet-proof"]


class NoIndexError(Exception):
    """The search index could not be made; the message says why."""


def write_index(site: Path, session: Session | None = None, before: Path | None = None) -> None:
    """Index the pages below `site` that have a `data-pagefind-body`, and write the index beside them.

    `session` has the digests of the index of the site `before`, which is reused if what is read of the pages is the
    same.
    """
    pages = pages_below(site)
    parts = read_parts(pages)
    if not pages:
        return
    if session is None or before is None:
        write_files(site, index_files(parts), site)
        return
    key = fingerprint((session.code, {name: fingerprint(part) for name, part in parts.items()}))
    known = digests_in(session.store.get(KIND, key))
    if known and all(keep(name, digest, before, site) for name, digest in known.items()):
        return
    files = index_files(parts)
    write_files(site, files, before)
    digests = {name: fingerprint_of_bytes(data) for name, data in files.items()}
    session.store.put(KIND, key, json.dumps(digests).encode())


def digests_in(data: bytes | None) -> dict[str, str]:
    """Return the stored digests of index files by name; empty if they are invalid."""
    try:
        known = json.loads(data or b"{}")
    except (ValueError, RecursionError):
        return {}
    whole = isinstance(known, dict) and all(isinstance(one, str) for one in known.values())
    return known if whole else {}


def write_files(site: Path, files: Mapping[str, bytes], before: Path) -> None:
    for name, content in files.items():
        write(name, content, before, site)


def pages_below(site: Path) -> dict[str, bytes]:
    return {name: (site / name).read_bytes() for name in names_below(site) if name.endswith(".html")}


def read_parts(pages: Mapping[str, bytes]) -> dict[str, str]:
    """Return what Pagefind reads of each page, as a page; without those that have nothing to be found."""
    # Where no page is marked, Pagefind would take all.
    marked = [name for name, page in pages.items() if MARK.encode() in page]
    in_order_of_names = sorted(marked, key=lambda name: name.split("/"))
    parts = {name: read_part(pages[name].decode("utf-8", "replace")) for name in in_order_of_names}
    return {name: part for name, part in parts.items() if part}


def read_part(page: str) -> str:
    """Return what Pagefind reads of a page, so that a new footer is no reason to ask it again. Empty if nothing is."""
    tree = LexborHTMLParser(page)
    if tree.root is None or tree.css_first(f"[{MARK}]") is None:
        return ""
    inside: set[int] = set()
    outermost = []
    for node in tree.css(READ):
        if not any(one.mem_id in inside for one in ancestors_of(node)):
            outermost.append(node.html or "")
            inside.add(node.mem_id)
    return f'<html lang="{escape(tree.root.attributes.get("lang") or "")}">{"".join(outermost)}</html>'


def ancestors_of(node: LexborNode) -> Iterator[LexborNode]:
    while (parent := node.parent) is not None:
        yield parent
        node = parent


def index_files(parts: Mapping[str, str]) -> dict[str, bytes]:
    """Return the files of the index of what `read_parts` returns; all are named by their paths below the site.

    Raises NoIndexError with Pagefind's message, or if it was killed.
    """
    from pagefind.service import get_executable  # noqa: PLC0415  # a build in which no text is new needs none of it

    program = get_executable()
    if program is None:
        raise NoIndexError("Pagefind is not installed; run 'make setup'")
    files = indexed(program, parts)
    return {name: in_order(name, data) for name, data in files.items() if not name.startswith(NOT_OURS)}


def indexed(program: Path, pages: Mapping[str, str]) -> dict[str, bytes]:
    """Return the files of the index of `pages`, on whose order it depends.

    Pages are sent to Pagefind one by one, because it reads a folder in the file system's order. Its Python service is
    not used: it hangs if Pagefind is killed, and if an answer is larger than 2 MiB. And Pagefind must not write the
    files itself: it reports success before it has written them.
    """
    # In a folder in which nobody has left settings for it.
    with TemporaryDirectory() as folder, started(program, folder) as process:
        index = ask(process, {"type": "NewIndex", "config": {"exclude_selectors": UNSOUGHT}})["index_id"]
        for name, page in pages.items():
            file = {"file_path": name, "url": None, "file_contents": page}
            ask(process, {"type": "AddFile", "index_id": index, **file})
        files = ask(process, {"type": "GetFiles", "index_id": index})["files"]
    return {f"{FOLDER}/{file['path']}": base64.b64decode(file["content"]) for file in files}


def started(program: Path, folder: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(  # noqa: S603  # it comes with the package of that name
        [program, "--service"],
        cwd=folder,
        env={name: value for name, value in os.environ.items() if not name.startswith("PAGEFIND_")},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


def ask(process: "subprocess.Popen[bytes]", request: Mapping[str, object]) -> dict[str, Any]:
    """Send Pagefind a request, and return its answer. Raises NoIndexError with its message if there is none."""
    assert process.stdin  # noqa: S101  # and stdout: both are pipes
    assert process.stdout  # noqa: S101
    with suppress(BrokenPipeError):
        process.stdin.write(base64.b64encode(json.dumps({"message_id": 1, "payload": request}).encode()) + b",")
        process.stdin.flush()
    parts: list[bytes] = []
    while not (parts and parts[-1].endswith(b",")) and (part := os.read(process.stdout.fileno(), 1 << 20)):
        parts.append(part)
    answer = b"".join(parts)
    try:
        payload: dict[str, Any] = json.loads(base64.b64decode(answer.removesuffix(b","), validate=True))["payload"]
    except ValueError:
        with suppress(BrokenPipeError):
            process.stdin.close()
        words = answer.decode(errors="replace").strip().splitlines() or ["it said nothing"]
        raise NoIndexError(f"Pagefind ended with status {process.wait()}: {words[-1]}") from None
    if payload["type"] == "Error":
        raise NoIndexError(f"Pagefind says: {payload.get('message')}")
    return payload


def in_order(name: str, data: bytes) -> bytes:
    """Return a file of the index in a deterministic order: Pagefind lists languages in a random one."""
    if not name.endswith("-entry.json"):
        return data
    return json.dumps(json.loads(data), ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
