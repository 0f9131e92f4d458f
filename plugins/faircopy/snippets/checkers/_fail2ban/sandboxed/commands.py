"""The commands of an action as fail2ban's server would give them to a shell, with a word for what only a ban tells."""

from typing import Any

from fail2ban.server.action import TAG_CRE, CommandAction

COMMANDS = (
    *("actionstart", "actionstop", "actionflush", "actionreload", "actioncheck", "actionrepair"),
    *("actionban", "actionprolong", "actionreban", "actionunban"),
)
WORD = "x"


def commands_of(stream: list[list[Any]]) -> dict[str, str]:
    """Return each command, by its option, of what fail2ban's client would send of an action."""
    values: dict[str, Any] = {}
    for command in stream:
        if command[0] == "multi-set":
            values |= dict(command[4])
        elif command[2] == "action":
            values[command[4]] = command[5]
    action = CommandAction(None, "checked")
    for name, value in values.items():
        setattr(action, name, value)
    family = (action._families or [""])[0]  # noqa: SLF001
    made = {name: action._getOperation(f"<{name}>", family) for name in COMMANDS if values.get(name)}  # noqa: SLF001
    return {name: TAG_CRE.sub(WORD, text) for name, text in made.items()}
