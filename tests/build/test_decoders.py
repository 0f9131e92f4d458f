"""What is held back is found in whatever it was packed, encoded and hidden, one in another, within limits."""

import base64
import binascii
import bz2
import gzip
import io
import json
import lzma
import os
import quopri
import random
import textwrap
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable
from functools import partial
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from examples import SHARED_FIXTURE, examples
from faircopy.build.leaks.decoders import budget
from faircopy.build.leaks.unpack import TooLargeError, UnpackLimits, leaves_of
from leaksite import HUSHED, Site


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


def deflated(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


def wrapped(data: bytes) -> bytes:
    return "\n".join(textwrap.wrap(data.decode(), 76)).encode()


def uuencoded(data: bytes) -> bytes:
    lines = b"".join(binascii.b2a_uu(data[at : at + 45]) for at in range(0, len(data), 45))
    return b"begin 644 notes.txt\n" + lines + b"`\nend\n"


def in_pdf(data: bytes) -> bytes:
    return b"%PDF-1.4\n1 0 obj\n<</Filter /FlateDecode>>\nstream\n" + zlib.compress(data) + b"\nendstream\nendobj\n"


# Ways to write bytes in letters, …
LETTERS: dict[str, Callable[[bytes], bytes]] = {
    "base64": base64.b64encode,
    "base64 for addresses": base64.urlsafe_b64encode,
    "base64 without its end": lambda data: base64.b64encode(data).rstrip(b"="),
    "base64 in lines": base64.encodebytes,
    "base64 in lines of JSON": lambda data: json.dumps(base64.encodebytes(data).decode()).encode(),
    "base64 in a data address": lambda data: b"data:text/plain;base64," + base64.b64encode(data),
    "base32": base64.b32encode,
    "base32 in lines": lambda data: wrapped(base64.b32encode(data)),
    "base32 in small letters": lambda data: base64.b32encode(data).lower(),
    "hexadecimal": binascii.hexlify,
    "hexadecimal in lines": lambda data: wrapped(binascii.hexlify(data)),
    "hexadecimal with spaces": lambda data: data.hex(" ").upper().encode(),
    "hexadecimal of a program": lambda data: ", ".join(f"0x{one:02x}" for one in data).encode(),
    "hexadecimal of a shell": lambda data: "".join(f"\\x{one:02x}" for one in data).encode(),
    "numbers": lambda data: json.dumps([*data]).encode(),
    "base85": base64.b85encode,
    "ascii85": lambda data: base64.a85encode(data, adobe=True),
    "uuencode": uuencoded,
}
# … to pack them, …
PACKED: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "zlib": zlib.compress,
    "zlib, best": lambda data: zlib.compress(data, 9),
    "zlib, fast": lambda data: zlib.compress(data, 1),
    "deflate": deflated,
    "bzip2": bz2.compress,
    "xz": lzma.compress,
    "lzma": lambda data: lzma.compress(data, lzma.FORMAT_ALONE),
    "a stream of a PDF": in_pdf,
}
# … and to write a text.
TEXTS: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "escapes of a stylesheet": lambda text: "".join(f"\\{ord(one):x} " if not one.isspace() else one for one in text),
    "six digits of a stylesheet": lambda text: "".join(f"\\{ord(one):06x}" for one in text),
    "octal escapes": lambda text: "".join(f"\\{one:03o}" for one in text.encode()),
    "escape() of a script": lambda text: "".join(f"%u{ord(one):04X}" if one.isalpha() else one for one in text),
    "braces of Perl": lambda text: "".join(f"\\x{{{ord(one):x}}}" for one in text),
    "JSON in JSON": lambda text: json.dumps(json.dumps({"a": [text]})),
    "percent twice": lambda text: quote(quote(text)),
    "quoted-printable": lambda text: quopri.encodestring(text.encode()).decode(),
    "tags of language": "\U000e0061".join,
    "fillers": "\u3164".join,
    "variation selectors": "\ufe0f".join,
    "comments with tags": lambda text: text.replace("a", "a<!-- x > y -->"),
    "numbered lines": lambda text: "\n".join(f"{n:4} {word}" for n, word in enumerate(text.split(), 1)) + "\n",
    "numbered lines of a listing": lambda text: "\n".join(
        f"<span class='lineno'>{n}</span>{word}" for n, word in enumerate(text.split(), 1)
    ),
}


