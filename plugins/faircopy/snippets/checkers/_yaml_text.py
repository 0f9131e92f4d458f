"""What documentation puts into a fence of YAML: omissions, templates, alternatives, other languages."""

import re
from collections.abc import Iterator

from faircopy.snippets.checkers._plain_text import (
    A_LOG,
    A_PROMPT,
    Reading,
    blanks,
    common_readings,
    kind_of,
    kinds_of,
    without_omissions,
)

# `restart: "no" | always`, as manuals write what may stand there.
CHOICE = re.compile(
    r"(?P<kept>^[ \t]*(?:- )?[\w.-]+:[ \t]+(?:\"[^\"\n]*\"|'[^'\n]*'))(?P<rest>[ \t]*(?:\||,[ \t]*or\b|or\b)[^\n]*)$",
    re.MULTILINE,
)
# The same name on three lines: the files of unbound and others, whose lists are written so.
# Two are enough where each is a name and a value again, as Fluent Bit has them.
REPEATED = re.compile(
    r"^(?P<name>[ \t]*[\w-]+:)(?:[ \t][^\n]*(?:\n(?P=name)[ \t][^\n]*){2}"
    r"|[ \t]+\"?[A-Za-z][\w-]* [^\n:]*\n(?P=name)[ \t]+\"?[A-Za-z][\w-]* [^\n:]*$)",
    re.MULTILINE,
)
PLACEHOLDER = re.compile(
    r"(?<=: )(?:@[\w-]+@|%[\w-]+%|\[\[[^\]\n]*\]\]|`[^`\n]*`)|^[ \t]*<[A-Za-z][^<>\n]*>[ \t]*$", re.MULTILINE
)
OTHER_BEGINNINGS = kinds_of(
    (rf"{A_PROMPT}|(?:kubectl|docker|helm|curl|cat|echo|sudo|oc|git|apt|aws|npm) [^:\n]*$", "commands of a shell"),
    (r"\[[A-Za-z][\w .:\"/-]*\][ \t]*$|\[\[[\w.-]+\]\]$|[\w.-]+ = ", "TOML, or another configuration file"),
    (r"[\w.-]+(?: +\"?[\w./-]+\"?)* +\{$", "another configuration file"),
    (r"[A-Z][A-Z-]+(?: {2,}|\t| +\| ?)[A-Z]|[|+] ?[-=|]+|[│├└┌╭╰]|={3,}", "output"),
    (r"<\?xml|<!DOCTYPE|<\w+[^<>]*>.*</|<\w+(?: [\w:-]+=\"[^\"]*\")+ ?/?>$", "XML or HTML"),
    (A_LOG, "a log"),
    (r"(?:GET|POST|PUT|DELETE|PATCH|HEAD) /|HTTP/\d", "HTTP"),
    (r"(?:FROM|RUN|COPY|ENV|ENTRYPOINT|CMD) \S", "a Dockerfile"),
    (r"(?:const|let|var) \w+ = |import .* from |//|/\*|function ", "JavaScript"),
)


def guess_language(code: str) -> str:
    """Return what a fence is that is no YAML, by its first line; "" where it may be."""
    if code.lstrip()[:1] in ("{", "[") and re.search(r"^[ \t]*(?://|/\*)", code, re.MULTILINE):
        return "JSON with comments"
    if REPEATED.search(code):
        return "a configuration file in which a name may stand again"
    return kind_of(without_omissions(code).split("\n"), OTHER_BEGINNINGS)


def readings(code: str) -> Iterator[Reading]:
    """Yield what else than plain YAML a fence may show."""
    yield from common_readings(code)
    plain = CHOICE.sub(lambda found: found["kept"] + blanks(found["rest"]), without_omissions(code))
    yield Reading(
        PLACEHOLDER.sub(
            lambda found: blanks(found[0]) if found[0].strip().startswith("<") else "x" * len(found[0]), plain
        )
    )
