"""Lines and columns of offsets: right everywhere, and found without counting from the beginning each time."""

import re
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

import faircopy
from faircopy.offsets import line_at, place_at

# A count of line ends from the beginning of a text. One is quick; one for each finding of a long text is not.
COUNTED = re.compile(r"""\.count\((?:"\\n"|chr\(10\)|'\\n'), 0,""")
# These run in the sandbox, where nothing of ours can be imported, and look for one place.
BESIDE = "sandboxed_parsers"


@given(st.text(st.sampled_from("a\n\r\u2028é"), max_size=30), st.data())
def test_a_place_is_that_of_an_editor(text: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(text)))
    before = text[:offset].split("\n")
    assert place_at(text, offset) == (len(before), len(before[-1]) + 1)
    assert line_at(text, offset) == len(before)


def test_what_is_not_there_is_on_the_first_line() -> None:
    assert line_at("a\nb", -1) == 1


def test_no_module_counts_from_the_beginning() -> None:
    root = Path(faircopy.__file__).parent
    modules = [one for one in root.rglob("*.py") if BESIDE not in one.parts]
    assert len(modules) > 500
    assert [str(one) for one in modules if COUNTED.search(one.read_text(encoding="utf-8"))] == []
