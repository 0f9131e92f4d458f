"""The filters, actions and options of jails of fail2ban, from its configuration and source."""

import re

from sources import Table, git, numbers

SOURCE = "https://github.com/fail2ban/fail2ban/tree/master/config"
OLDEST = (0, 11, 1)
# From this one on, its files are in `config/`.
FIRST_OF_FAIL2BAN = (0, 8, 0)
READ_OPTION = re.compile(r'^\s*"(?P<name>[a-z][\w.]*)": \["\w+"', re.MULTILINE)


def table(folder: str) -> Table:
    """Return filters ("filter.d/x"), actions ("action.d/x") and options of jails by the version that first has them.

    And filters and actions by the version that has them no longer: people still copy them.
    """
    found: Table = {"since": {}, "gone": {}}
    before: set[str] = set()
    earlier: set[str] = set()
    tags = sorted(re.findall(r"^\d+\.\d+\.\d+$", git(folder, "tag"), re.MULTILINE), key=numbers)
    for tag in (tag for tag in tags if numbers(tag) >= FIRST_OF_FAIL2BAN):
        paths = git(folder, "ls-tree", "--name-only", tag, "config/filter.d/", "config/action.d/").split()
        files = {path[len("config/") : -len(".conf")] for path in paths if path.endswith(".conf")}
        if earlier - files:
            found["gone"][tag] = sorted(earlier - files)
        earlier = files
        if numbers(tag) < OLDEST:
            continue
        readers = (git(folder, "show", f"{tag}:fail2ban/client/{name}reader.py") for name in ("jail", "filter"))
        now = before | files | {name for reader in readers for name in READ_OPTION.findall(reader)}
        if before and now - before:
            found["since"][tag] = sorted(now - before)
        before = now
    return {
        "since": found["since"],
        "gone": {tag: sorted(left) for tag, names in found["gone"].items() if (left := set(names) - earlier)},
    }
