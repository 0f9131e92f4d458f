from pathlib import Path

from faircopy.media import cards, images
from faircopy.media.store import cached_asset


def test_what_was_made_before_is_not_made_again(tmp_path: Path) -> None:
    made: list[bytes] = []

    def make() -> bytes:
        made.append(b"x")
        return b"made"

    store = tmp_path / "not there yet"
    assert [cached_asset(store, cards, ("a", 1), make) for _ in range(3)] == [b"made"] * 3
    assert len(made) == 1
    cached_asset(store, cards, ("a", 2), make)
    cached_asset(store, images, ("a", 1), make)
    assert len(made) == 3
    # Nothing half-made is left lying about.
    assert len(list(store.iterdir())) == 3
