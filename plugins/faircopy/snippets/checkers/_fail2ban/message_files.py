"""Of which file a message of fail2ban's is: it reads several files as one, and says what is wrong with any of them."""

import re
from collections.abc import Callable, Mapping
from posixpath import basename, dirname

from faircopy.snippets.checkers._fail2ban.ini import Ini
from faircopy.snippets.checkers._fail2ban.paths import CONFIGURATION, is_jail_file

NAMED = re.compile(r"'(/[^'\n]+\.(?:conf|local))'")


def message_about(path: str, files: Mapping[str, Ini], error: str, has: Callable[[Ini], bool]) -> str:
    """Return a message of fail2ban's where it is about one file and about no other of its group; else "".

    `path` is that file's, below CONFIGURATION. `has` tells whether a file has what the message is about; it is asked
    only where the message names no file.
    """
    if named := NAMED.findall(error):
        return error if all(one.endswith(f"/{path}") for one in named) else ""
    others = (files[other] for other in read_with(CONFIGURATION + path, files))
    return error if has(files[CONFIGURATION + path]) and not any(map(has, others)) else ""


def read_with(path: str, files: Mapping[str, Ini]) -> set[str]:
    """Return the files of a group that fail2ban reads together with one of them, by their whole paths."""
    below = path.removeprefix(CONFIGURATION)
    if is_jail_file(below):
        return {one for one in files if is_jail_file(one.removeprefix(CONFIGURATION))} - {path}
    stem = re.sub(r"\.(?:conf|local)$", "", path)
    found = {one for one in (f"{stem}.conf", f"{stem}.local") if one in files}
    waiting = [path, *found]
    while waiting:
        included = {f"{dirname(path)}/{basename(name)}" for name in names_included(files[waiting.pop()])}
        new = {one for one in included if one in files} - found
        found |= new
        waiting += new
    return found - {path}


def names_included(ini: Ini) -> list[str]:
    options = (ini.option("INCLUDES", key) for key in ("before", "after"))
    return [line.text.strip() for option in options if option for line in option.lines]
