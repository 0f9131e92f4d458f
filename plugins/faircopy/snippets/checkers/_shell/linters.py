"""What shellcheck and bash say of commands."""

import json
import re
from dataclasses import replace

from faircopy.diagnostics.model import Rule, Severity
from faircopy.snippets.checkers._each import listed, lower_first, read_answer, unparsed
from faircopy.snippets.checkers._version import in_sandbox, program_version, wheel_program
from faircopy.snippets.model import Finding
from faircopy.snippets.sandbox.process import Completed, ToolMissingError
from faircopy.snippets.sandbox.root import SandboxRoot
from faircopy.snippets.sandbox.runner import Sandbox

UNREADABLE = Rule("SN300", Severity.ERROR, "bash cannot parse it")
WRONG = Rule("SN301", Severity.ERROR, "shellcheck calls it an error")
DOUBTFUL = Rule("SN302", Severity.WARNING, "shellcheck warns of it")
RULES = {"error": WRONG, "warning": DOUBTFUL}

# What shellcheck misses in a fragment because the rest of the script is not there: other sourced files,
# variables that are set or used elsewhere, and `cd` without a way out, which an interactive shell has.
NOT_FOR_FRAGMENTS = "SC1090,SC1091,SC2034,SC2154,SC2164"
# What it only warns of, and what changes the command: typographic quotes, spaces that do not divide words, and an `&`
# within an address, which ends the command there.
DAMAGE = frozenset({1015, 1016, 1018, 1100, 1110, 1111, 1112, 1132})
KEYWORD_AS_WORD = 1010
# A comment with an order to shellcheck, up to the name; `${#shellcheck}` is none.
ORDER = re.compile(r"(?<!\{)(?P<before>#[^\w\n#]*)shellcheck(?=(?P<rest>[^\n#]*))")
# Codes named one by one: what an author has looked at.
SINGLE_CODES = re.compile(r"(?:[ \t]+disable=SC\d{4}(?:,SC\d{4})*)+[ \t]*")
BASH_MESSAGE = re.compile(r"^[^\n]*?: line (?P<line>\d+): (?P<message>.*)$", re.MULTILINE)


def at_keyword(found: list[Finding], refused: list[Finding]) -> list[Finding]:
    """Return what bash refuses, at the `then` or `do` above that shellcheck says to be a word of the command before it.

    Bash tells of it where the block ends.
    """
    words = [one for one in found if one.message.endswith(f"(SC{KEYWORD_AS_WORD})")]
    if not refused or not words or words[0].line > refused[0].line:
        return refused
    return [replace(words[0], rule=UNREADABLE)]


def of_shellcheck(code: str, shell: str | None, sandbox: Sandbox) -> list[Finding] | Finding:
    """Return what shellcheck says, or the finding that it gave no answer.

    A comment of a checked snippet turns off a warning by its code, and no error.
    """
    whole, with_exceptions = without_orders(code), without_orders(code, SINGLE_CODES)
    found = findings_of(run_shellcheck(whole, shell, sandbox))
    if isinstance(found, Finding) or with_exceptions == whole:
        return found
    left = findings_of(run_shellcheck(with_exceptions, shell, sandbox))
    return left if isinstance(left, Finding) else [one for one in found if one.rule is WRONG or one in left]


def without_orders(code: str, kept: re.Pattern[str] | None = None) -> str:
    """Return the code without comments that order shellcheck about, but those that `kept` allows. Every place stays."""

    def plain(found: re.Match[str]) -> str:
        if kept and kept.fullmatch(found["rest"]):
            return found[0]
        return f"{found['before']}xxxxxxxxxx"

    return ORDER.sub(plain, code)


def findings_of(checked: Completed) -> list[Finding] | Finding:
    found = read_answer("shellcheck", checked, read_comments)
    return unparsed("shellcheck", checked) if isinstance(found, list) and checked.status != bool(found) else found


def run_shellcheck(code: str, shell: str | None, sandbox: Sandbox) -> Completed:
    program = wheel_program("shellcheck")
    if program is None:
        raise ToolMissingError("shellcheck")
    place, bind_mounts = in_sandbox(program)
    command = [place, "--norc", "--format=json1", "--severity=warning", f"--exclude={NOT_FOR_FRAGMENTS}"]
    shell_is = [f"--shell={shell}"] if shell else []
    return sandbox.run([*command, *shell_is, "-"], SandboxRoot({}, bind_mounts, shared=True), stdin=code)


def read_comments(output: str) -> list[Finding]:
    """Return shellcheck's comments as findings. Raises what reading another form than its json1 raises."""
    return [
        of_comment(int(one["code"]), str(one["message"]), str(one["level"]), int(one["line"]), int(one["column"]))
        for one in listed(json.loads(output)["comments"])
    ]


def of_comment(code: int, message: str, level: str, line: int, column: int) -> Finding:
    # At these levels shellcheck has no fixes of its own to offer.
    hint = f"https://www.shellcheck.net/wiki/SC{code} explains it"
    rule = WRONG if code in DAMAGE else RULES[level]
    return Finding(0, rule, f"{lower_first(message)} (SC{code})", line, column, hint, tool_message=message)


def of_bash(code: str, shell: str | None, sandbox: Sandbox) -> list[Finding]:
    """Return what bash's parser says; -n reads commands and runs none."""
    if shell is None and not re.match(r"#![^\n]*\b(ba)?sh\b", code):
        return []
    # extglob changes what bash can parse, and a script that uses it turns it on only as it runs.
    posix = ["--posix"] if shell == "sh" else []
    parsed = sandbox.run(
        ["bash", "--norc", "--noprofile", *posix, "-O", "extglob", "-n"], SandboxRoot({}, shared=True), stdin=code
    )
    messages = list(BASH_MESSAGE.finditer(parsed.stderr))
    if bool(messages) != bool(parsed.stderr.strip()) or (parsed.status != 0 and not messages):
        return [unparsed("bash", parsed)]
    return [
        Finding(0, UNREADABLE, lower_first(one["message"]), int(one["line"]), tool_message=one["message"])
        for one in messages
        # The line itself, repeated after the message.
        if not one["message"].startswith("`")
    ]


def find_version(sandbox: Sandbox) -> str | None:
    program = wheel_program("shellcheck")
    shellcheck = program_version(sandbox, program, ("--version",), r"version: (\S+)") if program else None
    bash = program_version(sandbox, "bash", ("--version",), r"version (\d[\d.]*)")
    return f"{shellcheck} with bash {bash}" if shellcheck and bash else None
