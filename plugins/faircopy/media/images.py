"""Photos and drawings of posts, in the sizes and formats for browsers to choose from."""

import hashlib
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePosixPath

from PIL import Image, ImageOps

from faircopy.media.decoding import PictureError, opened_picture

FOLDER = "pictures"
# The column on a small screen, and on a large or a dense one.
WIDTHS = (640, 1280)
# In the order of preference: a browser takes the first that it knows.
FORMATS = {"avif": "image/avif", "webp": "image/webp"}
# Part of what a rendition is kept by: a change of these must make it anew.
OPTIONS = {
    # One thread, because the bytes depend on how the work is split.
    "avif": {"quality": 60, "speed": 6, "max_threads": 1},
    "webp": {"quality": 78, "method": 5},
}


@dataclass(frozen=True, slots=True)
class Photo:
    """A static raster image."""

    name: str  # of its file, without the ending
    digest: str  # of its bytes
    width: int
    height: int

    @property
    def widths(self) -> tuple[int, ...]:
        """The widths to offer, up to its own."""
        return tuple(width for width in WIDTHS if width < self.width) + (self.width,) * (self.width <= WIDTHS[-1])

    def path(self, width: int, form: str) -> str:
        """Return the path of a rendition below the site."""
        return f"{FOLDER}/{self.name}-{self.digest}-{width}.{form}"


def size_of(file: Path) -> tuple[int, int]:
    """Return the width and height of an image in pixels. Raises PictureError, which says why it cannot be read."""
    with opened_picture(file) as image:
        return image.size


def photo_of(file_name: str, data: bytes) -> Photo | None:
    """Return the photo in `data`; None for other files, SVG and animations."""
    try:
        with opened_picture(BytesIO(data)) as image:
            if getattr(image, "is_animated", False):
                return None
            upright = ImageOps.exif_transpose(image)
    except PictureError:
        return None
    digest = hashlib.sha256(data).hexdigest()[:10]
    return Photo(PurePosixPath(file_name).stem, digest, upright.width, upright.height)


def rendition(data: bytes, width: int, form: str) -> bytes:
    """Return the image with that width and format, reproducibly."""
    with Image.open(BytesIO(data)) as image:
        upright = ImageOps.exif_transpose(image)
        height = max(1, round(upright.height * width / upright.width))
        colours = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
        out = BytesIO()
        # Without what the camera wrote: a place, a name.
        colours.resize((width, height), Image.Resampling.LANCZOS).save(out, form, exif=b"", **OPTIONS[form])
    return out.getvalue()
