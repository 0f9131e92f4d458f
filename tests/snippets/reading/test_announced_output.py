"""What the text above a fence says that a program prints is no fault of who copies it."""

import pytest

from faircopy.diagnostics.model import Severity
from faircopy.markdown.document import parse_document
from faircopy.snippets.check import check_documents
from faircopy.snippets.jobs import Settings
from faircopy.snippets.model import Status
from faircopy.snippets.reading.announced_output import OUTPUT
from faircopy.snippets.reading.read import read_snippets

WRONG = '```json\n{"a": 1 "b": 2}\n```\n'


def is_output(text: str, *, strict: bool = False) -> bool:
    snippets, wrong = read_snippets(parse_document("a.md", f"# A\n\n{text}\n\n{WRONG}"), [], strict=strict)
    assert not wrong
    return snippets[-1].is_output


@pytest.mark.parametrize(
    "text",
    [
        "Output:",
        "**Example output**",
        "#### Sample response",
        "Response (truncated):",
        '=== "Output"',
        '<TabItem value="a" label="Output">',
        "This prints:",
        "It returns the following JSON:",
        "The call returns something like this:",
        "You should see the following:",
        "Query the API, and we should see",
        "You'll see messages similar to these:",
        "The output looks similar to this:",
        "The output of the command is as follows:",
        "Start it, and you get an error message like this:",
        "The server responds with:",
        "Ausgabe:",
        "Você vai receber a seguinte saída:",
        "Essa é a saída que mostra o exporter no servidor.",
        "Salida:",
        "qui renvoie",
        "La commande affiche :",
        '<TabItem value="a" label="Response" >\n\n(shortened)',
        "输出结果：",  # noqa: RUF001 - Chinese has signs of its own
        "出力例:",
        "输出如下。",
    ],
)
def test_what_is_said_to_be_printed_is_output(text: str) -> None:
    assert is_output(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Output can be configured in this file:",
        "Log output is configured like this:",
        "The following command shows the messages like this:",
        "The following script prints the numbers:",
        "Run the command below, which prints the following:",
        "Configure the response:",
        "Add this to your configuration:",
        "The output was wrong. Write this instead:",
        "## Input and output of programs",
        "Results are stored by this file:",
        "Your file should be as follows:",
        "La commande qui renvoie la liste est dans ce fichier :",
        '<TabItem value="a" label="Response">\n\nText.\n\n</TabItem>\n\nText.',
        '<TabItem value="a" label="Response">\n\n```json\n{}\n```\n\nThen send this:',
        '<TabItem value="a" label="Request">\n\n(shortened)',
    ],
)
def test_other_text_announces_none(text: str) -> None:
    assert not is_output(text)


def test_on_our_own_site_it_stays_strict() -> None:
    assert not is_output("Output:", strict=True)


@pytest.mark.slow
def test_its_faults_are_told_as_a_note_and_it_has_not_passed() -> None:
    document = parse_document("a.md", f"# A\n\nIt prints:\n\n{WRONG}\nWrite it:\n\n{WRONG.replace('a', 'c')}")
    report = check_documents([document], Settings(is_own=lambda _: False))
    assert [(one.line, one.severity) for one in report.diagnostics] == [(6, Severity.NOTE), (12, Severity.ERROR)]
    assert [one.verdict.status for one in report.checked] == [Status.SKIPPED, Status.FAILED]
    assert report.checked[0].verdict.reason == OUTPUT


@pytest.mark.slow
def test_a_claim_stays_a_claim() -> None:
    document = parse_document("a.md", 'Output:\n\n```{.json file="/a.json"}\n{}}\n```\n')
    report = check_documents([document], Settings(is_own=lambda _: False))
    assert [one.severity for one in report.diagnostics] == [Severity.ERROR]
