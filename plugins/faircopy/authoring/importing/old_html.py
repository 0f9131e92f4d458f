"""Removes raw HTML that pages must not have: obsolete elements, players, scripts, event handlers."""

import re
from collections.abc import Callable, Iterator
from html import escape, unescape

from faircopy.authoring.importing.pre_blocks import with_fences
from faircopy.authoring.importing.template_tags import CODE_SPAN, FENCE, closes
from faircopy.offsets import line_at

# Elements that HTML gave up, and those around a whole page: only what is in them stays.
GIVEN_UP = re.compile(r"</?(?:center|font|big|blink|marquee|nobr|basefont|html|body)\b[^<>]*>", re.IGNORECASE)
# Pictures of AMP, in which no browser shows anything without a script: https://amp.dev/documentation/components/amp-img
AMP_PICTURE = re.compile(
    r"<amp-(?P<name>img|anim)\b(?P<attributes>(?>(?:[^<>\"']++|\"[^\"]*\"|'[^']*'){0,200}))>(?:\s*</amp-(?P=name)\s*>)?",
    re.IGNORECASE,
)
AMP_LAYOUT = re.compile(r"""(?<!\s)\s+layout\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>"']+)""", re.IGNORECASE)
RENAMED = {"tt": "code", "strike": "s", "acronym": "abbr"}
RENAMED_TAG = re.compile(r"(?P<open></?)(?P<name>tt|strike|acronym)(?P<rest>\b[^<>]*>)", re.IGNORECASE)
PLAYER = re.compile(r"<(?P<name>(?:amp-)?iframe|embed)\b(?P<attributes>[^<>]*)>(?:\s*</(?P=name)\s*>)?", re.IGNORECASE)
SOURCE = re.compile(r"""\bsrc\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""", re.IGNORECASE)
ALT = re.compile(r"""\balt\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""", re.IGNORECASE)
# With the link that a picture is the words of, if it is.
PICTURE = re.compile(
    r"(?P<link><a\b[^<>]*>\s*+)?<img\b(?P<attributes>(?>(?:[^<>\"']++|\"[^\"]*\"|'[^']*'){0,200}))>", re.IGNORECASE
)
SCRIPT = re.compile(
    r"<(?P<name>script|style)\b[^<>]*>[^<]*(?>(?:<(?!/(?P=name))[^<]*)*)(?:</(?P=name)\s*>|(?P<open>\Z))", re.IGNORECASE
)
# One that nothing closes, or that begins nothing: a browser would take the rest of the text for its inside.
LONE_SCRIPT = re.compile(r"</?(?P<name>script|style)\b[^<>]*>", re.IGNORECASE)
TAG = re.compile(r"<[A-Za-z][A-Za-z0-9-]*\b(?>(?:[^<>\"']++|\"[^\"]*\"|'[^']*'){0,200})>")
REFUSED = re.compile(
    r"""(?<!\s)\s+(?:on[a-z]+|style|target|align|valign|bgcolor|border|cellpadding|cellspacing|frameborder|face|color)"""
    r"""\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>"']+)""",
    re.IGNORECASE,
)
ATTRIBUTE_LIST = re.compile(r"\{:(?P<inside>[^{}\n]*)\}")
REFUSED_IN_LIST = re.compile(r"""(?:^|\s)(?:target|style|on[a-z]+)\s*=\s*(?:"[^"]*"|'[^']*'|[^\s}]+)""", re.IGNORECASE)


def without_old_html(text: str) -> tuple[str, list[tuple[int, str]]]:
    """Return Markdown without such HTML, and what was removed from which line, from 0."""
    facts: list[tuple[int, str]] = []
    text = "\n".join(
        "\n".join(lines) if is_code else with_fences("\n".join(lines))
        for _, is_code, lines in parts_of(text.split("\n"))
    )
    return outside_code(text, lambda words, line: cleaned_words(words, line, facts)), facts


def outside_code(text: str, change: Callable[[str, int], str]) -> str:
    """Return a text with everything outside code changed; `change` also gets the first line, from 0, of a piece."""
    made: list[str] = []
    for first, is_code, lines in parts_of(text.split("\n")):
        part = "\n".join(lines)
        if is_code:
            made.append(part)
            continue
        pieces, start = [], 0
        for span in CODE_SPAN.finditer(part):
            pieces += [change(part[start : span.start()], first + line_at(part, start) - 1), span[0]]
            start = span.end()
        made.append("".join([*pieces, change(part[start:], first + line_at(part, start) - 1)]))
    return "\n".join(made)


def parts_of(lines: list[str]) -> Iterator[tuple[int, bool, list[str]]]:
    """Split a text into fences and the text between: (number of the first line, whether it is a fence, lines)."""
    start, fence = 0, ""
    for number, line in enumerate(lines):
        found = FENCE.match(line)
        if fence and found and closes(line, fence):
            yield start, True, lines[start : number + 1]
            start, fence = number + 1, ""
        elif not fence and found:
            if number > start:
                yield start, False, lines[start:number]
            start, fence = number, found["mark"]
    if start < len(lines):
        yield start, bool(fence), lines[start:]


def cleaned_words(text: str, first: int, facts: list[tuple[int, str]]) -> str:
    def note(found: re.Match[str], fact: str) -> None:
        facts.append((first + line_at(found.string, found.start()) - 1, fact))

    def script(found: re.Match[str]) -> str:
        if found.groupdict().get("open") is not None:
            return found[0]
        note(found, f"a <{found['name'].lower()}> was left out")
        return "\n" * found[0].count("\n")

    def player(found: re.Match[str]) -> str:
        address = value_in(SOURCE, found["attributes"])
        address = f"https:{address}" if address.startswith("//") else address
        note(found, f"an <{found['name'].lower()}> is a link now")
        made = f"[{address}]({address})" if address.startswith(("http://", "https://")) else ""
        return made + "\n" * found[0].count("\n")

    def picture(found: re.Match[str]) -> str:
        address, words = value_in(SOURCE, found["attributes"]), value_in(ALT, found["attributes"]) or "Picture"
        if not address.startswith(("http://", "https://", "//")):
            return found[0]
        note(found, f"the picture '{address}' is another site's, which no page fetches from; it is a link now")
        made = escape(words) if found["link"] else f'<a href="{escape(address)}">{escape(words)}</a>'
        return f"{found['link'] or ''}{made}" + "\n" * found["attributes"].count("\n")

    text = LONE_SCRIPT.sub(script, SCRIPT.sub(script, text))
    text = AMP_PICTURE.sub(lambda found: f"<img{AMP_LAYOUT.sub('', found['attributes']).rstrip('/ ')}>", text)
    text = PICTURE.sub(picture, PLAYER.sub(player, text))
    text = RENAMED_TAG.sub(lambda found: f"{found['open']}{RENAMED[found['name'].lower()]}{found['rest']}", text)
    text = TAG.sub(lambda found: REFUSED.sub("", found[0]), GIVEN_UP.sub("", text))
    return ATTRIBUTE_LIST.sub(without_refused, text)


def value_in(pattern: re.Pattern[str], attributes: str) -> str:
    found = pattern.search(attributes)
    return unescape(next((one for one in found.groups() if one), "")) if found else ""


def without_refused(found: re.Match[str]) -> str:
    inside = REFUSED_IN_LIST.sub("", found["inside"])
    return found[0] if inside == found["inside"] else f"{{:{inside}}}" if inside.strip() else ""
