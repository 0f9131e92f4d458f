"""Guesses the answers for a new site from the machine."""

import getpass
import os
import pwd
from collections.abc import Callable, Mapping
from pathlib import Path

from faircopy.starter.answers import QUESTIONS, Answers

LOCALTIME = Path("/etc/localtime")
ZONES = "zoneinfo/"
# When nothing else may stand there.
FALLBACK = Answers("My blog", "The author", "", "UTC", "en")


def guessed(folder: Path, environment: Mapping[str, str]) -> Answers:
    """Return a valid answer to each question, guessed or default."""
    guesses = {
        "name": folder.resolve().name.replace("-", " ").replace("_", " "),
        "author": own_name(),
        "address": "",
        "timezone": environment.get("TZ", "").removeprefix(":") or zone_of_machine(),
        "language": language_in(environment),
    }
    return Answers(**{one.name: fit(one.read, guesses[one.name], getattr(FALLBACK, one.name)) for one in QUESTIONS})


def fit(read: Callable[[str], str], guess: str, fallback: str) -> str:
    try:
        return read(guess)
    except ValueError:
        return fallback


def own_name() -> str:
    """Return the user's full name, or the login name."""
    try:
        return pwd.getpwuid(os.getuid()).pw_gecos.partition(",")[0].strip() or getpass.getuser()
    except (KeyError, OSError):
        return ""


def zone_of_machine() -> str:
    """Return the time zone of the system, from the link '/etc/localtime'."""
    try:
        return os.readlink(LOCALTIME).rpartition(ZONES)[2]  # noqa: PTH115  # its text is the answer
    except OSError:
        return ""


def language_in(environment: Mapping[str, str]) -> str:
    """Return the language of a locale such as 'de_AT.UTF-8@euro'; "" for 'C'."""
    given = (environment.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return next((one for one in given if one), "").partition(".")[0].partition("@")[0]
