"""What may be missing in a shell script: an end of a here-document, words and signs of a block."""

import re
from collections.abc import Iterator

from faircopy.snippets.checkers._plain.typos import TypoKinds

ENDS_OF_HEREDOCS = re.compile(r"^[ \t]+(?=(?P<name>[A-Z_]+)[ \t]*$)", re.MULTILINE)
HEREDOC = re.compile(r"(?<!<)<<-?[ \t]*\\?[\"']?(?P<name>\w+)")
# In a block: `if [ -f x ] then`, `then fi`, a condition or a loop without `then` or `do`, a case without `;;`.
NO_SEMICOLON = re.compile(r"(?<=[^\s;&|])(?=[ \t]+(?:then|do)\b)")
WORD_ENDED = re.compile(r"(?<=\bdo)[ \t]*;(?!;)|(?<=\bthen)[ \t]*;(?!;)|(?<=\belse)[ \t]*;(?!;)")
EMPTY_BLOCK = re.compile(r"\b(?P<begin>then|do|else)\s+(?=(?:fi|done|else|elif)\b)")
CONDITION, LOOP = re.compile(r"[ \t]*(?:if|elif)[ \t]"), re.compile(r"[ \t]*(?:for|while|until)[ \t]")
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
    yield WORD_ENDED.sub("", code)
    yield EMPTY_BLOCK.sub(r"\g<begin> :; ", code)
    yield with_word(code, CONDITION, "then")
    yield with_word(code, LOOP, "do")
    yield END_OF_CASE.sub(" ;;", code)
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
