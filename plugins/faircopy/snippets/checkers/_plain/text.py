"""Readings of a plain fence: omissions, templates, diffs, and other languages by the first line."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from faircopy.diagnostics.model import Rule, Severity
from faircopy.offsets import place_at
from faircopy.snippets.model import Finding

TEMPLATE = Rule(
    "SN121",
    Severity.NOTE,
    "a fence contains a template; the rest was checked, but not what the template produces",
    "nothing, or show what it produces",
)
CHANGES = Rule(
    "SN124",
    Severity.NOTE,
    "a fence shows changes, with `+` and `-`; their result was checked",
    "mark it as `diff`",
)

# A line that stands for others: "...", "[...]", "# ...", "<snip>", "... the other options ...".
OMITTED = re.compile(
    r"^[ \t]*(?:[-*] )?(?:\.\.(?=[ \t]*$)|(?:\.{3,}|\. \. \.(?: \.)*|…+|•••|·{3,}|[\u22ee\ufe19])(?:[ \t(][^\n]*)?"
    r"|[\[(<{][ \t]*(?:-+[ \t]*)?(?:\.{3,}|…|snip(?:ped)?)[ \t]*(?:-+[ \t]*)?[\])>}],?"
    r"|[a-z_]+ (?:\.{3}|…);|\.{3}[^\n]*\.{3}|…[^\n]*…"
    r"|-+ ?(?:8<|>8|✂) ?-+(?:[ \t]*[\"'][^\n]*[\"'])?)[ \t]*(?:(?:#|//)[^\n]*)?$",
    re.MULTILINE | re.IGNORECASE,
)
# Jinja, Liquid, Helm and Go, Hugo, mdBook, Handlebars, Terraform, ERB, GitHub.
TAG = re.compile(
    r"\$?\{\{\{[^{}]{0,400}\}\}\}|\$?\{\{(?:[^{}]|\{[^{}]{0,200}\}){0,400}\}\}|\{%(?:[^%]|%(?!\})){0,400}%\}"
    r"|\{#(?:[^#]|#(?!\})){0,400}#\}|\{![^{}\n]{1,400}!\}|<%(?:[^%]|%(?!>)){0,400}%>|\[\[%(?:[^%]|%(?!\])){0,400}%\]\]"
    r"|%\{~?[ \t]*(?:if|for|else|endif|endfor)\b[^{}\n]{0,400}\}"
)
# Marks behind what is right or wrong, as documentation shows it.
VERDICT = re.compile(
    r"(?<=\S)[ \t]+(?:#[ \t]*|//[ \t]*)?"
    r"[\u2705\u2714\u2713\u2611\u274c\u2716\u2717\u2718\u2612\U0001f6ab\u26a0\U0001f44d\U0001f44e]\ufe0f?[ \t]*$",
    re.MULTILINE,
)
# Letters for numbers: `172.x.x.x`, `10.0.0.X`, `x.x.x.x`, `a.b.c.d`, `1.2.x`, `xxx`.
LETTERS_FOR_NUMBERS = (
    r"\b(?:\d{1,9}\.){1,8}(?:x{1,3}|y{1,3}|z{1,3}|n{1,3})(?:\.(?:\d{1,9}|[xyzn]{1,3})){0,8}\b"
    r"|\b(?:[xyzn]{1,3}\.){2,8}[xyzn\d]{1,3}\b"
    r"|\ba\.b\.c\.d\b|\bx{3,}\b"
)
# What a reader puts something in for.
PLACEHOLDER = re.compile(
    rf"<[^<>\n]*>|\.\.\.|…|\{{\{{|\$\{{?\w|\b(?:YOUR|MY|CHANGE|REPLACE)[_-]?\w*|{LETTERS_FOR_NUMBERS}", re.IGNORECASE
)
# A variable that stands for lines: `${NAME}`, `${_INCLUDE_:-parts.yaml | nindent 8}`.
VARIABLE_LINE = re.compile(r"^[ \t]*\$\{[^{}\n]*\}[ \t]*$", re.MULTILINE)
# `{{ name }}` alone is what an author forgot to quote in YAML; these make the whole text a template.
CERTAIN_TAG = re.compile(
    r"%\{~?[ \t]*(?:if|for|else|endif|endfor)\b"
    # A call of Go has blanks before its arguments.
    r"|\{\{-?[ \t]*(?:[\w.]+[ \t]*\|[ \t]*)?[A-Za-z]\w*[ \t]+"
    r"(?:\"[^\"\n]*\"[ \t]*(?:\||-?\}\}|\()|\((?:list|dict|printf|env)\b)"
    r"|\{%|<%|\[\[%|\{![^{}\n]{1,400}!\}|\{#[ \t]|\{\{\{|\$\{\{|\{\{[-<%#/~]|\{\{-?[ \t]*"
    r"(?:[.$/]|(?:include|template|if|range|with|end|else|define|block|tpl|toYaml|printf|quote|default|required|partial|lookup|getenv|site|page|pillar|grains|salt)\b)"
)
# Something is left out here, so what is missing need not be a fault.
DOTS = re.compile(r"\.{3}|…|·{3}")
FRONT_MATTER = re.compile(r"\A\s*(?P<mark>---|\+\+\+)[ \t]*\n(?P<matter>(?:.*\n)*?)(?P=mark)[ \t]*(?:\n|\Z)")

CACHED_TEXTS = 16

# What is left of a line when its tags are gone.
IS_TAGS_ONLY = re.compile(r"(?>(?:[ \t,;-]++|\0[ \t\0]*+(?:#.*)?)*)")
# A line that Shiki or Torchlight shows as removed: https://shiki.style/packages/transformers#transformernotationdiff
CODE_REMOVED = re.compile(r"(?://|#|<!--|/\*|--|;)[ \t]*\[(?:!code --|tl! (?:--|remove)[^\]\n]{0,200})\]")
# Named blocks of Go templates: https://pkg.go.dev/text/template#hdr-Actions
KEPT = re.compile(r"\{\{-?[ \t]*define\b(?:(?!\{\{-?[ \t]*(?:end|define)\b)[\s\S]){0,4000}\{\{-?[ \t]*end[ \t]*-?\}\}")


# How lines begin that are in none of the languages that have checkers.
A_PROMPT = (
    r"(?:\$|\u276f+|\[[\w @:~/.-]{1,60}\][$#]|\w+@[\w.-]+[^\n$#]*[$#]"
    # hbase(main):001:0>, 127.0.0.1:6379>, mysql>
    r"|[\w.]+(?:\(\w+\))?(?::\d+)+>|(?:mysql|sqlite|redis|mongo|hive|scala|spark-sql|jshell|irb)>) \S"
)
A_LOG = r"\[?\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:|[A-Z][a-z]{2} [ \d]\d \d\d:\d\d"
Kinds = Sequence[tuple[re.Pattern[str], str]]


@dataclass(frozen=True, slots=True)
class FenceReading:
    """A fence with everything blanked that is not its language, and notes."""

    code: str
    findings: tuple[Finding, ...] = ()
    keeps_lines: bool = True  # else only that nothing is wrong with it counts


def common_readings(code: str, filler: str = "x", certain: re.Pattern[str] = CERTAIN_TAG) -> Iterator[FenceReading]:
    """Yield the readings that apply to any language: with omissions, a template, a diff, front matter."""
    omitted = without_omissions(code)
    if omitted != code:
        yield FenceReading(omitted)
    variable = VARIABLE_LINE.search(omitted)
    if variable:
        findings = (template_at(omitted, variable.start()),)
        omitted = VARIABLE_LINE.sub(lambda found: blanks(found[0]), omitted)
        yield FenceReading(omitted, findings)
    templated = without_tags(omitted, filler, certain)
    if templated is not None:
        yield templated
    changed = after_changes(omitted)
    if changed is not None:
        yield changed
    head = front_matter(omitted)
    if head is not None:
        yield FenceReading(head)


def blanks(text: str, filler: str = " ") -> str:
    """Return `filler` for each character of the text; line ends stay."""
    return re.sub(r"[^\n]", filler, text)


def without_omissions(code: str, sign: str = "") -> str:
    """Return the code with each omission line blanked, or replaced by `sign`."""
    code = VERDICT.sub(lambda found: blanks(found[0]), code)
    return OMITTED.sub(lambda found: sign + blanks(found[0][len(sign) :]), code)


def without_tags(code: str, filler: str = "x", certain: re.Pattern[str] = CERTAIN_TAG) -> FenceReading | None:
    """Return the reading without template tags, or None if there certainly are none."""
    first = certain.search(code)
    if first is None:
        return None
    rest = KEPT.sub(lambda found: blanks(found[0], "\0"), code)
    lines = TAG.sub(lambda found: blanks(found[0], "\0"), rest).split("\n")
    # A line of tags alone makes lines, or none; within a line, a tag makes a word.
    plain = [blanks(line) if IS_TAGS_ONLY.fullmatch(line) else line.replace("\0", filler) for line in lines]
    return FenceReading("\n".join(plain), (template_at(code, first.start()),))


def template_at(code: str, offset: int) -> Finding:
    return Finding(0, TEMPLATE, "this is a template, and was not checked", *place_at(code, offset))


def after_changes(code: str) -> FenceReading | None:
    """Return the new version if the fence is a diff, in which each line begins with "+", "-" or a space, or None."""
    lines = code.split("\n")
    if CODE_REMOVED.search(code):
        first = next(number for number, line in enumerate(lines, 1) if CODE_REMOVED.search(line))
        return changed(["" if CODE_REMOVED.search(line) else line for line in lines], first)
    heads = [line.startswith(("@@ ", "diff ", "index ", "--- ", "+++ ")) for line in lines]
    marked = [line for line, head in zip(lines, heads, strict=True) if line and not head]
    if not any(line.startswith("+") for line in marked) and "@@ " not in {line[:3] for line in lines}:
        return None
    is_uniform = any(heads) or all(line[0] in "+- \t" for line in marked)
    kept = [
        ""
        if head or line.startswith("-")
        else line[1:]
        if is_uniform
        else line.replace("+", " ", 1)
        if line[:1] == "+"
        else line
        for line, head in zip(lines, heads, strict=True)
    ]
    first = next(number for number, line in enumerate(lines, 1) if line[:1] in ("+", "-", "@", "d"))
    return changed(kept, first)


def changed(lines: Sequence[str], first: int) -> FenceReading:
    return FenceReading("\n".join(lines), (Finding(0, CHANGES, "this shows changes", first, hint="mark it as `diff`"),))


@lru_cache(maxsize=CACHED_TEXTS)
def lines_of(code: str) -> tuple[str, ...]:
    """Return the lines of a text. Each of its findings asks for them."""
    return tuple(code.split("\n"))


def is_as_written(code: str, reading: str, line: int) -> bool:
    """Tell whether a line (from 1; 0 is the whole) of a reading is the author's: none that stands for a template is."""
    place = slice(max(line - 1, 0), line)
    return lines_of(code)[place] == lines_of(reading)[place]


