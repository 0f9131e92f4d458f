"""One jail, tried on a log of any length."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from faircopy.snippets.checkers._fail2ban.bans import jail_proof, stock_jails
from faircopy.snippets.checkers._fail2ban.client import CPU_LIMIT_S, PACKAGE_FOLDER, PYTHON, worker_root
from faircopy.snippets.checkers._fail2ban.filters import suggestion
from faircopy.snippets.checkers._fail2ban.ini import parse_ini
from faircopy.snippets.checkers._fail2ban.jail_values import CHECKS, jail_names
from faircopy.snippets.checkers._fail2ban.paths import is_jail_file, names_in, stock
from faircopy.snippets.checkers._nearest import SuggestionFinder
from faircopy.snippets.excerpt import excerpt
from faircopy.snippets.model import JailProof
from faircopy.snippets.sandbox.process import ProgramEndedError, ResourceLimits, Server, TimeLimitError
from faircopy.snippets.sandbox.root import SandboxRoot
from faircopy.snippets.sandbox.runner import Sandbox

START = f"import sys; sys.path.insert(0, {PACKAGE_FOLDER!r}); from sandboxed.stream import main; main()"
ZONE_FILE = "/etc/snippet-zone"  # in the sandbox
OVERRIDES = "jail.d/zz-try.local"  # fail2ban reads it last
BATCH_LINES = 2_000
BATCH_CHARS = 4_000_000
ANSWER_TIMEOUT_S = 600.0  # for a batch of lines; each has its own limit
LIMITS = ResourceLimits(cpu_seconds=86_400)


class TrialError(Exception):
    """What is asked cannot be tried; the message says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Setup:
    """A filter and a jail, and the files that they are in."""

    files: Mapping[str, str]  # path below /etc/fail2ban -> text
    jail: str
    filter: str  # as a jail names it, perhaps with options


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of it."""

    proof: JailProof
    lines: int
    matched: int
    ignored_lines: int  # by `ignoreregex`
    undated: int
    ignored: tuple[tuple[str, int, int], ...]  # by `ignoreip`: address, failures, the first line
    findtime: int  # seconds
    notes: tuple[str, ...]  # what of the jail could not be had here


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
        raise TrialError(f"there is no filter '{bare}'; {suggestion(SuggestionFinder(), bare, filters)}")
    jails = {one for path, text in files.items() if is_jail_file(path) for one in jail_names(parse_ini(text))}
    known = jails | stock_jails()
    if jail and jail not in known:
        raise TrialError(f"there is no jail '{jail}'; {suggestion(SuggestionFinder(), jail, known)}")
    chosen = jail or bare
    lines = [f"[{chosen}]", *(f"{key} = {value}" for key, value in numbers.items())]
    if not jail and not (bare in known and bare == name):
        lines.append(f"filter = {name}")
    return Setup({**files, OVERRIDES: "\n".join(lines) + "\n"}, chosen, bare)


def try_log(sandbox: Sandbox, setup: Setup, lines: Iterable[str], zone: bytes = b"") -> Trial:
    """Try a jail on the lines of a log. `zone` is a zone file (tzfile(5)) for dates without one; UTC without.

    Raises TrialError where fail2ban refuses the jail, and TimeLimitError where it does not come to an end with a line.
    """
    root = worker_root()
    environment = {"TZ": f":{ZONE_FILE}"} if zone else {}
    root = SandboxRoot({**root.files, **({ZONE_FILE: zone} if zone else {})}, environment=environment)
    with sandbox.server("fail2ban-try", [PYTHON, "-I", "-B", "-c", START], root, LIMITS) as server:
        begun = request_answer(server, {"files": dict(setup.files), "jail": setup.jail, "seconds": CPU_LIMIT_S})
        if begun["error"]:
            raise TrialError(f"fail2ban refuses jail '{setup.jail}': {begun['error']}")
        number = 0
        for batch in batches(lines):
            number = request_answer(server, {"lines": batch})["done"]
        answer = request_answer(server, {"end": True})
    if answer["filter"] != setup.filter:
        raise TrialError(f"jail '{setup.jail}' uses filter '{answer['filter']}', not '{setup.filter}'")
    proof = jail_proof(setup.jail, answer)
    if proof is None:
        raise TrialError(f"fail2ban fails with jail '{setup.jail}': {answer.get('error')}")
    return trial_from(proof, number, answer)


def trial_from(proof: JailProof, lines: int, answer: Mapping[str, Any]) -> Trial:
    counts = answer["counts"]
    notes = [f"'{name}' in 'ignoreip' is a name, and is not looked up" for name in answer["unresolved"]]
    notes += ["'ignorecommand' is not run"] * bool(answer["command"])
    if failed := answer["failed"]:
        number, line, why = failed
        notes.append(f"fail2ban failed with {number} of the lines, first with line {line}: {excerpt(str(why))}")
    ignored = tuple((str(name), int(number), int(first)) for name, number, first in answer["ignored"])
    return Trial(
        proof,
        lines,
        int(counts["matched"]),
        int(counts["ignored"]),
        int(counts["undated"]),
        ignored,
        int(answer["findtime"]),
        tuple(notes),
    )


def request_answer(server: Server, request: Mapping[str, Any]) -> dict[str, Any]:
    try:
        answer: dict[str, Any] = json.loads(server.ask(json.dumps(request), ANSWER_TIMEOUT_S))
    except ProgramEndedError as error:
        raise TrialError(f"fail2ban's library has ended: {error}") from None
    if "stuck" in answer:
        raise TimeLimitError(f"line {answer['stuck']} takes fail2ban longer than {CPU_LIMIT_S} seconds")
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
