"""Lists of packages with commas between: the comma becomes a part of each name."""

import re
from collections.abc import Iterator

from faircopy.diagnostics.model import Rule, Severity
from faircopy.offsets import place_at
from faircopy.snippets.checkers._shell.text import outside_text
from faircopy.snippets.excerpt import excerpt
from faircopy.snippets.model import Finding

WITH_COMMA = Rule(
    "SN292",
    Severity.ERROR,
    "packages are separated by commas, which an installer takes as part of their names",
    "leave out the commas",
)

OPTIONS = r"(?:-\S+[ \t]+){0,9}"
NAME = r"[\w@][\w@./:+-]*"
# Nothing but names up to the end of the line: a sentence goes on with other words.
LIST = re.compile(
    r"^[ \t]*(?:sudo[ \t]+)?(?:apt|apt-get|aptitude|apk|brew|dnf|npm|pip|pip3|pnpm|yarn|yum|zypper)[ \t]+"
    rf"{OPTIONS}(?:install|add)[ \t]+{OPTIONS}(?:{NAME}[ \t]+){{0,99}}(?P<name>{NAME}),"
    rf"(?:[ \t]+{NAME},?){{1,99}}[ \t]*$",
    re.MULTILINE,
)
OF_A_SENTENCE = re.compile(r"(?:,|[ \t])[ \t]*(?:and|or|then|to|the|with|if|which|und|et|y)(?=[ \t])")


def lists_with_commas(code: str) -> Iterator[Finding]:
    for found in outside_text(code, LIST):
        if not OF_A_SENTENCE.search(found[0]):
            fact = f"'{excerpt(found['name'])},' includes the comma: no package has that name"
            yield Finding(0, WITH_COMMA, fact, *place_at(code, found.end("name")), WITH_COMMA.remedy)
