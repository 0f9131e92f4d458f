"""What the text right below a fence shows to fail is not checked; advice for when something fails changes nothing."""

import pytest

from faircopy.markdown.document import parse_document
from faircopy.snippets.reading.read import read_snippets
from faircopy.snippets.reading.shown_to_fail import FAILS

FENCE = "```json\n{,}\n```\n"


def reason_for(text: str, *, strict: bool = False) -> str:
    document = parse_document("a.md", f"# A\n\nSend this:\n\n{FENCE}{text}\n")
    snippets, wrong = read_snippets(document, [], strict=strict)
    assert not wrong
    return snippets[0].unread


@pytest.mark.parametrize(
    "text",
    [
        "\nThe parser throws `Uncaught SyntaxError: missing ) after argument list`.",
        "\nThat is a syntax error.",
        "That is a\nparse error in every version.",
        "\nEl analizador devuelve un error de sintaxis.",
        "\nDas gibt einen Syntaxfehler.",
        "\n会出现语法错误。",
        "\n```text\nSyntaxError: invalid syntax\n```",
        "\n```\n  File 'a.py', line 1\n    x = (\n        ^\nSyntaxError: '(' was never closed\n```",
        "\nIt prints:\n\n~~~\nbash: -c: line 1: syntax error near unexpected token\n~~~",
    ],
)
def test_what_is_shown_to_fail_is_not_checked(text: str) -> None:
    assert reason_for(text) == FAILS


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\nIf you get a `SyntaxError`, update.",
        "\nThis avoids a syntax error.",
        "\nIt answers with an error.",
        "\n```text\nKeyError: 'a'\n```",
        "\n```text\nan explanation of SyntaxError: what it means\n```",
        "\nOne paragraph.\n\nAnother one, about a syntax error.",
        "\n## Syntax errors\n\n" + "Text.\n\n" * 12 + "```\nSyntaxError: invalid syntax\n```",
    ],
)
def test_other_text_below_changes_nothing(text: str) -> None:
    assert reason_for(text) == ""


def test_on_our_own_site_it_stays_strict() -> None:
    assert reason_for("\nThat is a syntax error.", strict=True) == ""
