"""Where an option of a jail stands."""

from faircopy.snippets.checkers._fail2ban.ini import Ini, Option


def jail_option(ini: Ini, name: str, key: str) -> Option | None:
    """Return an option of a jail, or of all jails where it does not say it itself."""
    return ini.option(name, key) or ini.option("DEFAULT", key)


def option_or_argument(ini: Ini, name: str, key: str) -> Option | None:
    """Return an option of a jail; that of its filter, where it is an argument of that."""
    named = ini.option(name, "filter")
    return jail_option(ini, name, key) or (named if named and f"{key}=" in named.value else None)


def place(ini: Ini, jail: str, key: str) -> tuple[int, int]:
    """Return where an option of a jail stands; the jail's own header when it does not say it itself."""
    if option := ini.option(jail, key):
        return option.place
    return next(((one.line, one.column) for one in ini.sections if one.name == jail), (1, 1))
