"""What fail2ban's own library says of an action."""

import re
from typing import Any

from fail2ban.client.actionreader import ActionReader

from .commands import commands_of
from .filter_options import JAIL, TAG
from .library import Answer, Messages, describe

# The tags of an action that say nothing of whom a ban is about (fail2ban/server/actions.py).
NOT_WHOM = {
    *(
        "failures",
        "time",
        "bantime",
        "bancount",
        "restored",
        "name",
        "actname",
        "port",
        "protocol",
        "chain",
        "br",
        "sp",
    ),
    *("jail.banned", "jail.banned_total", "jail.found", "jail.found_total", "fq-hostname", "sh-hostname", "family"),
}


def checked_action(name: str, base: str, messages: Messages) -> Answer:
    messages.take()
    reader = ActionReader(name, JAIL, {}, share_config={}, basedir=base)
    try:
        found = reader.read()
        reader.getOptions({})
        stream = reader.convert()
        sections = [section for section in ("Definition", "Init", "DEFAULT") if reader.has_section(section)]
        values = {
            option: reader.get(section, option, raw=True) for section in sections for option in reader.options(section)
        }
        # A tag in a command is an argument, too, whether or not it has a default.
        tags = {tag for value in values.values() for tag in TAG.findall(str(value))} - values.keys()
        options, commands = sorted({*values, *tags}), commands_of(stream)
    except Exception as error:
        unknown = {"options": [], "tags": [], "lacks": "", "commands": {}}
        return {"error": describe(error, base), "messages": messages.take(), **unknown}
    return {
        "error": "" if found else f"Unable to read action {name!r}",
        "options": options,
        "tags": sorted(tags),
        "lacks": lacks(values),
        "commands": commands,
        "messages": messages.take(),
    }


def lacks(values: dict[str, Any]) -> str:
    """Return what an action lacks to ban anybody: "actionban", "ip" where no value names the address, or ""."""
    if not str(values.get("actionban") or "").strip():
        return "actionban"
    tags = {tag for value in values.values() for tag in re.findall(r"<([^<>\s]+)>", str(value))}
    # Any other tag may be one that a jail gives a value of the kind.
    return "ip" if tags <= NOT_WHOM else ""
