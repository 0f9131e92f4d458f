"""Finds includes that leave the group, and refuses them before the tool runs.

This is only for a good message. The sandbox itself contains no other files of the machine.
"""

import re
import sys
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fnmatch import fnmatch
from itertools import islice
from posixpath import dirname, join

from faircopy.offsets import place_at
from faircopy.snippets import rules
from faircopy.snippets.excerpt import excerpt
from faircopy.snippets.model import Finding
from faircopy.snippets.sandbox.paths import path_in_sandbox

WILD = re.compile(r"[*?\[]")


@dataclass(frozen=True, slots=True)
class IncludedPath:
    """One included path, as its program reads it: continued lines joined, quotes and escapes removed."""

    path: str
    offset: int  # where it starts in the code
    is_known: bool = True  # False: a part of it is put in only as the program reads it


@dataclass(frozen=True, slots=True)
class Includes:
    """The syntax of includes in the files of one program."""

    find: Callable[[str], Iterable[IncludedPath]]
    base: str  # the folder that relative paths start from
    # Patterns of paths that need not be in the group: folders that the program reads whole, and stock
    # files of its package. In the sandbox the first are empty and the second are stand-ins.
    expected: tuple[str, ...] = ()


def outside(code: str, files: Mapping[str, str], includes: Includes) -> list[Finding]:
    """Return a finding for each include, direct or indirect, that leaves the group."""
    return list(dict.fromkeys(refusals(code, files, includes)))


def refusals(code: str, files: Mapping[str, str], includes: Includes) -> Iterator[Finding]:
    seen: set[str] = set()  # each file is read once, however often files include each other
    waiting = [(one, place_at(code, one.offset)) for one in includes.find(code)]
    while waiting:
        included, place = waiting.pop(0)
        path = path_in_sandbox(join(includes.base, included.path))
        members = members_of(path, files)
        if not included.is_known or ".." in included.path.split("/") or not (members or is_expected(path, includes)):
            yield refusal(included, place)
        for member in members:
            if member not in seen:
                seen.add(member)
                # Told at the author's own include.
                waiting += [(one, place) for one in includes.find(files[member])]


def members_of(path: str, files: Iterable[str]) -> list[str]:
    """Return the files of a group that an include reads, by path, folder or wildcards."""
    return [name for name in files if name == path or matches(name, path) or dirname(name) == path]


def included_files(code: str, files: Mapping[str, str], includes: Includes) -> list[str]:
    """Return the files of the group that `code` includes directly or indirectly, each once."""
    found: dict[str, None] = {}
    waiting = [code]
    while waiting:
        for included in includes.find(waiting.pop(0)):
            members = members_of(path_in_sandbox(join(includes.base, included.path)), files)
            waiting += [files[name] for name in members if name not in found]
            found.update(dict.fromkeys(members))
    return list(found)


def matches(name: str, path: str) -> bool:
    """Tell whether a path with wildcards, which do not match slashes, matches a file."""
    return bool(WILD.search(path)) and name.count("/") == path.count("/") and fnmatch(name, path)


def is_expected(path: str, includes: Includes) -> bool:
    return any(fnmatch(path, pattern) for pattern in includes.expected)


def refusal(included: IncludedPath, place: tuple[int, int]) -> Finding:
    written = excerpt(included.path)
    if not included.is_known:
        fact, hint = f"what '{written}' includes is known only at run time", "write the whole path, without variables"
    elif ".." in included.path.split("/"):
        fact, hint = f"the include '{written}' leaves its folder with '..'", "write the whole path"
    else:
        fact = f"'{written}' is included, but no snippet of the group is that file"
        hint = 'show it in a snippet with that file="…", or in a hidden snippet-setup; other files are not read'
    return Finding(0, rules.INCLUDE_OUTSIDE, fact, *place, hint=hint)


# How programs write an include

# A word as most programs read one: quoted, or with escapes, up to a blank.
WORD = re.compile(r'"(?:[^"\\]|\\.)*"|\'(?:[^\'\\]|\\.)*\'|(?:\\.|[^\s"\'])+', re.DOTALL)
ESCAPE = re.compile(r"\\(.)", re.DOTALL)


def words_of(text: str, start: int) -> Iterator[IncludedPath]:
    """Yield the words of a part of a line, up to a comment; `start` is its offset in the code."""
    for found in WORD.finditer(text):
        if found[0].startswith("#"):
            return
        quoted = found[0][0] in "\"'"
        bare = found[0][1:-1] if quoted and len(found[0]) > 1 and found[0][-1] == found[0][0] else found[0]
        yield IncludedPath(ESCAPE.sub(r"\1", bare), start + found.start())


