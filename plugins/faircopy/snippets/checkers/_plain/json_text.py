"""JSON as documentation shows it: with comments, as JSON lines, in fragments and with omissions."""

import re
from collections.abc import Iterator
from fnmatch import fnmatch

from faircopy.snippets.checkers._plain.text import A_LOG, A_PROMPT, blanks, kind_of, kinds_of, without_omissions
from faircopy.snippets.checkers._plain.typos import BRACKETS, TypoKinds

# Files that their programs read with comments and commas at the end, after the programs' manuals: TypeScript, VS Code,
# Dev Containers, ESLint, Babel, Deno, Wrangler, SWC and Rush.
WITH_COMMENTS = (
    *("*.jsonc", "*.code-workspace", "*/.vscode/*.json", "*tsconfig*.json", "*jsconfig*.json", "*/typedoc.json"),
    *("*devcontainer.json", "*/.devcontainer.json", "*/.eslintrc", "*/.eslintrc.json", "*/.babelrc", "*/.babelrc.json"),
    *("*/babel.config.json", "*/.swcrc", "*/deno.json", "*/rush.json", "*/api-extractor.json", "*/.jshintrc"),
    *("*/keybindings.json", "*/.sublime-*", "*.sublime-settings", "*.sublime-project"),
)

# The same of a plain fence, by what stands in it: launch.json and settings.json of VS Code, tsconfig.json.
OF_AN_EDITOR = re.compile(
    r'"request"\s*:\s*"(?:launch|attach)"|"compilerOptions"\s*:\s*\{'
    r'|"(?:editor|files|terminal|workbench)\.[a-z][\w.]*"\s*:'
)

COMMENT = re.compile(r'"(?:[^"\\\n]|\\.)*"|//[^\n]*|/\*(?:[^*]|\*(?!/))*(?:\*/|\Z)')
HASH_COMMENT = re.compile(r'"(?:[^"\\\n]|\\.)*"|#[^\n]*')
LAST_COMMA = re.compile(r'"(?:[^"\\\n]|\\.)*"|,(?=\s*[}\]])')
STRING = r'"(?:[^"\\\n]|\\.)*"'
# What is left out: a value behind a colon, else a member with its comma.
OMISSION = re.compile(
    rf"(?P<member>,\s*\"[^\"\n]*(?:\.{{3}}|…)\"(?=\s*[}}\n])|(?:,\s*)?\"//[^\"\n]*\"(?!\s*:))|{STRING}|(?P<value>(?<=:)\s*(?:\.{{3,}}|…|•••))|(?:,\s*)?(?:\.{{3,}}|…|•••)(?:\s*,(?=\s*[}}\]]))?"
)
# Words where a value should be, that a reader knows to replace, and the types of values.
PLACEHOLDER = re.compile(
    rf"{STRING}|(?P<value>(?:(?<=[:\[,])|(?<=[:\[,]\s))(?:[A-Z][A-Z_]{{2,}}\d*|<[^<>\n\"]{{1,60}}>|\$\{{\w+\}}|\$\w+"
    r"|(?:string|number|integer|int|float|boolean|bool|object|array|timestamp|any|date)\b))(?=\s*[,}\]\n])"
)
# The head of a request or an answer above its body.
HTTP_HEAD = re.compile(
    r"^[ \t]*(?:[<>] )?(?:(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)[ \t]+\S+[^\n]*|HTTP/[\d.]+ \d{3}[^\n]*)"
    r"(?:\n[ \t]*[A-Za-z][\w-]*: (?![ \t]*[{\[][ \t]*\n)[^\n]*)*(?:\n[ \t]*[Bb]ody:(?=[ \t]*[{\[]))?",
    re.MULTILINE,
)
# `Example:`, above what it is of, or a name as YAML has it.
TITLE = re.compile(r"\A\s*(?:[A-Z][A-Za-z ]*|[a-z][\w-]*):[ \t]*$", re.MULTILINE)
OTHER_BEGINNINGS = kinds_of(
    (rf"{A_PROMPT}|(?:curl|http|kubectl|docker|cat|echo|jq|aws|npm|npx|sudo) \S", "commands of a shell"),
    (r"(?:const|let|var|import|export|function|module\.exports|await) ?\S|\w+\(", "JavaScript"),
    (r"<[A-Za-z!?]", "XML or HTML"),
    (r"[\w.-]+(?: +\"?[\w-]+\"?)* +\{$|[\w.-]+ = ", "HCL, or a configuration file"),
    (r"[\w.-]+:(?: |$)|- [\w\"']|---$|%YAML", "YAML"),
    (rf"{A_LOG}|\d+:\w ", "a log"),
    (r"[A-Z][a-z]+ [a-z]+ [a-z ]+[:.]?$|\|.*\|$|[│├└+]|={3,}|-{4,}$", "text"),
)


