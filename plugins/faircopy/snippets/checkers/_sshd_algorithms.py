"""Lists of algorithms in sshd_config: which one of a list sshd does not know, and whether a newer one does."""

import re
from collections.abc import Iterator
from functools import cache

from faircopy.diagnostics.model import Rule
from faircopy.offsets import line_at
from faircopy.snippets.checkers._nearest import SuggestionFinder
from faircopy.snippets.checkers._newer import Table
from faircopy.snippets.model import Finding
from faircopy.snippets.sandbox.root import SandboxRoot
from faircopy.snippets.sandbox.runner import Sandbox

BAD_LIST = re.compile(
    r"^Bad (?:SSH2 )?(?P<kind>KexAlgorithms|cipher spec|mac spec|key types) '(?P<names>[^'\n]*)'", re.IGNORECASE
)
QUERIES = {"kexalgorithms": "kex", "cipher spec": "cipher", "mac spec": "mac", "key types": "key-sig"}
# By the release notes, https://www.openssh.com/releasenotes.html.
TABLE = Table(
    "OpenSSH",
    {"mlkem768x25519-sha256": "9.9", "sntrup761x25519-sha512": "9.9"},
    {"ssh-dss": "10.0", "ssh-dss-cert-v01@openssh.com": "10.0"},
    {},
)
LIST = re.compile(
    r"^[ \t]*(?:HostKeyAlgorithms|(?:HostbasedAccepted|PubkeyAccepted)(?:Algorithms|KeyTypes)|CASignatureAlgorithms)"
    r"(?:[ \t]*=)?[ \t]*[\"']?(?P<names>[^\s#\"']+)",
    re.IGNORECASE | re.MULTILINE,
)


def gone_algorithms(code: str) -> Iterator[Finding]:
    """Yield what newer versions no longer have of the lists that they would refuse; one that takes names away may."""
    for found in LIST.finditer(code):
        names = [] if found["names"].startswith("-") else found["names"].lstrip("+^").split(",")
        line = line_at(code, found.start("names"))
        gone = (TABLE.finding(name, "", line) for name in names if name in TABLE.gone)
        yield from [one for one in gone if one][:1]


def fault_in_list(
    message: str, line: int, rule: Rule, have: str, nearest: SuggestionFinder, sandbox: Sandbox
) -> Finding | None:
    """Return what is wrong with a list that sshd refuses as a whole; None where no name of it is to blame.

    `have` is the version of the sshd that refuses it.
    """
    bad = BAD_LIST.match(message)
    if bad is None:
        return None
    known = algorithms(QUERIES[bad["kind"].lower()], sandbox.kind)
    names = [name.lstrip("+-^") for name in bad["names"].split(",")]
    unknown = [name for name in names if name not in known and not re.search(r"[*?]", name)]
    notes = {name: TABLE.finding(name, have, line) for name in unknown}
    wrong = next((name for name in unknown if notes[name] is None), None)
    if wrong is not None:
        fact = f"sshd does not know the algorithm '{wrong}'" if wrong else "a name is missing next to a comma"
        hint = nearest.hint(wrong, known) or f"`ssh -Q {QUERIES[bad['kind'].lower()]}` lists them"
        return Finding(0, rule, fact, line, hint=hint, tool_message=message)
    return next(iter(notes.values()), None)


@cache
def algorithms(query: str, kind: str | None) -> frozenset[str]:
    """Return the names that OpenSSH has for a kind of algorithm."""
    return frozenset(Sandbox(kind).run(["ssh", "-Q", query], SandboxRoot({})).stdout.split())
