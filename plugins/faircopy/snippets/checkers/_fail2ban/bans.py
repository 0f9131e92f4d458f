"""Whom the jails of a group ban for its log samples, and whether that is what was promised."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

from faircopy.diagnostics.model import Rule, Severity
from faircopy.snippets.checkers._fail2ban.filters import FileProblem, suggestion
from faircopy.snippets.checkers._fail2ban.ini import parse_ini
from faircopy.snippets.checkers._fail2ban.jail_values import jail_names
from faircopy.snippets.checkers._fail2ban.paths import CONFIGURATION, is_jail_file, log_filter_name
from faircopy.snippets.checkers._nearest import SuggestionFinder
from faircopy.snippets.durations import duration, of_time
from faircopy.snippets.excerpt import excerpt
from faircopy.snippets.model import Ban, Dates, JailProof, NearMiss, Snippet, Task
from faircopy.snippets.packaged import packaged_files

LOG_JAIL_UNKNOWN = Rule(
    "SN240",
    Severity.ERROR,
    "fail2ban: a log sample names a jail that is not there, or that has another filter",
    "name a jail of the group or of fail2ban, with the filter that `log=` names",
)
JAIL_UNTRIED = Rule(
    "SN241",
    Severity.ERROR,
    "fail2ban: a jail cannot be tried on its log sample",
    "the message has fail2ban's own words; correct the jail",
)
NOT_BANNED = Rule(
    "SN242",
    Severity.ERROR,
    "fail2ban: a jail does not ban an address of `bans=`",
    "correct the sample, the jail or `bans=`",
)
BANNED = Rule(
    "SN243",
    Severity.ERROR,
    "fail2ban: a jail bans an address that is not in `bans=`",
    "add it to `bans=`, or correct the sample or the jail",
)

# What parsing an answer raises when it is none of ours.
NOT_UNDERSTOOD = (LookupError, TypeError, ValueError, AttributeError)


@cache
def stock_jails() -> frozenset[str]:
    texts = (text.decode(errors="replace") for path, text in packaged_files("fail2ban").items() if has_jails(path))
    return frozenset(name for text in texts for name in jail_names(parse_ini(text)))


def has_jails(path: str) -> bool:
    return is_jail_file(path.removeprefix(CONFIGURATION))


def jails_of(task: Task) -> frozenset[str]:
    """Return the names of all jails that there are for a group: its own, and fail2ban's."""
    return stock_jails().union(*(jail_names(parse_ini(text)) for path, text in task.files.items() if has_jails(path)))


def jail_proofs(tried: Mapping[str, Any], sample: int = 0) -> tuple[JailProof, ...]:
    """Return what each jail does with a log, by the worker's answer on it; nothing of those that could not be tried."""
    jails = tried.get("jails", {})
    return tuple(proof for name in jails if (proof := jail_proof(name, jails[name], sample)))


def jail_proof(name: str, found: Mapping[str, Any], sample: int = 0) -> JailProof | None:
    """Return what one jail does with a log, or None where the answer says of no such thing."""
    try:
        if found["error"]:
            return None
        bans = tuple(
            Ban(
                int(one["line"]),
                excerpt(str(one["address"])),
                int(one["at"]),
                None if one["seconds"] is None else int(one["seconds"]),
            )
            for one in found["bans"]
        )
        most = int(found["maxretry"])
        if not all(isinstance(first, int) for _, _, first in found["ignored"]) or int(found["findtime"]) < 0:
            return None
        near = tuple(
            NearMiss(excerpt(str(address)), int(failures), int(line))
            for address, failures, line in found["near"]
            if 2 * failures >= most
        )
        return JailProof(name, sample, bans, near, most, int(found["random"]), Dates(found["dates"]))
    except NOT_UNDERSTOOD:
        return None


def notes_on_bans(snippet: Snippet, task: Task, tried: Mapping[str, Any]) -> Iterator[FileProblem]:
    """Yield what is wrong with what `jail=` and `bans=` of a log sample promise."""
    name = snippet.jail
    if name is None or snippet.bans is None:
        return
    found = tried.get("jails", {}).get(name)
    if found is None:
        fact = f"this log is for jail '{name}', which neither a snippet nor fail2ban itself provides"
        yield FileProblem(LOG_JAIL_UNKNOWN, fact, suggestion(SuggestionFinder(), name, jails_of(task)), 0)
        return
    proof = jail_proof(name, found)
    if proof is None:
        fact = f"jail '{name}' cannot be tried on this log: {why_untried(found)}"
        yield FileProblem(JAIL_UNTRIED, fact, "correct the jail first", 0)
    elif found.get("filter") != log_filter_name(snippet):
        fact = f"jail '{name}' uses filter '{found.get('filter')}', and this log is for '{log_filter_name(snippet)}'"
        yield FileProblem(LOG_JAIL_UNKNOWN, fact, f'write log="{found.get("filter")}", or name another jail', 0)
    else:
        yield from broken_promises(snippet.bans, proof, found)


def why_untried(found: object) -> str:
    message = found.get("error") if isinstance(found, Mapping) else ""
    return excerpt(str(message or "").partition("\n")[0]) or "the answer cannot be read"


def broken_promises(promised: Iterable[str], proof: JailProof, found: Mapping[str, Any]) -> Iterator[FileProblem]:
    wanted = {plain(word): word for word in promised}
    banned = {plain(ban.address): ban for ban in reversed(proof.bans)}  # the first ban of each
    right = ", ".join(dict.fromkeys(ban.address for ban in proof.bans)) or "none"
    for address, word in wanted.items():
        if address not in banned:
            yield not_banned(address, word, proof, found, right)
    for address, ban in banned.items():
        if address not in wanted:
            fact = f"jail '{proof.jail}' bans '{ban.address}' at this line, {of_time(ban.seconds)}"
            yield FileProblem(BANNED, fact, f'bans="{right}" promises what the jail does', ban.line)


def not_banned(address: str, word: str, proof: JailProof, found: Mapping[str, Any], right: str) -> FileProblem:
    """Return a note at the line where an address came nearest to a ban."""
    fact, line = f"jail '{proof.jail}' does not ban '{word}': no failure of that address is counted", 0
    for name, _, first in found["ignored"]:
        if plain(str(name)) == address:
            fact, line = f"jail '{proof.jail}' does not ban '{word}', which is in its 'ignoreip'", int(first)
    for name, failures, at in found["near"]:
        if plain(str(name)) == address:
            within = duration(int(found["findtime"]))
            fact = f"jail '{proof.jail}' does not ban '{word}': it comes to {failures} of {proof.maxretry} failures"
            fact, line = f"{fact} within {within}", int(at)
    return FileProblem(
        NOT_BANNED, fact, f'correct the sample or the jail; bans="{right}" promises what the jail does', line
    )


def plain(word: str) -> str:
    """Return the one spelling of an address or network; other words as they are."""
    try:
        address = ip_address(word)
    except ValueError:
        try:
            return str(ip_network(word, strict=False))
        except ValueError:
            return word
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return str(mapped or address)
