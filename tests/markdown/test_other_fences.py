import pytest

from faircopy.markdown.document import parse_document
from faircopy.markdown.fences import Fence
from faircopy.markdown.other_fences import other_fences


def only(text: str) -> Fence:
    (fence,) = other_fences(parse_document("a.md", text))
    return fence


@pytest.mark.parametrize(
    "head", ['=== "Tab"', '===! "Tab"', "=== 'Tab'", "!!! note", '??? tip "x"', "???+ tip", "[^1]: text", ":   text"]
)
def test_fences_in_bodies_that_others_indent_are_found(head: str) -> None:
    fence = only(f"Text\n\n{head}\n\n    ``` yaml\n    a:\n      - b\n\n    c: 1\n    ```\n\nText\n")
    assert (fence.info, fence.content, fence.closed) == ("yaml", "a:\n  - b\n\nc: 1\n", True)
    assert (fence.line, fence.content_columns) == (5, (5, 5, 1, 5))


def test_a_head_within_code_is_code() -> None:
    text = '=== "Tab"\n\n    ``` markdown\n    !!! note\n\n        text\n    ```\n'
    assert only(text).content == "!!! note\n\n    text\n"


def test_tabs_in_tabs() -> None:
    text = (
        '=== "A"\n\n    === "B"\n\n        ```json\n        {}\n        ```\n\n=== "C"\n\n    ```sh\n    ls\n    ```\n'
    )
    assert [fence.content for fence in other_fences(parse_document("a.md", text))] == ["{}\n", "ls\n"]


def test_what_is_no_body_stays_indented_code() -> None:
    assert other_fences(parse_document("a.md", "Text\n\n    ```json\n    {}\n    ```\n")) == ()
    assert len(other_fences(parse_document("a.md", '~~~md\n=== "A"\n\n    ```sh\n    ls\n    ```\n~~~\n'))) == 1
