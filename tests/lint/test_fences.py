import pytest

from faircopy.lint.rules import fence_lost, list_indent
from rulecases import found_by


def messages(text: str) -> list[str]:
    return [str(found.diagnostic) for found in found_by(fence_lost, list_indent, text=text)]


def test_a_fence_that_is_lost_is_told_with_its_line() -> None:
    (message,) = messages("!!! note\n    ```sh\n    x\n    ```\n")
    assert message == (
        "a.md:2: error FM130 a fence in an admonition, a footnote, a definition or raw HTML is not read as one; "
        "move it out, and put blank lines around it"
    )


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("- item\n\n  ```sh\n  x\n  ```\n", {3: 4}),
        ("1. item\n\n   second\n\n   ```sh\n   x\n   ```\n", {3: 4, 5: 4}),
        ("- item\n\n  second\n\n    ```sh\n    x\n    ```\n", {3: 4}),
        ("- ```sh\n  x\n  ```\n", {1: 4}),
        ("- item\n  - inner\n\n      ```sh\n      x\n      ```\n", {2: 4, 4: 8}),
        ("> - item\n>\n>   ```sh\n>   x\n>   ```\n", {3: 4}),
        ("- item\n\n  > ```sh\n  > x\n  > ```\n", {3: 4}),
    ],
)
def test_a_list_with_a_fence_is_indented_by_four(text: str, places: dict[int, int]) -> None:
    assert messages(text) == [
        f"a.md:{line}: error FM131 everything in a list with a fence needs 4 spaces a level, "
        f"and its own line; indent it by {wanted} spaces"
        for line, wanted in places.items()
    ]


@pytest.mark.parametrize(
    "text",
    [
        "- item\n\n    ```sh\n    x\n    ```\n",
        "1.  item\n\n\t```sh\n\tx\n\t```\n",
        "- item\n    ```sh\n    x\n    ```\n- next\n\n    > quote\n",
        "- item\n    - inner\n\n        ```sh\n        x\n        ```\n",
        "> - item\n>\n>     ```sh\n>     x\n>     ```\n",
        "- item\n\n  second\n",  # without a fence, a list is its author's affair
        "- item\n  - inner\n\n```sh\nx\n```\n",
        "```sh\nx\n```\n",
    ],
)
def test_what_renders_is_left_alone(text: str) -> None:
    assert messages(text) == []