# What each object of a log has, whose lines are broken to show them.
OF_A_LOG = (
    re.compile(r"^[ \t]*\{\"", re.MULTILINE),
    re.compile(r'"(?:level|severity|lvl)"[ \t]*:'),
    re.compile(r'"(?:@?timestamp|time|ts|date)"[ \t]*:'),
)
LOG_LINES = 2
ESCAPE = re.compile(r"\\(?P<known>[\"\\/bfnrt]|u[0-9A-Fa-f]{4})?")
MARK = re.compile(rf"{STRING}|[{{}}\[\]]")
PAIRS = {"{": "}", "[": "]"}


def allows_comments(file: str | None, language: str | None) -> bool:
    """Return whether the file, or a fence without one, is of a kind that has comments."""
    if file is None:
        return language == "jsonc"
    return any(fnmatch(f"/{file.lstrip('/')}", pattern) or fnmatch(file, pattern) for pattern in WITH_COMMENTS)


def without_comments(text: str) -> str:
    """Return JSON with comments as plain JSON."""
    return blanked(blanked(text, COMMENT), LAST_COMMA)


def without_title(text: str) -> str:
    return TITLE.sub(lambda found: blanks(found[0]), text)


def readings(text: str) -> Iterator[tuple[str, str]]:
    """Yield alternative readings of a fence, each with its text as JSON. The first valid one is meant.

    A missing or extra comma is a fault in all of them.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > 1 and all(line[0] + line[-1] in ("{}", "[]") for line in lines):
        yield "", f"[{','.join(lines)}]"
    if QUOTED_NAME.match(text.lstrip()):
        # A part of what a shell script writes, where a backslash keeps the shell from a variable.
        text = OF_A_SHELL.sub(" $", text)
    text = HTTP_HEAD.sub(lambda found: blanks(found[0]), without_omissions(text, "..."))
    text = IN_LINES.sub(in_one_line, between_members(text))
    plain, fact = blanked(text, COMMENT), ""
    if plain != text:
        # Who reads comments reads a comma at the end, too.
        plain, fact = blanked(plain, LAST_COMMA), "JSON has no comments; mark it as `jsonc`, or leave them out"
        yield fact, plain
    elif (plain := blanked(text, HASH_COMMENT)) != text:
        yield "JSON has no comments; leave them out", plain
    # A part of an object or of a list, what is left out, and texts one below the other.
    short = with_values(with_values(plain, PLACEHOLDER), OMISSION)
    for part in (plain, blanked(short, LAST_COMMA) if fact else short):
        yield "", closed(part)
        yield "", f"{{{closed(part).rstrip().removesuffix(',')}}}"
        yield "", f"[{divided(part.rstrip().removesuffix(','))}]"


# A key or a picture in base64, cut into lines to show it.
IN_LINES = re.compile(r"\"[A-Za-z0-9+/_-]{30,}(?:\n[ \t]*[A-Za-z0-9+/_-]{30,}){0,400}\n[ \t]*[A-Za-z0-9+/=_-]+\"")
BLANK_LINE = re.compile(r"[ \t]*\n[ \t]*\n\s*\"")


def in_one_line(found: re.Match[str]) -> str:
    return re.sub(r"\s", "", found[0]) + "\n" * found[0].count("\n")


def between_members(text: str) -> str:
    """Return a part of an object with a comma between two members that a blank line divides: they are of two places."""
    if not QUOTED_NAME.match(text.lstrip()):
        return text
    depth, ends = 0, []
    for found in MARK.finditer(text):
        depth += {"{": 1, "[": 1, "}": -1, "]": -1}.get(found[0], 0)
        if depth == 0 and found[0] in "}]" and BLANK_LINE.match(text, found.end()):
            ends.append(found.end())
    parts = [text[start:end] for start, end in zip([0, *ends], [*ends, len(text)], strict=True)]
    return ",".join(parts)


OF_A_SHELL = re.compile(r"\\\$(?=[A-Z_{])")
BARE_LINE = re.compile(r"^[ \t]*[A-Za-z_]\w*:[ \t]*[\[{\"'\d]", re.MULTILINE)
QUOTED_NAME = re.compile(rf"{STRING}\s*:")
BARE_NAME = re.compile(r"(?P<before>[{,]\s*)(?P<name>[A-Za-z_]\w*)(?=\s*:)")


LINES = re.compile(r'"(?:[^"\\]|\\.)*"')  # a text that may go on in the next line
# Numbers of other languages: 0x1F, 007, +1, .5
NO_NUMBER = re.compile(r"(?<=[:\[,\s])(?:0[xX][0-9a-fA-F]+|0\d+|\+\d+(?:\.\d+)?|\.\d+|\d+\.)(?=[\s,\]}])")


def whole(text: str) -> Iterator[str]:
    """Yield the text without commas behind the last member or element: where there is one, there are more."""
    yield blanked(text, LAST_COMMA)
    yield LINES.sub(lambda found: found[0].replace("\n", " "), text)
    yield NO_NUMBER.sub(lambda found: blanks(found[0][:-1]) + "1", text)
    yield text.replace("'", '"')
    yield BARE_NAME.sub(r'\g<before>"\g<name>"', text)
    for word, plain in (("True", "true"), ("False", "false"), ("None", "null"), ("NaN", "null"), ("Infinity", "0")):
        text = re.sub(rf"(?<=[:\[,\s]){word}\b", plain, text)
    yield text


HAND = TypoKinds(signs=f'{BRACKETS}",:\\', whole=whole)


def slip_readings(text: str) -> Iterator[str]:
    """Yield the texts in which a typo is searched: the whole, and as a part of an object or list."""
    text = HTTP_HEAD.sub(lambda found: blanks(found[0]), without_omissions(text, "..."))
    plain = blanked(text, COMMENT)
    short = with_values(with_values(plain, PLACEHOLDER), OMISSION)
    for one in dict.fromkeys((plain, short, text)):
        part = closed(blanked(one, LAST_COMMA)).rstrip().removesuffix(",")
        yield from (one, f"{{{part}}}", f"[{divided(part)}]")


def with_doubled_backslashes(text: str) -> str:
    """Return the text with another backslash at each that begins no escape of JSON: RFC 8259, section 7."""
    return ESCAPE.sub(lambda found: found[0] if found["known"] else "\\\\", text)


def with_values(text: str, pattern: re.Pattern[str]) -> str:
    """Return the text with a number for each match of `pattern`, outside strings."""

    def filled(found: re.Match[str]) -> str:
        if found[0][0] == '"' and not found.groupdict().get("member"):
            return found[0]
        return re.sub(r"\S", "1", found[0]) if found["value"] else blanks(found[0])

    return pattern.sub(filled, text)


def divided(text: str) -> str:
    """Return the text with a comma between consecutive JSON texts."""
    pieces, start, depth = [], 0, 0
    for found in MARK.finditer(text):
        depth += 1 if found[0] in "{[" else -1 if found[0] in "}]" else 0
        if depth == 0 and found[0] in "}]" and text[found.end() :].lstrip()[:1] in ("{", "["):
            pieces.append(text[start : found.end()])
            start = found.end()
    return ",".join([*pieces, text[start:]])


def closed(text: str) -> str:
    """Return a text that ends behind a comma within brackets, so that more follows, with the brackets closed."""
    if not text.rstrip().endswith(","):
        return text
    open_marks: list[str] = []
    for found in MARK.finditer(text):
        if found[0] in PAIRS:
            open_marks.append(PAIRS[found[0]])
        elif found[0] in "}]" and (not open_marks or open_marks.pop() != found[0]):
            return text
    return f"{text.rstrip().removesuffix(',')}{''.join(reversed(open_marks))}" if open_marks else text


def guess_language(text: str) -> str:
    """Return what a fence really is, by its first line; "" if it may be JSON, or has quoted names."""
    plain = without_omissions(blanked(text, COMMENT))
    body = HTTP_HEAD.sub("", plain).lstrip()
    if HTTP_HEAD.match(plain.lstrip()) and body[:1] not in ("{", "[", '"'):
        return "a request that sends no JSON"
    if min(len(one.findall(plain)) for one in OF_A_LOG) >= LOG_LINES:
        return "a log"
    kind = kind_of(plain.split("\n"), OTHER_BEGINNINGS, ("#",))
    names = re.search(r'^[ \t]*"[^"\n]*"\s*:', plain, re.MULTILINE)
    bare = max(len(BARE_LINE.findall(plain)), len(BARE_NAME.findall(re.sub(STRING, '""', plain))))
    if not names and not kind and bare > 1 and QUOTED_NAME.search(plain) is None:
        return "an object of JavaScript"
    return "" if names and kind != OTHER_BEGINNINGS[0][1] else kind


def blanked(text: str, pattern: re.Pattern[str]) -> str:
    """Return the text with each match of `pattern` outside strings blanked."""
    return pattern.sub(lambda found: found[0] if found[0][0] == '"' else blanks(found[0]), text)


MEMBER = re.compile(rf"\s*(?P<name>{STRING})\s*:.*[^,\s{{\[]\s*")


def are_alternatives(text: str) -> bool:
    """Tell whether each line is a complete object member, all with the same name."""
    found = [MEMBER.fullmatch(line) for line in text.split("\n") if line.strip()]
    return len(found) > 1 and all(found) and len({one["name"] for one in found if one}) == 1
