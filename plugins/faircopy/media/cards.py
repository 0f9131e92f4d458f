"""Link preview cards: the title of an article as a PNG image."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

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
# Enough for smooth letters in three colours, at a quarter of the weight.
COLOURS = 32
# The tick of partials/mark.svg, on its grid of 24 units: a start, then cubic curves.
START = (3.0, 13.0)
CURVES = (((5.0, 14.5), (7.0, 17.0), (8.0, 20.0)), ((11.0, 12.0), (15.0, 6.0), (21.0, 3.0)))
TICK_SIZE, SMOOTHING = 60, 4


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
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    pen = ImageDraw.Draw(image)
    pen.line([(RULE, 0), (RULE, HEIGHT)], fill=LINE, width=2)
    if fonts:
        write_texts(pen, card, fonts)
        draw_tick(image, LEFT + round(font_of(fonts.site, 54).getlength(card.site)) + 14, FOOT - 4)
    else:
        draw_tick(image, LEFT, FOOT - 4)
    out = BytesIO()
    image.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def write_texts(pen: ImageDraw.ImageDraw, card: Card, fonts: CardFonts) -> None:
    font, lines = fitted(card.title, fonts.title)
    write_lines(pen, (LEFT, TOP), lines, font, INK, right=LEFT + WIDEST if is_right_to_left(card.title) else 0)
    # The first note stands on the title's first line.
    note = font_of(fonts.notes, 32)
    write_lines(pen, (MARGIN, TOP + font.getmetrics()[0] - note.getmetrics()[0]), card.notes, note, FAINT)
    write_lines(pen, (LEFT, FOOT), [card.site], font_of(fonts.site, 54), INK)


def font_of(font: CardFont, size: int) -> ImageFont.FreeTypeFont:
    # Basic layout needs no system library, so that letters are at the same place everywhere.
    layout = ImageFont.Layout.RAQM if font.is_shaped else ImageFont.Layout.BASIC
    return ImageFont.truetype(font.file, size, index=font.face, layout_engine=layout)


def fitted(title: str, file: CardFont) -> tuple[ImageFont.FreeTypeFont, list[str]]:
    """Return the largest font in which `title` fits, and its balanced lines."""
    for font in (font_of(file, size) for size in TITLE_SIZES):
        lines = broken(title, font, WIDEST)
        if len(lines) <= room_for(font) and all(font.getlength(line) <= WIDEST for line in lines):
            return font, balanced(title, font, len(lines))
    # Longer than any title should be: what there is room for, and a sign that there is more.
    font = font_of(file, TITLE_SIZES[-1])
    lines = broken(title, font, WIDEST)[: room_for(font)]
    return font, [*lines[:-1], f"{lines[-1]} …"]


def room_for(font: ImageFont.FreeTypeFont) -> int:
    """Return how many lines of a title fit above the name of the site."""
    return int((FOOT - TOP - font.size / 3) // (font.size * LEADING))


def balanced(title: str, font: ImageFont.FreeTypeFont, number: int) -> list[str]:
    """Return the narrowest way to break `title` into that many lines."""
    lines = broken(title, font, WIDEST)
    for width in range(WIDEST, 0, -20):
        narrower = broken(title, font, width)
        if len(narrower) > number or any(font.getlength(line) > width for line in narrower):
            return lines
        lines = narrower
    return lines


def broken(title: str, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    """Return the words of `title` in lines of that many pixels; a longer word gets its own line."""
    lines = [""]
    for unit in units(title):
        longer = f"{lines[-1]}{unit}"
        if font.getlength(longer.rstrip()) <= width or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(unit)
    return [line.rstrip() for line in lines]


def write_lines(
    pen: ImageDraw.ImageDraw,
    place: tuple[float, float],
    lines: Sequence[str],
    font: ImageFont.FreeTypeFont,
    colour: str,
    right: float = 0,
) -> None:
    """Draw lines below one another, left-aligned, or right-aligned with `right`."""
    for number, line in enumerate(lines):
        corner = (right or place[0], place[1] + number * round(font.size * LEADING))
        pen.text(corner, line, fill=colour, font=font, anchor="ra" if right else "la")


def draw_tick(image: Image.Image, left: int, top: int) -> None:
    """Draw the tick of the logo with that upper left corner, antialiased by drawing it larger."""
    side = TICK_SIZE * SMOOTHING
    mask = Image.new("L", (side, side))
    points = [(x * side / 24, y * side / 24) for x, y in tick_points()]
    pen = ImageDraw.Draw(mask)
    width = round(2.5 * side / 24)
    pen.line(points, fill=255, width=width, joint="curve")
    for x, y in (points[0], points[-1]):  # round ends
        pen.circle((x, y), width / 2, fill=255)
    image.paste(PENCIL, (left, top), mask.resize((TICK_SIZE, TICK_SIZE), Image.Resampling.LANCZOS))


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
