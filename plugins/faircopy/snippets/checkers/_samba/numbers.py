"""Numbers of Samba's options, which it reads up to the first sign that is no digit. testparm says which they are."""

import re
from collections.abc import Iterator, Mapping

from faircopy.diagnostics.model import Rule, Severity
from faircopy.snippets.model import Finding

NO_NUMBER = Rule(
    "SN702",
    Severity.ERROR,
    "a Samba option must be a number, octal for permissions; Samba uses as much of the value as it can read",
    "write digits only; for permissions, 0 to 7",
)

SETTING = re.compile(r"[ \t]*(?P<name>[A-Za-z][A-Za-z0-9 :_-]*?)[ \t]*=[ \t]*(?P<value>\S[^\n]*)")
OCTAL, WHOLE = re.compile(r"[0-7]{1,6}"), re.compile(r"[+-]?\d+|0x[0-9a-fA-F]+")
KINDS = {"P_OCTAL": (OCTAL, "an octal number such as 0755"), "P_INTEGER": (WHOLE, "a whole number")}


def no_numbers(code: str, kinds: Mapping[str, str]) -> Iterator[Finding]:
    """Yield a finding for each value that is not of its option's kind. `kinds` are those of `testparm`, by name."""
    for number, line in enumerate(code.split("\n"), 1):
        setting = SETTING.match(line)
        if setting is None:
            continue
        name, value = setting["name"].lower(), setting["value"].strip().strip('"')
        form, what = KINDS.get(kinds.get(name, ""), (None, ""))
        # What a KDC encrypts with is named by words, too.
        if form and "enctypes" not in name and not form.fullmatch(value) and "%" not in value:
            fact = f"'{value[:60]}' is not a value of '{setting['name']}', which is {what}"
            yield Finding(0, NO_NUMBER, fact, number, setting.start("value") + 1, "write digits alone", fact)
