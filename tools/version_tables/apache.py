"""The directives of Apache's HTTP server, from its manual."""

import re
import subprocess
from collections import defaultdict

from sources import Table, git, numbers

SOURCE = "https://github.com/apache/httpd/tree/trunk/docs/manual/mod"
OLDEST = (2, 4, 37)
SYNOPSIS = re.compile(r"<directivesynopsis[^>]*>(?P<text>.*?)</directivesynopsis>", re.DOTALL)
NAME = re.compile(r"<name>(?P<name>\w+)</name>")
# Of the directive as a whole, and not of an argument of it.
AVAILABLE = re.compile(
    r"<compatibility>\s*(?:\w+ is )?(?:Only )?(?:only )?(?:Directive )?(?:[Aa]vailable|Added|supported)?\s*"
    r"(?:in|from)?\s*"
    r"(?:Apache|HTTP Server|httpd|version|\s)*(?P<version>2\.[45](?:\.\d+)?)(?! the default)"
    r"(?P<rest>[^<]*)</compatibility>"
)
OF_A_PART = re.compile(r"argument|parameter|default|support added|context|value|stage")


def table(folder: str) -> Table:
    """Return the directives by the version that first has them, and those of 2.2 that 2.4 no longer has."""
    found: dict[str, set[str]] = defaultdict(set)
    branches = {branch: manual(folder, branch) for branch in ("origin/2.2.x", "origin/2.4.x", "HEAD")}
    for branch in ("origin/2.4.x", "HEAD"):
        for name, text in branches[branch].items():
            since = AVAILABLE.search(text)
            # A manual of 2.5 says "2.5" also of what was brought back to 2.4 later.
            late = branch == "HEAD" and name in branches["origin/2.4.x"]
            if since and not late and not OF_A_PART.search(since["rest"]):
                version = since["version"] if since["version"] != "2.5" else "2.5.0"
                if numbers(version) > OLDEST:
                    found[version].add(name)
    known = {name.lower() for name in branches["origin/2.4.x"]}
    gone = {name for name in branches["origin/2.2.x"] if name.lower() not in known and not is_alias(folder, name)}
    return {"since": {version: sorted(names) for version, names in found.items()}, "gone": {"2.4": sorted(gone)}}


def is_alias(folder: str, name: str) -> bool:
    """Tell whether Apache 2.4 still takes an old name, though its manual has a new one."""
    command = ["git", "-C", folder, "grep", "-q", f'"{name}"', "origin/2.4.x", "--", "*.c"]
    return subprocess.run(command, check=False).returncode == 0


def manual(folder: str, branch: str) -> dict[str, str]:
    """Return the text about each directive."""
    paths = git(folder, "ls-tree", "--name-only", branch, "docs/manual/mod/").split()
    pages = (git(folder, "show", f"{branch}:{path}") for path in paths if path.endswith(".xml"))
    entries = (each["text"] for page in pages for each in SYNOPSIS.finditer(page))
    return {name["name"]: text for text in entries if (name := NAME.search(text))}
