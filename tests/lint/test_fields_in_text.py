"""A field that Pelican does not read as one: what was to be a draft would be published."""

import pytest

from faircopy.lint.checks import context_of
from faircopy.lint.rules.front_matter_in_text import check_fields_in_text
from faircopy.markdown.document import parse_document

HEADER = "Title: T\nDate: 2026-01-02\nSlug: t\n"


def lines_found(text: str) -> list[int]:
    return [one.diagnostic.line for one in check_fields_in_text(context_of(parse_document("a.md", text)))]


@pytest.mark.parametrize(
    "line",
    [
        *("Status : draft", "Status; draft", "Status = draft", "Status\uff1a draft", "# Status: draft"),
        *("- Status: draft", "**Status: draft**", "\ufeffStatus: draft", "status : hidden", "STATUS : skip"),
        *("> Status: draft", "Date : 2030-01-01"),
    ],
)
def test_what_was_meant_as_a_field_is_found(line: str) -> None:
    assert lines_found(f"{HEADER}{line}\n\nWords.\n") == [4]
    assert lines_found(f"{HEADER}\n{line}\n\nWords.\n") == [5]
    assert lines_found(f"{HEADER}{line}\nSummary: S.\n\nWords.\n") == [4, 5]


def test_a_status_by_itself_is_found_at_the_end_of_a_text() -> None:
    assert lines_found(f"{HEADER}\nWords.\n\nStatus: draft\n") == [7]


@pytest.mark.parametrize(
    "text",
    [
        *("Words, and more.", "The status: draft.", "Date of birth: unknown", "Words.\n\nTitle: a book"),
        *("Statuses: many", "```\nStatus: draft\n```", "    Status: draft", "Words with `Status: draft`."),
        "Words.\n\nStatus: draft is what it says.",
    ],
)
def test_texts_are_left_alone(text: str) -> None:
    assert lines_found(f"{HEADER}\n{text}\n") == []
