"""Raw HTML in Markdown that no page may have: elements that HTML gave up, players, scripts, attributes that run."""

import re
from collections.abc import Iterator
from html import unescape

from faircopy.authoring.importing.template_tags import CODE_SPAN, FENCE, closes

# Elements that HTML gave up, of which only what is in them stays.
GIVEN_UP = re.compile(r"</?(?:center|font|big|blink|marquee|nobr|basefont)\b[^<>]*>", re.IGNORECASE)
RENAMED = {"tt": "code", "strike": "s", "acronym": "abbr"}
RENAMED_TAG = re.compile(r"(?P<open></?)(?P<name>tt|strike|acronym)(?P<rest>\b[^<>]*>)", re.IGNORECASE)
PLAYER = re.compile(r"<(?P<name>iframe|embed)\b(?P<attributes>[^<>]*)>(?:\s*</(?P=name)\s*>)?", re.IGNORECASE)
ADDRESS = re.compile(r"""\bsrc\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""", re.IGNORECASE)
SCRIPT = re.compile(r"<(?P<name>script|style)\b[^<>]*>.*?</(?P=name)\s*>", re.IGNORECASE)
TAG = re.compile(r"<[A-Za-z][A-Za-z0-9-]*\b(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>")
REFUSED = re.compile(
    r"""\s+(?:on[a-z]+|style|target|align|valign|bgcolor|border|cellpadding|cellspacing|frameborder|face|color)"""
    r"""\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>"']+)""",
    re.IGNORECASE,
)
ATTRIBUTE_LIST = re.compile(r"\{:(?P<inside>[^{}\n]*)\}")
REFUSED_IN_LIST = re.compile(r"""(?:^|\s)(?:target|style|on[a-z]+)\s*=\s*(?:"[^"]*"|'[^']*'|[^\s}]+)""", re.IGNORECASE)


def without_old_html(text: str) -> tuple[str, list[tuple[int, str]]]:
    """Return Markdown without such HTML, and what was taken out of which line, from 0."""
    facts: list[tuple[int, str]] = []
    return "\n".join(cleaned_lines(text.split("\n"), facts)), facts


def cleaned_lines(lines: list[str], facts: list[tuple[int, str]]) -> Iterator[str]:
    fence = ""
    for number, line in enumerate(lines):
        found = FENCE.match(line)
        if fence:
            fence = "" if found and closes(line, fence) else fence
            yield line
        elif found:
            fence = found["mark"]
            yield line
        elif "<" in line or "{:" in line:
            yield cleaned(line, number, facts)
        else:
            yield line


def cleaned(line: str, number: int, facts: list[tuple[int, str]]) -> str:
    parts, start = [], 0
    for span in CODE_SPAN.finditer(line):
        parts += [cleaned_words(line[start : span.start()], number, facts), span[0]]
        start = span.end()
    return "".join([*parts, cleaned_words(line[start:], number, facts)])


def cleaned_words(text: str, number: int, facts: list[tuple[int, str]]) -> str:
    def script(found: re.Match[str]) -> str:
        facts.append((number, f"a <{found['name'].lower()}> was left out"))
        return ""

    def player(found: re.Match[str]) -> str:
        source = ADDRESS.search(found["attributes"])
        address = unescape(next((one for one in source.groups() if one), "")) if source else ""
        address = f"https:{address}" if address.startswith("//") else address
        facts.append((number, f"an <{found['name'].lower()}> is a link now"))
        return f"[{address}]({address})" if address.startswith(("http://", "https://")) else ""

    text = PLAYER.sub(player, SCRIPT.sub(script, text))
    text = RENAMED_TAG.sub(lambda found: f"{found['open']}{RENAMED[found['name'].lower()]}{found['rest']}", text)
    text = TAG.sub(lambda found: REFUSED.sub("", found[0]), GIVEN_UP.sub("", text))
    return ATTRIBUTE_LIST.sub(without_refused, text)


def without_refused(found: re.Match[str]) -> str:
    inside = REFUSED_IN_LIST.sub("", found["inside"])
    return found[0] if inside == found["inside"] else f"{{:{inside}}}" if inside.strip() else ""
