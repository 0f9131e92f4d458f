"""Parses info strings of other generators: the language, the name of a file, whether it is code.

Supported are Hugo, Docusaurus, VitePress, Starlight, MkDocs Material, Traefik's documentation, rustdoc, mdBook, Zola,
Jekyll, GitLab, Pandoc, Quarto, R Markdown, and MyST. Line numbers, titles and buttons are ignored.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from faircopy.snippets.wrong_words import is_label

# What we alone write. `file`, `error` and `group` others have too; in our own form, `{.language key="…"}`, all count.
CLAIMS = ("log", "match", "expect", "check", "reason", "context")
OUR_KEYS = ("file", *CLAIMS, "of", "error", "group")
OUR_FORM = re.compile(r"\{\s*(?:[.#]|[A-Za-z_][\w-]*=)")
CLAIM = re.compile(rf"(?:^|[\s{{,])(?:{'|'.join(CLAIMS)})=[\"']")
PAIR = re.compile(
    r"""(?<![\w"'-])(?P<key>[A-Za-z_][\w-]*)\s?=\s?(?:"(?P<double>[^"]*)"?|'(?P<single>[^']*)'?|(?P<plain>[^\s,}"']+))"""
)
# Attributes of others that are nearly ours.
OTHERS_KEYS = frozenset(
    {"filename", "files", "line", "lines", "title", "file-name", "filepath", "path", "name", "checked"}
)
NAME_KEYS = ("title", "filename", "file", "name", "caption", "path", "filepath")
LABEL = re.compile(r"(?:^|\s)\[(?P<name>[^\]]{1,200})\]")
CLASS = re.compile(r"(?:^|[\s{])\.(?P<name>[\w#+-]+)")
# Of the first word of a bare form. Not `title="x"`, not `path/to/file`, not `<name>`, not `12:15:x.ts`.
WORD = re.compile(r"(?P<name>[\w#+.-]++)(?![=/\\]|:\d)")
# `{python}`, `{r name, echo=FALSE}`, `{code-block} yaml`, `{{r}}`, `{=html}`
BRACED_WORD = re.compile(r"\{\{?\s*=?(?P<name>[A-Za-z][\w:+-]*)(?P<rest>[^}]*)\}?\}?\s*(?P<argument>.*)")
CODE_DIRECTIVES = frozenset({"code-block", "code", "sourcecode", "code-cell", "highlight", "prompt"})
# Classes about the look of a block.
LOOKS = frozenset(
    {"annotate", "no-copy", "copy", "select", "numberlines", "line-numbers", "wide", "cell-code", "no-select"}
)
# Words of rustdoc and mdBook beside a language. Such code is not meant to work.
BROKEN = ("compile_fail", "should_panic", "does_not_compile", "panics", "not_desired_behavior", "ignore")
BROKEN_WORD = re.compile(rf"[\s,{{](?P<word>{'|'.join(BROKEN)})(?=[\s,}}]|$)")
REMOVED = re.compile(r"(?<![\w-])del=\{(?:\"[^\"]*\":)?(?P<lines>[\d,\s-]{1,200})\}")
MAX_LINE = 10_000
NAME = re.compile(r"[\w.~/@-][\w./@+-]*")


@dataclass(frozen=True, slots=True)
class OtherInfo:
    """A parsed info string of another generator."""

    language: str = ""  # lower case, "" when there is none
    hint: str = ""  # what may be the name of the file, or "" when nothing looks like one
    unread: str = ""  # why it is not to be checked, "" where nothing speaks against it
    removed: frozenset[int] = frozenset()  # lines of the code, from 1, that a page shows as taken out
    is_cell: bool = False  # it is a cell or directive: the first lines of the code may be options


def is_ours(info: str) -> bool:
    """Tell whether an info string has our attributes, so that it is parsed strictly anywhere."""
    if BRACED_WORD.match(info) and not OUR_FORM.match(info):
        return False  # `context="setup"` is knitr's there
    if CLAIM.search(info):
        return True
    if not OUR_FORM.match(info):
        return False
    keys = [found["key"] for found in PAIR.finditer(info)]
    return any(key in OUR_KEYS or is_slip(key) for key in keys)


def is_slip(key: str) -> bool:
    """Tell whether a key is a misspelling of one of ours: `fiel`, `contxt`."""
    near = get_close_matches(key, OUR_KEYS, n=1, cutoff=0.75)
    return bool(near) and key not in OTHERS_KEYS and key[0] == near[0][0]


def parse_other(info: str) -> OtherInfo:
    """Parse an info string of any generator; nothing in it is an error."""
    broken = BROKEN_WORD.search(info)
    word = broken["word"] if broken else next(filter(is_label, titles_in(info)), "")
    unread = f"its info string says '{word}'" if word else ""
    hint, removed = file_name(titles_in(info)), removed_lines(info)
    if info.startswith("{"):
        if OUR_FORM.match(info) or not (braced := BRACED_WORD.match(info)):
            return OtherInfo(first_class(info), hint, unread, removed)
        name = braced["name"].lower()
        if name in CODE_DIRECTIVES:
            name = braced["argument"].split()[0].lower() if braced["argument"] else ""
        return OtherInfo(plain_name(name), hint, unread, removed, is_cell=True)
    found = WORD.match(info.removeprefix(":::").removeprefix("."))
    return OtherInfo(plain_name(found["name"].lower()) if found else "", hint, unread, removed)


def removed_lines(info: str) -> frozenset[int]:
    """Return the lines in `del={2,4-6}`: https://expressive-code.com/key-features/text-markers/."""
    found: set[int] = set()
    for marked in REMOVED.finditer(info):
        for part in marked["lines"].split(","):
            first, _, last = (one.strip() for one in part.partition("-"))
            if first.isdecimal() and (last or first).isdecimal():
                found.update(range(int(first), min(int(last or first), MAX_LINE) + 1))
    return frozenset(found)


def first_class(info: str) -> str:
    names = [found["name"].lower() for found in CLASS.finditer(PAIR.sub("", info))]
    return plain_name(next((name for name in names if name not in LOOKS), ""))


def plain_name(name: str) -> str:
    """Return a language without a prefix: `language-yaml`, `lang-yaml`."""
    return name.removeprefix("language-").removeprefix("lang-")


def titles_in(info: str) -> list[str]:
    """Return what a page shows above a fence, which may be the name of its file."""
    values = {found["key"].lower(): value_of(found) for found in PAIR.finditer(info)}
    label = LABEL.search(info)
    return [*(values.get(key, "") for key in NAME_KEYS), label["name"] if label else ""]


def value_of(found: re.Match[str]) -> str:
    return next((found[kind] for kind in ("double", "single", "plain") if found[kind] is not None), "")


def file_name(words: Iterable[str]) -> str:
    """Return the first word that looks like a file name: with a dot or slash, or `Dockerfile` and the like."""
    for word in words:
        last = word.rpartition("/")[2]
        if NAME.fullmatch(word) and ("." in last.rstrip(".") or last.endswith("file")) and ".." not in word.split("/"):
            return word
    return ""
