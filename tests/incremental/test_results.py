"""What functions of texts have returned is known in the next build."""

from pathlib import Path

from faircopy.cache.database import Store
from faircopy.incremental.state import FunctionResults

ASKED: list[str] = []


def length(text: str) -> int:
    ASKED.append(text)
    return len(text)


def negative(text: str) -> int:
    return -len(text)


def build(folder: Path, texts: list[str], code: str = "code") -> list[str]:
    """Ask for the lengths of texts, and return those that nobody knew of."""
    store = Store(folder)
    results = FunctionResults(store, code)
    ASKED.clear()
    for text in texts:
        assert results.of(length, text) == len(text)
        assert results.of(negative, text) == -len(text)
    results.save()
    store.save()
    store.close()
    return list(ASKED)


def test_what_is_known_is_not_asked_again(tmp_path: Path) -> None:
    assert build(tmp_path, ["a", "ab", "\ud800"]) == ["a", "ab", "\ud800"]
    assert build(tmp_path, ["a", "ab", "\ud800", "abc"]) == ["abc"]
    # What a build does not ask for is forgotten.
    assert build(tmp_path, ["a"]) == []
    assert build(tmp_path, ["a", "ab"]) == ["ab"]


def test_other_code_knows_nothing(tmp_path: Path) -> None:
    assert build(tmp_path, ["a"]) == ["a"]
    assert build(tmp_path, ["a"], code="other") == ["a"]


def test_what_is_no_result_is_none(tmp_path: Path) -> None:
    store = Store(tmp_path)
    for data in (b"", b"nothing", b"\xc1", b"\x81\xa1a\xa1b"):
        store.put(FunctionResults.KIND, "code", data)
        assert FunctionResults(store, "code").before == {}
    store.close()


def test_a_session_of_several_builds(tmp_path: Path) -> None:
    store = Store(tmp_path)
    results = FunctionResults(store, "code")
    ASKED.clear()
    for _ in range(3):
        assert results.of(length, "a") == 1
        results.save()
    assert ASKED == ["a"]
    store.close()
