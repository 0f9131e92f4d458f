from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from faircopy.media.decoding import PictureError
from faircopy.media.images import MAX_SIDES, Photo, photo_of, rendition, size_of


def encoded(image: Image.Image, form: str, **options: object) -> bytes:
    out = BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def picture(width: int, height: int, form: str = "PNG", mode: str = "RGB") -> bytes:
    return encoded(Image.new(mode, (width, height), "red"), form)


@pytest.mark.parametrize(
    ("width", "widths"), [(1, (1,)), (640, (640,)), (641, (640, 641)), (1280, (640, 1280)), (4000, (640, 1280))]
)
def test_an_image_is_never_made_wider_than_it_is(width: int, widths: tuple[int, ...]) -> None:
    photo = photo_of("a.png", picture(width, 1))
    assert photo is not None
    assert photo.widths == widths


def test_a_photo_knows_its_name_and_its_bytes() -> None:
    first, second = photo_of("in/a.png", picture(8, 6)), photo_of("in/a.png", picture(8, 7))
    assert first
    assert second
    assert (first.name, first.width, first.height) == ("a", 8, 6)
    assert first.path(8, "avif") == f"pictures/a-{first.digest}-8.avif"
    assert first.digest != second.digest


def test_a_photo_that_lies_on_its_side_is_stood_up() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    data = encoded(Image.new("RGB", (80, 40)), "JPEG", exif=exif)
    photo = photo_of("a.jpg", data)
    assert photo
    assert (photo.width, photo.height) == (40, 80)
    with Image.open(BytesIO(rendition(data, 20, "webp"))) as image:
        assert image.size == (20, 40)
        assert not image.getexif()


@pytest.mark.parametrize("form", ["avif", "webp"])
def test_a_rendition_is_what_it_says_and_the_same_each_time(form: str) -> None:
    data = picture(100, 50)
    made = rendition(data, 50, form)
    assert made == rendition(data, 50, form)
    with Image.open(BytesIO(made)) as image:
        assert image.format == form.upper()
        assert image.size == (50, 25)


def test_what_is_transparent_stays_transparent() -> None:
    clear = encoded(Image.new("RGBA", (10, 10), (0, 0, 0, 0)), "PNG")
    with Image.open(BytesIO(rendition(clear, 5, "webp"))) as image:
        assert image.convert("RGBA").getpixel((2, 2))[3] == 0  # type: ignore[index]


def test_what_is_no_still_image_of_pixels_is_left_alone() -> None:
    frames = [Image.new("RGB", (4, 4), colour) for colour in ("red", "blue")]
    moving = encoded(frames[0], "GIF", save_all=True, append_images=frames[1:])
    assert photo_of("a.gif", moving) is None
    assert photo_of("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>") is None
    assert photo_of("a.png", picture(4, 4)[:40]) is None


@pytest.mark.parametrize(
    ("size", "forms"),
    [((9, 16_383), ("avif", "webp")), ((9, 16_384), ("avif",)), ((9, 32_769), ()), ((90_000, 9), ("avif", "webp"))],
)
def test_a_format_is_offered_for_sizes_that_it_can_have(size: tuple[int, int], forms: tuple[str, ...]) -> None:
    assert Photo("a", "b", *size).forms == forms


@pytest.mark.slow
def test_an_image_is_rendered_to_the_last_pixel_that_a_format_can_have() -> None:
    for form, side in MAX_SIDES.items():
        with Image.open(BytesIO(rendition(picture(1, side), 1, form))) as image:
            assert image.size == (1, side)


def test_a_rendition_has_a_name_that_fits_into_a_folder() -> None:
    photo = photo_of(f"{'ā' * 125}.png", picture(4, 4))
    assert photo is not None
    assert len(photo.path(1280, "avif").removeprefix("pictures/").encode()) <= 255


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "AVIF", "GIF", "TIFF"])
def test_a_picture_that_was_cut_off_cannot_be_read(tmp_path: Path, form: str) -> None:
    whole = encoded(Image.effect_noise((64, 48), 90).convert("RGB"), form)
    file = tmp_path / "a"
    file.write_bytes(whole)
    assert size_of(file) == (64, 48)
    for length in (len(whole) * 3 // 4, len(whole) - 40):
        file.write_bytes(whole[:length])
        with pytest.raises(PictureError, match=r"."):
            size_of(file)


def test_a_tall_narrow_image_keeps_a_pixel() -> None:
    assert rendition(picture(4000, 1), 640, "webp")
    assert Photo("a", "b", 4000, 1).widths == (640, 1280)
