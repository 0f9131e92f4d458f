"""Parses fence attributes into a Snippet, or diagnostics."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from difflib import get_close_matches

from faircopy.diagnostics.model import Diagnostic, Rule
from faircopy.markdown.fences import Fence
from faircopy.snippets import rules
from faircopy.snippets.excerpt import excerpt
from faircopy.snippets.model import DEFAULT_GROUP, MatchPromise, Snippet
from faircopy.snippets.reading.fence_info import FenceAttribute, InfoString, parse_info
from faircopy.snippets.sandbox.paths import fault_of, path_in_sandbox

KEYS = ("file", "log", "match", "of", "jail", "bans", "expect", "error", "check", "reason", "context", "group")
# Python refuses to read a number of thousands of digits, and no log sample has as many lines.
NUMBER = re.compile(r"[0-9]{1,9}")
GROUP = re.compile(r"[A-Za-z0-9][\w.-]{0,39}")  # the site has a folder and a file of that name


def read_fence(path: str, fence: Fence, checkers: Iterable[str]) -> Snippet | list[Diagnostic]:
    """Return the snippet of a fence, or all diagnostics about its attributes.

    `checkers` are the names that `check=` may have.
    """
    at = InfoLocation(path, fence.line)
    info = parse_info(fence.info, fence.info_column)
    found: list[Diagnostic] = []
    if not fence.closed:
        found.append(at(rules.FENCE_UNCLOSED, "this fence is never closed", "end it with a line of the same marks"))
    if info.trouble is not None:
        found.append(form_trouble(at, fence.info, info))
    snippet = Snippet(path, fence.line, fence.end_line, info.language, fence.content, fence.content_columns)
    attributed, wrong = with_attributes(snippet, info.attributes, at, frozenset(checkers))
    return [*found, *wrong] if found or wrong else attributed


@dataclass(frozen=True, slots=True)
class InfoLocation:
    """Makes diagnostics about one info string."""

    path: str
    line: int

    def __call__(self, rule: Rule, fact: str, hint: str = "", *, column: int = 1) -> Diagnostic:
        return rule.at(self.path, self.line, fact, hint, column=column)


def form_trouble(at: Callable[..., Diagnostic], text: str, info: InfoString) -> Diagnostic:
    """Report attributes in an invalid form, with the valid form of the same attributes if they can be recognised."""
    pairs = re.findall(r"""(?<![\w-])[A-Za-z_][\w-]*+=(?:"[^"]*"|'[^']*'|[^\s"'}]+)""", text)
    language = f".{info.language}" if info.language else ".text"
    better = " ".join([language, *(pairs or ['file="…"'])])
    fact = f"the attributes in '{excerpt(text)}' cannot be read"
    return at(rules.FORM_UNUSABLE, fact, f"write {{{better}}}", column=info.trouble or 1)


def with_attributes(
    snippet: Snippet, attributes: Iterable[FenceAttribute], at: Callable[..., Diagnostic], checkers: frozenset[str]
) -> tuple[Snippet, list[Diagnostic]]:
    """Return the snippet with its attributes, and the diagnostics."""
    given, found = by_key(attributes, at)
    found += check_values(given, at, checkers)
    found += check_partners(given, at)
    values = {key: attribute.value for key, attribute in given.items()}
    result = replace(
        snippet,
        file=values.get("file"),
        log=values.get("log"),
        promise=promise_of(values),
        jail=values.get("jail"),
        bans=bans_of(values["bans"]) if "bans" in values else None,
        group=values.get("group", DEFAULT_GROUP),
        check=values.get("check"),
        reason=values.get("reason", ""),
        error=values.get("error"),
        context=values.get("context"),
    )
    return result, found


def by_key(
    attributes: Iterable[FenceAttribute], at: Callable[..., Diagnostic]
) -> tuple[dict[str, FenceAttribute], list[Diagnostic]]:
    """Return the known attributes by their keys, and diagnostics of the unknown and of those that are given twice."""
    given: dict[str, FenceAttribute] = {}
    found: list[Diagnostic] = []
    for attribute in attributes:
        if attribute.key not in KEYS:
            found.append(unknown(at, rules.ATTRIBUTE_UNKNOWN, "attribute", attribute.key, KEYS, attribute.column))
        elif attribute.key in given:
            fact = f"attribute '{attribute.key}' is given twice"
            found.append(at(rules.ATTRIBUTE_ALONE, fact, "keep one", column=attribute.column))
        else:
            given[attribute.key] = attribute
    return given, found


def is_number(text: str) -> bool:
    return NUMBER.fullmatch(text) is not None


def promise_of(values: dict[str, str]) -> MatchPromise | None:
    match values.get("match"):
        case None:
            return None
        case "all":
            return MatchPromise(None, None)
        case "none":
            return MatchPromise(0, None)
        case number:
            lines = values.get("of", "")
            return MatchPromise(int(number), int(lines)) if is_number(number) and is_number(lines) else None


def bans_of(value: str) -> tuple[str, ...]:
    """Return the addresses of `bans=`; none for "none"."""
    return () if value == "none" else tuple(word.strip() for word in value.split(","))


