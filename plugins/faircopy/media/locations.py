"""Finds the place where a picture or a film was taken, in its own metadata."""

import io
import re
from pathlib import PurePath

from PIL.ExifTags import IFD

from faircopy.media.decoding import PictureError, opened_picture

# Latitude and longitude; a camera that found no satellite writes other fields without them.
LATITUDE, LONGITUDE = 2, 4
# XMP, an attribute or an element: `exif:GPSLatitude="41,17.5S"`.
# https://developer.adobe.com/xmp/docs/XMPNamespaces/exif/
XMP = re.compile(rb"exif:GPS(?:Latitude|Longitude)(?:=[\"']|>)\s*[\d,.]")
# ISO 6709, as films have it: +41.2865+174.7762/.
# https://developer.apple.com/documentation/quicktime-file-format/user_data_atoms
ISO_6709 = re.compile(rb"[+-]\d{2}\.\d{2,}[+-]\d{3}\.\d{2,}(?:[+-]\d+(?:\.\d+)?)?(?:CRS\w+)?/")
# Chunks of a PNG: EXIF, and texts that may be packed. https://www.w3.org/TR/png-3/#11Chunks
PNG_METADATA = re.compile(rb"eXIf|zTXt|iTXt|tEXt")
FILMS = (".mp4", ".m4v", ".mov", ".qt", ".3gp", ".3g2", ".m4a", ".insv")
PICTURES = (".jpg", ".jpeg", ".jpe", ".png", ".webp", ".avif", ".gif", ".tif", ".tiff", ".heic", ".heif", ".dng")


def has_location(name: str, data: bytes) -> bool:
    """Tell whether a picture or a film, by the ending of `name`, says where it was taken; other files do not."""
    ending = PurePath(name).suffix.lower()
    if ending in FILMS:
        return bool(ISO_6709.search(data) or XMP.search(data))
    return ending in PICTURES and bool(XMP.search(data) or has_exif_location(data))


def has_exif_location(data: bytes) -> bool:
    try:
        with opened_picture(io.BytesIO(data)) as image:
            if PNG_METADATA.search(data):
                image.load()  # a PNG may have them behind its pixels
            packed = image.info.get("XML:com.adobe.xmp", "")
            place = image.getexif().get_ifd(IFD.GPSInfo)
    except PictureError:
        return False
    return {LATITUDE, LONGITUDE} <= place.keys() or bool(XMP.search(str(packed).encode(errors="replace")))
