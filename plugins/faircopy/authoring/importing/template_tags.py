"""Converts template tags (Jekyll's Liquid, Hugo's shortcodes) to Markdown where they are known."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from faircopy.authoring.importing.model import ImportNote
from faircopy.snippets.excerpt import excerpt

# A handler gets the arguments of a tag and returns Markdown, or None if it does not understand them.
Handler = Callable[["TagArguments"], str | None]

FENCE = re.compile(r"^[ >\t]*(?P<mark>`{3,}|~{3,})")
CODE_SPAN = re.compile(r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)")
WORD = re.compile(
    r"""(?:(?P<key>[\w.-]+)\s*=\s*)?(?:"(?P<a>(?:[^"\\]|\\.)*)"|'(?P<b>[^']*)'|`(?P<c>[^`]*)`|(?P<d>[^\s"'=]+))"""
)
MAX_TAG_LINES = 20


@dataclass(frozen=True, slots=True)
class TagArguments:
    """The arguments of a tag."""

    plain: tuple[str, ...]
    named: Mapping[str, str]

    def first(self, *names: str) -> str:
        """Return the first of the named arguments, or the first positional one."""
        return next((self.named[name] for name in names if self.named.get(name)), self.plain[0] if self.plain else "")


def words_of(text: str) -> TagArguments:
    plain: list[str] = []
    named: dict[str, str] = {}
    for found in WORD.finditer(text):
        value = next((found[name] for name in "abcd" if found[name] is not None), "")
        value = re.sub(r'\\(["\\])', r"\1", value) if found["a"] is not None else value
        if found["key"]:
            named[found["key"].lower()] = value
        else:
            plain.append(value)
    return TagArguments(tuple(plain), named)


@dataclass(frozen=True, slots=True)
class TagLanguage:
    """The syntax of one language's tags, and the known ones."""

    tag: re.Pattern[str]  # with a group `body`, or `output`
    handlers: Mapping[str, Handler]  # by name
    code: re.Pattern[str]  # begins a block of code; group `language`
    code_end: re.Pattern[str]
    dropped: re.Pattern[str]  # tags that only say how others are read, in code too
    written: Callable[[str], str | None]  # the value of an expression: `{{ site.url }}`; None if it is unknown
    unescape: Callable[[str], str] = field(default=lambda line: line)  # what the language shows of an escaped tag
    marked: Mapping[str, Callable[[str], str]] = field(default_factory=dict)  # marks a tag for later, by its name


@dataclass(slots=True)
class TagConverter:
    """Converts one text, line by line."""

    language: TagLanguage
    path: str
    first_line: int
    notes: list[ImportNote] = field(default_factory=list)
    number: int = 0

    def convert(self, text: str) -> str:
        """Return the text with known tags converted. Code is unchanged, except for the tags in `dropped`."""
        return "\n".join(self.converted(text.split("\n")))

    def converted(self, lines: list[str]) -> Iterator[str]:
        fence = ""
        while self.number < len(lines):
            line = lines[self.number]
            self.number += 1
            found = FENCE.match(line)
            if fence:
                fence = "" if found and closes(line, fence) else fence
                yield from self.cleaned(line)
            elif found:
                fence = found["mark"]
                yield from self.cleaned(line)
            elif opening := self.language.code.search(line):
                yield from self.code_block(lines, line, opening)
            else:
                line = self.whole_tag(lines, line)
                yield from self.prose(line)

    def cleaned(self, line: str) -> Iterator[str]:
        """Yield a line of code without escaping tags; nothing if it had nothing else."""
        clean = self.language.dropped.sub("", line)
        if clean == line or clean.strip():
            yield self.language.unescape(clean)

    def code_block(self, lines: list[str], line: str, opening: re.Match[str]) -> Iterator[str]:
        before, rest = line[: opening.start()], line[opening.end() :]
        block: list[str] = [rest] if rest.strip() else []
        after = ""
        started = self.number
        while self.number <= len(lines):
            if block and (end := self.language.code_end.search(block[-1])):
                after = block[-1][end.end() :]
                last = block.pop()[: end.start()]
                block += [last] if last.strip() else []
                break
            if self.number == len(lines):
                self.note(started, f"'{excerpt(opening[0])}' has no end; the rest of the text is taken for code")
                break
            block.append(lines[self.number])
            self.number += 1
        code = [clean for one in block for clean in self.cleaned(one)]
        mark = "`" * max([3, *(len(run) + 1 for one in code for run in re.findall("`{3,}", one))])
        if before.strip():
            yield from (before, "")
        yield from (f"{mark}{opening['language'] or ''}", *code, mark)
        if after.strip():
            yield from ("", after)

    def whole_tag(self, lines: list[str], line: str) -> str:
        """Return a line joined with the following lines of a shortcode."""
        opening = max(line.rfind("{{<"), line.rfind("{{%"))
        taken = 0
        while opening >= 0 and "}}" not in line[opening:] and taken < MAX_TAG_LINES and self.number < len(lines):
            line = f"{line} {lines[self.number].strip()}"
            self.number += 1
            taken += 1
        return line

    def prose(self, line: str) -> Iterator[str]:
        parts, start = [], 0
        for span in CODE_SPAN.finditer(line):
            parts += [self.tags(line[start : span.start()]), self.language.dropped.sub("", span[0])]
            start = span.end()
        made = self.language.unescape("".join([*parts, self.tags(line[start:])]))
        # A line that had nothing but tags which say nothing here is no line of the text.
        if made.strip() or not line.strip():
            yield made

    def tags(self, text: str) -> str:
        return self.language.tag.sub(self.tag, self.language.dropped.sub("", text))

    def tag(self, found: re.Match[str]) -> str:
        if found["output"] is None and (mark := self.language.marked.get(name_of(found["body"]))):
            return mark(found[0])
        made = self.language.written(found["output"].strip()) if found["output"] is not None else self.known(found)
        if made is None:
            self.note(self.number, f"'{excerpt(found[0])}' is no tag that is known here; it stands as it was")
            return found[0]
        return made

    def known(self, found: re.Match[str]) -> str | None:
        name, _, rest = found["body"].strip().partition(" ")
        handler = self.language.handlers.get(name.lower())
        return handler(words_of(rest)) if handler else None

    def note(self, line: int, fact: str) -> None:
        self.notes.append(ImportNote(self.path, self.first_line + line - 1, fact))


