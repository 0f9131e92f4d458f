"""Small helpers of several plugins."""

import pytest

from faircopy.content.texts import folder_of_page


@pytest.mark.parametrize(
    ("address", "folder"),
    [("", ""), ("a/", "a/"), ("a.html", "a/"), ("a/b.c.html", "a/b.c/"), ("a", "a/"), ("a.b/c", "a.b/c/")],
)
def test_the_folder_of_a_page_is_that_of_no_other_page(address: str, folder: str) -> None:
    assert folder_of_page(address) == folder
