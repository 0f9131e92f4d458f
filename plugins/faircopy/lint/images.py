"""What is wrong with the image files that a text shows."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import unquote

from PIL import Image, UnidentifiedImageError
from PIL.ExifTags import IFD

from faircopy.diagnostics.model import Diagnostic
from faircopy.lint import rules
from faircopy.lint.links import Link
from faircopy.markdown.document import Document
from faircopy.media.pictures import path_of

KINDS = (".jpg", ".jpeg", ".png", ".webp", ".avif", ".gif", ".tif", ".tiff")
# The column takes 1,280 pixels on a dense screen; `media` makes smaller ones, and the file itself is published too.
MOST_BYTES = 2_000_000
MOST_PIXELS = 6000  # wide or high


def check_images(document: Document, links: Iterable[Link]) -> Iterator[Diagnostic]:
    """Yield what is wrong with each image of a document that is there."""
    folder = Path(document.path).parent
    for link in links:
        file = folder / unquote(path_of(link.target))
        if link.target.lower().endswith(KINDS) and file.is_file():
            yield from check_image(document, link, file)


def check_image(document: Document, link: Link, file: Path) -> Iterator[Diagnostic]:
    here, column = (document.path, link.line), link.column
    size = file.stat().st_size
    try:
        with Image.open(file) as image:
            width, height = image.size
            place = dict(image.getexif().get_ifd(IFD.GPSInfo))
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        fact = f"'{link.target}' cannot be read as an image: {error}"
        yield rules.IMAGE_UNREADABLE.at(*here, fact, "make it anew", column=column)
        return
    if size > MOST_BYTES or max(width, height) > MOST_PIXELS:
        fact = f"'{link.target}' has {size / 1e6:.1f} MB and {width} × {height} pixels"  # noqa: RUF001
        hint = f"make it smaller: at most {MOST_BYTES / 1e6:.0f} MB and {MOST_PIXELS} pixels; a page shows 1280"
        yield rules.IMAGE_HUGE.at(*here, fact, hint, column=column)
    # Latitude and longitude; a camera that found no satellite writes other fields without them.
    if {2, 4} <= place.keys():
        fact = f"'{link.target}' has the place where it was taken in its EXIF data, and is published as it is"
        hint = f"remove it: exiftool -gps:all= {file.name}"
        yield rules.IMAGE_PLACE.at(*here, fact, hint, column=column)