def has_placeholder(code: str, line: int) -> bool:
    """Tell whether a line (from 1) has a placeholder or an omission."""
    return PLACEHOLDER.search(lines_of(code)[line - 1]) is not None


def is_left_to_comments(code: str, line: int) -> bool:
    """Tell whether only a comment follows below a key (at a line, from 1), as an omission."""
    name, *below = code.split("\n")[line - 1 :]
    first = next((one for one in below if one.strip()), "")
    return name.split(" #")[0].rstrip().endswith(":") and first.lstrip().startswith("#")


def front_matter(code: str) -> str | None:
    """Return the front matter of a text, with its markers and the text blanked, or None."""
    found = FRONT_MATTER.match(code)
    if found is None:
        return None
    return blanks(code[: found.start("matter")]) + found["matter"] + blanks(code[found.end("matter") :])


def ends_within(code: str, line: int) -> bool:
    """Tell whether a text ends within the block that begins at a line (from 1)."""
    lines = code.split("\n")
    filled = [one for one in lines if one.strip()]
    return len(filled) == 1 or indent_of(filled[-1]) > indent_of(lines[line - 1])


def indent_of(line: str) -> int:
    return len(line) - len(line.lstrip(" \t"))


def kinds_of(*pairs: tuple[str, str]) -> Kinds:
    """Return patterns of first lines, each with the name of its kind."""
    return tuple((re.compile(pattern), kind) for pattern, kind in pairs)


def kind_of(lines: Iterable[str], kinds: Kinds, comments: tuple[str, ...] = ("#",)) -> str:
    """Return the kind of a fence by its first line that is no comment; "" if it is unknown."""
    first = next((line.strip() for line in lines if line.strip() and not line.lstrip().startswith(comments)), "")
    return next((kind for pattern, kind in kinds if pattern.match(first)), "")
