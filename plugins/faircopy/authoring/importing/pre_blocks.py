"""Code in `<pre>`, as editors and highlighters of other programs wrote it."""

import re
from html import escape, unescape
from typing import Any

from bs4 import BeautifulSoup
from bs4.element import Tag

from faircopy.authoring.importing.template_tags import INLINE_TAG

LANGUAGE = re.compile(r"^(?:language|lang|brush|highlight(?:-source)?|sourceCode)[-:]?\s*(?P<name>[\w+#.-]+)$")
NOT_LANGUAGES = frozenset(("highlight", "highlighttable", "code", "codehilite", "literal-block", "prettyprint"))
RUN = re.compile("`{3,}")
PRE = re.compile(r"(?P<open><pre\b[^<>]*>)(?P<inside>(?:(?!</?pre\b).)*)</pre\s*>", re.DOTALL | re.IGNORECASE)
WRAPPER = re.compile(r"\s*(?P<tag><code\b[^<>]*>)", re.IGNORECASE)
# A block of its own in Markdown, with the elements around it that have nothing else in them.
BLOCK = re.compile(
    r"^[ ]{0,3}(?P<outer>(?:<(?:code|div|figure|p|span)\b[^<>]*>\s*){0,4})(?P<open><pre\b[^<>]*>)"
    r"(?P<inside>(?:(?!</?pre\b).)*)</pre\s*>(?P<closing>(?:\s*</(?:code|div|figure|p|span)\s*>){0,4})[ \t]*$",
    re.DOTALL | re.IGNORECASE | re.MULTILINE,
)
TAG = re.compile(r"</?[A-Za-z?!%][^<>]*>")
LINE_BREAK = re.compile(r"<br\s*/?>\n?", re.IGNORECASE)


def fenced(code: str, language: str) -> str:
    """Return code as a fence, byte for byte."""
    mark = "`" * max([3, *(len(run) + 1 for run in RUN.findall(code))])
    return f"{mark}{language}\n{code}\n{mark}"


def language_of(pre: Tag) -> str:
    """Return the language of a block of code, by the classes that highlighters give it."""
    inner = pre.find("code")
    near = [inner if isinstance(inner, Tag) else None, pre, pre.parent, pre.parent.parent if pre.parent else None]
    for one in near:
        classes: Any = (one.get("class") or []) if one else []
        words = classes if isinstance(classes, list) else str(classes).split()
        for number, word in enumerate(words):
            if (found := LANGUAGE.match(word.rstrip(";"))) and found["name"] not in NOT_LANGUAGES:
                return found["name"].removeprefix("source-")
            if word.rstrip(";:") == "brush" and words[number + 1 :]:
                return str(words[number + 1]).rstrip(";")
            # docutils: <pre class="code python literal-block">
            if number and words[0] == "code" and word not in NOT_LANGUAGES:
                return str(word)
    # WP-Syntax: <pre lang="php" line="1">
    lang = str(pre.get("lang") or "")
    return lang if re.fullmatch(r"[\w+#.-]+", lang) else ""


def with_code_kept(html: str) -> str:
    """Return HTML whose `<pre>` show all that was typed: `List<String>` would be taken for an element."""

    def with_tags_escaped(found: re.Match[str]) -> str:
        if not is_typed(found["inside"]):
            return found[0]
        wrapper = WRAPPER.match(found["inside"])
        tags = (wrapper["tag"], "</code>") if wrapper else ("", "")
        return f"{found['open']}{tags[0]}{escape(code_in(found['inside']), quote=False)}{tags[1]}</pre>"

    return PRE.sub(with_tags_escaped, html)


def is_typed(inside: str) -> bool:
    """Tell whether somebody typed code into a `<pre>` and escaped none of its tags: no highlighter leaves any."""
    return bool(TAG.search(INLINE_TAG.sub("", LINE_BREAK.sub("\n", inside))))


def code_in(inside: str) -> str:
    """Return the code of a `<pre>`, without the elements that only colour it."""
    wrapper = WRAPPER.match(inside)
    text = re.sub(r"</code>\s*$", "", inside[wrapper.end() :], flags=re.IGNORECASE) if wrapper else inside
    if not is_typed(text):
        text = INLINE_TAG.sub("", LINE_BREAK.sub("\n", text))
    return re.sub(r"\A(?:[ \t]*\n)+", "", unescape(text)).rstrip()


def with_fences(text: str) -> str:
    """Return Markdown, no fence in it, with fences in the place of blocks of `<pre>`."""

    def fence(found: re.Match[str]) -> str:
        code = code_in(found["inside"])
        if len(TAG.findall(found["outer"])) != len(TAG.findall(found["closing"])) or not code:
            return found[0]
        wrapper = WRAPPER.match(found["inside"])
        soup = BeautifulSoup(f"{found['outer']}{found['open']}{wrapper['tag'] if wrapper else ''}", "html.parser")
        pre = soup.find("pre")
        before = "" if text[: found.start()].endswith("\n\n") or not found.start() else "\n"
        after = "" if text[found.end() :].startswith("\n\n") or found.end() == len(text) else "\n"
        return f"{before}{fenced(code, language_of(pre) if isinstance(pre, Tag) else '')}{after}"

    return BLOCK.sub(fence, text)
