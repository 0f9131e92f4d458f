"""Scripts and stylesheets as they are published: minified, in a folder that is named after their digest."""

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path

from faircopy.markdown.ignored_files import is_ignored

# What a stylesheet can do without: comments, and white space that separates nothing. A string keeps its own.
TOKEN = re.compile(
    r"""
    (?P<string> "[^"]*" | '[^']*' )
    | (?P<comment> /\*.*?\*/ \s* )
    | \s* (?P<mark> [{};,] ) \s*
    | (?P<colon> : ) \s+  # before it, it may separate: `a :hover`
    | (?P<space> \s+ )
    """,
    re.DOTALL | re.VERBOSE,
)
# What only the type checker reads: a comment of JSDoc on lines of its own, or a type before a value.
TYPES = re.compile(r"^[ \t]*/\*\*(?:(?!\*/).)*\*/[ \t]*\n|/\*\* @type (?:(?!\*/).)*\*/ ?", re.MULTILINE | re.DOTALL)
# A comment behind a statement or a value.
ASIDE = re.compile(r"(?<=[;,{]) // [^\n\"'`]*$", re.MULTILINE)


def static_folder(*folders: Path) -> str:
    """Return the output folder for the files of some static folders: 'theme/0123abcd45'.

    A file in a later folder replaces one of the same name in an earlier folder; a missing folder counts as empty. The
    name changes with any file, so no cache combines an old style with a new page. All files share one folder name,
    rather than one each, so that references between them (`import`, `url()`) stay valid.
    """
    return f"theme/{digest_of_files({name: data for one in folders for name, data in published_below(one).items()})}"


def published_below(static: Path) -> dict[str, bytes]:
    """Return the published files of a folder: relative path -> bytes, sorted by path."""
    found = (path for path in sorted(static.rglob("*")) if path.is_file())
    named = ((path.relative_to(static), path) for path in found)
    return {name.as_posix(): published(path) for name, path in named if not any(map(is_ignored, name.parts))}


def digest_of_files(files: Mapping[str, bytes]) -> str:
    """Return ten hex digits for the names and bytes of some files."""
    digest = hashlib.sha256()
    for name, data in files.items():
        digest.update(f"{name}\0".encode())
        digest.update(hashlib.sha256(data).digest())
    return digest.hexdigest()[:10]


def published(path: Path) -> bytes:
    """Return the published bytes of the file at `path`."""
    data = path.read_bytes()
    return compact(data.decode("utf-8")).encode() if path.suffix == ".css" else data


def compact(css: str) -> str:
    """Return a stylesheet without comments and indentation."""
    return TOKEN.sub(minified_token, css).strip()


def minified_token(found: re.Match[str]) -> str:
    """Return the minified form of a token."""
    return " " if found["space"] else found["string"] or found["mark"] or found["colon"] or ""


def compact_module(source: bytes) -> bytes:
    """Return one of our modules without indentation, types and comments.

    None of our modules has a multi-line string, or a string with the start of a type comment; a test checks both.
    """
    lines = (line.strip() for line in ASIDE.sub("", TYPES.sub("", source.decode("utf-8"))).splitlines())
    return "".join(f"{line}\n" for line in lines if line and not line.startswith("//")).encode()
