"""YAML as documentation shows it: omissions, templates, alternatives, other languages."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from textwrap import dedent

from faircopy.snippets.checkers._plain.text import (
    CERTAIN_TAG,
    OMITTED,
    FenceReading,
    blanks,
    common_readings,
    indent_of,
    without_omissions,
)
from faircopy.snippets.checkers._plain.typos import TypoKinds, is_inside

# `restart: "no" | always`, as manuals write what may stand there.
CHOICE = re.compile(
    r"(?P<kept>^[ \t]*(?:- )?[\w.-]+:[ \t]+(?:\"[^\"\n]*\"|'[^'\n]*'))(?P<rest>[ \t]*(?:\||,[ \t]*or\b|or\b)[^\n]*)$",
    re.MULTILINE,
)
# `[ name: <type> | default = x ]`, as manuals write what may be left out.
OPTIONAL = re.compile(r"^[ \t]*\[ ?[\w.<>-]+:? [^\]\n]*\][ \t]*$", re.MULTILINE)
PLACEHOLDER = re.compile(
    r"(?<=[-:] )(?:(?:\.{3}|…)(?=[ \t]*(?:#|$))"
    r"|@[\w-]+@|\{[A-Z][A-Z0-9_]*\}[^\n#]*"
    # `[name]:[version]`, and words about what stands there: `*the default of the system*`.
    r"|\[[A-Za-z][\w -]*\](?=[:/.@-]\S)[^\s#]*|\[{1,2}\w+/\][^\s#]*|\*[\w()-]+(?: [\w()-]+)+\*(?=[ \t]*(?:#|$))"
    # `[ = | ~ | ^~ ]/location`: one of these.
    r"|\[[^\]\n\"']* \| [^\]\n\"']*\][^\s#]*"
    r"|%{1,2}[\w-]+%{1,2}(?!\w)|\[\[[^\]\n]*\]\]|`[^`\n]*`|\*{3,})|^[ \t]*<[A-Za-z][^<>\n]*>[ \t]*$",
    re.MULTILINE,
)
# What stands before a value: a name, or the dash of a list whose item has none.
VALUE_BEGINS = r"^(?P<key>[ \t]*(?:- )?(?:[\w./-]+:[ \t]++|- (?![\w./-]+:(?:[ \t]|$))))"
# A value that begins as none may: `@x`, `%x`, a template, or has `: ` in it.
UNQUOTED = re.compile(
    rf"{VALUE_BEGINS}"
    r"(?P<value>(?:[@`%*&!|>{\[][^\n\"']*|(?>[^\n\"'#\[{]*?: )[^\n\"'#]*)?)$",
    re.MULTILINE,
)
# `- sed "s/tag: .*/tag: 1/" file`, and `"a" b`, whose quotes do not surround it.
WITH_COLON = re.compile(
    rf"{VALUE_BEGINS}(?P<value>(?:[A-Za-z./](?>[^\n]*?: )[^\n]*[\"']"
    r"|(?P<quote>[\"'])[^\"'\n]*(?P=quote)[ \t]*[^\s#,:}\]\"'])(?:[^\n]*[^ \t\n])?)[ \t]*$",
    re.MULTILINE,
)
NAME_AND_VALUE = re.compile(r"[ \t]*(?:- )?(?P<name>[\w.-]+)$")
ALIAS = re.compile(r"(?<=:)[ \t]+\*[\w.-]+[ \t]*$", re.MULTILINE)  # which has nothing below it
NEW_LINE = "\n"
# https://yaml.org/spec/1.2.2/#57-escaped-characters
NO_ESCAPE = re.compile(r"(?<!\\)((?:\\\\)*)\\(?![0abtnvfre \"/\\N_LPxuU\t\n])")
TABS = re.compile(r"^[ \t]*\t[ \t]*", re.MULTILINE)
# Cirrus CI reads a list where a name stands twice: tasks, and the values of a matrix.
HAS_LISTS_OF_NAMES = re.compile(
    r"^(?:\w+_)?task:[ \t]*(?:\n(?:[ \t]+[^\n]*)?){1,200}?"
    r"\n[ \t]+(?:\w+_(?:script|instance|cache|artifacts)|container|matrix):",
    re.MULTILINE,
)
# Tasks and plays of Ansible, and actions of Home Assistant: both read YAML first, and then the templates in its values.
IS_READ_AS_YAML = re.compile(
    r"^[ ]*(?:- )?(?:(?:hosts|tasks|handlers|gather_facts|become|with_items|loop|register|notify|delegate_to):"
    r"|(?:ansible|community)\.\w+\.\w+:|(?:service|action): *\"?[a-z_]+\.[a-z_]+\"?$)"
    r"|^(?P<indent>[ ]*)- name:.*\n(?:(?P=indent)  .*\n)*?(?P=indent)  (?:apt|assert|blockinfile|command|copy|cron"
    r"|debug|dnf|docker_\w+|fail|file|get_url|git|group|(?:include|import)_\w+|lineinfile|package|pip|replace|script"
    r"|service|set_fact|shell|stat|systemd|template|unarchive|uri|user|wait_for|yum):",
    re.MULTILINE,
)


def whole(code: str) -> Iterator[str]:
    """Yield the text with leading tabs blanked, and with quotes around values that need them."""
    if TABS.search(code):
        yield TABS.sub(lambda found: found[0].expandtabs(2), code)
        yield TABS.sub(lambda found: found[0].expandtabs(4), code)
    yield ALIAS.sub("", code)
    yield NO_ESCAPE.sub(r"\1\\\\", code)
    yield WITH_COLON.sub(lambda found: found["key"] + "'" + found["value"].replace("'", "''") + "'", code)
    yield UNQUOTED.sub(lambda found: f"{found['key']}'{found['value']}'" if found["value"] else found[0], code)


def may_miss(above: str, behind: str, sign: str) -> bool:
    """Tell whether a sign may be missing after a text: a comma only in a list, a colon only after a name."""
    line = above.rpartition("\n")[2]
    if sign not in ",:" or is_inside(line):
        return True
    found = NAME_AND_VALUE.fullmatch(line) if sign == ":" else None
    return found is not None and is_name(found["name"], line, f"{above}\n{behind.partition(NEW_LINE)[2]}", behind)


def is_name(word: str, line: str, others: str, behind: str) -> bool:
    """Tell whether the first word of a line is a name, as what stands around it shows.

    The first words of a command, and of a sentence above a file, are none.
    """
    rest, _, below = behind.partition(NEW_LINE)
    if rest.strip():
        is_known = re.search(rf"^[ \t]*(?:- )?{re.escape(word)}:(?:[ \t]|$)", others, re.MULTILINE)
        return line[:1].isspace() or is_known is not None
    first = next((one for one in below.split(NEW_LINE) if one.strip()), "")
    return indent_of(first) > indent_of(line) or (
        first.lstrip().startswith("- ") and indent_of(first) == indent_of(line)
    )


WORD_WITH_TAG = re.compile(
    # Quotes within quotes: who reads it as YAML reads what the template makes.
    rf"{CERTAIN_TAG.pattern}|\"\{{\{{[^\"{{}}\n]*\"[^{{}}\n]*\}}\}}\""
    rf"|\}}\}}[\w./:@{{-]|(?<=[\w./:@-])\{{\{{[ \t]*[\w.-]+[ \t]*\}}\}}",
    re.MULTILINE,
)
HAND = TypoKinds(may_miss=may_miss, moves_lines=True, whole=whole, max_chars=60_000)

# After a value, tabs are blanks, which PyYAML does not know.
TRAILING = re.compile(r"(?<![ \t])[ \t]+$", re.MULTILINE)


def in_parts(code: str) -> str:
    """Return the code with each part between omissions dedented, as a separate document."""
    parts: list[str] = []
    for is_omission, lines in groupby(code.split("\n"), key=lambda line: PART_OMITTED.fullmatch(line) is not None):
        text = "\n".join(lines)
        parts.append("\n".join(["---", *[""] * text.count("\n")]) if is_omission else dedent(first_moved(text, parts)))
    return "\n".join(parts)


def first_moved(text: str, above: Sequence[str]) -> str:
    """Return a part with its first line at the indent of the others, if something is left out above it.

    Who leaves out the lines above an excerpt often takes the indent of its first line with them.
    """
    lines = text.split("\n")
    filled = [number for number, line in enumerate(lines) if line.strip()]
    indent = min((indent_of(lines[number]) for number in filled[1:]), default=0)
    if not above or not indent or indent_of(lines[filled[0]]) or lines[filled[0]].rstrip().endswith(":"):
        return text
    lines[filled[0]] = " " * indent + lines[filled[0]]
    return "\n".join(lines)


# What to do with the file, below a comment that says so.
COMMANDS = re.compile(
    r"^(?P<head>#[^\n]*\n)"
    r"(?P<commands>(?:(?:(?:sudo|docker(?:-compose)?|kubectl|helm|ansible(?:-[a-z]+)?|terraform|source|cd|git|curl) "
    r"[^\n:]*|export [A-Za-z_]\w*=[^\n]*)(?:\n|\Z))+)",
    re.MULTILINE,
)
PART_OMITTED = re.compile(rf"{OMITTED.pattern}|[ \t]*#[ \t]*(?:\.{{3,}}|…)[^\n]*", re.IGNORECASE | re.MULTILINE)


def is_block(lines: Sequence[str], number: int) -> bool:
    """Tell whether a mapping's name stands alone in a line (from 0) below a blank one or a comment."""
    return (
        number > 0
        and not lines[number - 1].partition("#")[0].strip()
        and re.fullmatch(r"[\w-]+:[ \t]*", lines[number]) is not None
    )