@pytest.mark.parametrize("way", LETTERS)
def test_bytes_in_letters_are_read(site: Site, way: str) -> None:
    data = LETTERS[way](HUSHED.encode())
    assert site.codes("a.txt", data) == ["PB305"]
    assert site.codes("a.txt", b'<p class="x">Before: ' + data + b"</p>\n<p>And after.</p>") == ["PB305"]


@pytest.mark.parametrize("way", ["base64", "base64 for addresses", "hexadecimal", "base32", "base85"])
@pytest.mark.parametrize("before", [1, 2, 3])
def test_letters_right_before_do_not_hide_them(site: Site, way: str, before: int) -> None:
    assert site.codes("a.txt", b"A" * before + LETTERS[way](HUSHED.encode()) + b"B") == ["PB305"]


@pytest.mark.slow
@pytest.mark.parametrize("way", PACKED)
@pytest.mark.parametrize("before", [b"", b"\xff\x00junk\x80", b"\x80" * 1500])
def test_streams_are_found_after_other_bytes(site: Site, way: str, before: bytes) -> None:
    long = HUSHED + " " + " ".join(str(one * one) for one in range(100))
    if way == "lzma" and before:
        return  # its sign is three bytes, two of them zero: it is found, but not certainly
    assert site.codes("a.bin", before + PACKED[way](long.encode()) + b"\xfe\xfe\0more") == ["PB305"]


@pytest.mark.slow
@pytest.mark.parametrize("way", PACKED)
@pytest.mark.parametrize("letters", ["base64", "base64 for addresses", "hexadecimal"])
def test_what_is_packed_is_found_in_letters(site: Site, way: str, letters: str) -> None:
    assert site.codes("a.html", b"<p>" + LETTERS[letters](PACKED[way](HUSHED.encode() * 2)) + b"</p>") == ["PB305"]


@pytest.mark.parametrize("way", TEXTS)
def test_texts_are_found_however_they_are_written(site: Site, way: str) -> None:
    assert site.codes("a.html", f"<p>Before.\n{TEXTS[way](HUSHED)}\nAfter.</p>") == ["PB305"]


def test_a_file_of_a_draft_is_found_in_letters(site: Site) -> None:
    noise = random.Random(1).randbytes(900)  # noqa: S311  # no secret
    site.beside("plan.bin", noise)
    for way in ("base64", "hexadecimal", "base32", "numbers", "base85"):
        assert site.codes("a.js", b'x = "' + LETTERS[way](noise) + b'"') == ["PB306"], way


def test_the_words_beside_the_pixels_of_a_picture_are_read(site: Site) -> None:
    image, out = Image.new("RGB", (8, 8)), io.BytesIO()
    messages = PngImagePlugin.PngInfo()
    messages.add_text("Description", HUSHED, zip=True)
    image.save(out, "PNG", pnginfo=messages)
    assert site.codes("cards/x.png", out.getvalue()) == ["PB305"]
    out = io.BytesIO()
    image.save(out, "PNG")
    assert site.codes("cards/x.png", out.getvalue()) == []
    assert site.codes("cards/x.png", out.getvalue() + HUSHED.encode()) == ["PB305"]
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x010E] = HUSHED.encode("ascii", "ignore").decode()
    image.save(out, "JPEG", exif=exif)
    assert site.codes("cards/x.png", out.getvalue()) == ["PB305"]


def test_the_strings_of_a_page_of_a_pdf_are_put_together(site: Site) -> None:
    line = "".join(f"({one})-20 " if one not in "()" else "" for one in HUSHED.encode("ascii", "ignore").decode())
    assert site.codes("a.pdf", in_pdf(f"BT [{line}] TJ ET".encode())) == ["PB305"]


def archive(flags: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as zipped:
        zipped.writestr("notes.txt", b"some words")
    data = bytearray(out.getvalue())
    data[6] = data[data.index(b"PK\x01\x02") + 8] = flags
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"7z\xbc\xaf\x27\x1c\0\4", "packed with 7z"),
        (b"\x28\xb5\x2f\xfd\0\0\0", "packed with zstd"),
        (archive(1), "'notes.txt' in it is encrypted"),
    ],
)
def test_what_cannot_be_opened_is_said(site: Site, data: bytes, words: str) -> None:
    (found,) = site.found("a.bin", data)
    assert (found.code, found.path) == ("PB312", "a.bin")
    assert words in found.message
    site.allowed = ("a.bin",)
    assert site.codes() == []


