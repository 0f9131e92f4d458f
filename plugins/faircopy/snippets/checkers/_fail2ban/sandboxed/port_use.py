"""Where the actions of a jail write its ports: into which commands, and whether within quotes."""

from typing import Any

from fail2ban.client.actionreader import ActionReader
from fail2ban.helpers import extractOptions, splitWithOptions

# Stands for the ports: no command has it.
MARK = "PORTS-OF-THE-JAIL"


def port_uses(actions: str, jail: str, base: str) -> list[list[Any]]:
    """Return, for each action that writes the ports it is given into a command, [name, ports, protocol, in quotes]."""
    found = []
    for text in splitWithOptions(actions):
        name, given = extractOptions(text.strip()) if text.strip() else ("", {})
        if not name or name.endswith(".py") or "port" not in given:
            continue
        commands = commands_of(name, {**given, "port": MARK}, jail, base)
        uses = [within_quotes(command) for command in commands if MARK in command]
        if uses:
            found.append([name, given["port"], given.get("protocol", "tcp"), all(uses)])
    return found


def commands_of(name: str, options: dict[str, str], jail: str, base: str) -> list[str]:
    """Return the commands of an action with its options put in, as fail2ban's client sends them."""
    reader = ActionReader(name, jail, options, share_config={}, basedir=base)
    if not reader.read():
        return []
    reader.getOptions({})
    settings = [command[4] for command in reader.convert() if command[0] == "multi-set"]
    pairs = [pair for each in settings for pair in each]
    return [str(value) for key, value in pairs if key.partition("?")[0].startswith("action") and key != "actname"]


def within_quotes(command: str) -> bool:
    """Tell whether the mark stands within a shell's quotes wherever it stands."""
    quote, at = "", 0
    places = []
    while at < len(command):
        if command.startswith(MARK, at):
            places.append(quote)
        sign = command[at]
        if sign == "\\" and quote != "'":
            at += 1
        elif sign in "'\"" and quote in ("", sign):
            quote = "" if quote else sign
        at += 1
    return all(places)
