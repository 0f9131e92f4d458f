import pytest
from hypothesis import given
from hypothesis import strategies as st

from faircopy.markdown.document import parse_document
from faircopy.markdown.fences import Fence, find_fences


def fences(text: str) -> list[Fence]:
    return find_fences(parse_document("a.md", text))


def only(text: str) -> Fence:
    (fence,) = fences(text)
    return fence


def test_a_fence_knows_its_place_in_the_file() -> None:
    fence = only('Title: One\n\nText\n\n```{.ini file="/etc/x"}\n[a]\nb = 1\n```\n')
    assert (fence.line, fence.end_line, fence.closed) == (5, 8, True)
    assert fence.info == '{.ini file="/etc/x"}'
    assert fence.info_column == 4
    assert fence.content == "[a]\nb = 1\n"
    assert fence.content_columns == (1, 1)


def test_content_is_what_renders_inside_lists_and_quotes() -> None:
    fence = only("1. item\n\n   ```sh\n   echo\thi\n     more\n   ```\n")
    assert fence.content == "echo\thi\n  more\n"
    assert fence.containers == ("list",)
    assert fence.content_columns == (4, 4)
    quoted = only("> - ~~~\n>   <b>\n>   ~~~\n")
    assert (quoted.content, quoted.containers, quoted.content_columns) == ("<b>\n", ("quote", "list"), (5,))


def test_long_and_tilde_fences_hold_shorter_ones() -> None:
    assert only("````\n```\ninner\n```\n````\n").content == "```\ninner\n```\n"
    assert only("~~~~ text\n~~~\n```\n~~~~\n").content == "~~~\n```\n"


def test_what_is_no_fence() -> None:
    assert fences("    ```\n    indented\n    ```\n") == []
    assert fences("<!--\n```\nin a comment\n```\n-->\n") == []
    assert fences("``` `inline` ```\n") == []


def test_an_unclosed_fence_is_marked() -> None:
    fence = only("text\n\n```sh\necho\n")
    assert not fence.closed
    assert fence.content == "echo\n"
    assert not only("> ```\n> in a quote\n\nafter\n").closed
    assert not only("```").closed
    assert only("```\n```").closed


def test_windows_files_and_byte_order_marks_do_not_move_lines() -> None:
    fence = only("\ufeffTitle: x\r\n\r\n```sh\r\necho a  \r\n```")
    assert (fence.line, fence.content, fence.closed) == (3, "echo a  \n", True)


@given(
    st.lists(st.sampled_from(["```sh", "~~~", "````", "  x\t", "> ", "- a", "  ```", "", "text", "\t```"]), max_size=12)
)
def test_places_hold_for_any_nesting(lines: list[str]) -> None:
    document = parse_document("", "\n".join(lines))
    previous_end = 0
    for fence in find_fences(document):
        assert previous_end < fence.line <= fence.end_line <= len(document.lines)
        previous_end = fence.end_line
        content = fence.content.removesuffix("\n").split("\n") if fence.content else []
        for offset, (text, column) in enumerate(zip(content, fence.content_columns, strict=True)):
            source = document.lines[fence.line + offset]
            assert column == 1 or source[column - 1 :] == text


@pytest.mark.parametrize("text", ["```sh\nx", "```sh\nx\n", "```sh\nx\ny", "```sh\n", "```sh"])
def test_a_fence_that_the_file_ends_is_not_closed_and_each_line_has_its_column(text: str) -> None:
    fence = only(text)
    assert not fence.closed
    assert len(fence.content_columns) == len(fence.content.splitlines())
