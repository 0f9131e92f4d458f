"""Link preview cards: the title of an article as a PNG image."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageChops, ImageColor, ImageDraw, ImageFont

from faircopy.media.card_fonts import CardFont, CardFonts, fonts_for, is_right_to_left, units

# https://ogp.me/ names no size; big platforms ask for this one, and crop it least.
WIDTH, HEIGHT = 1200, 630
LEFT, TOP, FOOT = 84, 84, 508
WIDEST = 766  # a line of the title
RULE, MARGIN = 900, 940
# The light colours of style.css.
PAPER, INK, FAINT, LINE, PENCIL = "#fbf8f1", "#1d2538", "#5a5f6b", "#dcd5c6", "#1f55a5"
TITLE_SIZES = (92, 84, 76, 68, 60, 52, 44)
LEADING = 1.14
# What is drawn later covers what is drawn before.
COLOURS = (LINE, FAINT, INK, PENCIL)
# From the paper to each colour: enough for smooth letters, at a quarter of the weight.
STEPS = 8
# The tick of partials/mark.svg, on its grid of 24 units: a start, then cubic curves.
START = (3.0, 13.0)
CURVES = (((5.0, 14.5), (7.0, 17.0), (8.0, 20.0)), ((11.0, 12.0), (15.0, 6.0), (21.0, 3.0)))
TICK_SIZE, SMOOTHING = 60, 4

# Returns the length of a text in pixels.
LengthOf = Callable[[str], float]


@dataclass(frozen=True, slots=True)
class Card:
    """The text of a card."""

    title: str
    notes: tuple[str, ...]  # in the margin: date, category
    site: str
    language: str = ""  # of the title; it decides how shared ideographs are drawn

    def fonts(self, folder: Path) -> CardFonts | None:
        """Return the default fonts; `folder` is Matplotlib's."""
        return fonts_for(self.title, " ".join(self.notes), self.site, folder, self.language)


def draw_card(card: Card, fonts: CardFonts | None) -> bytes:
    """Return a reproducible PNG. Without fonts it has no text."""
    masks = {colour: Image.new("L", (WIDTH, HEIGHT)) for colour in COLOURS}
    ImageDraw.Draw(masks[LINE]).line([(RULE, 0), (RULE, HEIGHT)], fill=255, width=2)
    if fonts:
        write_texts(ImageDraw.Draw(masks[INK]), ImageDraw.Draw(masks[FAINT]), card, fonts)
    after_site = round(font_of(fonts.site, 54).getlength(card.site)) + 14 if fonts else 0
    masks[PENCIL].paste(tick(), (LEFT + after_site, FOOT - 4))
    out = BytesIO()
    # A higher level takes seven times as long, for a tenth less.
    coloured(masks).save(out, "PNG", compress_level=6)
    return out.getvalue()


def coloured(masks: Mapping[str, Image.Image]) -> Image.Image:
    """Return an image with a palette, from how much of each colour every pixel has."""
    image = Image.new("L", (WIDTH, HEIGHT))
    paper = ImageColor.getrgb(PAPER)
    palette = [*paper]
    for number, (colour, mask) in enumerate(masks.items()):
        steps = [round(value / 255 * STEPS) for value in range(256)]
        image = ImageChops.lighter(image, mask.point([step and number * STEPS + step for step in steps]))
        full = ImageColor.getrgb(colour)
        for step in range(1, STEPS + 1):
            palette += [round(a + (b - a) * step / STEPS) for a, b in zip(paper, full, strict=True)]
    image.putpalette(palette)
    return image


def write_texts(ink: ImageDraw.ImageDraw, faint: ImageDraw.ImageDraw, card: Card, fonts: CardFonts) -> None:
    font, lines = fitted(card.title, fonts.title)
    write_lines(ink, (LEFT, TOP), lines, font, right=LEFT + WIDEST if is_right_to_left(card.title) else 0)
    # The first note stands on the title's first line.
    note = font_of(fonts.notes, 32)
    write_lines(faint, (MARGIN, TOP + font.getmetrics()[0] - note.getmetrics()[0]), card.notes, note)
    write_lines(ink, (LEFT, FOOT), [card.site], font_of(fonts.site, 54))


