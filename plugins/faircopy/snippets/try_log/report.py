"""Reports what a jail does with a log, as text for people.

It has the sentences and the headings of the filter tool in a page.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, tzinfo
from functools import partial

from faircopy.filter_tool.words import english_sentences
from faircopy.snippets.checkers._fail2ban.trial import LINE_LIMIT_S, MAX_SLOW_LINES
from faircopy.snippets.checkers._fail2ban.trial_answer import Doubt, LineGroup, Person, Trial, TriedBan
from faircopy.snippets.durations import duration
from faircopy.snippets.excerpt import excerpt
from faircopy.snippets.model import Dates
from faircopy.snippets.try_log.log_file import MAX_LINE_BYTES, LogFile

MAX_LISTED = 10  # of each kind, as in the page; JSON has all
MAX_NAMED = 8  # addresses in a sentence
MAX_BEFORE_CHARS = 30  # of what matched before the part that did not
UNITS = {"w": 604_800, "d": 86_400, "h": 3600, "m": 60, "s": 1}
TIME_FORMATS = {Dates.WHOLE: "%Y-%m-%d %H:%M:%S", Dates.NO_YEAR: "%d %b %H:%M:%S", Dates.NO_DAY: "%H:%M:%S"}
SENTENCES = english_sentences()

Time = Callable[[float], str]


def say(name: str, **values: object) -> str:
    """Return a sentence of the filter tool, in English."""
    found = SENTENCES[name]
    text = found if isinstance(found, str) else found["one" if values["number"] == 1 else "other"]
    return text % {key: f"{value:,}" if isinstance(value, int) else value for key, value in values.items()}


def as_text(trial: Trial, log: LogFile, zone: tzinfo) -> str:
    """Return the result of a trial for people, with all characters of the log visible."""
    time_of = partial(time_text, zone=zone, dates=trial.dates)
    never = [one for one in trial.groups if not one.matched_up_to]
    return "\n".join(
        [
            counts(trial, log),
            *(f"note: {note}" for note in notes(trial, log)),
            answer(trial),
            *section("Banned wrongly?", map(doubt_line, trial.doubts)),
            *section("Bans", (ban_line(ban, time_of) for ban in trial.bans)),
            *section("Addresses in lines that match", (person_line(one, time_of) for one in trial.people)),
            *section("Came near", (f"{near(one.failures, trial, one.address)}{at(one.lines)}" for one in trial.near)),
            *section("Kept out by ignoreip", (f"{excerpt(one.address)}: {one.failures:,}" for one in trial.ignored)),
            *section("Lines that nearly match", map(nearly_line, nearly_matching(trial))),
            *section("Lines that match nothing", map(group_line, never)),
            "",
        ]
    )


def nearly_matching(trial: Trial) -> list[LineGroup]:
    return [one for one in trial.groups if one.matched_up_to]


def counts(trial: Trial, log: LogFile) -> str:
    """Return how many lines had which result, leaving none out."""
    others = max(0, trial.lines - len(trial.slow) - trial.matched - trial.ignored_lines)
    kinds = {"matched": trial.matched, "ignored": trial.ignored_lines, "others": others, "dateless": trial.undated}
    read = say("read", file=excerpt(str(log.path)), number=trial.lines)
    stopped = f" {say('slow')}" if is_stopped(trial) else ""
    return f"{read} {say('kinds', **kinds)}{stopped}"


def is_stopped(trial: Trial) -> bool:
    """Tell whether the log was not read to its end."""
    return len(trial.slow) >= MAX_SLOW_LINES


def notes(trial: Trial, log: LogFile) -> Iterator[str]:
    if log.form:
        yield say("form", form=log.form)
    if log.cut_lines:
        yield say("cut", number=log.cut_lines, characters=MAX_LINE_BYTES)
    if log.is_damaged:
        yield say("damaged", line=trial.lines)
    lacking = {Dates.NO_YEAR: "noYear", Dates.NO_DAY: "noDay"}.get(trial.dates)
    if lacking and trial.matched:
        yield say(lacking)
    if trial.named:
        yield say("named", number=trial.named)
    if trial.lines and trial.undated == trial.lines:
        yield say("noDate")
    for line in trial.slow:
        yield say("slowLine", line=line, seconds=f"{LINE_LIMIT_S:g}")
    yield from trial.notes
    if trial.random_seconds:
        yield f"each ban may be up to {duration(trial.random_seconds)} longer, at random"


def answer(trial: Trial) -> str:
    jail = {"jail": trial.jail, "rule": f"maxretry = {trial.maxretry}, findtime = {in_units(trial.findtime)}"}
    if not trial.bans:
        return say("bansNobody", **jail)
    banned = len({ban.address for ban in trial.bans})
    sentences = [say("bans", number=banned, **jail)]
    if len(trial.bans) > banned:
        sentences.append(say("times", number=len(trial.bans)))
    sentences.append(say("spared", number=sum(ban.spared for ban in trial.bans)))
    if trial.doubts:
        addresses = ", ".join(excerpt(one.person.address) for one in trial.doubts[:MAX_NAMED])
        more = len(trial.doubts) - MAX_NAMED
        sentences.append(say("doubtsAndMore" if more > 0 else "doubts", addresses=addresses, number=more))
    return " ".join(sentences)


def section(heading: str, lines: Iterable[str]) -> list[str]:
    """Return a heading with some lines below it; nothing where there are none."""
    found = [*lines]
    more = len(found) - MAX_LISTED
    rest = [f"  {say('rest', number=more)} (--format json has all)"] if more > 0 else []
    return ["", heading, *(f"  {line}" for line in found[:MAX_LISTED]), *rest] if found else []


def doubt_line(one: Doubt) -> str:
    return f"{person(one.person)}; {say(one.why)}{at(one.lines)}"


def person(one: Person) -> str:
    return f"{excerpt(one.address)}: {one.matched:,} match, {one.others:,} left alone"


def person_line(one: Person, time_of: Time) -> str:
    return f"{person(one)}; first {time_of(one.first)}, last {time_of(one.last)}; bans: {one.bans:,}"


def ban_line(ban: TriedBan, time_of: Time) -> str:
    until = say("forEver") if ban.seconds is None else time_of(ban.at + ban.seconds)
    return (
        f"{excerpt(ban.address)}: from {time_of(ban.at)} until {until}; lines kept out: {ban.spared:,}{at(ban.lines)}"
    )


def near(failures: int, trial: Trial, address: str) -> str:
    return f"{excerpt(address)}: {say('ofNeeded', failures=failures, needed=trial.maxretry)}"


def at(lines: tuple[int, ...]) -> str:
    numbers = ", ".join(map(str, lines[-MAX_LISTED:]))
    return f"; {'line' if len(lines) == 1 else 'lines'} {'…, ' if len(lines) > MAX_LISTED else ''}{numbers}"


def nearly_line(one: LineGroup) -> str:
    after = excerpt(one.text[: one.matched_up_to][-MAX_BEFORE_CHARS:])
    return f"{group_line(one)}; stopped by “{excerpt(one.stopped_by)}” after “{after}”"


def group_line(one: LineGroup) -> str:
    return f"{say('lines', number=one.many)}, as line {one.line}: {excerpt(one.text)}"


def time_text(seconds: float, zone: tzinfo, dates: Dates) -> str:
    """Return a time with only the parts that the log contains."""
    if dates is Dates.NONE:
        return say("dateless")
    try:
        return datetime.fromtimestamp(seconds, zone).strftime(TIME_FORMATS[dates])
    except (ValueError, OverflowError, OSError):
        return say("dateless")


def in_units(seconds: int) -> str:
    """Return a duration as fail2ban writes it: "1d 12h"."""
    found = []
    left = seconds
    for unit, size in UNITS.items():
        number, left = divmod(left, size)
        found += [f"{number}{unit}"] if number else []
    return " ".join(found) or "0"