def zipped(contents: bytes, method: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.writestr("notes.txt", contents)
    return out.getvalue()


METHODS = [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]


@pytest.mark.parametrize("method", METHODS)
def test_each_way_to_pack_a_zip_is_read(site: Site, method: int) -> None:
    assert site.codes("a.zip", zipped(HUSHED.encode() * 9, method)) == ["PB305"]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("place", [14, 30], ids=["checksum", "name"])  # of the entry's own header: APPNOTE.TXT 4.3.7
def test_a_zip_whose_entry_has_a_false_header_is_read(site: Site, method: int, place: int) -> None:
    data = bytearray(zipped(HUSHED.encode() * 9, method))
    data[place] ^= 1
    directory = data.index(b"PK\x01\x02")
    if place == 14:
        data[directory + 16] ^= 1  # the checksum stands there, too
    assert site.codes("a.zip", bytes(data)) == ["PB305"]


@pytest.mark.slow
@pytest.mark.parametrize(
    "packed",
    [*(partial(zipped, method=method) for method in METHODS[1:]), gzip.compress, bz2.compress, lzma.compress],
)
def test_a_bomb_does_not_fill_the_memory(packed: Callable[[bytes], bytes]) -> None:
    data = packed(bytes(1 << 24))
    tracemalloc.start()
    try:
        with pytest.raises(TooLargeError):
            list(leaves_of(data, UnpackLimits(size=1 << 20)))
        assert tracemalloc.get_traced_memory()[1] < 12 << 20  # LZMA itself needs eight
    finally:
        tracemalloc.stop()


def test_a_small_file_may_unpack_to_less_than_a_large_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budget, "UNQUESTIONED", 1 << 20)
    data = gzip.compress(bytes(1 << 22))
    with pytest.raises(TooLargeError, match="more than 1 MiB"):
        list(leaves_of(data))
    assert len(list(leaves_of(data + os.urandom(1 << 15)))) > 1


def test_words_among_noise_are_found(site: Site) -> None:
    noise = random.Random(1).randbytes(1 << 14)  # noqa: S311
    assert site.codes("a.bin", noise + HUSHED.encode() + noise) == ["PB305"]
    assert site.codes("a.bin", noise + HUSHED.encode("utf-16-le") + noise) == ["PB305"]


def test_a_stream_that_asks_for_much_memory_gets_none() -> None:
    assert [leaf.path for leaf in leaves_of(b"\x5d\0\0" + b"\xff" * 10 + bytes(100))] == [""]


@pytest.mark.parametrize("limits", [UnpackLimits(size=1000), UnpackLimits(files=3), UnpackLimits(depth=2)])
def test_each_limit_is_said(site: Site, limits: UnpackLimits) -> None:
    data = HUSHED.encode() * 100
    for _ in range(4):
        data = gzip.compress(base64.b64encode(data))
    (found,) = site.found("a.bin", data, limits)
    assert (found.code, found.path) == ("PB312", "a.bin")
    assert site.codes("a.bin", HUSHED.encode(), limits) == ["PB305"]


# What is not known by any sign is only found if it is of words: not in base85 or by a few numbers.
CHAIN = sorted({*LETTERS, *PACKED} - {"base85", "numbers", "hexadecimal of a shell", "lzma"})


@pytest.mark.slow
@settings(max_examples=examples(40), suppress_health_check=SHARED_FIXTURE)
@given(
    seed=st.integers(0, 10**6),
    ways=st.lists(st.sampled_from(CHAIN), max_size=3),
    around=st.tuples(*(st.binary(max_size=20) for _ in range(2))),
    is_public=st.booleans(),
)
def test_any_chain_of_ways_is_followed(
    tmp_path_factory: pytest.TempPathFactory,
    seed: int,
    ways: list[str],
    around: tuple[bytes, bytes],
    is_public: bool,
) -> None:
    site = Site(tmp_path_factory.mktemp("site"))
    choice = random.Random(seed)  # noqa: S311  # no secret
    words = ("".join(choice.choices("abcdefghijklmnopqrstuvwxyzåéöß", k=choice.randint(3, 9))) for _ in range(16))
    text = " ".join(words)
    site.post("held", "Nothing is the same as that." if is_public else f"Well: {text}.", "Status: draft\n")
    data = f"<p>{text}</p>".encode()
    for way in ways:
        data = {**LETTERS, **PACKED}[way](data)
    before, after = around
    if ways and ways[-1] in LETTERS:
        before, after = before + b' "', b'" ' + after
    found = site.codes("other/a.bin", before + data + after)
    assert found == [] if is_public else "PB305" in found
