"""Texts reduced to their letters and digits, so that however something is written, its letters are the same."""

import re
import unicodedata
from functools import cache

from faircopy.markdown.references import unescape

TAG = re.compile(r"<[^<>]*>")
# Markup that is escaped within a tag, as the text of a page is in its description.
IN_TAG = re.compile(r"<[^<>]*(?:&(?:amp;)*(?:lt|#0*60|#x0*3c);|\\u003c|\\x3c|%3c)", re.IGNORECASE)
NO_LETTER = re.compile(r"[\W_]+")
ESCAPE = re.compile(
    r"\\(?:u\{(?P<braces>[0-9a-fA-F]{1,6})\}|u(?P<four>[0-9a-fA-F]{4})|U(?P<eight>[0-9a-fA-F]{8})"
    r"|x(?P<two>[0-9a-fA-F]{2})|(?P<space>[nrtbfv])|(?P<other>.))",
    re.DOTALL,
)
PERCENT = re.compile(r"(?:%[0-9a-fA-F]{2})+")
SURROGATE = re.compile(r"[\ud800-\udfff]")
# Letters of scripts that put no space between words: Thai, Lao, Tibetan, Burmese, Khmer, kana, Han.
DENSE = "\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
NOT_DENSE = re.compile(f"[^{DENSE}]+")
IS_DENSE = re.compile(f"[{DENSE}]")
# A word is a run of letters, and each letter of a dense script by itself.
WORD = re.compile(f"(?=[^\\W_])[{DENSE}]|(?:(?![{DENSE}])[^\\W_])+")
# As often as texts are packed into each other: a page, in a feed, in JSON, in a script, in an attribute.
ROUNDS = 6
# How text may be written that is not UTF-8.
LEGACY = ("cp1252", "gb18030", "shift_jis", "euc_jp", "big5", "utf-16-le", "utf-16-be")
# Of a text in UTF-16 without a mark, so many bytes are zero.
ZEROES = 0.2


def folded(text: str) -> str:
    """Return a text in one case and one normal form, without the marks on its letters."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())


def letters_of(text: str) -> str:
    return NO_LETTER.sub("", folded(text))


def words_of(text: str) -> list[str]:
    """Return the words of a text, folded; joined, they are its letters."""
    return WORD.findall(folded(text) if text.isascii() else unseen().sub("", folded(text)))


@cache
def unseen() -> re.Pattern[str]:
    """Return what stands within words and is no letter: marks on letters, soft hyphens, spaces of no width."""
    codes = [chr(code) for code in range(0x10000) if unicodedata.category(chr(code)) in ("Mn", "Me", "Cf")]
    return re.compile(f"[{''.join(codes)}]+")


def dense_of(letters: str) -> str:
    """Return only the letters of scripts without spaces."""
    return "" if letters.isascii() else NOT_DENSE.sub("", letters)


def shown(text: str) -> str:
    """Return what is left of a text without its tags, escapes resolved, as often as it takes."""
    for _ in range(ROUNDS):
        before, text = text, unescaped(TAG.sub("", text))
        if text == before:
            break
    return text


def told(text: str) -> str:
    """Return a text with escapes resolved, and with what stands in its tags."""
    for _ in range(ROUNDS):
        before, text = text, unescaped(text)
        if text == before:
            break
    return text


def forms_shown(text: str, rounds: int = ROUNDS) -> list[str]:
    """Return all that a text may be read as: without its tags, with what stands in them, and what is between.

    Text may stand in what looks like a tag once the tags in it are gone: in an attribute, a comment, a CDATA section.
    """
    forms = [shown(text), told(text)]
    for _ in range(rounds):
        before, text = text, TAG.sub("", text)
        forms.append(told(text))
        if escaped := IN_TAG.search(before):
            forms += forms_shown(unescaped(before[escaped.start() :]), rounds - 1)
        text = unescaped(text)
        if text == before:
            break
    return [*dict.fromkeys(forms)]


def unescaped(text: str) -> str:
    """Resolve one layer of the escapes of JSON and scripts, of addresses, and of HTML."""
    if "\\" in text:
        text = ESCAPE.sub(meant, text)
        if SURROGATE.search(text):
            text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if "%" in text:
        text = PERCENT.sub(percent_meant, text)
    return unescape(text)


def meant(found: re.Match[str]) -> str:
    code = found["braces"] or found["four"] or found["eight"] or found["two"]
    if code:
        number = int(code, 16)
        return chr(number) if number <= 0x10FFFF else ""
    return " " if found["space"] else found["other"]


def percent_meant(found: re.Match[str]) -> str:
    data = bytes.fromhex(found[0].replace("%", ""))
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def readings(data: bytes) -> list[str]:
    """Return the texts that some bytes may be; none where they are no text."""
    for mark, encoding in ((b"\xff\xfe\0\0", "utf-32"), (b"\0\0\xfe\xff", "utf-32"), (b"\xff\xfe", "utf-16")):
        if data.startswith(mark):
            return [data.decode(encoding, "replace")]
    if data.startswith(b"\xfe\xff"):
        return [data.decode("utf-16", "replace")]
    if b"\0" in data:
        wide = [data.decode(f"utf-16-{order}", "replace") for order in orders_of(data) or ("le", "be")]
        return [*wide, *([] if orders_of(data) else [data.replace(b"\0", b"").decode("utf-8", "replace")])]
    try:
        return [data.decode("utf-8")]
    except UnicodeDecodeError:
        return [data.decode("utf-8", "replace"), *(data.decode(encoding, "replace") for encoding in LEGACY)]


def orders_of(data: bytes) -> list[str]:
    """Return the orders in which bytes with zeroes may be UTF-16: a text in Latin letters has them on one side."""
    sample = data[:4096]
    odd, even = sample[1::2].count(0), sample[::2].count(0)
    half = max(1, len(sample) // 2)
    if odd > half * ZEROES and even < odd / 4:
        return ["le"]
    return ["be"] if even > half * ZEROES and odd < even / 4 else []
