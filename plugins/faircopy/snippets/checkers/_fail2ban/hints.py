"""Errors of fail2ban's in fewer words, and what to do about them."""

import re
from collections.abc import Collection

from faircopy.snippets.checkers._nearest import SuggestionFinder

# server/strptime.py and Python's _strptime.
DATE_LETTERS = "a A b B d f G H I j k l m M p S u U V w W y Y z Z, and ExY Exy Exm Exd ExH ExM ExS Exk Exl Exz ExZ"
ENDLESS = "Recursion limit exceeded"
HINTS = (
    ("No failure-id group", "put fail2ban's host tag <HOST> in place of the address"),
    ("unterminated subpattern", "count the brackets: one is not closed"),
    ("unbalanced parenthesis", "count the brackets: one too many is closed"),
    ("unterminated character set", "close the '['"),
    ("nothing to repeat", "a '*', '+' or '?' needs something before it"),
    ("interpolation variable reference", "write %(name)s, with an s after the bracket"),
    ("'%' must be followed", "write %% for a percent sign"),
    ("in section 'KNOWN/", "write %(known/…)s: <known/…> does not see what the variables in that value are"),
    ("interpolation key 'known/", "known/… is the value from the .conf of the same name, and no .conf sets it"),
    ("Bad value substitution", "write %% for a percent sign, or define what %(…)s names"),
    ("global flags", "move (?i) and the like to the very start of the expression"),
    ("unexpected option syntax", 'write name[option="value", …]'),
    ("no section headers", "put [Definition] above the options"),
    ("redefinition of group name", "use <HOST> once in an expression; write another tag at the other place"),
    ("unknown extension ?P", "write (?P<name>…): what stood in <…> may have been taken for HTML"),
    ("bad escape", "write two backslashes for one that is meant"),
    ("journal match", "write FIELD=value, such as _SYSTEMD_UNIT=sshd.service, and + between alternatives"),
    ("usedns", "write yes, warn, no or raw"),
    ("unknown encoding", "write an encoding that Python knows, such as utf-8, or auto"),
    ("timezone", "write UTC, UTC+0200 or the like"),
    ("time-zone", "write UTC, UTC+0200 or the like"),
    ("time zone", "write UTC, UTC+0200 or the like"),
    (ENDLESS, "write the whole value; %(known/…)s comes from a .conf of the same name, not from [DEFAULT]"),
    ("self referencing", "give one of them a value without such a tag"),
    # Behind what is wrong with it as an expression.
    ("Failed to set datepattern", f"behind %% it knows {DATE_LETTERS}"),
)
MAX_REASON_CHARS = 120
NO_VARIABLE = re.compile(r"interpolation key ['\"]([^'\"]+)['\"]")
SELF_REFERRING = re.compile(r"self referencing definitions.*, found: (?P<option>[^ ]+) in \{(?P<all>[^}]*)\}")
ITSELF = re.compile(rf"{ENDLESS} in value substitution: option '(?P<option>[^']+)'")
UNDEFINED = re.compile(r"option '(?P<option>[^']+)' in section .* contains an interpolation key '(?P<name>[^']+)'")


def reason_in(error: str) -> str:
    """Return the part of an engine's message that says why, without the expression that it repeats."""
    if error.startswith("No failure-id group") and len(error) > MAX_REASON_CHARS:
        return "No failure-id group"  # behind it stands the whole expression, with all that is interpolated
    return error.rpartition("\n")[2] if error.startswith("Unable to compile") else first_line(error)


def first_line(error: str) -> str:
    """Return what an error says first; of a variable that nothing defines, in fewer words than configparser's."""
    if undefined := UNDEFINED.search(error):
        return f"nothing defines '%({undefined['name']})s', which option '{undefined['option']}' has"
    if itself := ITSELF.search(error):
        return f"the value of '{itself['option']}' refers to itself"
    if circle := SELF_REFERRING.search(error):
        names = re.findall(r"'([^']+)'", circle["all"])
        return f"the tags of {', '.join(map(repr, names))} refer to each other in a circle"
    return " ".join(error.split("\n", maxsplit=1)[0].split())


def hint_for_variable(error: str, names: Collection[str], near: SuggestionFinder) -> str:
    """Return the hint for an error; the known name that was meant, where it is about one that nothing defines."""
    named = NO_VARIABLE.search(error)
    meant = near.find(named[1], names) if named and named[1] not in names else ""
    return f"did you mean '%({meant})s'?" if meant else hint_for(error)


def hint_for(error: str) -> str:
    return next((hint for text, hint in HINTS if text.lower() in error.lower()), "")
