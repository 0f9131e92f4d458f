"""Checks the files that somebody names, before anything is tried."""

import stat
from pathlib import Path

from faircopy.snippets.checkers._fail2ban.trial import TrialError

OTHER_KINDS = {stat.S_IFCHR: "a device", stat.S_IFBLK: "a device", stat.S_IFSOCK: "a socket"}


def check_file(path: Path, what: str, remedy: str) -> None:
    """Raise TrialError for what is no file to read, and OSError for what may not be read. A pipe is one, too."""
    if not path.exists():
        raise TrialError(f"there is no {what} '{path}'; {remedy}")
    if path.is_dir():
        raise TrialError(f"'{path}' is a folder, and no {what}; {remedy}")
    if kind := OTHER_KINDS.get(stat.S_IFMT(path.stat().st_mode)):
        raise TrialError(f"'{path}' is {kind}, and no {what}; {remedy}")
