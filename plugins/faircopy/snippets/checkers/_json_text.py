"""What documentation calls JSON: with comments, by the line, in parts and with omissions."""

import re
from collections.abc import Iterator
from fnmatch import fnmatch

# Files that their programs read with comments and commas at the end, after the programs' manuals: TypeScript, VS Code,
# Dev Containers, ESLint, Babel, Deno, Wrangler, SWC and Rush.
WITH_COMMENTS = (
    *("*.jsonc", "*.code-workspace", "*/.vscode/*.json", "*tsconfig*.json", "*jsconfig*.json", "*/typedoc.json"),
    *("*devcontainer.json", "*/.devcontainer.json", "*/.eslintrc", "*/.eslintrc.json", "*/.babelrc", "*/.babelrc.json"),
    *("*/babel.config.json", "*/.swcrc", "*/deno.json", "*/rush.json", "*/api-extractor.json", "*/.jshintrc"),
    *("*/keybindings.json", "*/.sublime-*", "*.sublime-settings", "*.sublime-project"),
)

COMMENT = re.compile(r'"(?:[^"\\\n]|\\.)*"|//[^\n]*|/\*(?:[^*]|\*(?!/))*(?:\*/|\Z)')
HASH_COMMENT = re.compile(r'"(?:[^"\\\n]|\\.)*"|#[^\n]*')
LAST_COMMA = re.compile(r'"(?:[^"\\\n]|\\.)*"|,(?=\s*[}\]])')
OMISSION = re.compile(r'"(?:[^"\\\n]|\\.)*"|,?\s*(?:\.\.\.|…|\[\.\.\.\](?=\s*[}\]]))')


def allows_comments(file: str | None, language: str | None) -> bool:
    """Return whether the file, or a fence without one, is of a kind that has comments."""
    if file is None:
        return language == "jsonc"
    return any(fnmatch(f"/{file.lstrip('/')}", pattern) or fnmatch(file, pattern) for pattern in WITH_COMMENTS)


def without_comments(text: str) -> str:
    """Return JSON with comments as plain JSON."""
    return blanked(blanked(text, COMMENT), LAST_COMMA)


def readings(text: str) -> Iterator[tuple[str, str]]:
    """Yield what else than JSON a fence may show, and its text as JSON then. The first that can be read is meant.

    A comma too many or too few is a fault in all of them.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > 1 and all(line[0] + line[-1] in ("{}", "[]") for line in lines):
        yield "", f"[{','.join(lines)}]"
    plain = blanked(text, COMMENT)
    if plain != text:
        yield "JSON has no comments; mark it as `jsonc`, or leave them out", blanked(plain, LAST_COMMA)
    elif (plain := blanked(text, HASH_COMMENT)) != text:
        yield "JSON has no comments; leave them out", plain
    # A part of an object or of a list, and what is left out.
    for part in (plain, blanked(plain, OMISSION)):
        yield "", part
        yield "", f"{{{part.rstrip().removesuffix(',')}}}"
        yield "", f"[{part.rstrip().removesuffix(',')}]"


def blanked(text: str, pattern: re.Pattern[str]) -> str:
    """Return the text with blanks for what `pattern` finds, but for strings."""
    return pattern.sub(lambda found: found[0] if found[0][0] == '"' else re.sub(r"[^\n]", " ", found[0]), text)