# More than fit on a card. Measuring takes time by the square of the length.
MAX_TITLE_CHARS = 2000


@lru_cache(maxsize=32)
def font_of(font: CardFont, size: int) -> ImageFont.FreeTypeFont:
    # Basic layout needs no system library, so that letters are at the same place everywhere.
    layout = ImageFont.Layout.RAQM if font.is_shaped else ImageFont.Layout.BASIC
    return ImageFont.truetype(font.file, size, index=font.face, layout_engine=layout)


def fitted(title: str, file: CardFont) -> tuple[ImageFont.FreeTypeFont, list[str]]:
    """Return the largest font in which `title` fits, and its balanced lines."""
    title = title[:MAX_TITLE_CHARS]
    for font in (font_of(file, size) for size in TITLE_SIZES):
        length_of = cache(font.getlength)
        lines = broken(title, length_of, WIDEST)
        if len(lines) <= room_for(font) and all(length_of(line) <= WIDEST for line in lines):
            return font, balanced(title, length_of, len(lines))
    # Longer than any title should be: what there is room for, and a sign that there is more.
    font = font_of(file, TITLE_SIZES[-1])
    lines = broken(title, font.getlength, WIDEST)[: room_for(font)]
    return font, [*lines[:-1], f"{lines[-1]} …"]


def room_for(font: ImageFont.FreeTypeFont) -> int:
    """Return how many lines of a title fit above the name of the site."""
    return int((FOOT - TOP - font.size / 3) // (font.size * LEADING))


def balanced(title: str, length_of: LengthOf, number: int) -> list[str]:
    """Return the narrowest way to break `title` into that many lines."""
    lines = broken(title, length_of, WIDEST)
    for width in range(WIDEST, 0, -20):
        narrower = broken(title, length_of, width)
        if len(narrower) > number or any(length_of(line) > width for line in narrower):
            return lines
        lines = narrower
    return lines


def broken(title: str, length_of: LengthOf, width: int) -> list[str]:
    """Return the words of `title` in lines of that many pixels; a longer word gets its own line."""
    lines = [""]
    for unit in units(title):
        longer = f"{lines[-1]}{unit}"
        if length_of(longer.rstrip()) <= width or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(unit)
    return [line.rstrip() for line in lines]


def write_lines(
    pen: ImageDraw.ImageDraw,
    place: tuple[float, float],
    lines: Sequence[str],
    font: ImageFont.FreeTypeFont,
    right: float = 0,
) -> None:
    """Draw lines below one another, left-aligned, or right-aligned with `right`."""
    for number, line in enumerate(lines):
        corner = (right or place[0], place[1] + number * round(font.size * LEADING))
        pen.text(corner, line, fill=255, font=font, anchor="ra" if right else "la")


@cache
def tick() -> Image.Image:
    """Return the tick of the logo, antialiased by drawing it larger."""
    side = TICK_SIZE * SMOOTHING
    mask = Image.new("L", (side, side))
    points = [(x * side / 24, y * side / 24) for x, y in tick_points()]
    pen = ImageDraw.Draw(mask)
    width = round(2.5 * side / 24)
    pen.line(points, fill=255, width=width, joint="curve")
    for x, y in (points[0], points[-1]):  # round ends
        pen.circle((x, y), width / 2, fill=255)
    return mask.resize((TICK_SIZE, TICK_SIZE), Image.Resampling.LANCZOS)


def tick_points() -> list[tuple[float, float]]:
    points = [START]
    for first, second, end in CURVES:
        corners = (points[-1], first, second, end)
        points += [on_curve(corners, step / 16) for step in range(1, 17)]
    return points


def on_curve(corners: Sequence[tuple[float, float]], t: float) -> tuple[float, float]:
    """Return the point of a cubic Bézier curve at `t`, from 0 to 1."""
    weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3)
    weighted = list(zip(weights, corners, strict=True))
    return sum(weight * x for weight, (x, _) in weighted), sum(weight * y for weight, (_, y) in weighted)
