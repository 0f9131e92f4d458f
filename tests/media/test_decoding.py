"""Damaged pictures end no command, whatever a decoder makes of them."""

import errno
import struct
from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image

from faircopy.build.leaks.decoders.budget import Leaf, UnpackBudget, UnpackLimits
from faircopy.build.leaks.decoders.documents import in_picture
from faircopy.build.leaks.similar_images import likeness_of
from faircopy.media.decoding import PictureError, opened_picture
from faircopy.media.images import photo_of
from faircopy.media.locations import has_location


def encoded(form: str) -> bytes:
    out = BytesIO()
    Image.linear_gradient("L").resize((8, 8)).convert("RGB").save(out, form)
    return out.getvalue()


@pytest.mark.parametrize(
    "error", [RuntimeError(), struct.error(), TypeError("x"), SyntaxError("x"), Image.DecompressionBombError("x")]
)
def test_what_a_decoder_raises_is_one_error(error: Exception) -> None:
    with pytest.raises(PictureError, match=r"."), opened_picture(BytesIO(encoded("PNG"))):
        raise error


@pytest.mark.parametrize("error", [MemoryError(), OSError(errno.EMFILE, "too many")])
def test_what_the_machine_lacks_is_no_damage(error: Exception) -> None:
    with pytest.raises(type(error)), opened_picture(BytesIO(encoded("PNG"))):
        raise error


DAMAGED = {
    "avif": encoded("AVIF").replace(b"pitm", b"pitn"),  # RuntimeError
    "gif": encoded("GIF").replace(b"\x08\0\x08\0", b"\xff\xff\xff\xff"),  # DecompressionBombError
    "ppm": b"P6 8 8\x7f 255\n",  # ValueError
    "webp": encoded("WEBP")[:-9],
}
READERS: dict[str, Callable[[str, bytes], object]] = {
    "photo": lambda name, data: photo_of(name, data) is not None,
    "place": has_location,
    "words": lambda _, data: [*in_picture(Leaf("", data), UnpackBudget(UnpackLimits()))],
    "likeness": lambda _, data: likeness_of(data),
}


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("form", DAMAGED)
def test_nothing_is_found_in_a_damaged_picture(form: str, reader: str) -> None:
    assert not READERS[reader](f"a.{form}", DAMAGED[form])
