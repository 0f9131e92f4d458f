"""Scripts of the Z shell, by `zsh -n`, which reads and runs nothing; `-f` leaves out the user's own files."""

import re
from collections.abc import Mapping
from dataclasses import replace

from faircopy.diagnostics.model import Rule, Severity
from faircopy.snippets.checkers._each import CHECKED, EachChecker, Judgement, lower_first, unparsed
from faircopy.snippets.checkers._plain.readings import has_error, with_readings
from faircopy.snippets.checkers._plain.text import common_readings, kind_of, kinds_of
from faircopy.snippets.checkers._version import program_version
from faircopy.snippets.checkers.shell import judge as judge_shell
from faircopy.snippets.model import Finding, Level, Snippet
from faircopy.snippets.sandbox.root import SandboxRoot
from faircopy.snippets.sandbox.runner import Sandbox

REFUSED = Rule("SN740", Severity.ERROR, "zsh refuses it", "the message has its own reason")

MESSAGE = re.compile(rf"^{re.escape(CHECKED)}:(?P<line>\d+): (?P<message>.*)$", re.MULTILINE)
OTHER_BEGINNINGS = kinds_of((r"(?:[$%\u276f\u279c] |\w+@[\w.-]+[^\n$%#]*[$%#] )\S", "a session with its prompts"))


def strictly(snippet: Snippet, files: Mapping[str, str], sandbox: Sandbox) -> Judgement:
    done = sandbox.run(["zsh", "-f", "-n", CHECKED], SandboxRoot({**files, CHECKED: snippet.code}))
    messages = list(MESSAGE.finditer(done.stderr))
    if bool(messages) != (done.status != 0) or done.status not in (0, 1):
        return Judgement(Level.PARSED, (unparsed("zsh", done),))
    found = [
        Finding(0, REFUSED, lower_first(one["message"]), int(one["line"]), tool_message=one["message"])
        for one in messages
    ]
    return Judgement(Level.PARSED, tuple(found))


def judge(snippet: Snippet, files: Mapping[str, str], sandbox: Sandbox) -> Judgement:
    """Judge a plain fence as one of bash is where zsh refuses it: it may be notes, or have places to fill in."""
    judged = read(snippet, files, sandbox)
    if not snippet.is_plain or not has_error(judged):
        return judged
    as_bash = judge_shell(replace(snippet, language="bash"), files, sandbox)
    return judged if has_error(as_bash) else as_bash


def guess_language(code: str) -> str:
    return kind_of(code.split("\n"), OTHER_BEGINNINGS)


read = with_readings(strictly, common_readings, other=guess_language)


def find_version(sandbox: Sandbox) -> str | None:
    return program_version(sandbox, "zsh", ("--version",), r"zsh (\d[\w.]*)")


CHECKER = EachChecker(
    name="zsh",
    tool="zsh",
    command="`zsh -n`",
    level=Level.PARSED,
    programs={"zsh": "zsh"},
    judge=judge,
    find_version=find_version,
    files=("*.zsh", "*/.zshrc", "*/.zprofile", "*/.zshenv", "*/.zlogin", "/etc/zsh/*", "*.zsh-theme"),
    languages=frozenset({"zsh"}),
)
