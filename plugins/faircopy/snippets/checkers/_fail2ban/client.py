"""A task -> the question to the worker, and the worker's answer."""

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from faircopy.snippets.checkers._fail2ban.bans import jails_of
from faircopy.snippets.checkers._fail2ban.includes import lint_includes
from faircopy.snippets.checkers._fail2ban.ini import Ini
from faircopy.snippets.checkers._fail2ban.jail_values import jails_to_judge
from faircopy.snippets.checkers._fail2ban.paths import (
    CONFIGURATION,
    is_jail_file,
    lines_of,
    log_filter_exists,
    names_in,
    stock,
)
from faircopy.snippets.model import Task
from faircopy.snippets.packaged import packaged_files
from faircopy.snippets.rules import INCLUDE_OUTSIDE
from faircopy.snippets.sandbox.paths import SANDBOX_FOLDER
from faircopy.snippets.sandbox.process import ResourceLimits, TimeLimitError
from faircopy.snippets.sandbox.root import SandboxRoot
from faircopy.snippets.sandbox.runner import Sandbox

PYTHON = "/usr/bin/python3"  # the one that Debian installs fail2ban's library for
# The package that answers, as it is here and in the sandbox.
SANDBOXED = Path(__file__).with_name("sandboxed")
PACKAGE_FOLDER = f"{SANDBOX_FOLDER}/fail2ban"
START = f"import sys; sys.path.insert(0, {PACKAGE_FOLDER!r}); from sandboxed.worker import main; main()"
COMMAND = (PYTHON, "-I", "-B", "-c", START)
CPU_LIMIT_S = 5  # of processor time for one group; a filter that needs longer for a sample would stop a server
ANSWER_TIMEOUT_S = 60.0  # on the clock; the worker itself gives up before that
# The worker lives for a whole run, so its own limit on processor time is that of many groups.
WORKER_LIMITS = ResourceLimits(cpu_seconds=3600)


def ask(sandbox: Sandbox, request: Mapping[str, Any]) -> dict[str, Any]:
    """Return the worker's answer. Raises TimeLimitError when a regular expression took too long."""
    return in_time(answer_from_worker(sandbox, worker_root(), request))


def worker_root() -> SandboxRoot:
    own = {f"{PACKAGE_FOLDER}/sandboxed/{path.name}": path.read_bytes() for path in SANDBOXED.glob("*.py")}
    return SandboxRoot({**packaged_files("fail2ban"), **own})


def answer_from_worker(sandbox: Sandbox, root: SandboxRoot, request: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the worker says that all groups share."""
    with sandbox.server("fail2ban", COMMAND, root, WORKER_LIMITS) as server:
        return answer_of(server.ask(json.dumps(request), ANSWER_TIMEOUT_S), request)


def in_time(answer: dict[str, Any]) -> dict[str, Any]:
    if answer.get("timeout"):
        raise TimeLimitError(f"fail2ban used more than {CPU_LIMIT_S:g} seconds of processor time for this group")
    return answer


def answer_of(line: str, request: Mapping[str, Any]) -> dict[str, Any]:
    """Return an answer that has all that was asked for, or one that says why there is none."""
    try:
        answer: dict[str, Any] = json.loads(line)
        if answer.get("timeout") or answer.get("crash") or is_whole(answer, request):
            return answer
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        pass
    return {"crash": "the answer cannot be read"}


def is_whole(answer: Mapping[str, Any], request: Mapping[str, Any]) -> bool:
    by_name = all(answer[kind].keys() == set(request[kind]) for kind in ("filters", "actions", "jails"))
    whole_logs = all(isinstance(log["jails"], dict) for log in answer["logs"])
    return by_name and whole_logs and len(answer["logs"]) == len(request["logs"])


def request_for(task: Task, files: Mapping[str, Ini]) -> dict[str, Any]:
    relative = {path.removeprefix(CONFIGURATION): text for path, text in task.files.items() if path in files}
    # The worker is not to read what an include outside the folder names; the note on it is the finding.
    readable = {path: text for path, text in relative.items() if not leaves_folder(files[CONFIGURATION + path])}
    logs = [
        {"filter": one.log, "lines": lines_of(one), "jail": one.jail if one.jail in jails_of(task) else ""}
        for one in task.snippets
        if one.log and log_filter_exists(one, task)
    ]
    # Of the group's files only those that are judged: a task may be one snippet of several.
    judged = {path.removeprefix(CONFIGURATION) for one in task.snippets if (path := one.file)}
    return {
        "files": readable,
        "filters": names_in("filter.d", readable.keys() & judged),
        "actions": sorted({*names_in("action.d", readable), *actions_named(files.values())}),
        "jails": [
            name
            for path in readable
            if path in judged and is_jail_file(path)
            for name in jails_to_judge(files[CONFIGURATION + path])
        ],
        "logs": logs,
        "seconds": CPU_LIMIT_S,
    }


def leaves_folder(ini: Ini) -> bool:
    return any(note.rule is INCLUDE_OUTSIDE for note in lint_includes(ini, lambda _: True, ()))


def actions_named(files: Iterable[Ini]) -> set[str]:
    """Return the stock actions that jails may name, so that their arguments can be judged."""
    words = {word for ini in files for option in ini.options for word in re.findall(r"[\w-]+", option.value)}
    # `%(action_mwl)s` of the stock jail.conf is an action of the name without that, and its `banaction` is the first.
    return (words | {word.removeprefix("action_") for word in words} | {"iptables-multiport"}) & stock("action.d")
