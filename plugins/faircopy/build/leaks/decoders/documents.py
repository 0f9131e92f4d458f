"""PDF streams, and the metadata of pictures."""

import re
import zlib
from collections.abc import Iterator
from io import BytesIO

from faircopy.build.leaks.decoders.budget import Leaf, UnpackBudget
from faircopy.build.leaks.similar_images import is_picture
from faircopy.media.decoding import PictureError, opened_picture

STREAM = re.compile(rb"stream\r?\n(.*?)(?:\r?\n?endstream|\Z)", re.DOTALL)
# A line of a page: strings with the space between them, as in '[(Har) -20 (bour)] TJ'.
SHOWN = re.compile(rb"\[((?>(?:\s*+(?:\((?>(?:[^()\\]|\\.)*)\)|<[0-9A-Fa-f\s]*+>|[-+.\d]++))+))\s*+\]\s*TJ", re.DOTALL)
STRING = re.compile(rb"\(((?:[^()\\]|\\.)*)\)|<([0-9A-Fa-f\s]*)>", re.DOTALL)
PNG_END = b"IEND\xaeB`\x82"


def in_pdf(leaf: Leaf, budget: UnpackBudget) -> Iterator[Leaf]:
    """Yield each stream as it is or unpacked, and the text of each page."""
    data = leaf.data
    if b"endstream" not in data:
        return
    for found in STREAM.finditer(data):
        inner = found[1]
        try:
            inner = zlib.decompressobj().decompress(found[1], max(1, budget.size))
        except zlib.error:
            budget.spend(0)
        else:
            budget.spend(len(inner))
            yield Leaf("stream", inner)
        lines = b"\n".join(strings_of(line[1]) for line in SHOWN.finditer(inner))
        if lines:
            yield Leaf("text", lines)


def strings_of(line: bytes) -> bytes:
    """Return the strings of one line of a PDF page, joined."""
    parts = (
        string[1] or bytes.fromhex("".join(string[2].decode().split()) + "0" * (len(string[2]) % 2))
        for string in STRING.finditer(line)
    )
    return b"".join(parts)


def in_picture(leaf: Leaf, budget: UnpackBudget) -> Iterator[Leaf]:
    """Yield the texts of a picture (titles, comments, EXIF, XMP), and any bytes after its end."""
    data = leaf.data
    if not is_picture(data):
        return
    end = data.rfind(PNG_END)
    if end != -1 and end + len(PNG_END) < len(data):
        budget.spend(len(data) - end)
        yield Leaf("after", data[end + len(PNG_END) :])
    try:
        with opened_picture(BytesIO(data)) as image:
            metadata = [*image.info.values(), *getattr(image, "text", {}).values(), *image.getexif().values()]
    except PictureError:
        return
    for value in metadata:
        inner = value.encode() if isinstance(value, str) else value
        if isinstance(inner, bytes) and len(inner) > 8:
            budget.spend(len(inner))
            yield Leaf("words", inner)
