"""A jail of fail2ban's server as its client would set it up, less what would start, ask or ban anything."""

from typing import Any

from fail2ban.client.fail2banreader import Fail2banReader
from fail2ban.client.jailreader import JailReader
from fail2ban.server.ipdns import IPAddr
from fail2ban.server.mytime import MyTime
from fail2ban.server.server import Server
from fail2ban.server.transmitter import Transmitter

from .arithmetic import VALUE, only_calculates

Answer = dict[str, Any]

# What would start something, ask the network, or be random.
LEFT_OUT = (
    *("addlogpath", "addaction", "action", "addjournalmatch", "ignorecommand", "ignorecache", "ignoreself"),
    *("bantime.rndtime", "logencoding"),
)
DEFAULT_PURGE_AGE = "1d"


def set_purge_age(database: Any, base: str) -> None:
    """Have the database forget old bans as fail2ban.conf says. Raises ValueError for a value that is code."""
    reader = Fail2banReader(share_config={}, basedir=base)
    reader.read()
    reader.getOptions()
    found = [command[2] for command in reader.convert() if command[:2] == ["set", "dbpurgeage"]]
    age = str((found or [DEFAULT_PURGE_AGE])[0])
    refuse_code("dbpurgeage", age)
    database.purgeage = age


def refuse_code(option: str, value: str) -> None:
    if not only_calculates(option, value):
        raise ValueError(f"{option}: fail2ban would run '{value}' as Python, but it does more than calculate")


def started_jail(server: Server, name: str, base: str) -> tuple[Any, Answer]:
    """Return a jail with all its numbers set as fail2ban's client would, and what of it is left out.

    Raises ValueError for a value that fail2ban refuses, or would run as a program.
    """
    reader = JailReader(name, force_enable=True, share_config={}, basedir=base)
    reader.read()
    reader.getOptions()
    stream = reader.convert(allow_no_files=True)
    chosen = bare_name(str((reader.options or {}).get("filter", "")))
    notes: Answer = {"filter": chosen, "random": 0, "unresolved": [], "command": False, "encoding": "auto"}
    transmitter = Transmitter(server)
    for command in stream:
        if command[0] == "config-error":
            raise ValueError(command[1])
        option = command[2]
        if command[0] == "add":
            command = ["add", name, "polling"]  # noqa: PLW2901  # the one that needs nothing, and is not started
            option = ""
        if len(command) > VALUE:
            refuse_code(option, str(command[VALUE]))
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


def filter_state(engine: Any) -> Answer:
    """Return what a jail may set of its filter itself, by option."""
    return {
        "failregex": engine.getFailRegex(),
        "ignoreregex": engine.getIgnoreRegex(),
        "prefregex": engine.prefRegex.getRegex() if engine.prefRegex else None,
        "datepattern": str(engine.getDatePattern()),
        "logtimezone": str(engine.getLogTimeZone()),
        "maxlines": engine.getMaxLines(),
    }


def stream_words(stream: list[list[Any]]) -> list[str]:
    return [word for command in stream if command[2] == "addignoreip" for word in command[3:]]


def note_left_out(notes: Answer, option: str, values: list[Any]) -> None:
    if option == "bantime.rndtime":
        notes["random"] = int(MyTime.str2seconds(str(values[0])))
    elif option == "ignorecommand":
        notes["command"] = bool(str(values[0]).strip())
    elif option == "logencoding":
        notes["encoding"] = str(values[0]).strip().lower()


def usedns(stream: list[list[Any]]) -> str:
    """Return "raw" where the jail bans names as they are; else "no": names are not looked up."""
    values = [str(command[3]).lower() for command in stream if command[2] == "usedns"]
    return "raw" if values[-1:] == ["raw"] else "no"


def send(transmitter: Transmitter, command: list[Any]) -> None:
    status, value = transmitter.proceed(command)
    if status:
        raise ValueError(f"{command[2]}: {value}")


def bare_name(text: str) -> str:
    return text.partition("[")[0].strip()