def excerpts(code: str) -> Iterator[FenceReading]:
    """Yield two pieces of one file, each in a document of its own: the first stands deeper than the second."""
    lines = code.split("\n")
    indents = [(number, indent_of(line)) for number, line in enumerate(lines) if line.partition("#")[0].strip()]
    # Another piece may be a whole block of the file, below a blank line.
    second = next((one for one in indents if one[1] < indents[0][1] and (one[1] or is_block(lines, one[0]))), None)
    if second is not None and second[1] == min(indent for _, indent in indents):
        above, below = ("\n".join(part) for part in (lines[: second[0]], lines[second[0] :]))
        yield FenceReading(f"{dedent(above)}\n---\n{dedent(below)}", keeps_lines=False)
    # A list whose first element has lost its indent.
    first, indent = next(iter(indents), (0, 0)), min((one for _, one in indents[1:]), default=0)
    heads = [lines[number] for number, one in indents[1:] if one == indent]
    if first[1] == 0 < indent and all(line.lstrip().startswith("- ") for line in (lines[first[0]], *heads)):
        yield FenceReading("\n".join([*lines[: first[0]], " " * indent + lines[first[0]], *lines[first[0] + 1 :]]))


# `# pattern 1`, `# option B:`, `# or`: what stands below is one of several.
ONE_OF_SEVERAL = re.compile(
    r"^[ \t]*#+[ \t]*(?:or\b"
    r"|(?:pattern|option|variant|alternative|method|example|style|way)\b[ \t]*#?(?:\d|[A-Z]\b))[^\n]*$",
    re.MULTILINE | re.IGNORECASE,
)


