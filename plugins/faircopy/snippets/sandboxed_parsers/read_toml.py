"""TOML, by Python's own reader, which finds doubled keys; what only TOML 1.1 has is a fault of its own kind.

Which of the two that reader knows depends on its age, so it is always given TOML 1.0.
"""

import re
import tomllib

Fault = tuple[str, int, int, str, str]  # kind, line and column from 1, message, the tool's own words or ""

PLACE = re.compile(r" \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)$")


# https://toml.io/en/v1.1.0: inline tables go over several lines and end with a comma; `\e` and `\xHH` are escapes.
TOKEN = re.compile(
    r'"{3}(?:[^"\\]|\\[\s\S]|"{1,2}(?!"))*"{3,5}'
    r"|'{3}[\s\S]*?'{3,5}"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'|#[^\n]*|[\[\]{},\n]"
)
NAMED = re.compile(r"[ \t]*(?:[\w.\"'-]+[ \t]*=|\[)")
ESCAPE = re.compile(r"\\(?:e|x(?P<hex>[0-9A-Fa-f]{2})|.)", re.DOTALL)


def faults(text: str) -> list[Fault]:
    older, line = as_toml_1_0(text)
    found = faults_of(older)
    if line and not found:
        return [("newer", line, 1, "this needs TOML 1.1, which readers of TOML 1.0 refuse", "")]
    return faults_of(text) if line else found


def as_toml_1_0(text: str) -> tuple[str, int]:
    """Return the text as TOML 1.0 and the first line (from 1) that is otherwise, 0 for none."""
    pieces: list[str] = []
    brackets: list[str] = []
    start = line = comma = 0  # `comma`: how many pieces there are up to a comma that only blanks follow
    for token in TOKEN.finditer(text):
        between, sign = text[start : token.start()], token[0]
        start = token.end()
        comma = 0 if between.strip() else comma
        inline = brackets[-1:] == ["{"]
        plain = plain_sign(sign, inline=inline)
        if sign == "}" and inline and comma:
            pieces[comma - 1] = " "
        if not line and (plain != sign or (sign == "}" and inline and comma)):
            line = text.count("\n", 0, token.start()) + 1
        pieces += [between, plain]
        if sign in ("[", "{"):
            brackets.append(sign)
        elif sign in ("]", "}"):
            del brackets[-1:]
        comma = len(pieces) if sign == "," else comma if sign[0] in "\n#" else 0
    return "".join([*pieces, text[start:]]), line


def plain_sign(sign: str, *, inline: bool) -> str:
    """Return a token as TOML 1.0 has it; `inline` is for one right within an inline table."""
    if inline and (sign == "\n" or sign.startswith("#")):
        return " "
    return ESCAPE.sub(plain_escape, sign) if sign.startswith('"') else sign


def plain_escape(found: re.Match[str]) -> str:
    if found["hex"]:
        return f"\\u00{found['hex']}"
    return "\\u001b" if found[0] == "\\e" else found[0]


def faults_of(text: str) -> list[Fault]:
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        message = str(error)
        place = PLACE.search(message)
        lines = text.split("\n")
        line, column = (len(lines) - (not lines[-1]), 1)
        if place and place["line"]:
            line, column = int(place["line"]), int(place["column"])
        kind = kind_of(message)
        while kind == "duplicate" and line > 1 and not NAMED.match(lines[line - 1]):
            line, column = line - 1, 1  # to where the value begins
        return [(kind, max(1, min(line, len(lines))), column, *2 * (PLACE.sub("", message),))]
    except RecursionError as error:
        return [("syntax", 1, 1, "too deeply nested", str(error))]
    except ValueError as error:  # a number of thousands of digits
        return [("syntax", 1, 1, str(error), str(error))]
    return []


def kind_of(message: str) -> str:
    if message.startswith(("Cannot overwrite", "Cannot declare")):
        return "duplicate"
    return "value" if message.startswith("Invalid value") else "syntax"
