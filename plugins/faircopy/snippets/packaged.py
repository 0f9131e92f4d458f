"""Configuration files that are unchanged from their Debian package: only those may appear in messages.

An administrator's own or changed file may contain a password, which a program could quote in an error message that is
published.
"""

import hashlib
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

DPKG_STATUS = Path("/var/lib/dpkg/status")
# dpkg-query(1), Conffiles: a path, the MD5 digest of what the package brought, and a mark when it is obsolete.
CONFFILE = re.compile(r"^ (?P<path>/\S+) (?P<digest>[0-9a-f]{32})$", re.MULTILINE)


@cache
def digests(package: str, status: Path | None = None) -> Mapping[str, str]:
    """Return the configuration files of a package with their MD5 digests; none for an unknown package."""
    try:
        text = (status or DPKG_STATUS).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return {}
    found = re.search(rf"^Package: {re.escape(package)}\n(?:.+\n)*", text, re.MULTILINE)
    return {one["path"]: one["digest"] for one in CONFFILE.finditer(found[0])} if found else {}


@cache
def packaged_files(package: str, status: Path | None = None) -> Mapping[str, bytes]:
    """Return the path and content of each unchanged configuration file of a package."""
    read = ((path, digest, content_of(Path(path))) for path, digest in digests(package, status).items())
    # dpkg has no other digest; who can make a second file of one's MD5 has written both.
    return {path: text for path, digest, text in read if text is not None and is_digest(text, digest)}


@cache
def changed_files(package: str, status: Path | None = None) -> frozenset[str]:
    """Return the paths of the changed configuration files of a package."""
    paths = digests(package, status).keys() - packaged_files(package, status).keys()
    return frozenset(path for path in paths if Path(path).exists())


def is_digest(content: bytes, digest: str) -> bool:
    return hashlib.md5(content, usedforsecurity=False).hexdigest() == digest


def content_of(path: Path) -> bytes | None:
    try:
        return path.read_bytes() if path.is_file() else None
    except OSError:
        return None
