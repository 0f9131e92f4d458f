"""Commas in lists whose words are separated by spaces: the program takes each comma as part of a word."""

import re
from collections.abc import Iterable, Iterator

from faircopy.diagnostics.model import Diagnostic, Rule, Severity
from faircopy.offsets import line_at
from faircopy.snippets.excerpt import excerpt
from faircopy.snippets.model import CheckedSnippet, Status

COMMA = Rule(
    "SN119",
    Severity.WARNING,
    "a list whose words are separated by spaces has commas, which the program takes as part of the words",
    "leave out the commas",
)
# Lists whose words have no commas, by checker. Where the program itself refuses the comma, its own message is told.
# nginx's and Apache's manuals, sshd_config(5), systemd.unit(5), logrotate(8), GNU make's manual ("Phony Targets").
LISTS = {
    "nginx": r"^[ \t]*+(?:[^#\n]*[;{}][ \t]*)?(?P<name>server_name|index|valid_referers|try_files"
    r"|(?:gzip|brotli|sub_filter|ssi|charset|addition|xslt)_types)\s+(?P<words>[^;{}#]*)",
    "apache": r"^[ \t]*(?P<name>ServerAlias|DirectoryIndex|IndexIgnore|AddType|AddHandler|AddOutputFilterByType"
    r"|Allow[ \t]+from|Deny[ \t]+from)[ \t]+(?P<words>[^\n]*)",
    "sshd": r"^[ \t]*(?P<name>(?:Allow|Deny)(?:Users|Groups)|AcceptEnv)[ \t]+(?P<words>[^\n#]*)",
    "systemd": r"^(?P<name>WantedBy|RequiredBy|UpheldBy|Also|Alias|SupplementaryGroups|AmbientCapabilities"
    r"|CapabilityBoundingSet)[ \t]*=[ \t]*(?P<words>[^\n#]*)",
    # What opens no block is taken, too, so that nobody looks for its brace from each of its lines.
    "logrotate": r"^(?P<name>)(?:(?P<words>/[^{}#]*+)\{|/[^{}#]*+)",
    "makefile": r"^(?P<name>\.PHONY)[ \t]*:[ \t]*(?P<words>[^\n#$]*)",
}
PATTERNS = {checker: re.compile(pattern, re.MULTILINE | re.IGNORECASE) for checker, pattern in LISTS.items()}
# Texts in quotes, and expressions, may have commas of their own; so may the hosts of a user of sshd, and RCS's files,
# which Apache's own list of names to hide has.
WORD = re.compile(
    r"\"[^\"\n]*\"|'[^'\n]*'|[~^!]\S*|\*,\w(?!\S)"
    r"|(?<![^\s,\"'])(?:[^\s,@]++@[^\s,@]++(?:,[^\s,@]+)+(?!\S)|(?P<bare>[^\s,\"']++,\S*))"
)


def commas(checked: Iterable[CheckedSnippet], known: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """Yield a diagnostic for the first word with a comma of each such list, unless its line has another finding."""
    places = {(one.path, one.line) for one in known if one.severity is not Severity.NOTE}
    for one in checked:
        snippet, pattern = one.snippet, PATTERNS.get(one.verdict.checker)
        if pattern is None or one.verdict.status is not Status.PASSED or snippet.log or snippet.must_fail:
            continue
        for found in pattern.finditer(snippet.code):
            words = WORD.finditer(found["words"] or "")
            start, word = next(
                ((found.start("words") + word.start(), word[0]) for word in words if word["bare"]), (0, "")
            )
            number = line_at(snippet.code, start) - 1 if word else 0
            if word and (snippet.path, snippet.line + number + 1) not in places:
                column = start - snippet.code.rfind("\n", 0, start) - 1
                column += snippet.columns[number] if snippet.columns else 1
                fact = f"'{excerpt(word)}' includes the comma: {described(found['name'])} are separated by spaces"
                yield COMMA.at(snippet.path, snippet.line + number + 1, fact, COMMA.remedy, column=column)


def described(name: str) -> str:
    return f"the words of '{name}'" if name else "files"
