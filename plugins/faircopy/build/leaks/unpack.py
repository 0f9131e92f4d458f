"""Unpacks a file and everything that is packed or encoded in it, recursively.

A new format is one function in a module of `decoders`, and one row in a table below.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import blake2b

from faircopy.build.leaks.decoders import archives, binary_to_text, documents, mail, streams
from faircopy.build.leaks.decoders.budget import (
    ByteDecoder,
    Leaf,
    TextDecoder,
    TooLargeError,
    UnpackBudget,
    UnpackLimits,
)

__all__ = ["LIMITS", "Leaf", "TooLargeError", "UnpackLimits", "leaves_of"]

LIMITS = UnpackLimits()
# What holds files.
CONTAINERS: tuple[ByteDecoder, ...] = (
    archives.in_closed,
    archives.in_zip,
    archives.in_tar,
    streams.in_streams,
    documents.in_pdf,
)
# What else may be in some bytes, …
OTHERS: tuple[ByteDecoder, ...] = (
    streams.in_deflate,
    documents.in_picture,
    mail.in_quoted_printable,
    mail.in_uuencode,
)
# … in the letters of a text, …
IN_TEXT: tuple[TextDecoder, ...] = (
    binary_to_text.of_marked,
    binary_to_text.of_adobe85,
    binary_to_text.of_spaced_hexadecimal,
    binary_to_text.of_numbers,
)
# … and in each run of the digits of an alphabet.
IN_RUNS: tuple[tuple[bytes, tuple[TextDecoder, ...]], ...] = (
    (
        binary_to_text.BASE64,
        (binary_to_text.in_base64, binary_to_text.in_base32, binary_to_text.in_hexadecimal),
    ),
    (binary_to_text.BASE85, (binary_to_text.in_base85,)),
    (binary_to_text.ASCII85, (binary_to_text.in_ascii85,)),
)


@dataclass(frozen=True, slots=True)
class Unpacker:
    """The traversal of one file."""

    budget: UnpackBudget
    decoders: tuple[ByteDecoder, ...]
    reads_letters: bool
    seen: set[bytes] = field(default_factory=set)  # digests: nothing is looked at twice

    def below(self, leaf: Leaf, depth: int) -> Iterator[Leaf]:
        digest = blake2b(leaf.data, digest_size=16).digest()
        if digest in self.seen:
            return
        self.seen.add(digest)
        yield leaf
        for inner in self.inside(leaf):
            if depth >= self.budget.limits.depth:
                raise TooLargeError(f"it is packed more than {self.budget.limits.depth} times")
            yield from self.below(inner.within(leaf.path), depth + 1)

    def inside(self, leaf: Leaf) -> Iterator[Leaf]:
        for decoder in self.decoders:
            yield from decoder(leaf, self.budget)
        if self.reads_letters:
            for reading in leaf.readings:
                # As it is written, without its tags, and with its escapes resolved.
                texts = dict.fromkeys((reading.text, *reading.forms[:2]))
                yield from in_letters([text.encode("utf-8", "replace") for text in texts], self.budget)


def in_letters(texts: list[bytes], budget: UnpackBudget) -> Iterator[Leaf]:
    for text in texts:
        for decoder in IN_TEXT:
            yield from decoder(text, budget)
    for table, decoders in IN_RUNS:
        for run in dict.fromkeys(run for text in texts for run in binary_to_text.runs_of(text, table)):
            for decoder in decoders:
                yield from decoder(run, budget)


def leaves_of(data: bytes, limits: UnpackLimits = LIMITS) -> Iterator[Leaf]:
    """Yield a file, and everything packed or encoded in it. Raises TooLargeError, but not before the file itself."""
    budget = UnpackBudget(limits.for_file(len(data)))
    return Unpacker(budget, (*CONTAINERS, *OTHERS), reads_letters=True).below(Leaf("", data), 0)


def files_in(data: bytes) -> Iterator[Leaf]:
    """Yield a file, and the files within it, as far as they can be unpacked."""
    budget = UnpackBudget(LIMITS.for_file(len(data)))
    try:
        yield from Unpacker(budget, CONTAINERS, reads_letters=False).below(Leaf("", data), 0)
    except TooLargeError:
        return
