"""What fail2ban has finally compiled of a filter, and the numbers of the jails that use it, as data."""

from typing import Any

from fail2ban.helpers import extractOptions
from fail2ban.server.filter import Filter
from fail2ban.server.strptime import TZ_ABBR_OFFS
from fail2ban.server.transmitter import Transmitter

from .engine import load
from .filter_options import filter_stream
from .jail_setup import filter_state
from .replay import Replay

Answer = dict[str, Any]

TAGS = ("SUBNET", "HOST", "ADDR", "IP6", "IP4", "DNS", "CIDR")
JAIL_OPTIONS = (
    *("maxretry", "findtime", "bantime", "ignoreip", "usedns"),
    *(
        "bantime.increment",
        "bantime.overalljails",
        "bantime.factor",
        "bantime.multipliers",
        "bantime.maxtime",
        "bantime.formula",
    ),
)
# A date of this many digits is taken for another where a template is for milliseconds.
MILLISECONDS = "1500000000123"


def compiled_filter(text: str, base: str) -> Answer:
    """Return what fail2ban makes of a filter as a jail names it, `name[option=value]`; "error" says why nothing.

    Without what a jail sets of the filter: the tool compares each jail's filter with this one.
    """
    try:
        name, options = extractOptions(text)
        stream = filter_stream(name, base, options)
        errors: list[str] = []
        engine = load(stream, lambda _kind, _regex, error, _odd: errors.append(error))
    except Exception as error:
        return {"error": str(error) or type(error).__name__}
    if any(errors):
        return {"error": next(filter(None, errors))}
    return {
        "error": "",
        "fail": engine.getFailRegex(),
        "ignore": engine.getIgnoreRegex(),
        "prefix": engine.prefRegex.getRegex() if engine.prefRegex else None,
        "dates": date_templates(engine),
        "state": filter_state(engine),
        "tags": regex_tags(),
        "zones": {name: minutes for name, minutes in TZ_ABBR_OFFS.items() if name},
        "options": {
            "maxlines": engine.getMaxLines(),
            "usedns": option_of(stream, "usedns"),
            "logtimezone": option_of(stream, "logtimezone") or None,
            "logencoding": option_of(stream, "logencoding") or "auto",
        },
    }


def option_of(stream: list[list[Any]], name: str) -> str:
    return next((str(command[3]) for command in stream if command[0] == "set" and command[2] == name), "")


def regex_tags() -> dict[str, str]:
    """Return the tags that fail2ban replaces in an expression, each with what it puts there."""
    return {tag: regex for tag in TAGS if (regex := regex_of(tag))}


def regex_of(tag: str) -> str:
    """Return what fail2ban puts in place of a tag."""
    engine = Filter(None)
    engine.setUseDns("raw")
    try:
        engine.addFailRegex(f"<{tag}><F-ID>x</F-ID>")
    except Exception:
        return ""
    return str(engine.getFailRegex()[0]).removesuffix("(?P<fid>x)")


def date_templates(engine: Filter) -> list[Answer]:
    """Return the templates for dates, in the order in which they are tried."""
    detector = engine.dateDetector
    if detector is None:
        return []
    detector.matchTime(" ")  # only now does it have any
    return [template_data(entry.template) for entry in detector.templates]


def template_data(template: Any) -> Answer:
    kind = {"DateEpoch": "epoch", "DateTai64n": "tai64n"}.get(type(template).__name__, "date")
    if kind == "epoch" and template.getDate(MILLISECONDS) is not None:
        kind = "longepoch"
    return {"kind": kind, "regex": template.regex, "group": getattr(template, "_grpIdx", 1)}


def spelled(address: Any) -> str:
    """Return an address or network; fail2ban's own text of one of no bits is that of a single address."""
    return str(address) if address.plen or not (address.isIPv4 or address.isIPv6) else f"{address}/0"


def jail_numbers(names: list[str], base: str) -> Answer:
    """Return the numbers of jails, and "error" for those of which there are none."""
    try:
        replay = Replay(names, base)
    except Exception as error:
        return {name: {"error": str(error) or type(error).__name__} for name in names}
    transmitter = Transmitter(replay.server)
    answers: Answer = {name: {"error": one["error"]} for name, one in replay.refused.items()}
    for name, one in replay.jails.items():
        options = {option: transmitter.proceed(["get", name, option])[1] for option in JAIL_OPTIONS}
        options["ignoreip"] = sorted(map(spelled, options["ignoreip"]))
        answers[name] = {
            "error": "",
            **one.notes,
            **options,
            "dbpurgeage": replay.database.purgeage,
            "state": one.state,
        }
    return answers
