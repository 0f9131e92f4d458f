"""Bytes encoded as text: base64, base32, base85, hexadecimal, and lists of numbers."""

import base64
import binascii
import re
from collections.abc import Callable, Iterator

from faircopy.build.leaks.decoders.budget import Leaf, UnpackBudget
from faircopy.build.leaks.encodings import is_telling

# Of so many letters at least: eight words make more, and a short name fewer.
MIN_LETTERS = 24
LONG_RUN, VERY_LONG_RUN = 64, 128
MIN_LAST_LINE = 16  # of a line that is followed by a shorter one
DIGITS_64 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_"
DIGITS_85 = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~"
DIGITS_ASCII85 = bytes(range(33, 118)) + b"z"
STANDARD_64 = bytes.maketrans(b"-_", b"+/")
MARKED = re.compile(rb"base64,\s*([A-Za-z0-9+/=_\-\s]{8,})")
ADOBE85 = re.compile(rb"<~([^~]*)~>")
HEX = re.compile(rb"[0-9A-Fa-f]{32,}")
SPACED_HEX = re.compile(
    rb"(?:(?:0x|\\x)?[0-9A-Fa-f]{2}[\s,:;-]{1,3}|\\x[0-9A-Fa-f]{2}){16,}(?:(?:0x|\\x)?[0-9A-Fa-f]{2})?"
)
SPACED_SIGN = re.compile(rb"(?:[0-9A-Fa-f]{2}[ :,;-]{1,3}){3}|[0\\]x[0-9A-Fa-f]{2}")
NO_HEX = re.compile(rb"0x|[^0-9A-Fa-f]")
BASE32 = re.compile(rb"[A-Z2-7]{24,}|[a-z2-7]{24,}")
NUMBERS = re.compile(rb"(?:\d{1,3}\s*,\s*){15,}\d{1,3}")
# How many bytes are whole in so many digits of base32.
WHOLE_32 = {7: 7, 6: 5, 5: 5, 4: 4, 3: 2, 2: 2}


def alphabet(digits: bytes) -> bytes:
    """Return a translation table that replaces every non-digit with a space, so that `split` yields the runs."""
    return bytes(code if code in digits else 32 for code in range(256))


BASE64, BASE85, ASCII85 = map(alphabet, (DIGITS_64, DIGITS_85, DIGITS_ASCII85))


def runs_of(text: bytes, table: bytes) -> Iterator[bytes]:
    """Yield the long runs of a text. Lines of equal length are joined, with a shorter last line."""
    parts = text.translate(table).split()
    lengths = [*map(len, parts), 0]
    start = -1
    # Nearly all are the short words of a text.
    for at in [at for at, length in enumerate(lengths) if length >= MIN_LAST_LINE]:
        length = lengths[at]
        if at == 0 or lengths[at - 1] != length:
            start = at
        if length >= MIN_LETTERS:
            yield parts[at]
        if lengths[at + 1] != length:
            is_line = 0 < lengths[at + 1] < length
            if at > start or is_line:
                yield b"".join(parts[start : at + 1 + is_line])


def of_marked(text: bytes, budget: UnpackBudget) -> Iterator[Leaf]:
    """Yield the data of addresses such as 'data:image/png;base64,…', whatever they decode to."""
    for found in MARKED.finditer(text) if b"base64," in text else ():
        data = of_base64(b"".join(found[1].split()), 0)
        budget.spend(len(data))
        yield Leaf("base64", data)


def of_adobe85(text: bytes, budget: UnpackBudget) -> Iterator[Leaf]:
    for found in ADOBE85.finditer(text) if b"~>" in text else ():
        yield from judged("ascii85", of_digits(b"".join(found[1].split()), 0, base64.a85decode), budget, is_long=True)


