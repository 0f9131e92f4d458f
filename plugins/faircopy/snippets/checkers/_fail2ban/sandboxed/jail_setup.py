"""A jail of fail2ban's server as its client would set it up, less what would start, ask or ban anything."""

import re
from typing import Any

from fail2ban.client.fail2banreader import Fail2banReader
from fail2ban.client.jailreader import JailReader
from fail2ban.server.ipdns import IPAddr
from fail2ban.server.mytime import MyTime
from fail2ban.server.server import Server
from fail2ban.server.transmitter import Transmitter

Answer = dict[str, Any]

# What would start something, ask the network, or be random.
LEFT_OUT = (
    *("addlogpath", "addaction", "action", "addjournalmatch", "ignorecommand", "ignorecache", "ignoreself"),
    *("bantime.rndtime", "logencoding"),
)
# What fail2ban evaluates as Python. Values of these forms call nothing; for others `MayNotEvaluateError` is raised.
NUMBERS_WITH_UNITS = re.compile(r"\s*-?\d[\d.]*\s*(?:[a-z]+\s*)?(?:[+-]?\s*\d[\d.]*\s*[a-z]+\s*)*", re.IGNORECASE)
EVALUATED = {
    "findtime": NUMBERS_WITH_UNITS,
    "bantime": NUMBERS_WITH_UNITS,
    "bantime.maxtime": NUMBERS_WITH_UNITS,
    "bantime.rndtime": NUMBERS_WITH_UNITS,
    "bantime.factor": re.compile(r"\s*\d+(?:\.\d+)?\s*"),
    "bantime.formula": re.compile(r"(?!)"),
}
DEFAULT_PURGE_AGE = "1d"


class MayNotEvaluateError(Exception):
    """The jail has a value that fail2ban runs as Python code: not beside other people's questions."""


def set_purge_age(database: Any, base: str, *, may_evaluate: bool) -> None:
    """Have the database forget old bans as fail2ban.conf says."""
    reader = Fail2banReader(share_config={}, basedir=base)
    reader.read()
    reader.getOptions()
    found = [command[2] for command in reader.convert() if command[:2] == ["set", "dbpurgeage"]]
    age = str((found or [DEFAULT_PURGE_AGE])[0])
    if not (may_evaluate or NUMBERS_WITH_UNITS.fullmatch(age)):
        raise MayNotEvaluateError("dbpurgeage")
    database.purgeage = age


def started_jail(server: Server, name: str, base: str, *, may_evaluate: bool) -> tuple[Any, Answer]:
    """Return a jail with all its numbers set as fail2ban's client would, and what of it is left out."""
    reader = JailReader(name, force_enable=True, share_config={}, basedir=base)
    reader.read()
    reader.getOptions()
    stream = reader.convert(allow_no_files=True)
    chosen = bare_name(str((reader.options or {}).get("filter", "")))
    notes: Answer = {"filter": chosen, "random": 0, "unresolved": [], "command": False}
    transmitter = Transmitter(server)
    for command in stream:
        if command[0] == "config-error":
            raise ValueError(command[1])
        option = command[2]
        if command[0] == "add":
            command = ["add", name, "polling"]  # noqa: PLW2901  # the one that needs nothing, and is not started
            option = ""
        form = EVALUATED.get(option)
        if form and not may_evaluate and not form.fullmatch(str(command[3])):
            raise MayNotEvaluateError(option)
        if option == "addignoreip":
            command = [*command[:3], *(one for one in command[3:] if IPAddr(one).isValid)]  # noqa: PLW2901
            notes["unresolved"] += [one for one in stream_words(stream) if not IPAddr(one).isValid]
        elif option in LEFT_OUT:
            note_left_out(notes, option, command[3:])
            continue
        send(transmitter, command)
    for option, value in (("ignoreself", "false"), ("usedns", usedns(stream))):
        send(transmitter, ["set", name, option, value])
    return server._Server__jails[name], notes  # noqa: SLF001


def stream_words(stream: list[list[Any]]) -> list[str]:
    return [word for command in stream if command[2] == "addignoreip" for word in command[3:]]


def note_left_out(notes: Answer, option: str, values: list[Any]) -> None:
    if option == "bantime.rndtime":
        notes["random"] = int(MyTime.str2seconds(str(values[0])))
    elif option == "ignorecommand":
        notes["command"] = bool(str(values[0]).strip())


def usedns(stream: list[list[Any]]) -> str:
    """Return "raw" where the jail bans names as they are; else "no": names are not looked up."""
    said = [str(command[3]).lower() for command in stream if command[2] == "usedns"]
    return "raw" if said[-1:] == ["raw"] else "no"


def send(transmitter: Transmitter, command: list[Any]) -> None:
    status, value = transmitter.proceed(command)
    if status:
        raise ValueError(f"{command[2]}: {value}")


def bare_name(text: str) -> str:
    return text.partition("[")[0].strip()
