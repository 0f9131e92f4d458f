"""The words of nft's language, from its scanner and manual."""

import re
from itertools import pairwise

from sources import Table, git, numbers

SOURCE = "https://git.netfilter.org/nftables/tree/doc"
OLDEST = (0, 9, 8)
# A word that nft's grammar knows: in its scanner, and as its manual writes it. Short ones stand in other senses, too.
TOKEN = re.compile(r'^(?:<[^>]*>)?[ \t]*"(?P<word>[a-z][a-z0-9-]{2,})"', re.MULTILINE)
IN_MANUAL = re.compile(r"[a-z][a-z0-9-]+")
# The name of an event in older manuals, too.
STATEMENTS = {"destroy"}


def table(folder: str) -> Table:
    """Return the words of nft's language by the version whose grammar first has them: those that nft(8) has.

    Without those that an older manual has in another sense.
    """
    found: Table = {"since": {}}
    tags = sorted(re.findall(r"^v(\d+\.\d+\.\d+)$", git(folder, "tag"), re.MULTILINE), key=numbers)
    tags = [tag for tag in tags if numbers(tag) >= OLDEST]
    newest = manual_of_nft(folder, tags[-1])
    for before, tag in pairwise(tags):
        old, new = (set(TOKEN.findall(git(folder, "show", f"v{one}:src/scanner.l"))) for one in (before, tag))
        words = ((new - old) & newest) - (manual_of_nft(folder, before) - STATEMENTS)
        if words:
            found["since"][tag] = sorted(words)
    return found


def manual_of_nft(folder: str, tag: str) -> set[str]:
    pages = git(folder, "ls-tree", "--name-only", f"v{tag}", "doc/").split()
    texts = (git(folder, "show", f"v{tag}:{page}") for page in pages if page.endswith(".txt"))
    return {word for text in texts for word in IN_MANUAL.findall(text)}
