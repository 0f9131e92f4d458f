"""What fail2ban's own library says of filters, actions, jails and logs."""

import logging
import os
from typing import Any

from fail2ban.client.jailreader import JailReader
from fail2ban.helpers import extractOptions, splitWithOptions

from .arithmetic import VALUE, only_calculates, syntax_error
from .engine import load
from .filter_options import filter_stream, strange_arguments, unresolved
from .formulas import trouble_with_formula
from .port_use import port_uses
from .reasons import pattern_for, reasons

STOCK = "/etc/fail2ban"
FILTER_OPTIONS = ("failregex", "ignoreregex", "prefregex", "datepattern", "journalmatch", "maxlines")
# What decides which lines of a file a filter matches, as fail2ban's client sends it.
FILTER_COMMANDS = ("addfailregex", "addignoreregex", "prefregex", "datepattern", "maxlines")
SIMPLE_OPTIONS = ("usedns", "logencoding", "logtimezone")

Answer = dict[str, Any]
# The lines that a filter of several lines keeps, with their numbers.
Buffer = list[tuple[Any, int]]


def as_jailed(text: str, jails: dict[str, Answer]) -> str:
    """Return a log's filter with the options that the one jail of the group that uses it gives it."""
    used = [jail["filter"] for jail in jails.values() if jail["filter"].partition("[")[0].strip() == text.strip()]
    return used[0] if len(used) == 1 else text


def stream_for(text: str, jails: dict[str, Answer], base: str) -> list[list[Any]]:
    """Return what makes the filter of a log: that of the one jail that uses it, if the jail sets options of the filter.

    A jail that reads the journal sees lines of another form than a log has. Raises whatever fail2ban's reader raises.
    """
    name, options = extractOptions(as_jailed(text, jails))
    used = [jail for jail in jails.values() if jail["filter"].partition("[")[0].strip() == text.strip()]
    if len(used) == 1 and used[0]["stream"]:
        return list(used[0]["stream"])
    return filter_stream(name, base, options)


class Messages(logging.Handler):
    """What fail2ban logs at warning or above, since the last `take`."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.texts.append(record.getMessage())

    def take(self) -> list[str]:
        taken, self.texts = self.texts, []
        return taken


def materialise(base: str, files: dict[str, str]) -> str:
    """Make a configuration folder of fail2ban's stock files and, over them, the snippets."""
    for path in stock_files():
        target = base + path[len(STOCK) :]
        os.makedirs(os.path.dirname(target), exist_ok=True)
        os.symlink(path, target)
    for name, content in files.items():
        target = os.path.join(base, name)
        os.makedirs(os.path.dirname(target), exist_ok=True)
        if os.path.islink(target):
            os.unlink(target)
        with open(target, "w", encoding="utf-8") as file:
            file.write(content)
    return base


def stock_files() -> list[str]:
    """Return fail2ban's own files: the sandbox has those that are as its package brought them, and no other."""
    return sorted(os.path.join(folder, name) for folder, _, names in os.walk(STOCK) for name in names)


def checked_filter(name: str, base: str, messages: Messages) -> Answer:
    messages.take()
    try:
        stream = filter_stream(name, base, {})
    except Exception as error:
        return {"error": describe(error, base), "regexes": [], "messages": messages.take(), "unresolved": []}
    found = {"regexes": expressions(stream), "messages": messages.take()}
    return {"error": "", **found, "unresolved": unresolved(name, base)}


def expressions(stream: list[list[Any]]) -> list[Answer]:
    """Return the expressions of a stream, and other options that fail2ban refuses, with what is to be said of each."""
    found: list[Answer] = []
    load(stream, lambda *one: found.append(dict(zip(("kind", "regex", "error", "odd"), one, strict=True))))
    return found


def checked_jail(name: str, base: str, messages: Messages) -> Answer:
    messages.take()
    # Forced on: fail2ban does not look at a jail that is not enabled, and readers will enable it.
    reader = JailReader(name, force_enable=True, share_config={}, basedir=base)
    try:
        reader.read()
        reader.getOptions()
        stream = reader.convert(allow_no_files=True)
    except Exception as error:
        refused: Answer = {key: [] for key in ("actions", "unresolved", "expressions", "programs", "ports", "strange")}
        refused |= {"filter": "", "options": {}, "formula": "", "stream": []}
        return {"error": describe(error, base), "messages": messages.take(), **refused}
    problems = [command[1] for command in stream if command[0] == "config-error"]
    options = {key: str(value) for key, value in (reader.options or {}).items() if value is not None}
    return {
        "error": problems[0] if problems else "",
        "messages": messages.take(),
        "filter": options.get("filter", ""),
        "actions": [named(text) for text in splitWithOptions(options.get("action", "")) if text.strip()],
        "options": options,
        "ports": [] if problems else port_uses(options.get("action", ""), name, base),
        "formula": trouble_with_formula(options.get("bantime.formula", "")),
        "stream": [one for one in stream if one[2] in FILTER_COMMANDS] if sets_filter(options) else [],
        "unresolved": unresolved(options.get("filter", ""), base),
        "strange": strange_arguments(options.get("filter", ""), base),
        "expressions": own_expressions(stream, options),
        "programs": [
            [command[2], str(command[VALUE]), syntax_error(str(command[2]), str(command[VALUE]))]
            for command in stream
            if len(command) > VALUE and not only_calculates(str(command[2]), str(command[VALUE]))
        ],
    }


