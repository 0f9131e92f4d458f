"""Services of PAM, as pam.d(5) has them: lines that PAM would not understand, for which it refuses whoever logs in."""

import re
from collections.abc import Iterator

Fault = tuple[str, int, int, str, str]  # kind, line and column from 1, message, the tool's own words or ""

WORD = re.compile(r"\[(?:\\.|[^\[\]\\])*\]|[^ \t]+")
TYPES = ("account", "auth", "password", "session")
CONTROLS = ("required", "requisite", "sufficient", "optional", "include", "substack")
FILES = ("include", "substack")
# pam.d(5); each is the name of what a module returns.
RETURNED = frozenset(
    [
        "success",
        "open_err",
        "symbol_err",
        "service_err",
        "system_err",
        "buf_err",
        "perm_denied",
        "auth_err",
        "cred_insufficient",
        "authinfo_unavail",
        "user_unknown",
        "maxtries",
        "new_authtok_reqd",
        "acct_expired",
        "session_err",
        "cred_unavail",
        "cred_expired",
        "cred_err",
        "no_module_data",
        "conv_err",
        "authtok_err",
        "authtok_recover_err",
        "authtok_lock_busy",
        "authtok_disable_aging",
        "try_again",
        "ignore",
        "abort",
        "authtok_expired",
        "module_unknown",
        "bad_item",
        "conv_again",
        "incomplete",
        "default",
    ]
)
ACTIONS = frozenset(("ignore", "bad", "die", "done", "ok", "reset"))
MIN_WORDS = 3  # words of a line


def faults(text: str) -> list[Fault]:
    return list(faults_of(text.split("\n")))


def faults_of(lines: list[str]) -> Iterator[Fault]:
    for number, line in logical_lines(lines):
        words = [(word[0], word.start() + 1) for word in WORD.finditer(line.partition("#")[0])]
        if not words or (words[0][0] == "@include" and len(words) == 2):  # Debian's, with a file's name
            continue
        # Faults in a continued line are shown at its first line.
        last = max(1, len(lines[number - 1]))
        for kind, column, message in line_faults(words):
            yield kind, number, min(column, last), *2 * (message,)


def logical_lines(lines: list[str]) -> Iterator[tuple[int, str]]:
    """Yield lines with the number of their first; one that ends with a backslash goes on in the next."""
    start, parts = 1, [""]
    for number, line in enumerate(lines, 1):
        parts.append(line.rstrip("\r").removesuffix("\\"))
        if not line.rstrip("\r").endswith("\\") or number == len(lines):
            yield start, " ".join(parts)[1:]
            start, parts = number + 1, [""]


def line_faults(words: list[tuple[str, int]]) -> Iterator[tuple[str, int, str]]:
    """Yield kind, column and fact of what is wrong with the first word that is."""
    (kind, column), rest = words[0], words[1:]
    if kind.removeprefix("-").lower() not in TYPES:
        yield "type", column, f"'{kind[:60]}' is not one of {', '.join(TYPES)}"
        return
    if len(words) < MIN_WORDS:
        yield "words", words[-1][1], f"'{kind}' needs a control and a module after it"
        return
    control, column = rest[0]
    if control.startswith("["):
        yield from ((("control", column, fact)) for fact in action_faults(control))
    elif control.lower() not in CONTROLS:
        yield "control", column, f"'{control[:60]}' is not one of {', '.join(CONTROLS)}"
    module, column = rest[1]
    if control.lower() not in FILES and not module.endswith(".so"):
        yield "words", column, f"'{module[:60]}' is not a module: module names end with '.so'"


def action_faults(control: str) -> Iterator[str]:
    for part in control.strip("[]").split():
        returned, equals, action = part.partition("=")
        if not equals or returned not in RETURNED:
            yield f"'{part[:60]}' does not have a module's return value before '='"
        elif action not in ACTIONS and not action.isdigit():
            yield f"'{action[:60]}' is not a number, and not one of {', '.join(sorted(ACTIONS))}"
