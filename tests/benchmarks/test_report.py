"""What is said of measurements."""

import pytest

from report import README, filled_in, growth, ratio, spread, table


def test_a_spread_is_median_least_and_most() -> None:
    assert spread([3.0, 1.0, 2.0]) == "2.00 (1.00 to 3.00)"
    assert spread([0.0126, 0.0131], digits=3) == "0.013 (0.013 to 0.013)"


def test_a_ratio_is_taken_within_each_round() -> None:
    """The machine became ten times as slow in the last round; the ratio did not change."""
    assert ratio([1, 1, 10], [2, 2, 20]) == 0.5


def test_rounds_are_not_lost_silently() -> None:
    with pytest.raises(ValueError, match="shorter"):
        ratio([1, 1], [1])


@pytest.mark.parametrize(
    ("sizes", "values", "exponent"),
    [
        ([1000, 5000], [2.0, 10.0], 1),
        ([1000, 5000], [2.0, 50.0], 2),
        ([1000, 5000], [2.0, 2.0], 0),
        ([100, 1000, 5000], [1.9, 2.0, 10.0], 1),
    ],
    ids=["linear", "quadratic", "constant", "the smallest says how long starting takes"],
)
def test_growth_is_an_exponent(sizes: list[int], values: list[float], exponent: float) -> None:
    assert growth(sizes, values) == pytest.approx(exponent)


def test_a_table_is_markdown() -> None:
    assert table(["posts", "s"], [["6", "1.0"]], words=1) == "| posts | s |\n| --- | ---: |\n| 6 | 1.0 |"


def test_a_section_replaces_the_one_before_and_nothing_else() -> None:
    text = "a\n<!-- builds -->\nold\n<!-- end of builds -->\nb\n"
    assert filled_in(text, "builds", r"new \1") == ("a\n<!-- builds -->\n\nnew \\1\n\n<!-- end of builds -->\nb\n")
    assert filled_in(filled_in(text, "builds", "new"), "builds", "new") == filled_in(text, "builds", "new")


def test_a_section_without_a_place_is_refused() -> None:
    with pytest.raises(ValueError, match="0 places for 'other'"):
        filled_in("", "other", "new")


@pytest.mark.parametrize("name", ["builds", "previews"])
def test_the_readme_has_a_place_for_it(name: str) -> None:
    assert filled_in(README.read_text(encoding="utf-8"), name, "new")
