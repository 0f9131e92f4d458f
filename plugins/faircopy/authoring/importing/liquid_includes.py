"""Fills in files of `_includes/` that need only their parameters. Any other file is a program, and is not run."""

import re
from collections.abc import Callable, Mapping

from faircopy.authoring.importing.from_html import markdown_of

MAX_INCLUDE_CHARS = 20_000
MAX_PASSES = 50  # one for each level of nesting
# Tags that print nothing. The inside of a block holds no block of its kind: inner ones go first.
SILENT = re.compile(
    r"\{%-?\s*(?P<block>comment|capture)\b[^%]*-?%\}(?:(?!\{%-?\s*(?P=block)\b).)*?\{%-?\s*end(?P=block)\s*-?%\}"
    r"|\{%-?\s*(?:assign|increment|decrement)\b[^%]*%\}|<!--.*?(?:-->|\Z)",
    re.DOTALL,
)
INSIDE = r"(?:(?!\{%-?\s*(?:if|unless|else|elsif|endif)\b).)*"
CONDITION = re.compile(
    r"""\{%-?\s*if\s+include\.(?P<name>[\w-]+)\s*(?:!=\s*(?:nil|blank|""|'')\s*)?-?%\}"""
    rf"(?P<then>{INSIDE})(?:\{{%-?\s*else\s*-?%\}}(?P<otherwise>{INSIDE}))?\{{%-?\s*endif\s*-?%\}}",
    re.DOTALL,
)
OUTPUT = re.compile(r"\{\{-?(?P<expression>[^{}]*?)-?\}\}")
# Filters that change only how a value is written in HTML, or where the site is.
PARAMETER = re.compile(
    r"include\.(?P<name>[\w-]+)(?:\s*\|\s*(?:relative_url|absolute_url|escape|escape_once|xml_escape|strip|markdownify"
    r"|prepend:\s*site\.(?:baseurl|url)))*"
)
VARIABLE = re.compile(r"(?:page|post|site|include|layout)\.")


def filled_in(template: str, named: Mapping[str, str], written: Callable[[str], str | None]) -> str | None:
    """Return an include as Markdown, or None if more than its parameters is needed.

    `written` returns what any other expression stands for, or None.
    """
    if len(template) > MAX_INCLUDE_CHARS or any(VARIABLE.match(value) for value in named.values()):
        return None
    text = repeated(SILENT, lambda _: "", template)
    text = repeated(
        CONDITION, lambda found: (found["then"] if named.get(found["name"]) else found["otherwise"]) or "", text
    )
    values = [value_of(found["expression"].strip(), named, written) for found in OUTPUT.finditer(text)]
    if None in values:
        return None
    outputs = iter(values)
    text = OUTPUT.sub(lambda _: next(outputs) or "", text)
    if "{%" in text or "{{" in text:
        return None
    return markdown_of(text)[0].strip() if re.search(r"<[a-z/]", text, re.IGNORECASE) else text.strip()


def repeated(pattern: re.Pattern[str], change: Callable[[re.Match[str]], str], text: str) -> str:
    for _ in range(MAX_PASSES):
        text, number = pattern.subn(change, text)
        if not number:
            break
    return text


def value_of(expression: str, named: Mapping[str, str], written: Callable[[str], str | None]) -> str | None:
    found = PARAMETER.fullmatch(expression)
    return named.get(found["name"], "") if found else written(expression)
