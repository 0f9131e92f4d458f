"""Bytes as text: the possible encodings, and whether bytes are text or a known file type at all."""

import re
from collections import Counter

# How text may be written that is not UTF-8.
LEGACY = ("cp1252", "gb18030", "shift_jis", "euc_jp", "big5", "utf-16-le", "utf-16-be")
MARKS = (
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\0\0\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
# Of a text in UTF-16 without a mark, so many bytes are zero.
MIN_ZERO_RATIO = 0.2
CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\v\f\r\x1b") + b"\x7f"
PLAIN = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 .,\r\n"
MIN_LETTERS = 8  # letters
# What may be words among bytes of any kind. Of random bytes, hardly any stands in so long a run.
NARROW_WORDS = re.compile(r"[\t\n\r -~\xa0-\ufffc\U00010000-\U0010ffff]{6,}")
# In UTF-16: alphabets; Chinese and Japanese; Korean.
WIDE_WORDS = re.compile(
    r"[\t\n\r -\u206f]{8,}|[\t\n\r -\u06ff\u2000-\u206f\u3000-\u9fff\uff00-\uffef]{8,}"
    r"|[\t\n\r -\u06ff\u2000-\u206f\uac00-\ud7a3]{8,}"
)
# The beginnings of pictures, archives, streams and documents.
MAGIC = re.compile(
    rb"\xff\xfe|\xfe\xff|\x89PNG|\xff\xd8\xff|GIF8|RIFF....WEBP|....ftyp|%PDF-|PK\x03\x04|\x1f\x8b\x08|BZh[1-9]1AY|\xfd7zXZ",
    re.DOTALL,
)


def readings(data: bytes) -> list[str]:
    """Return the texts that some bytes may stand for."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            # The mark may be there by chance.
            return [data.decode(encoding, "replace"), data.replace(b"\0", b"").decode("utf-8", "replace")]
    if b"\0" in data:
        if orders := orders_of(data):
            return [data.decode(f"utf-16-{order}", "replace") for order in orders]
        wide = (data.decode(encoding, "replace") for encoding in ("utf-16-le", "utf-16-be"))
        return [*(words_among(text, WIDE_WORDS) for text in wide), without_noise(data.replace(b"\0", b""))]
    try:
        return [data.decode("utf-8")]
    except UnicodeDecodeError:
        return [data.decode("utf-8", "replace"), *(data.decode(encoding, "replace") for encoding in LEGACY)]


def without_noise(data: bytes) -> str:
    """Return bytes as text; if most are noise, as in an archive or a film, only what may be words.

    In noise, each search for tags and escapes finds thousands: a megabyte took ten seconds.
    """
    text = data.decode("utf-8", "replace")
    noise = text.count("\ufffd") + len(data) - len(data.translate(None, CONTROLS))
    return words_among(text, NARROW_WORDS) if noise * 3 > len(text) else text


def words_among(text: str, words: re.Pattern[str]) -> str:
    return "\ufffd".join(words.findall(text))


def orders_of(data: bytes) -> list[str]:
    """Return the possible byte orders of UTF-16: a Latin text has its zero bytes on one side."""
    sample = data[:4096]
    odd, even = sample[1::2].count(0), sample[::2].count(0)
    half = max(1, len(sample) // 2)
    if odd > half * MIN_ZERO_RATIO and even < odd / 4:
        return ["le"]
    return ["be"] if even > half * MIN_ZERO_RATIO and odd < even / 4 else []


def is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return b"\0" not in data


def is_telling(data: bytes) -> bool:
    """Tell whether bytes are text or begin like a known file type, which random bytes do not.

    A text may be cut off, and have a few other bytes at its ends.
    """
    if MAGIC.match(data):
        return True
    sample = data[:400]
    if len(sample) < MIN_LETTERS:
        return False
    if len(sample) - len(sample.translate(None, CONTROLS)) > len(sample) // 20 + 1:
        return bool(orders_of(sample))
    plain = len(sample) - len(sample.translate(None, PLAIN))
    return plain * 10 >= len(sample) * 8 or is_of_one_script(sample.decode("utf-8", "replace"), len(sample) // 20 + 2)


def is_of_one_script(text: str, most_bad: int) -> bool:
    """Tell whether the letters of a text are close together in Unicode; those of random bytes are not."""
    if text.count("\ufffd") > most_bad:
        return False
    blocks = Counter(block_of(ord(one)) for one in text if one.isalpha())
    return bool(blocks) and sum(number for _, number in blocks.most_common(2)) * 10 >= blocks.total() * 9


def block_of(code: int) -> int:
    return -1 if 0x3000 <= code <= 0x9FFF else code >> 9
