"""Chooses the fonts of a card: each text needs one that has all its letters."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from faircopy.languages.tags import catalogue_names

# Where Debian's packages fonts-noto-core and fonts-noto-cjk put theirs.
NOTO = (Path("/usr/share/fonts/truetype/noto"), Path("/usr/share/fonts/opentype/noto"))
# The face of a collection that draws shared characters as a language does; the first is Japanese.
FACES = {"ko": 1, "zh_Hant": 3, "zh_TW": 3, "zh_HK": 4, "zh": 2}
PREFERRED = ("STIXGeneral.ttf", "STIXGeneralItalic.ttf")
# Scripts whose letters stand one after the other from the left, whatever is beside them.
SIMPLE = frozenset(("LATIN", "GREEK", "CYRILLIC", "CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "HANGUL"))
RIGHT_TO_LEFT = ("R", "AL")


@dataclass(frozen=True, slots=True)
class CardFont:
    """A font for one text."""

    file: str
    face: int = 0  # in a collection
    is_shaped: bool = False  # letters take their form from their neighbours, and lines may begin at the right


@dataclass(frozen=True, slots=True)
class CardFonts:
    title: CardFont
    notes: CardFont
    site: CardFont


def fonts_for(title: str, notes: str, site: str, fonts: Path, language: str = "") -> CardFonts | None:
    """Return a font for each text; None if one has letters that no installed font has.

    `fonts` is Matplotlib's folder with the STIX and DejaVu fonts.
    """
    roman, italic = (fonts / name for name in PREFERRED)
    pairs = ((title, roman), (notes, roman), (site, italic))
    found = [font_for(text, preferred, language) for text, preferred in pairs]
    return None if None in found else CardFonts(*found)  # type: ignore[arg-type]  # none of them is None


@lru_cache(maxsize=1024)
def font_for(text: str, preferred: Path, language: str) -> CardFont | None:
    if is_plain(text):
        return CardFont(str(preferred))
    letters = {ord(one) for one in text if not one.isspace() and unicodedata.category(one) != "Cf"}
    complex_ = is_complex(text)
    for file in candidates(preferred):
        if letters <= letters_of(file):
            face = next((FACES[name] for name in catalogue_names(language) if name in FACES), 0)
            return CardFont(str(file), face if file.suffix == ".ttc" else 0, complex_)
    return None


def is_plain(text: str) -> bool:
    """Tell whether a text has only letters that the STIX fonts are known to have."""
    return all(" " <= one <= "~" or "\u00a0" <= one <= "\u017f" or one in "–—‘’“”„…€" for one in text)  # noqa: RUF001


def candidates(preferred: Path) -> Iterator[Path]:
    yield preferred
    for folder in NOTO:
        for name in ("NotoSerif*", "NotoNaskh*"):
            yield from sorted(folder.glob(f"{name}-Regular.tt[fc]"))
        yield from sorted(folder.glob("Noto*-Regular.tt[fc]"))
    yield preferred.parent / "DejaVuSans.ttf"


@lru_cache(maxsize=256)
def letters_of(file: Path) -> frozenset[int]:
    from matplotlib.ft2font import FT2Font  # noqa: PLC0415  # takes long to load, and few cards need it

    return frozenset(FT2Font(str(file)).get_charmap()) if file.is_file() else frozenset()


def is_complex(text: str) -> bool:
    """Tell whether a text needs complex layout, which HarfBuzz and FriBidi do through Raqm."""
    return is_right_to_left(text) or any(
        unicodedata.name(one, "").partition(" ")[0] not in SIMPLE or unicodedata.category(one) == "Mn"
        for one in text
        if one.isalpha() or unicodedata.category(one).startswith("M")
    )


def is_right_to_left(text: str) -> bool:
    """Tell whether a line is right-to-left, by its first letter with a direction."""
    strong = (unicodedata.bidirectional(one) for one in text)
    return next((one for one in strong if one in {"L", *RIGHT_TO_LEFT}), "L") in RIGHT_TO_LEFT


def units(text: str) -> list[str]:
    """Return the parts of a text between possible line breaks; spaces are at the ends of parts."""
    found: list[str] = []
    for one in " ".join(text.split()):
        ends = found and (found[-1].endswith(" ") or (may_break(found[-1][-1], one)))
        if ends or not found:
            found.append(one)
        else:
            found[-1] += one
    return found


def may_break(before: str, after: str) -> bool:
    """Tell whether a line may break between two characters: beside ideographs, but not before closing marks."""
    # https://www.w3.org/TR/jlreq/#characters_not_starting_a_line, as far as Unicode's categories tell.
    closing = unicodedata.category(after) in {"Pe", "Pf", "Po", "Lm"} or "LETTER SMALL " in unicodedata.name(after, "")
    opening = unicodedata.category(before) in {"Ps", "Pi"}
    return not closing and not opening and after != " " and (is_wide(before) or is_wide(after))


def is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in {"W", "F"}
