"""Encodings of mail programs: quoted-printable and uuencode."""

import binascii
import quopri
import re
from collections.abc import Iterator

from faircopy.build.leaks.decoders.budget import Leaf, UnpackBudget

# A letter that is no ASCII. An address may have a single '=3d' by chance; lines that go on are read all the same.
QUOTED = re.compile(rb"=[89A-F][0-9A-F]=[89A-F][0-9A-F]|=[C-F][0-9A-F][a-z]{2}")
UU = re.compile(rb"begin [0-7]{3,4} [^\r\n]*\r?\n(.*?)(?:^end|\Z)", re.MULTILINE | re.DOTALL)


def in_quoted_printable(leaf: Leaf, budget: UnpackBudget) -> Iterator[Leaf]:
    data = leaf.data
    if b"=" in data and QUOTED.search(data):
        inner = quopri.decodestring(data)
        if inner != data:
            budget.spend(len(inner))
            yield Leaf("quoted-printable", inner)


def in_uuencode(leaf: Leaf, budget: UnpackBudget) -> Iterator[Leaf]:
    data = leaf.data
    for found in UU.finditer(data):
        parts: list[bytes] = []
        for line in found[1].splitlines():
            try:
                parts.append(binascii.a2b_uu(line))
            except binascii.Error:
                continue
        inner = b"".join(parts)
        budget.spend(len(inner))
        yield Leaf("uuencode", inner)