def by_lines(
    directive: str, *, before: str = "^", flags: re.RegexFlag = re.NOFLAG, most: int | None = None
) -> Callable[[str], Iterator[IncludedPath]]:
    """Return a finder for programs whose includes are whole lines: `directive` matches what precedes the paths.

    A space in the pattern matches spaces and tabs; `most` is the maximum number of paths.
    """
    blank = r"[^\S\n]"
    pattern = re.compile(rf"{before}{blank}*{directive.replace(' ', blank)}(?P<paths>[^\n]*)", re.MULTILINE | flags)

    def find(code: str) -> Iterator[IncludedPath]:
        text, places = joined(code)
        for found in pattern.finditer(text):
            if "#" in text[text.rfind("\n", 0, found.start()) + 1 : found.start()]:
                continue  # in a comment
            for word in islice(words_of(found["paths"], found.start("paths")), most):
                yield replace(word, offset=place_before(places, word.offset))

    return find


def joined(code: str) -> tuple[str, list[tuple[int, int]]]:
    """Return the code with continued lines joined, and the original offset of each part."""
    parts, places, length, start = [], [], 0, 0
    for end in [*re.finditer(r"\\\r?\n", code), None]:
        part = code[start : end.start()] if end else code[start:]
        parts.append(part)
        places.append((length, start))
        length += len(part)
        start = end.end() if end else start
    return "".join(parts), places


def place_before(places: list[tuple[int, int]], offset: int) -> int:
    """Return the offset in the original code of an offset in the joined code."""
    there, here = places[bisect_right(places, (offset, sys.maxsize)) - 1]
    return here + offset - there


def without_comments(code: str, pattern: re.Pattern[str]) -> str:
    """Return the code with its comments blanked: the matches of `pattern`, except their group `kept`."""
    return pattern.sub(lambda found: found[0] if found["kept"] else re.sub(r"[^\n]", " ", found[0]), code)


def by_pattern(directive: str, comment: re.Pattern[str]) -> Callable[[str], Iterator[IncludedPath]]:
    """Return a finder for programs whose includes may be anywhere, with one path, quoted or up to a space.

    `directive` matches what precedes the path; `comment` is as in `without_comments`.
    """
    pattern = re.compile(rf"""(?<![\w-]){directive}\s*(?:"(?P<quoted>[^"\n]*)"|(?P<bare>[^\s;{{}}"]+))""")

    def find(code: str) -> Iterator[IncludedPath]:
        for found in pattern.finditer(without_comments(code, comment)):
            group = "quoted" if found["quoted"] is not None else "bare"
            yield IncludedPath(found[group], found.start(group))

    return find


NGINX_TOKEN = re.compile(
    r'\s*(?:\#[^\n]*|(?P<mark>[;{}])|(?P<word>"(?:[^"\\]|\\.)*"|\'(?:[^\'\\]|\\.)*\'|(?:\\.|[^\s;{}"\'\\])(?:\\.|[^\s;{}\\])*))',
    re.DOTALL,
)


def nginx_words(code: str) -> Iterator[list[IncludedPath]]:
    """Yield the words of each nginx directive or block, across lines."""
    words: list[IncludedPath] = []
    position = 0
    while found := NGINX_TOKEN.match(code, position):
        position = found.end()
        if found["word"]:
            words += words_of(found["word"].replace("#", "\\#", 1), found.start("word"))
        elif found["mark"]:
            if words:
                yield words
            words = []
    if words:
        yield words


def nginx_directives(code: str) -> Iterator[list[str]]:
    return ([word.path for word in words] for words in nginx_words(code))


def nginx_includes(code: str) -> Iterator[IncludedPath]:
    """Yield the paths of nginx's `include` directives."""
    for words in nginx_words(code):
        if words[0].path == "include":
            yield from words[1:]


DEFINE = re.compile(r"^[ \t]*Define[ \t]+(?P<name>\S+)[ \t]+[\"']?(?P<value>[^\"'\n]*)", re.MULTILINE | re.IGNORECASE)
VARIABLE = re.compile(r"\$\{(?P<name>[^}]*)\}")
APACHE = by_lines(r"Include(?:Optional)? +", flags=re.IGNORECASE)


def apache_includes(code: str) -> Iterator[IncludedPath]:
    """Yield the paths of Apache's includes, with variables that the same code defines expanded."""
    defined = {found["name"]: found["value"].strip() for found in DEFINE.finditer(code)}
    for included in APACHE(code):
        path = VARIABLE.sub(lambda found: defined.get(found["name"], found[0]), included.path)
        # What is left is a variable from elsewhere, or a parameter of a macro.
        yield IncludedPath(path, included.offset, is_known=not re.search(r"[$%@]", path))
