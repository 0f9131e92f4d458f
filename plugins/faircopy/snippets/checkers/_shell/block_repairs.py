"""What may be missing in a shell script: an end of a here-document, words and signs of a block."""

import re
from collections.abc import Iterator

from faircopy.snippets.checkers._plain.typos import TypoKinds

ENDS_OF_HEREDOCS = re.compile(r"^[ \t]+(?=(?P<name>[A-Z_]+)[ \t]*$)", re.MULTILINE)
HEREDOC = re.compile(r"(?<!<)<<-?[ \t]*\\?[\"']?(?P<name>\w+)")
# In a block: `if [ -f x ] then`, `then fi`, a condition or a loop without `then` or `do`, a case without `;;`.
NO_SEMICOLON = re.compile(r"(?<=[^\s;&|])(?=[ \t]+(?:then|do)\b)")
EMPTY_BLOCK = re.compile(r"\b(?P<begin>then|do|else)\s+(?=(?:fi|done|else|elif)\b)")
CONDITION, LOOP = re.compile(r"[ \t]*(?:if|elif)[ \t]"), re.compile(r"[ \t]*(?:for|while|until)[ \t]")
# `> \n file`, `\n | less`: lines that an editor has broken. `| &`, `then ;`, and an address in Markdown's brackets.
BROKEN_REDIRECTION = re.compile(r"(?P<sign>>)[ \t]*\n[ \t]*(?=[~./\w-]+[ \t]*(?:\n|\Z))")
BROKEN_PIPE = re.compile(r"(?<![ \t])[ \t]*\n[ \t]*(?=\|[ \t])")
OPEN_END = re.compile(r"(?<=[ \t])(?:\|{1,2}|&&|>{1,2})\s*\Z")
PIPE_OF_BOTH = re.compile(r"\|[ \t]+&(?!&)")
WORD_ENDED = re.compile(r"\b(?P<word>then|do|else)[ \t]*;(?!;)")
SECOND_THEN = re.compile(
    r"(?P<above>^[ \t]*then\b(?:(?!\b(?:if|then|fi|else|elif)\b)[\s\S]){1,400}^[ \t]*)then\b", re.MULTILINE
)
ADDRESS = re.compile(r"<(?P<address>https?://[^<>\s]+)>")
EXPRESSION = re.compile(r"(?<==~ )(?P<text>[^\s'\"]*[;()<>&|][^\s'\"]*)")
END_OF_CASE = re.compile(r"(?<=[^\s;(|&])(?<!\bin)(?=[ \t]*\n[ \t]*[\w*.\"'|?-]+\)[ \t\n])")


def whole(code: str) -> Iterator[str]:
    """Yield the code with the terminator of its here-document outdented, and with a missing block end added."""
    yield ENDS_OF_HEREDOCS.sub("", code)
    names = [found["name"] for found in HEREDOC.finditer(code)]
    if names:
        yield f"{code.rstrip()}\n{names[-1]}\n"
    yield from (f"{code.rstrip()}\n{end}\n" for end in ("fi", "done", "}", "esac"))
    yield from block_repairs(code)


def block_repairs(code: str) -> Iterator[str]:
    """Yield the code with words and signs of its blocks added where they may be missing, or left out at its end."""
    yield NO_SEMICOLON.sub(";", code)
    yield WORD_ENDED.sub(r"\g<word>", code)
    yield EMPTY_BLOCK.sub(r"\g<begin> :; ", code)
    yield with_word(code, CONDITION, "then")
    yield with_word(code, LOOP, "do")
    yield END_OF_CASE.sub(" ;;", code)
    yield BROKEN_PIPE.sub(" ", BROKEN_REDIRECTION.sub(r"\g<sign> ", code))
    yield OPEN_END.sub("", code)
    yield PIPE_OF_BOTH.sub("|&", code)
    yield SECOND_THEN.sub(r"\g<above>else", code)
    yield EXPRESSION.sub(r"'\g<text>'", ADDRESS.sub(r"\g<address>", code))
    for end in ("fi", "done", "esac"):
        before, found, after = code.rpartition(end)
        if found:
            yield f"{before}{after}"


def with_word(code: str, beginning: re.Pattern[str], word: str) -> str:
    """Return the code with a word added to the lines that begin so and do not have it."""
    lines = code.split("\n")
    return "\n".join(
        f"{line.rstrip(' ;')}; {word}" if beginning.match(line) and word not in line.split() else line for line in lines
    )


HAND = TypoKinds(signs="()[]{}\"'`", whole=whole, max_chars=300_000)
