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
# Pixels that an image may be wide or high. WebP has no more; libavif, which browsers use, decodes no more by default.
MAX_SIDES = {"avif": 32_768, "webp": 16_383}
# A name has to fit into that of a file (255 bytes), beside the digest, the width and the ending.
MAX_NAME_BYTES = 200
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

    @property
    def forms(self) -> tuple[str, ...]:
        """The formats to offer: those that can be as large as its largest rendition."""
        side = max(*self.widths, height_at(max(self.widths), self.width, self.height))
        return tuple(form for form in FORMATS if side <= MAX_SIDES[form])

    def path(self, width: int, form: str) -> str:
        """Return the path of a rendition below the site."""
        return f"{FOLDER}/{self.name}-{self.digest}-{width}.{form}"


def size_of(file: Path) -> tuple[int, int]:
    """Return the width and height of an image in pixels. Raises PictureError if it cannot be read to its end."""
    with opened_picture(file) as image:
        size = image.size
        if image.format == "PNG":
            image.verify()  # compares the checksums, which takes a fraction of the time
        elif image.format != "WEBP":  # opening it has compared its length
            image.draft("L", (1, 1))  # of a JPEG, all is read, and an eighth is drawn
            image.load()
        return size


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
    name = PurePosixPath(file_name).stem.encode()[:MAX_NAME_BYTES].decode(errors="ignore")
    return Photo(name, digest, upright.width, upright.height)


def rendition(data: bytes, width: int, form: str) -> bytes:
    """Return the image with that width and format, reproducibly."""
    with Image.open(BytesIO(data)) as image:
        upright = ImageOps.exif_transpose(image)
        size = (width, height_at(width, upright.width, upright.height))
        colours = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
        out = BytesIO()
        # Without what the camera wrote: a place, a name.
        colours.resize(size, Image.Resampling.LANCZOS).save(out, form, exif=b"", **OPTIONS[form])
    return out.getvalue()


def height_at(width: int, full_width: int, full_height: int) -> int:
    return max(1, round(full_height * width / full_width))
