"""Words that typographic punctuation must not change: options, versions, paths and commit ranges."""

import re

STX, ETX = "\u0002", "\u0003"
# An option: `--help`, `-v`, `--name="a b"`, maybe in quotes or brackets. A dash between blanks stays a dash.
OPTION = (
    r"""(?:(?<=^)|(?<=[\s("'\[=/|,]))-{1,2}(?=[A-Za-z0-9])"""
    r"""(?:[\w-]+=(?:"[^"\n]*"|'[^'\n]*'))?[^\s,;)\]|]*"""
)
# Not ours to prettify: a path or an ellipsis inside a word, and dashes after a version.
PATH = r"(?<!\S)(?=\S*?[/\\])(?=\S*?(?:--|\.\.\.))\S+|\.\.\.(?=[/\\])"
RANGE = r"(?<![\w@~^.{}-])[\w@~^.{}-]*\w\.\.\.\w[\w@~^.{}/-]*"
VERSION = r"\bv?\d{1,9}\.\d{1,9}[\w.]{0,40}--\S+|(?<!\S)\S+--v?\d+\.\d+\S*"
LITERAL = re.compile(f"{OPTION}|{PATH}|{RANGE}|{VERSION}")
MARKS = re.compile(r"""-{2,}|\.{3,}|["']""")
# What ends a sentence, or closes a quotation that began before the word.
TRAILING = re.compile(r"""(?<!["'.!?:])["'.!?:]+$""")


def protected(text: str) -> str:
    """Return a text in which the punctuation of such words is escaped in Python-Markdown's form."""
    if "-" not in text and "..." not in text:
        return text
    return LITERAL.sub(protected_word, text)


def protected_word(found: re.Match[str]) -> str:
    word = found[0]
    ending = TRAILING.search(word)
    end = ending.start() if ending and balanced_quotes(word[: ending.start()]) else len(word)
    return MARKS.sub(lambda mark: "".join(map(escaped, mark[0])), word[:end]) + word[end:]


def balanced_quotes(word: str) -> bool:
    return word.count('"') % 2 == 0 and word.count("'") % 2 == 0


def escaped(character: str) -> str:
    """Return a character in Python-Markdown's escaped form, which lasts until postprocessing."""
    return f"{STX}{ord(character)}{ETX}"
