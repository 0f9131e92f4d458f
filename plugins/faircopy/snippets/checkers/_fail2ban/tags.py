"""Tags that are not written as fail2ban knows them: in HTML's escapes, in other brackets, in small letters."""

import re
from collections.abc import Container, Iterator
from html import unescape

from faircopy.diagnostics.model import Rule, Severity
from faircopy.snippets.checkers._fail2ban.filters import TAG_ESCAPED, FileProblem, nearest
from faircopy.snippets.checkers._fail2ban.ini import Ini, Option, ValueLine
from faircopy.snippets.checkers._fail2ban.regex_lines import REGEX_OPTIONS
from faircopy.snippets.excerpt import excerpt

TAG_MISWRITTEN = Rule(
    "SN214",
    Severity.ERROR,
    "fail2ban: a tag of an expression is not written as fail2ban knows it",
    "write the tag as the message says, `<HOST>` or `<F-USER>…</F-USER>`",
)

ESCAPE = re.compile(r"&(?:lt|gt|amp|quot|apos|nbsp|#0*(?:34|38|39|60|62)|#[xX]0*(?:22|26|27|3[cCeE]));")
ANY_ESCAPE = re.compile(rf"{ESCAPE.pattern}|&#(?:\d{{1,6}}|x[0-9a-fA-F]{{1,6}});")
# fail2ban/server/failregex.py. Others have a name that begins with F-, and an end.
TAGS = ("HOST", "IP4", "IP6", "ADDR", "CIDR", "SUBNET", "DNS", "SKIPLINES")
TAG = re.compile(
    r"(?<!\(\?P)(?<!\(\?)(?P<open>\\?<|[＜‹«〈⟨])[ ]?(?P<name>/?[A-Za-z][\w-]*/?)[ ]?(?P<close>\\?>|[＞›»〉⟩])"  # noqa: RUF001
)
# fail2ban/server/datedetector.py and datetemplate.py.
DATE_TAGS = ("DATE", "EPOCH", "LEPOCH", "NONE", "UNB", "^LN-BEG", "DEFAULT")
DATE_TAG = re.compile(r"\{(\^?\*?[A-Z][A-Z-]+)\}")
UNCLOSED = re.compile(rf"(?<!\(\?P)<(?P<name>/?(?:{'|'.join(TAGS)}|F-[A-Z0-9_]+))(?![\w/> -]|\\>)")
# fail2ban/server/failregex.py and filter.py: tags that do something by their name. Others only name what they catch.
ACTING = ("F-MLFFORGET", "F-MLFGAINED", "F-MLFID", "F-NOFAIL")
CUSTOM = re.compile(r"<(?P<end>/?)(?P<name>F-[A-Z0-9_-]+)>")


def lint_escapes(ini: Ini) -> Iterator[FileProblem]:
    """Yield a note for each line of a value that has HTML's escapes: no file of fail2ban's is HTML."""
    for option in ini.options:
        if "html" in option.value.lower():  # an action that sends a message in HTML
            continue
        for line in option.lines:
            # A stock filter has a comma so in a list of names, and it does no harm there.
            escape = ANY_ESCAPE if option.key in REGEX_OPTIONS else ESCAPE
            if escaped := escape.search(line.text):
                fact = f"'{escaped[0]}' is an HTML escape, and fail2ban takes it literally"
                column = line.column + escaped.start()
                yield FileProblem(TAG_ESCAPED, fact, hint_for(line.text, escaped[0]), line.line, column)


def hint_for(text: str, escaped: str) -> str:
    tag = re.search(r"&(?:lt|#0*60|#x0*3c);(?P<name>/?[\w-]+)", text, re.IGNORECASE)
    return "write the character itself: " + (f"<{tag['name']}>" if tag else unescape(escaped))


def lint_tags_of_regexes(ini: Ini, options: Container[str] | None = None) -> Iterator[FileProblem]:
    """Yield what is wrong with tags in a filter's options, or in those of `options` only."""
    own = {option.key for option in ini.options}
    for option in ini.options:
        if options is None or option.key in options:
            for line in option.lines:
                yield from lint_line(line, own)
                if option.key in REGEX_OPTIONS:
                    yield from unpaired(option, line)
                    yield from misspelt(option, line)


def lint_line(line: ValueLine, own: Container[str]) -> Iterator[FileProblem]:
    for tag in TAG.finditer(line.text):
        meant = known_tag(tag["name"])
        if not meant or tag[0] == f"<{meant}>" or tag["name"].lower() in own:
            continue
        fact = f"'{tag[0]}' is not a fail2ban tag, and only matches that exact text"
        yield FileProblem(TAG_MISWRITTEN, fact, f"write '<{meant}>'", line.line, line.column + tag.start())
    if unclosed := UNCLOSED.search(line.text):
        name = excerpt(unclosed["name"])
        fact = f"'<{name}' has no '>', and only matches that exact text"
        column = line.column + unclosed.start()
        yield FileProblem(TAG_MISWRITTEN, fact, f"write '<{name}>'", line.line, column)


def known_tag(name: str) -> str:
    """Return the tag that a name is or was meant to be, or ""."""
    upper = name.upper()
    if upper.lstrip("/").startswith("F-"):
        return upper
    # Only what is in capitals is no word of a log.
    return upper if upper in TAGS else (nearest(name, TAGS) if name == upper else "")


def lint_dates(ini: Ini) -> Iterator[FileProblem]:
    """Yield a note for each name in braces of a date pattern that fail2ban does not put anything in for."""
    for option in ini.options:
        for line in option.lines if option.key == "datepattern" else ():
            for name in DATE_TAG.finditer(line.text):
                if name[1] in DATE_TAGS:
                    continue
                near = nearest(name[1], DATE_TAGS)
                hint = f"write '{{{near}}}'" if near else f"it knows {', '.join(DATE_TAGS)}"
                fact = f"'{name[0]}' is not a name for a date pattern, and only matches that exact text"
                yield FileProblem(TAG_MISWRITTEN, fact, hint, line.line, line.column + name.start())


def unpaired(option: Option, line: ValueLine) -> Iterator[FileProblem]:
    """Yield a note for each tag that is ended and was not begun, or begun and not ended, in one expression."""
    text = option.value if "%(" in option.value else line.text
    begun = {tag["name"] for tag in CUSTOM.finditer(text) if not tag["end"]}
    ended = {tag["name"] for tag in CUSTOM.finditer(text) if tag["end"]}
    for tag in CUSTOM.finditer(line.text):
        if "%(" in option.value or tag["name"] in (begun & ended):
            continue
        missing = f"<{tag['name']}>" if tag["end"] else f"</{tag['name']}>"
        column = line.column + tag.start()
        yield FileProblem(
            TAG_MISWRITTEN, f"'{tag[0]}' has no '{missing}'", f"write '{missing}', too", line.line, column
        )


def misspelt(option: Option, line: ValueLine) -> Iterator[FileProblem]:
    """Yield a finding for each tag with a name of the author's own that nearly is one which fail2ban acts on."""
    acting = ("F-CONTENT",) if option.key == "prefregex" else ACTING
    for tag in CUSTOM.finditer(line.text):
        meant = nearest(tag["name"], acting)
        if meant and meant != tag["name"] and not tag["end"] and f"<{meant}>" not in option.value:
            fact = f"fail2ban does not use '{tag[0]}' except to name what it captures"
            yield FileProblem(TAG_MISWRITTEN, fact, f"did you mean '<{meant}>'?", line.line, line.column + tag.start())
