import pytest

from faircopy.markdown.document import parse_document
from faircopy.snippets.check import check_documents
from faircopy.snippets.jobs import Settings
from faircopy.snippets.nesting import MAX_LEVELS, too_deep_at

PAIRS = ("()", "[]", "{}")


@pytest.mark.parametrize(("opening", "closing"), PAIRS)
def test_brackets_may_be_nested_as_deeply_as_python_reads_them(opening: str, closing: str) -> None:
    deepest = opening * MAX_LEVELS + closing * MAX_LEVELS
    assert too_deep_at(deepest * 50) is None
    assert too_deep_at(f"{deepest}\n{opening}{deepest}") == len(deepest) + 1 + MAX_LEVELS
    assert too_deep_at(opening * 100_000) == MAX_LEVELS


@pytest.mark.parametrize(("opening", "closing"), PAIRS)
def test_a_bracket_that_closes_nothing_does_not_count(opening: str, closing: str) -> None:
    assert too_deep_at(closing * 1000 + opening * MAX_LEVELS + closing * 1000) is None
    assert too_deep_at(closing * 1000 + opening * (MAX_LEVELS + 1)) == 1000 + MAX_LEVELS


@pytest.mark.parametrize("quote", ["'", '"'])
@pytest.mark.parametrize("one", "([{")
def test_what_stands_in_quotes_nests_nothing(quote: str, one: str) -> None:
    assert too_deep_at(f"a: {quote}{one}1.0, 2.0{quote}\n" * (MAX_LEVELS + 1)) is None
    assert too_deep_at(f"{quote}a{quote}: {one}\n" * (MAX_LEVELS + 1)) is not None
    assert too_deep_at(f"{quote}\n{one}" * (MAX_LEVELS + 1)) is not None


@pytest.mark.parametrize("deep", ["a." * 100_000 + "b", "!" * 100_000 + "a", "a=>" * 100_000 + "a"])
def test_what_is_nested_without_brackets_is_told_as_what_it_is(deep: str) -> None:
    document = parse_document("a.md", f'```{{.js file="/srv/a.js"}}\n{deep}\n```\n')
    (found,) = check_documents([document], Settings(jobs=1)).diagnostics
    assert (found.code, found.message) == ("SN530", "it is nested too deeply: node cannot read it")
