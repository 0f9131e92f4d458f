"""Where a picture or a film was taken, in each form in which cameras and programs write it."""

import io

import pytest
from PIL import Image
from PIL.ExifTags import IFD
from PIL.PngImagePlugin import PngInfo

from faircopy.media.images import FORMATS, rendition
from faircopy.media.locations import has_location

PLACE = {1: "S", 2: (41.0, 17.0, 0.0), 3: "E", 4: (174.0, 46.0, 0.0)}
ATTRIBUTES = '<rdf:Description exif:GPSLatitude="41,17.19S" exif:GPSLongitude="174,46.57E"/>'
ELEMENTS = "<exif:GPSLatitude>41,17.19S</exif:GPSLatitude><exif:GPSLongitude>174,46.57E</exif:GPSLongitude>"


def picture(form: str, **options: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (900, 600)).save(out, form, **options)
    return out.getvalue()


def exif() -> Image.Exif:
    made = Image.Exif()
    made[IFD.GPSInfo.value] = PLACE
    return made


def png_with_xmp(xmp: str, *, packed: bool) -> bytes:
    info = PngInfo()
    info.add_itxt("XML:com.adobe.xmp", xmp, zip=packed)
    return picture("PNG", pnginfo=info)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        *((f"a.{form.lower()}", picture(form, exif=exif())) for form in ("JPEG", "PNG", "WebP", "AVIF")),
        *((f"a.{form.lower()}", picture(form, xmp=ATTRIBUTES.encode())) for form in ("JPEG", "WebP")),
        *(("A.PNG", png_with_xmp(ATTRIBUTES, packed=packed)) for packed in (False, True)),
        ("a.heic", b"\0\0\0\x18ftypheic" + ELEMENTS.encode()),
        ("a.MOV", b"\0\0\0\x14ftypqt  moov\xa9xyz\0\x12\x15\xc7+41.2865+174.7762/"),
        ("a.mp4", b"ftypmp42com.apple.quicktime.location.ISO6709 data-41.2865+174.7762+012.345/"),
    ],
)
def test_a_location_is_found(name: str, data: bytes) -> None:
    assert has_location(name, data)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        *((f"a.{form.lower()}", picture(form)) for form in ("JPEG", "PNG", "WebP", "TIFF", "GIF")),
        ("a.jpg", b""),
        ("a.jpg", b"no picture"),
        ("a.mp4", b"+1.5 -2.5 and a version 10.20.30/"),
        ("a.html", f"<pre>{ATTRIBUTES}</pre>".encode()),
        ("route.gpx", b'<trkpt lat="41.28" lon="174.77">'),
        ("a.txt", b"+41.2865+174.7762/"),
    ],
)
def test_what_has_none_is_left_alone(name: str, data: bytes) -> None:
    assert not has_location(name, data)


@pytest.mark.parametrize("options", [{"exif": exif()}, {"xmp": ATTRIBUTES.encode()}], ids=["EXIF", "XMP"])
def test_no_rendition_has_the_location_of_its_picture(options: dict[str, object]) -> None:
    data = picture("JPEG", **options)
    for form in FORMATS:
        made = rendition(data, 640, form)
        assert not has_location(f"a.{form}", made)
        assert b"GPS" not in made
