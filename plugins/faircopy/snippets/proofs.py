"""Snippet and Verdict -> the line under a snippet, in words that promise no more than was done."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from gettext import NullTranslations
from itertools import pairwise

from faircopy.languages.words import ENGLISH
from faircopy.snippets.durations import duration, of_time
from faircopy.snippets.model import JailProof, Level, Snippet, Status, Verdict

# A list of more addresses than this is no longer read.
MAX_ADDRESSES_NAMED = 3


@dataclass(frozen=True, slots=True)
class ProofLine:
    """What stands under a snippet."""

    mark: str  # which drawing: a Level, "missing" or "unchecked"
    text: str
    quote: str = ""  # the tool's own words, after the text
    is_english: bool = False  # whatever the language of the text around it: what has no translation


def proof_line(snippet: Snippet, verdict: Verdict, words: NullTranslations = ENGLISH) -> ProofLine:
    """Return the line that says how far a snippet was taken, by what, and what came of it."""
    _ = words.gettext
    tool = {"tool": verdict.tool}
    match verdict.status:
        case Status.PASSED:
            return passed(snippet, verdict, words)
        case Status.SKIPPED:
            return ProofLine("unchecked", f"Not checked: {verdict.reason}", is_english=True)
        case Status.TOOL_MISSING:
            return ProofLine("missing", _("Not verified here: %(tool)s is not available") % tool)
        case Status.TIMED_OUT:
            return ProofLine("missing", _("Not verified: %(tool)s took too long") % tool)
        case Status.FAILED:
            return ProofLine(Level.EXPECTED_FAILURE, _("Broken: it did not pass the check by %(tool)s") % tool)


def passed(snippet: Snippet, verdict: Verdict, words: NullTranslations) -> ProofLine:
    _ = words.gettext
    tool = {"tool": verdict.tool}
    match verdict.level:
        case Level.EXERCISED:
            note = f". It cannot be tried in this page: {verdict.note}" if verdict.note else ""
            return ProofLine(Level.EXERCISED, exercised(snippet, verdict) + note, is_english=True)
        case Level.LOADED:
            return ProofLine(Level.LOADED, _("Loaded by %(tool)s") % tool)
        case Level.EXPECTED_FAILURE:
            return ProofLine(Level.EXPECTED_FAILURE, _("It fails as promised. %(tool)s says:") % tool, verdict.message)
        case _:
            return ProofLine(Level.PARSED, _("Syntax checked by %(tool)s") % tool)


def exercised(snippet: Snippet, verdict: Verdict) -> str:
    if verdict.lines is None and verdict.jails:
        return f"Loaded, and run against the log sample of its group, by {verdict.tool}: {what_jails_do(verdict.jails)}"
    if verdict.lines is None:
        return f"Loaded, and exercised with the log sample of its group, by {verdict.tool}"
    lines = counted(verdict.lines, "log line")
    if snippet.log is not None:
        bans = [f"; jail {jail.jail} {what_it_bans(jail)}" for jail in verdict.jails if jail.jail == snippet.jail]
        return f"{lines} run through {snippet.log} by {verdict.tool}: {what_matched(verdict)}{''.join(bans)}"
    result = "as promised" if verdict.matches is None else f"{len(verdict.matches)} matched"
    return f"Loaded and run against {lines} by {verdict.tool}: {result}"


def what_matched(verdict: Verdict) -> str:
    """Say which lines of a sample matched, and which addresses the filter found there."""
    matches = verdict.matches or ()
    if not matches:
        return "none matched"
    # A filter that reads several lines as one may name a line, and an address, more than once.
    lines = sorted({match.line for match in matches})
    addresses = list(dict.fromkeys(match.address for match in matches))
    if len(lines) == verdict.lines:
        which = "it matched" if len(lines) == 1 else "all matched"
    else:
        which = f"{'line' if len(lines) == 1 else 'lines'} {joined(list(ranges(lines)))} matched"
    if len(addresses) == 1:
        return f"{which}, {'' if len(lines) == 1 else 'all '}from {addresses[0]}"
    if len(addresses) <= MAX_ADDRESSES_NAMED:
        return f"{which}, from {joined(addresses)}"
    return f"{which}, from {len(addresses)} addresses"


def what_jails_do(jails: Sequence[JailProof]) -> str:
    """Say whom each jail bans; which of several jails or samples is meant, where there are several."""
    names = len({jail.jail for jail in jails}) > 1
    sentences = []
    for jail in jails:
        where = f"in sample {jail.sample} " if jail.sample else ""
        who = f"jail {jail.jail} " if names else "it " if jail.sample else ""
        sentences.append(f"{where}{who}{what_it_bans(jail)}")
    return "; ".join(sentences)


def what_it_bans(jail: JailProof) -> str:
    """Say whom a jail bans, at which line and for how long; else who came nearest."""
    bans = jail.bans
    if not bans:
        near = next((f"; {one.address} came to {one.failures} of {jail.maxretry}" for one in jail.near), "")
        return f"bans nobody{near}"
    longer = f", and up to {duration(jail.random_seconds)} more at random" if jail.random_seconds else ""
    if len(bans) > MAX_ADDRESSES_NAMED:
        number = len({ban.address for ban in bans})
        return f"bans {counted(number, 'address', 'addresses')}, the first at line {bans[0].line}{longer}"
    each = [f"{ban.address} at line {ban.line}, {of_time(ban.seconds)}" for ban in bans]
    return f"bans {joined(each, '; and ', '; ')}{longer}"


def ranges(numbers: Iterable[int]) -> Iterator[str]:
    """Yield each run of numbers, first and last joined by a dash, and each that stands alone. `numbers` ascend."""
    numbers = list(numbers)
    breaks = [index + 1 for index, (one, two) in enumerate(pairwise(numbers)) if two != one + 1]
    for start, end in pairwise([0, *breaks, len(numbers)]):
        first, last = numbers[start], numbers[end - 1]
        yield str(first) if first == last else f"{first}–{last}"  # noqa: RUF001  # an en dash, as in print


def joined(words: list[str], last: str = " and ", others: str = ", ") -> str:
    return last.join([others.join(words[:-1]), words[-1]] if len(words) > 1 else words)


def counted(number: int, noun: str, nouns: str = "") -> str:
    return f"{number} {noun if number == 1 else nouns or f'{noun}s'}"