def own_expressions(stream: list[list[Any]], options: dict[str, str]) -> list[Answer]:
    """Return what fail2ban makes of the options of a filter that a jail sets itself."""
    if any(options.get(name) for name in FILTER_OPTIONS):
        return expressions(stream)
    return expressions([command for command in stream if command[0] == "set" and command[2] in SIMPLE_OPTIONS])


def sets_filter(options: dict[str, str]) -> bool:
    """Tell whether a jail that reads files sets itself which lines its filter matches."""
    own = any(options.get(name) for name in FILTER_OPTIONS if name != "journalmatch")
    return own and not options.get("backend", "").startswith("systemd")


def named(text: str) -> list[Any]:
    """Return [name, options] of an action or filter as a jail names it, `name[option=value, …]`."""
    try:
        return list(extractOptions(text.strip()))
    except ValueError as error:
        return [text.strip(), {"error": str(error)}]


def tried_log(text: str, lines: list[str], jails: dict[str, Answer], base: str, messages: Messages) -> Answer:
    """Try every line of a log sample for the filter `text`; lines are counted from 1."""
    messages.take()
    errors: list[str] = []
    try:
        stream = stream_for(text, jails, base)
        engine = load(stream, lambda _kind, _regex, error, _odd: errors.append(error))
    except Exception as error:
        return {"error": describe(error, base), "matches": [], "undated": [], "caught": []}
    if any(errors):
        unusable: Answer = {
            "matches": [],
            "undated": [],
            "caught": [],
            "unresolved": unresolved(as_jailed(text, jails), base),
        }
        return {"error": next(filter(None, errors)), **unusable}
    tried = tried_lines(lines, engine, messages)
    matches, undated = tried["matches"], tried["undated"]
    unmatched = [(number, line) for number, line in enumerate(lines, 1) if line.strip() and number not in matches]
    pattern = pattern_for(lines[undated[0] - 1], stream) if undated else ""
    found: Answer = {**tried, "matches": sorted(matches.items())}
    return {"error": "", **found, "reasons": reasons(unmatched, engine), "pattern": pattern}


def tried_lines(lines: list[str], engine: Any, messages: Messages) -> Answer:
    """Return which lines match, by number, with their dates; whom they catch; and which have no date."""
    matches: dict[int, str] = {}
    caught: list[tuple[int, str]] = []
    undated: list[int] = []
    buffered: Buffer = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        messages.take()
        found, has_date = found_in(line, engine)
        if not has_date:
            undated.append(number)
        # As fail2ban-regex counts: a match that is no failure yet makes the line one to ignore ...
        if found and not any(match[3].get("nofail") for match in found):
            matches[number] = str(found[0][1] or "")
            caught += [(number, str(match[1])) for match in found if is_by_address(match[3])]
        # ... and a line that leaves the buffer before its time was part of a match over several lines.
        if engine.getMaxLines() > 1:
            buffered, earlier = updated_buffer(buffered, engine, number)
            if number in matches:
                matches = {**dict.fromkeys(earlier, matches[number]), **matches}
    return {"matches": matches, "undated": undated, "caught": caught}


def updated_buffer(buffered: Buffer, engine: Any, number: int) -> tuple[Buffer, list[int]]:
    """Return what a filter of several lines keeps after line `number`, and the lines that left before their time."""
    kept = engine._Filter__lineBuffer  # noqa: SLF001  # there is no public way to it
    full = len(buffered) >= engine.getMaxLines()
    left = [earlier for entry, earlier in buffered[int(full) :] if entry not in kept]
    known = [entry for entry, _ in buffered]
    still = [pair for pair in buffered if pair[0] in kept]
    return still + [(entry, number) for entry in kept[-1:] if entry not in known], left


def found_in(line: str, engine: Any) -> tuple[list[Any], bool]:
    """Return what fail2ban finds in a line, and whether it can read its date.

    At some damaged dates its own code fails; its server then leaves the line out.
    """
    try:
        found = engine.processLine(line)
    except Exception:
        return [], False
    return found, engine.dateDetector is None or engine.dateDetector.matchTime(line)[0] is not None


def is_by_address(failure: dict[str, Any]) -> bool:
    """Tell whether what is to be banned was found by a tag for an address, as <HOST>, and not by <F-ID>."""
    return not failure.get("fid") and any(failure.get(group) for group in ("ip4", "ip6", "dns"))


def describe(error: Exception, base: str) -> str:
    """Return an error's message, with the names that files have on the reader's machine."""
    return str(error).replace(f"{base}/", f"{STOCK}/") or type(error).__name__