def of_spaced_hexadecimal(text: bytes, budget: UnpackBudget) -> Iterator[Leaf]:
    for found in SPACED_HEX.finditer(text) if SPACED_SIGN.search(text) else ():
        digits = NO_HEX.sub(b"", found[0])
        yield from judged("hexadecimal", binascii.unhexlify(digits[: len(digits) // 2 * 2]), budget, is_long=True)


def of_numbers(text: bytes, budget: UnpackBudget) -> Iterator[Leaf]:
    """Yield lists of numbers as bytes: scripts store texts and pictures that way."""
    for found in NUMBERS.finditer(text):
        numbers = [int(one) for one in found[0].split(b",")]
        yield from judged("numbers", bytes(one for one in numbers if one < 256), budget, is_long=True)


def in_base64(run: bytes, budget: UnpackBudget) -> Iterator[Leaf]:
    for start in range(4):  # letters of something else may come right before it
        is_long = len(run) >= (VERY_LONG_RUN if start else LONG_RUN)
        yield from judged("base64", of_base64(run, start), budget, is_long=is_long)


def in_base32(run: bytes, budget: UnpackBudget) -> Iterator[Leaf]:
    for found in BASE32.finditer(run):
        for start in range(8):
            digits = found[0][start:].upper()
            whole = WHOLE_32.get(len(digits) % 8, 0)
            digits = digits[: len(digits) // 8 * 8 + whole]
            data = base64.b32decode(digits + b"=" * (-len(digits) % 8))
            yield from judged("base32", data, budget, is_long=start == 0)


def in_hexadecimal(run: bytes, budget: UnpackBudget) -> Iterator[Leaf]:
    for found in HEX.finditer(run):
        for start in range(2):
            digits = found[0][start:]
            data = binascii.unhexlify(digits[: len(digits) // 2 * 2])
            yield from judged("hexadecimal", data, budget, is_long=start == 0)


def in_base85(run: bytes, budget: UnpackBudget) -> Iterator[Leaf]:
    """Yield what is in base85, as Python and git write it."""
    yield from in_groups_of_five(run, DIGITS_85, base64.b85decode, budget)


def in_ascii85(run: bytes, budget: UnpackBudget) -> Iterator[Leaf]:
    """Yield what is in base85, as Adobe writes it, without its marks."""
    yield from in_groups_of_five(run, DIGITS_ASCII85[:85], base64.a85decode, budget)


def in_groups_of_five(
    run: bytes, digits: bytes, decoded: Callable[[bytes], bytes], budget: UnpackBudget
) -> Iterator[Leaf]:
    # Decoding is slow, and of words the first digits of the groups tell it: the first byte is a letter or a space.
    first = digits[ord(" ") * 85 // 265 : ord("z") * 85 // 265 + 2]
    for start in range(5):
        firsts = run[start::5]
        is_long = not start and len(run) >= LONG_RUN
        if is_long or len(firsts.translate(None, first)) * 3 <= len(firsts):
            yield from judged("base85", of_digits(run, start, decoded), budget, is_long=is_long)


def judged(name: str, data: bytes, budget: UnpackBudget, *, is_long: bool) -> Iterator[Leaf]:
    """Yield decoded bytes that are recognisable; of the others, only long ones, which may contain something."""
    telling = is_telling(data)
    if telling or (is_long and data):
        budget.spend(len(data), int(telling))
        yield Leaf(name, data, is_opaque=not telling)


def of_base64(run: bytes, start: int) -> bytes:
    digits = run[start:].translate(STANDARD_64).rstrip(b"=")
    digits = digits[:-1] if len(digits) % 4 == 1 else digits
    try:
        return binascii.a2b_base64(digits + b"=" * (-len(digits) % 4))
    except binascii.Error:
        return b""


def of_digits(run: bytes, start: int, decoded: Callable[[bytes], bytes]) -> bytes:
    """Decode groups of five digits, up to a group that is too large."""
    digits = run[start:]
    digits = digits[:-1] if len(digits) % 5 == 1 else digits
    try:
        return decoded(digits)
    except ValueError:
        pass
    parts: list[bytes] = []
    for at in range(0, len(digits), 5):
        try:
            parts.append(decoded(digits[at : at + 5]))
        except ValueError:
            break
    return b"".join(parts)
