from io import BytesIO
from pathlib import Path

import matplotlib as mpl
import pytest
from PIL import Image

from faircopy.media import cards
from faircopy.media.card_fonts import CardFont, font_for, is_complex, units
from faircopy.media.cards import HEIGHT, MAX_TITLE_CHARS, WIDEST, WIDTH, Card, LengthOf, broken, draw_card, fitted

FONTS = Path(mpl.get_data_path(), "fonts", "ttf")
TITLE = CardFont(str(FONTS / "STIXGeneral.ttf"))


def drawn(card: Card) -> bytes:
    return draw_card(card, card.fonts(FONTS))


TITLES = {
    "short": "Fair",
    "usual": "Knocking vulnerability scanners with fail2ban",
    "Māori": "Te Whanganui-a-Tara, kōrero",
    "long": " ".join(["configuration that ought to work"] * 8),
    "endless": "word " * 300,
    "one word": "Donaudampfschifffahrtsgesellschaftskapitänsmütze" * 2,
    "none": "",
}


@pytest.mark.parametrize("title", TITLES.values(), ids=TITLES)
def test_a_card_is_a_small_png_of_the_size_that_platforms_ask_for(title: str) -> None:
    data = drawn(Card(title, ("1 September 2017", "Geeky stuff"), "Faircopy"))
    with Image.open(BytesIO(data)) as image:
        assert image.format == "PNG"
        assert image.size == (WIDTH, HEIGHT)
    assert len(data) <= 30_000


def test_the_same_card_is_the_same_bytes_and_another_title_is_not() -> None:
    card = Card("Fair", (), "Faircopy")
    assert drawn(card) == drawn(card)
    assert drawn(card) != drawn(Card("Foul", (), "Faircopy"))


@pytest.mark.parametrize("name", ["short", "usual", "Māori", "long"])
def test_the_lines_of_a_title_are_its_words_and_fit(name: str) -> None:
    font, lines = fitted(TITLES[name], TITLE)
    assert " ".join(lines) == TITLES[name]
    assert all(font.getlength(line) <= WIDEST for line in lines)


def test_a_short_title_is_set_larger_than_a_long_one() -> None:
    assert fitted(TITLES["short"], TITLE)[0].size > fitted(TITLES["long"], TITLE)[0].size


def test_lines_are_about_equally_long() -> None:
    assert fitted("Speak little; listen much", TITLE)[1] == ["Speak little;", "listen much"]


def test_a_title_without_end_is_cut_with_a_sign() -> None:
    assert fitted(TITLES["endless"], TITLE)[1][-1].endswith(" …")


def test_of_a_title_only_what_can_fit_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    measured: list[int] = []

    def broken_of(title: str, length_of: LengthOf, width: int) -> list[str]:
        measured.append(len(title))
        return broken(title, length_of, width)

    monkeypatch.setattr(cards, "broken", broken_of)
    fitted("ab " * MAX_TITLE_CHARS, TITLE)
    assert max(measured) == MAX_TITLE_CHARS


def test_a_title_in_another_script_has_a_font_that_has_it_or_none() -> None:
    preferred = FONTS / "STIXGeneral.ttf"
    for text in ("أضرار الطرق 2020 fail2ban", "שלום", "Привет"):
        font = font_for(text, preferred, "")
        assert font
        assert font.is_shaped is is_complex(text)
    assert font_for("\U0001f9ff \ue000", preferred, "") is None
    blank, titled = drawn(Card("\ue000", (), "x")), drawn(Card("أضرار الطرق", (), "x", "ar"))
    assert blank == draw_card(Card("other", (), "y"), None)
    assert titled != blank


def test_lines_of_japanese_are_broken_between_letters_and_not_before_a_closing_sign() -> None:
    assert units("日本語、fail2banの話。") == ["日", "本", "語、", "fail2ban", "の", "話。"]
    assert units("two  words") == ["two ", "words"]
