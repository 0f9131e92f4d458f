"""One fence with several of fail2ban's files, or a part of one -> files, each with as many lines as the fence."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from faircopy.snippets.checkers._plain.text import without_omissions

# A comment that says which file it is.
NAMED = re.compile(
    r"^[ \t]*(?>(?:#|;|//)+)[^\n]*?"
    r"(?P<path>(?:filter|action|jail)\.d/[\w.-]+\.(?:conf|local)|jail\.(?:local|conf))\b"
)
PATH = re.compile(r"(?:^|/)(?P<path>(?:filter|action|jail)\.d/[\w.-]+\.(?:conf|local)|jail\.(?:local|conf))$")
SECTION = re.compile(r"[ \t]*\[(?P<name>[^]\n]+)\][ \t]*$")
COMMENT = re.compile(r"[ \t]*(?:[#;]|$)")
FILTER_KEY = re.compile(r"[ \t]*(?:fail|ignore|pref)regex[ \t]*[:=]")
ACTION_KEY = re.compile(r"[ \t]*action(?:start|stop|check|ban|unban|flush)[ \t]*[:=]")
OF_A_FILTER = ("definition", "init", "includes")
FILTER_NAME = re.compile(r"^[ \t]*filter[ \t]*=[ \t]*(?P<name>[\w.-]+)[ \t]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class FencedFile:
    """A file that a fence shows."""

    path: str  # below /etc/fail2ban: as the fence says, or one of the kind
    code: str
    added: int = 0  # lines above the fence's own: the header of a section that a fragment is of


def parts_of(code: str, hint: str = "") -> list[FencedFile]:
    """Return the files of a fence. `hint` is what another program's attribute calls it."""
    lines = without_omissions(code).split("\n")
    starts = sorted({0, *starts_of_files(lines)})
    chunks = [(first, last) for first, last in zip(starts, [*starts[1:], len(lines)], strict=True)]
    called = {found["name"] for found in FILTER_NAME.finditer(code)}
    parts: list[FencedFile] = []
    for first, last in chunks:
        chunk = lines[first:last]
        if all(COMMENT.match(line) for line in chunk):
            continue
        path = path_of(chunk, hint if len(chunks) == 1 else "", called, {one.path for one in parts})
        part = with_header(chunk, path)
        parts.append(replace(part, code="\n" * first + part.code))
    return parts


def starts_of_files(lines: Sequence[str]) -> Iterator[int]:
    """Yield the lines, from 0, at which another file begins: a comment names it, or a section is of another kind."""
    seen: set[str] = set()
    kind, comments = "", 0  # the first line of the comments above
    for number, line in enumerate(lines):
        section = SECTION.match(line)
        if NAMED.match(line):
            yield number
            seen, kind = set(), ""
        elif section:
            name = section["name"].strip().lower()
            now = kind_of(lines, number)
            if kind and now and (now != kind or (name == "definition" and name in seen)):
                yield comments
                seen = set()
            kind = now or kind
            seen.add(name)
        if not COMMENT.match(line):
            comments = number + 1


def kind_of(lines: Sequence[str], number: int) -> str:
    """Return of which kind a section is, by its name or by its options; "" for one that all kinds have."""
    section = SECTION.match(lines[number])
    name = section["name"].strip().lower() if section else ""
    if name in OF_A_FILTER:
        return "definition" if name == "definition" else ""
    for line in lines[number + 1 :]:
        if SECTION.match(line):
            break
        if FILTER_KEY.match(line) and not has_jail_key(lines, number):
            return "definition"
    return "" if name == "default" else "jail"


def has_jail_key(lines: Sequence[str], number: int) -> bool:
    """Tell whether a section has an option that only a jail has: those may set expressions, too."""
    for line in lines[number + 1 :]:
        if SECTION.match(line):
            return False
        if re.match(r"[ \t]*(?:enabled|logpath|maxretry|findtime|bantime|port)[ \t]*=", line):
            return True
    return False


def path_of(chunk: Sequence[str], hint: str, called: set[str], taken: set[str]) -> str:
    """Return the path that a comment or a hint says, or one for what the text is."""
    named = next((found["path"] for line in chunk if (found := NAMED.match(line))), "")
    hinted = PATH.search(hint)
    path = named or (hinted["path"] if hinted else "")
    if path and path not in taken:
        return path
    if any(ACTION_KEY.match(line) for line in chunk):
        folder, name = "action.d", "snippet"
    elif any(FILTER_KEY.match(line) for line in chunk) and not is_of_jails(chunk):
        folder, name = "filter.d", next(iter(called)) if len(called) == 1 else "snippet"
    else:
        folder, name = "jail.d", "snippet"
    ending = "local" if folder == "jail.d" else "conf"
    names = (f"{folder}/{name}{number or ''}.{ending}" for number in range(len(taken) + 1))
    return next(one for one in names if one not in taken)


def is_of_jails(chunk: Sequence[str]) -> bool:
    headers = [number for number, line in enumerate(chunk) if SECTION.match(line)]
    return any(kind_of(chunk, number) == "jail" for number in headers)


def with_header(chunk: Sequence[str], path: str) -> FencedFile:
    """Return a part that begins with a section: a fragment gets the header of the section that it is of."""
    first = next(line for line in chunk if not COMMENT.match(line))
    header = "[DEFAULT]" if path.startswith("jail") else "[Definition]"
    if SECTION.match(first) or any(line.strip() == header for line in chunk):
        return FencedFile(path, "\n".join(chunk))
    return FencedFile(path, "\n".join([header, *chunk]), 1)
