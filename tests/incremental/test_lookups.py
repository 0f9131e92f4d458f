"""What is done when all is read: addresses are remembered, and lists know what is in them."""

from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from faircopy.incremental.lookups import IndexedList, freeze_addresses


def test_an_address_is_formatted_once() -> None:
    requests: list[str] = []

    def formatted(key: str) -> str:
        requests.append(key)
        return f"{key}!"

    content = SimpleNamespace(_expand_settings=formatted)
    freeze_addresses(content)
    assert [content._expand_settings(key) for key in ("url", "save_as", "url")] == ["url!", "save_as!", "url!"]
    assert requests == ["url", "save_as"]


class Post:
    """One that can be looked up, as Pelican's can."""


@given(st.lists(st.integers(0, 9)), st.integers(0, 9))
def test_a_list_that_knows_what_is_in_it_is_a_list(numbers: list[int], number: int) -> None:
    # The others cannot, as those of a plugin that compares them need not.
    articles: list[object] = [Post() if one < 7 else SimpleNamespace(number=one) for one in range(10)]
    plain = [articles[one] for one in numbers]
    listed = IndexedList(plain)
    assert listed == plain
    assert (articles[number] in listed) is (number in numbers)
    # Whoever adds one all the same finds it.
    listed.append(articles[number])
    assert articles[number] in listed
    assert not hasattr(listed, "__dict__")  # which would be part of its digest
