"""What postconf says of files of Postfix, as findings."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from difflib import SequenceMatcher

from faircopy.diagnostics.model import Rule, Severity
from faircopy.snippets.checkers._each import lower_first
from faircopy.snippets.checkers._nearest import SuggestionFinder
from faircopy.snippets.model import Finding

REFUSED = Rule("SN770", Severity.ERROR, "Postfix refuses it", "the message has postconf's own reason")
UNUSED = Rule(
    "SN771",
    Severity.ERROR,
    "Postfix has no parameter of this name, and ignores it silently",
    "postconf(5) lists them; the message names the nearest",
)
UNKNOWN = Rule(
    "SN772",
    Severity.NOTE,
    "the installed Postfix uses no parameter of this name, but a newer one may",
    "say in the text which version it needs",
)
OVERRIDDEN = Rule(
    "SN773", Severity.WARNING, "a parameter of Postfix appears twice, and the last one counts", "keep one"
)
UNDEFINED = Rule("SN775", Severity.WARNING, "a value refers to a parameter that nothing defines", "define it")

SAME_WORD = 0.6  # how alike two words are that may be the same one, misspelt

FOLDER = "/checked"
MAIN, MASTER = f"{FOLDER}/main.cf", f"{FOLDER}/master.cf"
MESSAGE = re.compile(
    rf"^postconf: (?:warning|fatal): (?:file )?(?:{FOLDER}/\w+\.cf(?:,|:) ?)?(?:line (?P<line>\d+): )?(?P<message>.*)$"
)
OVERRIDING = re.compile(r"overriding earlier entry: (?P<name>[^=]+)=")
PARAMETER = re.compile(r"(?P<what>unused|undefined) parameter: (?P<name>[^=]+)")
OF_THE_MACHINE = re.compile(r"config variable \w+: host not found: |could not find any active network interfaces$")


def findings_of(match: re.Match[str], code: str, files: Mapping[str, str]) -> Iterator[Finding]:
    message, line = match["message"], int(match["line"] or 0)
    if OF_THE_MACHINE.match(message) or is_of_other_file(match[0], code, files):
        return
    if twice := OVERRIDING.match(message):
        # It reads the file several times, and then says so of the first, too.
        if line > line_of(twice["name"], code) > 0:
            fact = f"'{twice['name']}' is already at line {line_of(twice['name'], code)}, and this one counts"
            yield Finding(0, OVERRIDDEN, fact, line, tool_message=message)
    elif parameter := PARAMETER.match(message):
        name = parameter["name"].strip()
        if parameter["what"] == "undefined":
            at = first_line(code, lambda one: f"${name}" in one or f"${{{name}" in one)
            yield Finding(0, UNDEFINED, f"nothing defines '{name}'", at, tool_message=message)
        elif at := line_of(name, code):
            yield Finding(0, UNUSED, name, at, tool_message=message)
    else:
        quoted = re.search(r'"([^"\n]+)"$', message)
        at = line or first_line(code, lambda one: quoted is not None and one.startswith(quoted[1][:20]))
        yield Finding(0, REFUSED, lower_first(message), at, tool_message=message)


def first_line(code: str, is_meant: Callable[[str], bool]) -> int:
    """Return the number of the first line that is meant; 1 if none is."""
    return next((number for number, line in enumerate(code.split("\n"), 1) if is_meant(line)), 1)


def is_of_other_file(message: str, code: str, files: Mapping[str, str]) -> bool:
    """Tell whether a message is about the file beside the snippet."""
    other = MAIN if files[MASTER] == code else MASTER
    return f"{other}:" in message or f"{other}," in message


def line_of(name: str, code: str) -> int:
    """Return the first line that sets a parameter, in main.cf or by -o; 0 where none does."""
    setting = re.compile(rf"(?:[ \t]+-o[ \t]+(?:[\w.]+=\S+[ \t]+-o[ \t]+)*)?{re.escape(name)}[ \t]*=")
    return next((number for number, line in enumerate(code.split("\n"), 1) if setting.match(line)), 0)


def name_nearest(finding: Finding, known: tuple[str, ...], near: SuggestionFinder) -> Finding | None:
    """Return a finding on a parameter that is not used: a slip, or one that another version may have.

    None for one of a service or a use of one's own, which master.cf would name: mua_sender_restrictions.
    """
    name = finding.message
    meant = near.find(name, known, cutoff=0.85)
    (own, _, rest), (other, _, other_rest) = name.partition("_"), meant.partition("_")
    if meant and rest == other_rest and SequenceMatcher(None, own, other).ratio() < SAME_WORD:
        return None
    fact = f"Postfix does not use a parameter '{name}'"
    if meant:
        return replace(finding, message=fact, hint=f"did you mean '{meant}'?")
    return replace(finding, rule=UNKNOWN, message=fact, hint="postconf(5) lists them")