def name_of(body: str) -> str:
    """Return the name of a tag in lower case, of one that ends something, too."""
    return body.strip().removeprefix("/").strip().partition(" ")[0].rstrip("/").lower()


def closes(line: str, fence: str) -> bool:
    stripped = line.strip(" >\t")
    return stripped.startswith(fence) and not stripped.strip(fence[0])


def image(src: str, alt: str = "", caption: str = "", link: str = "") -> str:
    """Return a picture in Markdown, with its caption as its title."""
    words = one_line(alt or caption).replace("[", "(").replace("]", ")")
    quoted = one_line(caption).replace('"', "'")
    title = f' "{quoted}"' if quoted else ""
    picture = f"![{words}]({target(src)}{title})"
    return f"[{picture}]({target(link)})" if link else picture


def target(address: str) -> str:
    """Return an address in Markdown's form."""
    return f"<{address}>" if re.search(r"[\s()]", address) else address


INLINE_TAG = re.compile(
    r"</?(?:a|abbr|b|big|br|cite|code|del|div|em|font|h[1-6]|i|img|ins|kbd|mark|p|q|s|samp|small|span|strong|sub|sup|tt|u"
    r"|var|wbr)\b[^<>]*>",
    re.IGNORECASE,
)


def one_line(text: str) -> str:
    """Return a text on one line without HTML tags; what only looks like one, such as `<HOST>`, stays."""
    return " ".join(INLINE_TAG.sub("", text).split())


# Names and addresses of other sites' embedded media.
PLACES = {
    "youtube": "https://www.youtube.com/watch?v={}",
    "vimeo": "https://vimeo.com/{}",
    "gist": "https://gist.github.com/{}",
    "instagram": "https://www.instagram.com/p/{}/",
    "codepen": "https://codepen.io/{}",
    "soundcloud": "https://soundcloud.com/{}",
    "asciinema": "https://asciinema.org/a/{}",
}
TITLES = {"youtube": "Video at YouTube", "vimeo": "Video at Vimeo", "gist": "Gist at GitHub"}


def link_to(name: str) -> Handler:
    """Return the handler of a tag that embeds something of another site: it becomes a link."""

    def handle(words: TagArguments) -> str | None:
        parts = words.plain[:2] if name == "gist" and words.plain[1:] and "/" not in words.plain[0] else ()
        what = "/".join(parts) or words.first("id", "src", "url")
        if not what:
            return None
        address = what if what.startswith(("http://", "https://")) else PLACES[name].format(what)
        return f"[{TITLES.get(name, f'At {name.capitalize()}')}]({address})"

    return handle


LINKS: Mapping[str, Handler] = {name: link_to(name) for name in PLACES}
