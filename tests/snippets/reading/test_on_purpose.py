"""What the text above a fence calls wrong is not checked; what to do against a fault is."""

import pytest

from faircopy.markdown.document import parse_document
from faircopy.snippets.reading.on_purpose import ANNOUNCED
from faircopy.snippets.reading.read import read_snippets


def reason_for(text: str, *, strict: bool = False) -> str:
    document = parse_document("a.md", f"# A\n\n{text}\n\n```json\n{{,}}\n```\n")
    snippets, wrong = read_snippets(document, [], strict=strict)
    assert not wrong
    return snippets[0].unread


@pytest.mark.parametrize(
    "text",
    [
        "Incorrect:",
        "**Wrong:**",
        "### Invalid JSON",
        "\u274c Do not do this",
        "Don't do this:",
        "The following is not valid, since a name is missing.",
        "Take the rest as it is. An invalid example:",
        "This will not parse:",
        "The following gives a syntax error:",
        "Before:",
        "Old:",
        "In pseudo-code:",
        '<TabItem value="a" label="Bad">',
        "### \u274c Unquoted values\n\nThe parser stops here.",
        "### Incorrect usage\n\nThe parser stops here.",
        "This is not a JSON object, but shows one",
        "Instead of this:",
        "Never do this:",
        '!!! failure "Wrong"',
        "Falsch:",
        "So nicht:",
        "Das funktioniert nicht:",
        "**À ne pas faire :**",
        "Exemple incorrect :",
        "La siguiente configuración es incorrecta:",
        "Não faça isso:",
        "Errado:",
        "错误示例：",  # noqa: RUF001 - Chinese has signs of its own
        "下面是错误的写法：",  # noqa: RUF001
        "悪い例",
        "Неправильно:",
        "Так не будет работать:",
        "잘못된 예:",
    ],
)
def test_a_bad_example_is_not_checked(text: str) -> None:
    assert reason_for(text) == ANNOUNCED


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Correct:",
        "If this does not work, write:",
        "To fix the invalid configuration, write:",
        "An invalid example is shown elsewhere.\n\nWrite this:",
        "That was wrong. Write this:",
        "When it gives an error:",
        "Before you start, write:",
        '<TabItem value="bad" label="Linux">',
        "### Incorrect usage\n\nWrite this instead:",
        "### Incorrect usage\n\nNone is known.\n\n### Usage",
        "Instead of a name, write a number:",
        "Wenn das nicht funktioniert:",
        "Richtig:",
        "Si no funciona:",
        "如果出现错误，请写：",  # noqa: RUF001
        "正しい例",
        "Правильно:",
    ],
)
def test_what_is_meant_to_be_copied_is_checked(text: str) -> None:
    assert reason_for(text) == ""


def test_in_a_site_of_ours_all_is_checked_that_does_not_say_otherwise_itself() -> None:
    assert reason_for("Incorrect:", strict=True) == ""