def first_alternative(code: str) -> FenceReading | None:
    """Return the code with blanks for all but the first of alternatives that comments introduce, to the end."""
    found = [*ONE_OF_SEVERAL.finditer(code)]
    if not found or (len(found) == 1 and not found[0][0].lstrip("# \t").casefold().startswith("or")):
        return None
    start = found[min(1, len(found) - 1)].start()
    return FenceReading(code[:start] + blanks(code[start:]))


# `# Detection`, and below a blank line `# Response`: two parts, each to be put into a place of its own.
PART_BELOW_COMMENT = re.compile(r"(?<=\n)[ \t]*\n(?=#[^\n]*\n(?:- |[A-Za-z]))")


def parts_below_comments(code: str) -> FenceReading | None:
    """Return the code with each part that begins with a comment as a document, if a list stands beside a mapping."""
    parts = [one for one in PART_BELOW_COMMENT.split(code) if one.strip()]
    kinds = {first_filled(one).startswith("- ") for one in parts}
    if not code.startswith("#") or len(kinds) == 1:
        return None
    return FenceReading(PART_BELOW_COMMENT.sub("---\n", code))


def first_filled(part: str) -> str:
    return next((line for line in part.split("\n") if line.partition("#")[0].strip()), "")


# The name of the file, above what it holds, perhaps in a few words: `Add to compose.yml`.
FILE_NAME = re.compile(r"\s*(?:[A-Z][a-z]+(?: [\w'-]+){0,5} )?/?(?:[\w.-]+/)*[\w.-]+\.ya?ml[ \t]*(?=\n)")


def readings(code: str) -> Iterator[FenceReading]:
    """Yield alternative readings of a fence."""
    # What Ansible reads is YAML before it is a template. Of others, a tag within a word is one of a template.
    yield from common_readings(code, certain=CERTAIN_TAG if IS_READ_AS_YAML.search(code) else WORD_WITH_TAG)
    if code.lstrip()[:1] in ("{", "["):
        # Within brackets, tabs are blanks: https://yaml.org/spec/1.2.2/#indentation-spaces
        yield FenceReading(without_omissions(code).expandtabs(2))
    yield FenceReading(TRAILING.sub("", code))
    if name := FILE_NAME.match(code):
        yield FenceReading(blanks(name[0]) + code[name.end() :])
    yield FenceReading(COMMANDS.sub(lambda found: found["head"] + blanks(found["commands"]), code))
    yield FenceReading(in_parts(code))
    yield from excerpts(code)
    yield from filter(None, (first_alternative(code), parts_below_comments(code)))
    plain = OPTIONAL.sub(lambda found: blanks(found[0]), without_omissions(code))
    plain = CHOICE.sub(lambda found: found["kept"] + blanks(found["rest"]), plain)
    yield FenceReading(
        PLACEHOLDER.sub(lambda found: blanks(found[0]) if found[0].strip()[0] in "<.…" else "x" * len(found[0]), plain)
    )
