from pathlib import Path

import pytest
from PIL import Image
from PIL.ExifTags import IFD

from faircopy.lint.rules.image_files import MAX_BYTES, check_images
from faircopy.markdown.document import parse_document
from rulecases import site_of_documents

PLACE = {1: "S", 2: (41.0, 17.0, 0.0), 3: "E", 4: (174.0, 46.0, 0.0)}


def reported(folder: Path, text: str = "![a]({attach}a%20b.jpg)") -> list[str]:
    document = parse_document(str(folder / "index.md"), f"Title: x\n\n{text}\n")
    site = site_of_documents([(document, True)])
    return [f"{one.diagnostic.line} {one.diagnostic.code}" for one in check_images(site.documents[0], site)]


def photo(file: Path, place: dict[int, object] | None = None, size: tuple[int, int] = (20, 10)) -> None:
    exif = Image.Exif()
    if place is not None:
        exif.get_ifd(IFD.GPSInfo).update(place)
    Image.new("RGB", size).save(file, exif=exif)


@pytest.mark.parametrize(
    ("place", "expected"),
    [(None, []), ({}, []), ({0: b"\2\3\0\0"}, []), (PLACE, ["3 PR303"]), ({29: "2018:03:04"}, [])],
)
def test_a_photo_that_tells_its_place_is_told(
    tmp_path: Path, place: dict[int, object] | None, expected: list[str]
) -> None:
    photo(tmp_path / "a b.jpg", place)
    assert reported(tmp_path) == expected


def test_a_photo_whose_place_is_in_its_xmp_is_told(tmp_path: Path) -> None:
    xmp = b'<rdf:Description exif:GPSLatitude="41,17.19S" exif:GPSLongitude="174,46.57E"/>'
    Image.new("RGB", (20, 10)).save(tmp_path / "a b.jpg", xmp=xmp)
    assert reported(tmp_path) == ["3 PR303"]


@pytest.mark.parametrize(("size", "expected"), [((6000, 1), []), ((6001, 1), ["3 PR302"]), ((1, 6001), ["3 PR302"])])
def test_an_image_with_too_many_pixels_is_told(tmp_path: Path, size: tuple[int, int], expected: list[str]) -> None:
    photo(tmp_path / "a b.jpg", size=size)
    assert reported(tmp_path) == expected


def test_a_file_that_is_too_large_is_told(tmp_path: Path) -> None:
    photo(tmp_path / "a b.jpg")
    with (tmp_path / "a b.jpg").open("ab") as file:
        file.write(b"\0" * MAX_BYTES)
    assert reported(tmp_path) == ["3 PR302"]


@pytest.mark.parametrize("data", [b"", b"no image", b"\xff\xd8\xff\xe0" + b"\0" * 50])
def test_what_is_no_image_is_told(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a b.jpg").write_bytes(data)
    assert reported(tmp_path) == ["3 PR304"]


@pytest.mark.parametrize("text", ["![a](none.jpg)", "![a](a.svg)", "![a](https://example.org/a.jpg)", "[a](a.csv)"])
def test_what_is_not_there_or_has_no_pixels_is_passed_over(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.svg").touch()
    assert reported(tmp_path, text) == []
