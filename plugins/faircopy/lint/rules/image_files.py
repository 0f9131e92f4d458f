"""Problems with image files that a text shows."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from faircopy.content.paths import without_prefix
from faircopy.diagnostics.model import Diagnostic, Severity
from faircopy.lint.checks import SiteContext, SiteDocumentCheck
from faircopy.lint.links import SourceLink
from faircopy.lint.reports import LintedDocument
from faircopy.lint.rule import LintRule
from faircopy.markdown.document import Document
from faircopy.markdown.files import read_regular

IMAGE_HUGE = LintRule(
    "PR302",
    Severity.WARNING,
    "an image is larger than any page can use",
    "make it smaller: at most 2 MB and 6000 pixels",
    bad="""\
![A bridge](▶bridge.png)
-- content/posts/2018/a/bridge.png (base64) --
iVBORw0KGgoAAAANSUhEUgAAF3EAAAABAQAAAABG6q30AAAAD0lEQVR42mNgGAWjYOQAAALwAAF65P5uAAAAAElFTkSuQmCC
""",
    good="""\
![A bridge](bridge.png)
-- content/posts/2018/a/bridge.png (base64) --
iVBORw0KGgoAAAANSUhEUgAAAAEAAAABAQAAAAA3bvkkAAAACklEQVR42mNgAAAAAgAB5Sfe/AAAAABJRU5ErkJggg==
""",
)
IMAGE_PLACE = LintRule(
    "PR303",
    Severity.ERROR,
    "an image contains the place where it was taken",
    "remove the place from the file, which is published as it is: `exiftool -gps:all= FILE`",
    bad="""\
![A bridge](▶bridge.jpg)
-- content/posts/2018/a/bridge.jpg (base64) --
/9j/4AAQSkZJRgABAQAAAQABAAD/4QCIRXhpZgAATU0AKgAAAAgAAYglAAQAAAABAAAAGgAAAAAABAABAAIAAAACUwAAAAACAAUA
AAADAAAAUAADAAIAAAACRQAAAAAEAAUAAAADAAAAaAAAAAAAAAApAAAAAQAAABEAAAABAAAAAAAAAAEAAACuAAAAAQAAAC4AAAAB
AAAAAAAAAAH/2wBDAP//////////////////////////////////////////////////////////////////////////////////
////wAALCAABAAEBAREA/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQR
BRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlq
c3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP0
9fb3+Pn6/9oACAEBAAA/AI6//9k=
""",
    good="""\
![A bridge](bridge.png)
-- content/posts/2018/a/bridge.png (base64) --
iVBORw0KGgoAAAANSUhEUgAAAAEAAAABAQAAAAA3bvkkAAAACklEQVR42mNgAAAAAgAB5Sfe/AAAAABJRU5ErkJggg==
""",
)
IMAGE_UNREADABLE = LintRule(
    "PR304",
    Severity.ERROR,
    "an image cannot be read as one",
    "create the file again",
    bad="""\
![A bridge](▶bridge.png)
-- content/posts/2018/a/bridge.png --
Words.
""",
    good="""\
![A bridge](bridge.png)
-- content/posts/2018/a/bridge.png (base64) --
iVBORw0KGgoAAAANSUhEUgAAAAEAAAABAQAAAAA3bvkkAAAACklEQVR42mNgAAAAAgAB5Sfe/AAAAABJRU5ErkJggg==
""",
)

KINDS = (".jpg", ".jpeg", ".png", ".webp", ".avif", ".gif", ".tif", ".tiff")
# The column takes 1,280 pixels on a dense screen; `media` makes smaller ones, and the file itself is published too.
MAX_BYTES = 2_000_000
MAX_PIXELS = 6000  # wide or high


@SiteDocumentCheck
def check_images(one: LintedDocument, _: SiteContext) -> Iterator[Diagnostic]:
    """Yield the problems of each existing image of a document."""
    folder = Path(one.path).parent
    for link in one.links:
        file = folder / unquote(without_prefix(link.target))
        if link.target.lower().endswith(KINDS) and file.is_file():
            yield from check_image(one.document, link, file)


def check_image(document: Document, link: SourceLink, file: Path) -> Iterator[Diagnostic]:
    # What reads images takes long to import, and few sites show one.
    from faircopy.media.images import size_of  # noqa: PLC0415
    from faircopy.media.locations import has_location  # noqa: PLC0415

    here, column = (document.path, link.line), link.column
    size = file.stat().st_size
    try:
        width, height = size_of(file)
    except ValueError as error:
        fact = f"'{link.target}' cannot be read as an image: {error}"
        yield IMAGE_UNREADABLE.at(*here, fact, "make it anew", column=column)
        return
    if size > MAX_BYTES or max(width, height) > MAX_PIXELS:
        fact = f"'{link.target}' has {size / 1e6:.1f} MB and {width} × {height} pixels"  # noqa: RUF001
        hint = f"make it smaller: at most {MAX_BYTES / 1e6:.0f} MB and {MAX_PIXELS} pixels; a page shows 1280"
        yield IMAGE_HUGE.at(*here, fact, hint, column=column)
    if has_location(file.name, read_regular(file)):
        fact = f"'{link.target}' has the place where it was taken in its metadata, and would be published with it"
        hint = f"remove it: exiftool -gps:all= -xmp:gps*= {file.name}"
        yield IMAGE_PLACE.at(*here, fact, hint, column=column)
