"""One jail, tried on a log of any length."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from faircopy.filter_tool.export import parts_by_node
from faircopy.snippets.checkers._fail2ban.bans import stock_jails
from faircopy.snippets.checkers._fail2ban.client import PACKAGE_FOLDER, PYTHON, worker_root
from faircopy.snippets.checkers._fail2ban.filters import suggestion
from faircopy.snippets.checkers._fail2ban.ini import parse_ini
from faircopy.snippets.checkers._fail2ban.jail_values import CHECKS, jail_names
from faircopy.snippets.checkers._fail2ban.paths import is_jail_file, names_in, stock
from faircopy.snippets.checkers._fail2ban.trial_answer import Trial, trial_from
from faircopy.snippets.checkers._nearest import SuggestionFinder
from faircopy.snippets.excerpt import excerpt
from faircopy.snippets.sandbox.process import ProgramEndedError, ResourceLimits, Server, TimeLimitError
from faircopy.snippets.sandbox.root import SandboxRoot
from faircopy.snippets.sandbox.runner import Sandbox

START = f"import sys; sys.path.insert(0, {PACKAGE_FOLDER!r}); from sandboxed.stream import main; main()"
ZONE_FILE = "/etc/snippet-zone"  # in the sandbox
OVERRIDES = "jail.d/zz-try.local"  # fail2ban reads it last
BATCH_LINES = 2_000
BATCH_CHARS = 4_000_000
ANSWER_TIMEOUT_S = 1200.0  # for a batch of lines; each has its own limit
LINE_LIMIT_S = 2.0  # of processor time
MAX_SLOW_LINES = 20  # after so many that took too long nothing more is tried
LIMITS = ResourceLimits(cpu_seconds=86_400)
NO_FILTER = "give the path of its file, or with --from the Markdown file that it is in"
NO_JAIL = "leave --jail out for a jail with the defaults, or give with --from the Markdown file that it is in"


class TrialError(Exception):
    """What is asked cannot be tried; the message says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Setup:
    """A filter and a jail, and the files that they are in."""

    files: Mapping[str, str]  # path below /etc/fail2ban -> text
    jail: str
    filter: str  # as a jail names it, perhaps with options


def setup_for(name: str, files: Mapping[str, str], jail: str, numbers: Mapping[str, str]) -> Setup:
    """Return the jail for a filter: the one that is named, that of the filter's name, or a new one with the defaults.

    `numbers` are options of the jail to set besides. Raises TrialError.
    """
    for key, value in numbers.items():
        check, hint = CHECKS[key]
        if trouble := check(value):
            raise TrialError(f"{key}: {trouble}; {hint}")
    bare = name.partition("[")[0].strip()
    filters = stock("filter.d") | frozenset(names_in("filter.d", files))
    if bare not in filters:
        raise TrialError(f"there is no filter '{bare}'; {suggestion(SuggestionFinder(), bare, filters, NO_FILTER)}")
    jails = {one for path, text in files.items() if is_jail_file(path) for one in jail_names(parse_ini(text))}
    known = jails | stock_jails()
    if jail and jail not in known:
        raise TrialError(f"there is no jail '{jail}'; {suggestion(SuggestionFinder(), jail, known, NO_JAIL)}")
    chosen = jail or bare
    lines = [f"[{chosen}]", *(f"{key} = {value}" for key, value in numbers.items())]
    if not jail and not (bare in known and bare == name):
        lines.append(f"filter = {name}")
    return Setup({**files, OVERRIDES: "\n".join(lines) + "\n"}, chosen, bare)


def try_log(sandbox: Sandbox, setup: Setup, lines: Iterable[str], zone: bytes = b"") -> Trial:
    """Try a jail on the lines of a log. `zone` is a zone file (tzfile(5)) for dates without one; UTC without.

    Lines that take too long are left out, up to a number of them. Raises TrialError where fail2ban refuses the jail,
    and TimeLimitError where nothing could interrupt it in a line.
    """
    root = worker_root()
    environment = {"TZ": f":{ZONE_FILE}"} if zone else {}
    root = SandboxRoot({**root.files, **({ZONE_FILE: zone} if zone else {})}, environment=environment)
    with sandbox.server("fail2ban-try", [PYTHON, "-I", "-B", "-c", START], root, LIMITS) as server:
        begun = request_answer(server, {"files": dict(setup.files), "jail": setup.jail})
        if begun["error"]:
            raise TrialError(f"fail2ban refuses jail '{setup.jail}': {begun['error']}; correct it first")
        number = slow = 0
        for batch in batches(lines):
            done = request_answer(server, {"lines": batch, "seconds": LINE_LIMIT_S})
            number, slow = done["done"], done["slow"]
            if slow >= MAX_SLOW_LINES:
                break
        parts = [parts_by_node(one or "", begun["tags"]) for one in (begun["prefix"], *begun["fail"])]
        answer = request_answer(server, {"end": True, "prefix": parts[0], "parts": parts[1:]})
    return checked_trial(setup, number, answer)


def checked_trial(setup: Setup, lines: int, answer: Mapping[str, Any]) -> Trial:
    """Return the trial that an answer tells of. Raises TrialError."""
    if answer["filter"] != setup.filter:
        other = f"jail '{setup.jail}' uses filter '{answer['filter']}', not '{setup.filter}'"
        raise TrialError(f"{other}; name that filter, or a jail of '{setup.filter}' with --jail")
    if answer["error"]:
        raise TrialError(f"fail2ban fails with jail '{setup.jail}': {answer['error']}; correct its bantime.formula")
    try:
        return trial_from(setup.jail, lines, answer, notes_of(answer))
    except (LookupError, TypeError, ValueError) as error:
        raise TrialError(f"the answer of fail2ban's library is not understood ({error}); please report it") from None


def notes_of(answer: Mapping[str, Any]) -> Iterator[str]:
    for name in answer["unresolved"]:
        yield f"'{name}' in 'ignoreip' is a name, and is not looked up"
    if answer["command"]:
        yield "'ignorecommand' is not run"
    if failed := answer["failed"]:
        number, line, why = failed
        yield f"fail2ban failed with {number} of the lines, first with line {line}: {excerpt(str(why))}"


def request_answer(server: Server, request: Mapping[str, Any]) -> dict[str, Any]:
    try:
        answer: dict[str, Any] = json.loads(server.ask(json.dumps(request), ANSWER_TIMEOUT_S))
    except ProgramEndedError as error:
        raise TrialError(f"fail2ban's library has ended: {error}; try again, and please report it") from None
    if "stuck" in answer:
        limit = f"more than {LINE_LIMIT_S:g} seconds, and cannot be interrupted in it"
        raise TimeLimitError(f"line {answer['stuck']} takes fail2ban {limit}; take the line out, and try again")
    return answer


def batches(lines: Iterable[str]) -> Iterator[list[str]]:
    """Yield the lines some thousand at a time, and fewer where they are long."""
    iterator = iter(lines)
    while batch := list(islice(iterator, 1)):
        size = len(batch[0])
        while len(batch) < BATCH_LINES and size < BATCH_CHARS and (line := next(iterator, None)) is not None:
            batch.append(line)
            size += len(line)
        yield batch
