"""Values of sshd_config that sshd takes in silence, and that do another thing than they seem to: sshd_config(5)."""

import re
from collections.abc import Iterator

from faircopy.diagnostics.model import Rule, Severity
from faircopy.offsets import place_at
from faircopy.snippets.excerpt import excerpt
from faircopy.snippets.model import Finding

TAKEN = Rule(
    "SN332",
    Severity.ERROR,
    "sshd accepts a value silently, but it does not do what it seems to",
    "the message says what sshd makes of it",
)

# Of files that each user has, as `sshd -T` prints them.
OF_EACH_USER = re.compile(
    r"^[ \t]*Authorized(?:Keys|Principals)File[ \t=][^\n#]*?(?<=[ \t=\"])(?P<path>(?P<home>~|\$\{?HOME\b)[^\s\"]*)",
    re.MULTILINE | re.IGNORECASE,
)
# A folder that is not whole stops each login: "chroot path does not begin at root".
NOT_WHOLE = re.compile(
    r"^[ \t]*ChrootDirectory[ \t=]+\"?(?P<path>(?!none\b)[^\s\"/%<\[{#][^\s\"]*)", re.MULTILINE | re.IGNORECASE
)
# Names of users, groups and variables, none of which ends so.
ENDS_OTHERWISE = re.compile(
    r"^[ \t]*(?:(?:Allow|Deny)(?:Users|Groups)|AcceptEnv)[ \t][^\n#;]*?(?<=[ \t])(?P<word>[^\s;#\"]+;)[ \t]*$",
    re.MULTILINE | re.IGNORECASE,
)


def taken_in_silence(code: str) -> Iterator[Finding]:
    """Yield a finding for each such value."""
    for found in OF_EACH_USER.finditer(code):
        of_root = "root's home, so all users share one file"
        meaning = of_root if found["home"] == "~" else "a literal name"
        fact = f"sshd takes '{found['home']}' of '{excerpt(found['path'])}' for {meaning}"
        hint = "leave the home out, where relative paths begin, or write `%h`"
        yield Finding(0, TAKEN, fact, *place_at(code, found.start("path")), hint)
    for found in NOT_WHOLE.finditer(code):
        fact = f"'{excerpt(found['path'])}' is not an absolute path, so sshd ends each login"
        yield Finding(0, TAKEN, fact, *place_at(code, found.start("path")), "write the whole path")
    for found in ENDS_OTHERWISE.finditer(code):
        fact = f"the semicolon is part of '{excerpt(found['word'])}', a name that nobody has"
        yield Finding(0, TAKEN, fact, *place_at(code, found.start("word")), "leave the semicolon out")
