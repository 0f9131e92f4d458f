"""Pictures that show the same, in whatever size and format: compared as small grey squares."""

import re
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageOps, ImageStat, UnidentifiedImageError

SIDE = 16
# Levels of grey (of 256): two pictures are alike below this difference, and a picture is plain below this variation.
ALIKE = 5.0
PLAIN = 6.0


# https://mimesniff.spec.whatwg.org/#matching-an-image-type-pattern, AVIF and TIFF
MAGIC = re.compile(rb"\x89PNG|\xff\xd8\xff|GIF8|RIFF....WEBP|....ftypavi[fs]|BM|II\*\0|MM\0\*|\0\0\x01\0", re.DOTALL)


def is_picture(data: bytes) -> bool:
    """Tell whether bytes are a picture of pixels, whatever its name says."""
    return MAGIC.match(data) is not None and b"\0" in data


@dataclass(frozen=True, slots=True)
class Likeness:
    """A picture, much smaller."""

    grey: bytes  # SIDE by SIDE
    shape: float  # width by height

    def is_like(self, other: "Likeness") -> bool:
        if not 0.95 < self.shape / other.shape < 1.05:
            return False
        difference = sum(abs(one - two) for one, two in zip(self.grey, other.grey, strict=True))
        return difference / len(self.grey) < ALIKE


def likeness_of(data: bytes) -> Likeness | None:
    """Return what a picture looks like; None for what is no picture of pixels, and for one that is of one colour."""
    try:
        with Image.open(BytesIO(data)) as image:
            upright = ImageOps.exif_transpose(image).convert("RGBA")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return None
    paper = Image.new("RGBA", upright.size, "white")
    grey = Image.alpha_composite(paper, upright).convert("L").resize((SIDE, SIDE), Image.Resampling.BOX)
    if ImageStat.Stat(grey).stddev[0] < PLAIN:
        return None
    return Likeness(grey.tobytes(), upright.width / upright.height)
