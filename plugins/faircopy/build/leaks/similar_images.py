"""Finds pictures that look the same at another size, in another format, rotated, mirrored or cropped.

They are compared as small grey squares.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageChops, ImageOps, ImageStat

from faircopy.media.decoding import PictureError, opened_picture

SIDE_PIXELS = 16
# Levels of grey (of 256): two pictures are alike below this difference, and a picture is plain below this variation.
MAX_DIFF = 5.0
PLAIN_BELOW = 6.0
# A border is of one colour, within so many levels.
MAX_BORDER_DIFF = 12
# Crops to compare a picture with: the shares cut off on all sides.
CROPS = (0.02, 0.04)
TURNS = tuple(Image.Transpose)
# Pixels of its longer side that a picture has at most where its parts are looked at.
MAX_SIDE_PIXELS = 400
IS_NO_BORDER = [255 * (level > MAX_BORDER_DIFF) for level in range(256)]
Box = tuple[int, int, int, int]


# https://mimesniff.spec.whatwg.org/#matching-an-image-type-pattern, AVIF and TIFF
MAGIC = re.compile(rb"\x89PNG|\xff\xd8\xff|GIF8|RIFF....WEBP|....ftypavi[fs]|BM|II\*\0|MM\0\*|\0\0\x01\0", re.DOTALL)


def is_picture(data: bytes) -> bool:
    """Tell whether bytes are a picture of pixels, whatever its name says."""
    return MAGIC.match(data) is not None and b"\0" in data


@dataclass(frozen=True, slots=True)
class ScaledPicture:
    """A picture in one position, or a part of it, much smaller."""

    grey: bytes  # SIDE by SIDE
    shape: float  # width by height
    quarters: tuple[int, ...]  # the mean grey of each

    def is_like(self, other: "ScaledPicture") -> bool:
        if not 0.95 < self.shape / other.shape < 1.05:
            return False
        # No pictures differ less than their quarters do, which are compared sooner; they are rounded.
        if sum(abs(one - two) for one, two in zip(self.quarters, other.quarters, strict=True)) >= MAX_DIFF * 4 + 4:
            return False
        return sum(abs(one - two) for one, two in zip(self.grey, other.grey, strict=True)) < MAX_DIFF * len(self.grey)


@dataclass(frozen=True, slots=True)
class Likeness:
    """The visual fingerprint of a picture."""

    parts: tuple[ScaledPicture, ...]  # the whole, and what is within a border
    others: tuple[ScaledPicture, ...]  # these, and these a little cut, in all positions

    def is_like(self, other: "Likeness") -> bool:
        """Tell whether one picture shows the other, in any position."""
        ways = ((self, other), (other, self))
        return any(part.is_like(one) for mine, theirs in ways for part in mine.parts for one in theirs.others)


def likeness_of(data: bytes) -> Likeness | None:
    """Return the fingerprint of a picture; None for other files, and for a picture of a single colour."""
    try:
        with opened_picture(BytesIO(data)) as image:
            upright = ImageOps.exif_transpose(image)
            # Four bytes a pixel: no more copies of a large picture than it needs.
            flat = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    except PictureError:
        return None
    if flat.mode == "RGBA":
        flat = Image.alpha_composite(Image.new("RGBA", flat.size, "white"), flat)
    grey = flat.convert("L")
    if ImageStat.Stat(squared(grey)).stddev[0] < PLAIN_BELOW:
        return None
    whole = form_of(squared(grey), grey.width / grey.height)
    grey.thumbnail((MAX_SIDE_PIXELS, MAX_SIDE_PIXELS), Image.Resampling.BOX)
    parts = tuple(dict.fromkeys((whole, *forms_of_parts(grey, (0,)))))
    return Likeness(parts, tuple(dict.fromkeys((*parts, *forms_of_parts(grey, (0, *CROPS), TURNS)))))


def forms_of_parts(
    grey: Image.Image, shares: Iterable[float], turns: Iterable[Image.Transpose] = ()
) -> Iterator[ScaledPicture]:
    for part in map(grey.crop, dict.fromkeys(parts_of(grey, shares))):
        square, shape = squared(part), part.width / part.height
        yield form_of(square, shape)
        yield from (form_of(square.transpose(turn), turned_shape(shape, turn)) for turn in turns)


def form_of(square: Image.Image, shape: float) -> ScaledPicture:
    half = square.resize((2, 2), Image.Resampling.BOX)
    return ScaledPicture(square.tobytes(), shape, tuple(half.tobytes()))


def squared(grey: Image.Image) -> Image.Image:
    return grey.resize((SIDE_PIXELS, SIDE_PIXELS), Image.Resampling.BOX)


def turned_shape(shape: float, turn: Image.Transpose) -> float:
    lies = (Image.Transpose.FLIP_LEFT_RIGHT, Image.Transpose.FLIP_TOP_BOTTOM, Image.Transpose.ROTATE_180)
    return shape if turn in lies else 1 / shape


def parts_of(grey: Image.Image, shares: Iterable[float]) -> Iterator[Box]:
    """Yield the parts of a picture that may be shown alone: the whole, the part within a border, and slight crops."""
    colours = (grey.getpixel((0, 0)), 255, 0)
    for left, top, right, bottom in ((0, 0, *grey.size), *(within_border(grey, colour) for colour in colours)):
        for share in shares:
            x, y = round((right - left) * share), round((bottom - top) * share)
            yield left + x, top + y, right - x, bottom - y


def within_border(grey: Image.Image, colour: object) -> Box:
    """Return the part of a picture within a border of one colour; the whole if that is much smaller."""
    assert isinstance(colour, int)  # noqa: S101  # a level of grey
    edge = Image.new("L", grey.size, colour)
    box = ImageChops.difference(grey, edge).point(IS_NO_BORDER).getbbox()
    if box is None or (box[2] - box[0]) * (box[3] - box[1]) * 3 < grey.width * grey.height:
        return (0, 0, *grey.size)
    return box