def check_values(
    given: dict[str, FenceAttribute], at: Callable[..., Diagnostic], checkers: frozenset[str]
) -> Iterator[Diagnostic]:
    for key, attribute in given.items():
        value, column = attribute.value, attribute.column
        if not value:
            yield at(rules.VALUE_UNKNOWN, f"attribute '{key}' is empty", "give it a value", column=column)
        elif key == "expect" and value != "fail":
            yield unknown(at, rules.VALUE_UNKNOWN, "value of 'expect'", value, ("fail",), column)
        elif key == "match" and value not in ("all", "none") and not is_number(value):
            yield at(
                rules.VALUE_UNKNOWN,
                f"'{value}' is no number of lines",
                'write match="all", match="none", or match="24" of="30"',
                column=column,
            )
        elif key == "of" and not is_number(value):
            yield at(rules.VALUE_UNKNOWN, f"'{value}' is no number of lines", 'write of="30"', column=column)
        elif key == "bans" and not are_addresses(bans_of(value)):
            hint = 'write bans="203.0.113.24, 2001:db8::1", or bans="none"'
            yield at(rules.VALUE_UNKNOWN, f"'{value}' is no list of addresses", hint, column=column)
        elif key == "check" and value != "none" and value not in checkers:
            yield unknown(at, rules.CHECKER_UNKNOWN, "checker", value, (*sorted(checkers), "none"), column)
        elif key == "group" and not GROUP.fullmatch(value):
            hint = "use letters, digits, '-', '_' and '.', 40 at most"
            yield at(rules.VALUE_UNKNOWN, f"'{value}' cannot be a group's name", hint, column=column)
        elif key == "file" and (trouble := path_trouble(value)):
            yield at(
                rules.PATH_UNUSABLE, f"'{value}' {trouble}", "name the file as on the reader's machine", column=column
            )


def are_addresses(words: Iterable[str]) -> bool:
    """Tell whether words are valid for `bans=`: addresses, networks, and other names that some filters ban."""
    return all(word and word != "none" and not re.search(r"\s", word) for word in words)


def path_trouble(path: str) -> str:
    """Return what is wrong with a `file=` path, or "" if it can be laid out in a sandbox."""
    # Some programs that unpack a download take a backslash for a divider, too.
    if ".." in re.split(r"[/\\]", path):
        return "leaves its folder with '..'"
    if fault := fault_of(path):
        return fault
    # One file has one name, so that two snippets of it are noticed.
    plain = path_in_sandbox(path) if path.startswith("/") else path_in_sandbox(path).lstrip("/")
    return "" if plain == path else f"is a roundabout name of '{plain}'"


# Attributes that each attribute requires, and the message.
PARTNERS = (
    ("log", "match", 'say what is promised: match="all", match="none", or match="24" of="30"'),
    ("match", "log", 'name the filter that the lines are for: log="…"'),
    ("of", "match", 'say how many of them match: match="24"'),
    ("jail", "log", 'name the filter that the lines are for: log="…"'),
    ("jail", "bans", 'say whom it bans: bans="203.0.113.24", or bans="none"'),
    ("bans", "jail", 'name the jail that bans them: jail="…"'),
    ("expect", "error", 'say with which message: error="…"'),
    ("error", "expect", 'write expect="fail" beside it'),
    ("reason", "check", 'a reason goes with check="none"'),
)


def check_partners(given: dict[str, FenceAttribute], at: Callable[..., Diagnostic]) -> Iterator[Diagnostic]:
    for key, partner, hint in PARTNERS:
        if key in given and partner not in given:
            fact = f"attribute '{key}' stands without '{partner}'"
            yield at(rules.ATTRIBUTE_ALONE, fact, hint, column=given[key].column)
    if "match" in given and is_number(given["match"].value) and "of" not in given:
        fact = f'match="{given["match"].value}" does not say of how many lines'
        yield at(rules.ATTRIBUTE_ALONE, fact, 'add of="…"', column=given["match"].column)
    if "of" in given and "match" in given and given["match"].value in ("all", "none"):
        fact = f"'of' has no meaning beside match=\"{given['match'].value}\""
        yield at(rules.ATTRIBUTE_ALONE, fact, "leave it out", column=given["of"].column)
    if "check" in given and given["check"].value == "none" and "reason" not in given:
        fact = 'check="none" does not say why'
        yield at(rules.ATTRIBUTE_ALONE, fact, 'add reason="…"; readers see it', column=given["check"].column)
    if "file" in given and "log" in given:
        fact = "a snippet is a file or a log sample, not both"
        yield at(rules.ATTRIBUTE_ALONE, fact, "leave one out", column=given["log"].column)


def unknown(
    at: Callable[..., Diagnostic], rule: Rule, kind: str, value: str, known: Iterable[str], column: int
) -> Diagnostic:
    known = tuple(known)
    near = get_close_matches(value, known, n=1)
    hint = f"did you mean '{near[0]}'?" if near else f"known: {', '.join(known)}"
    return at(rule, f"unknown {kind} '{value}'", hint, column=column)
