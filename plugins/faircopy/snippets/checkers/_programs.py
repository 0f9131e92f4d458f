"""Directives that make Apache or nginx load or run a program while reading its configuration.

They are found in the text as the program itself would read it. If only running it would tell, the text is refused, or
read by another parser.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from posixpath import normpath

from faircopy.offsets import place_at
from faircopy.snippets.checkers._includes import joined, nginx_directives, place_before

# Apache: names of directives and sections, in lower case.
RUNS_CODE = re.compile(r"<perl\b|<lua|perl|lualoadfile$|loadfile$", re.IGNORECASE)
FIRST_WORD = re.compile(r'^[^\S\n]*(?P<word>"[^"\n]*"?|\'[^\'\n]*\'?|[^\s"\'#][^\s>]*)(?P<rest>[^\n]*)', re.MULTILINE)
WORD = re.compile(r'"([^"]*)"|\'([^\']*)\'|(\S+)')
# The usual prefixes of macro parameters in mod_macro's manual; any other name is allowed, too, and may be part of a
# word.
PARAMETER = re.compile(r"[$%@][^\s{]+")
STANDS_FOR_ANOTHER = re.compile(r"\$\{|[$%@]")
# Where Apache's own modules lie: here, and as other systems and its manual name it. The last is below the folder that
# a ServerRoot names: one more folder of the machine's own libraries, if the worst comes to the worst.
MODULE_FOLDERS = ("/usr/lib/apache2/modules/", "/usr/lib64/httpd/modules/", "/usr/libexec/apache2/", "modules/")

# nginx
NGINX_CODE = re.compile(r"(?>\w+_by_lua)\w*|lua_\w+|perl(?:_\w+)?|js_\w+|ssl_engine", re.IGNORECASE)
NGINX_MODULE = re.compile(
    r"(?:modules|/usr/(?:lib|lib64|share)/nginx/modules)/(?!\w*(?:perl|lua|js_|njs))\w+\.so", re.IGNORECASE
)
NGINX_ENGINE = re.compile(r"(?:engine|store):", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class LoadDirective:
    """A line that the program itself must not read."""

    name: str  # the directive as it is written
    line: int  # in its file, from 1
    is_known: bool = True  # False: known only while the file is read


def apache_loadings(code: str) -> Iterator[LoadDirective]:
    """Yield the lines of an Apache configuration that load or run anything but Apache's own modules."""
    text, places = joined(code)
    in_macro = False
    for found in FIRST_WORD.finditer(text):
        name = found["word"].strip("\"'")
        arguments = [next(filter(None, one.groups()), "") for one in WORD.finditer(found["rest"])]
        if (is_known := knowledge_of(name.lower(), arguments, in_macro=in_macro)) is not None:
            line, _ = place_at(code, place_before(places, found.start("word")))
            yield LoadDirective(name, line, is_known)
        in_macro = name.lower() == "<macro" or (in_macro and not name.lower().startswith("</macro"))


def knowledge_of(name: str, arguments: list[str], *, in_macro: bool) -> bool | None:
    """Tell whether it is known what a line loads; None where it loads nothing. `name` is in lower case."""
    if name == "<macro":
        parameters = [one.rstrip(">") for one in arguments[1:]]
        # Other parameters could stand in any name, and so could those of a macro in a macro.
        plain = all(PARAMETER.fullmatch(one) for one in parameters if one)
        return None if plain and not in_macro else False
    if "${" in name or (in_macro and STANDS_FOR_ANOTHER.search(name)):
        return False
    if RUNS_CODE.match(name) or (name == "sslcryptodevice" and arguments[:1] != ["builtin"]):
        return True
    if name == "loadmodule" and len(arguments) > 1:
        return None if is_apache_module(arguments[1]) else not STANDS_FOR_ANOTHER.search(arguments[1])
    return None


def is_apache_module(path: str) -> bool:
    return path.startswith(MODULE_FOLDERS) and path == normpath(path) and not STANDS_FOR_ANOTHER.search(path)


def nginx_loads(files: Iterable[str]) -> bool:
    """Tell whether nginx would load or run anything but its own modules while reading one of these texts."""
    return any(loads_more(words) for text in files for words in nginx_directives(text))


def loads_more(words: list[str]) -> bool:
    name, *arguments = words
    if name == "load_module":
        return not all(map(NGINX_MODULE.fullmatch, arguments))
    return NGINX_CODE.fullmatch(name) is not None or any(map(NGINX_ENGINE.match, arguments))


def facts_of(loadings: Mapping[str, Iterable[LoadDirective]]) -> Iterator[tuple[str, int]]:
    """Yield the fact about each line, and its line number in the snippet; 0 for a line of another file.

    `loadings` are by file, "" for the snippet itself.
    """
    for path, found in loadings.items():
        where = f"in '{path}', line {{}}: " if path else ""
        for one in found:
            fact = (
                f"'{one.name}' makes Apache load and run a program while it reads its configuration"
                if one.is_known
                else f"what '{one.name}' makes Apache load is known only while it reads its configuration"
            )
            yield where.format(one.line) + fact, 0 if path else one.line
