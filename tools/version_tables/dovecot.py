"""The settings of Dovecot, from its manual."""

import re
from collections import defaultdict

from sources import Table, git

SOURCE = "https://doc.dovecot.org/main/core/summaries/settings.html"
SETTING = re.compile(r"^\t(?P<name>[a-z]\w*): \{", re.MULTILINE)
SETTING_BEFORE = re.compile(r"setting:: +(?P<name>[a-z]\w*)")
ADDED = re.compile(r"^\tsettings_(?P<name>\w+)_added: '(?P<version>[\d.]+)'", re.MULTILINE)


def table(folder: str) -> Table:
    """Return the settings of Dovecot 2.4 and later that the manual of 2.3 has not, by their first version."""
    paths = git(folder, "ls-tree", "-r", "--name-only", "release-2.3", "source").split()
    pages = [git(folder, "show", f"release-2.3:{path}") for path in paths if path.endswith(".rst")]
    before = {name for page in pages for name in SETTING_BEFORE.findall(page)}
    added = dict(ADDED.findall(git(folder, "show", "main:data/updates.js")))
    found: dict[str, list[str]] = defaultdict(list)
    for name in sorted({*SETTING.findall(git(folder, "show", "main:data/settings.js"))} - before):
        found[added.get(name, "2.4.0")].append(name)
    return {"since": dict(found)}
