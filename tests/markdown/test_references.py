import html
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faircopy.markdown.references import of_no_character, unescape

MANY = 5000


@pytest.mark.parametrize("digits", ["9" * MANY, "x" + "f" * MANY, "X" + "F" * 7, "99999999", "00" * MANY + "9" * 8])
@pytest.mark.parametrize("end", [";", "", " "])
def test_a_number_of_no_character_is_replaced(digits: str, end: str) -> None:
    assert unescape(f"a&#{digits}{end}b").startswith("a\ufffd")


@pytest.mark.parametrize("reference", [f"&#{'0' * MANY}65;", f"&#x{'0' * MANY}41;", "&#65;", "&#X41;"])
def test_zeroes_in_front_count_for_nothing(reference: str) -> None:
    assert unescape(reference) == "A"


@given(st.text(alphabet="&#xX0123456789abfAF;ltgmp ", max_size=40))
def test_all_else_is_as_python_has_it(text: str) -> None:
    assert unescape(text) == html.unescape(text)


def test_python_itself_fails() -> None:
    """Otherwise none of this would be needed."""
    assert sys.get_int_max_str_digits() < MANY
    with pytest.raises(ValueError, match="Exceeds the limit"):
        html.unescape(f"&#{'9' * MANY};")


def test_what_has_too_many_digits_is_found() -> None:
    assert of_no_character("&#1114111; &lt; &#x10FFFF; 12345678;") is None
    found = of_no_character("a &#12345678;")
    assert found is not None
    assert found.start() == 2
