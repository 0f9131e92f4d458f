"""What a path below /etc/fail2ban is, and what fail2ban itself has there."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from posixpath import basename, dirname

from faircopy.snippets.checkers._fail2ban.ini import Ini
from faircopy.snippets.model import Snippet, Task
from faircopy.snippets.packaged import packaged_files

CONFIGURATION = "/etc/fail2ban/"
LIBRARY = Path("/usr/lib/python3/dist-packages/fail2ban")


@cache
def library_version() -> str | None:
    """Return the version of the installed library, read from its source: starting it takes a third of a second."""
    try:
        found = re.search(r'^version = "([^"]+)"', (LIBRARY / "version.py").read_text(encoding="utf-8"), re.MULTILINE)
    except OSError:
        return None
    return found[1] if found and Path(CONFIGURATION, "filter.d").is_dir() else None


def filter_name(snippet: Snippet) -> str | None:
    """Return the name of the filter that a snippet is, or None."""
    found = re.fullmatch(rf"{CONFIGURATION}filter\.d/(.+)\.(?:conf|local)", snippet.file or "")
    return found[1] if found else None


def action_names(task: Task) -> list[str]:
    """Return the names of the actions that a task is to judge."""
    return names_in("action.d", [(one.file or "").removeprefix(CONFIGURATION) for one in task.snippets])


def is_jail_file(path: str) -> bool:
    return re.fullmatch(r"jail\.(conf|local)|jail\.d/[^/]+\.(conf|local)", path) is not None


def names_in(folder: str, paths: Iterable[str]) -> list[str]:
    """Return the names of the filters or actions among some files: without folder and ending."""
    return sorted({name_in_folder(path) for path in paths if path.startswith(f"{folder}/")})


def name_in_folder(path: str) -> str:
    """Return the name by which fail2ban's configuration refers to a file of `filter.d` or `action.d`."""
    return re.sub(r"\.(conf|local)$", "", basename(path))


@cache
def stock(folder: str) -> frozenset[str]:
    """Return the names, without `.conf`, of fail2ban's own files in a folder like "filter.d"."""
    return frozenset(name.removesuffix(".conf") for name in stock_files(folder))


@cache
def stock_files(folder: str) -> frozenset[str]:
    """Return the file names of fail2ban's own folder, or of its top folder for a file that stands there.

    Only of files that are as the package brought them: an administrator's own are not read, and not told.
    """
    below = f"{CONFIGURATION}{folder}" if folder.endswith(".d") else CONFIGURATION.rstrip("/")
    paths = packaged_files("fail2ban")
    return frozenset(basename(path) for path in paths if dirname(path) == below and path.endswith(".conf"))


@cache
def stock_option_names() -> frozenset[str]:
    """Return the names that fail2ban's own jails define or refer to: an own value for one of them is read."""
    texts = [text.decode(errors="replace") for path, text in packaged_files("fail2ban").items() if is_shared(path)]
    found = (re.findall(r"^([\w.-]+)[ \t]*=|%\(([\w.-]+)\)s", text, re.MULTILINE) for text in texts)
    return frozenset(name for names in found for pair in names for name in pair if name)


@cache
def stock_references(jail: str) -> frozenset[str]:
    """Return the variables that fail2ban's own values for all jails, or for one of them, refer to."""
    texts = [text.decode(errors="replace") for path, text in packaged_files("fail2ban").items() if is_shared(path)]
    parts = (part for text in texts for part in re.split(r"^\[", text, flags=re.MULTILINE))
    read = (part for part in parts if part.startswith(("DEFAULT]", f"{jail}]")))
    return frozenset(name for part in read for name in re.findall(r"%\((?:known/)?([\w.-]+)\)s", part))


@cache
def stock_jails() -> frozenset[str]:
    """Return the names of fail2ban's own jails."""
    text = packaged_files("fail2ban").get(f"{CONFIGURATION}jail.conf", b"").decode(errors="replace")
    return frozenset(re.findall(r"^\[([^]\n]+)\]", text, re.MULTILINE))


def is_shared(path: str) -> bool:
    return path.startswith((f"{CONFIGURATION}jail", f"{CONFIGURATION}paths")) and path.endswith(".conf")


def known_in(folder: str, name: str, files: Mapping[str, Ini]) -> bool:
    place = (
        f"{CONFIGURATION}{folder}/{name}" if "." not in folder or folder.endswith(".d") else f"{CONFIGURATION}{name}"
    )
    return place in files or name in stock_files(folder)


def is_part(name: str, files: Mapping[str, Ini]) -> bool:
    """Tell whether a filter file is only there to be included: it is called `…common`, or another one includes it."""
    includes = [ini.option("INCLUDES", key) for ini in files.values() for key in ("before", "after")]
    included = {line.text.strip() for option in includes if option for line in option.lines}
    return name.endswith("common") or f"{name}.conf" in included


def jail_text(files: Mapping[str, Ini]) -> str:
    """Return the values of all jail files of a group."""
    jails = (ini for path, ini in files.items() if is_jail_file(path.removeprefix(CONFIGURATION)))
    return "\n".join(option.value for ini in jails for option in ini.options)


def filters_of(task: Task) -> frozenset[str]:
    paths = [path.removeprefix(CONFIGURATION) for path in task.files if path.startswith(CONFIGURATION)]
    return stock("filter.d") | frozenset(names_in("filter.d", paths))


def log_filter_name(log: Snippet) -> str:
    return (log.log or "").partition("[")[0].strip()


def log_filter_exists(log: Snippet, task: Task) -> bool:
    return log_filter_name(log) in filters_of(task)


def lines_of(log: Snippet) -> list[str]:
    return log.code.split("\n")
