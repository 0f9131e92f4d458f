"""Every file of a group is there when one of its snippets is checked, whoever checks that file, if anybody does."""

from collections.abc import Callable

import pytest

from faircopy.markdown.document import parse_document
from faircopy.snippets.check import Report, check_documents
from faircopy.snippets.jobs import Settings
from keptsandbox import kept_sandbox

pytestmark = pytest.mark.slow

# How a document has a file that no checker of the reader's answers to, or that nobody checks.
FILES = {
    "hidden, of no checker": '<!-- snippet-setup file="PATH"\nCODE-->\n',
    "hidden, of a language": '<!-- snippet-setup .ini file="PATH"\nCODE-->\n',
    "unchecked": '```{.text file="PATH" check="none" reason="a part of another"}\nCODE```\n',
    "of another checker": '```{.text file="PATH" check="ini"}\nCODE```\n',
    "of no checker": '```{.text file="PATH"}\nCODE```\n',
}
# A snippet that reads the file, and what the file holds: right, and wrong.
READERS = {
    "nginx": ('{.nginx context="server"}', "include PATH;\n", "listen 81;\n", "lisssten 81;\n"),
    "apache": ('{.apache context="server"}', "Include PATH\n", "Timeout 5\n", "Timmmeout 5\n"),
    "sshd": ('{.sshd_config context="global"}', "Include PATH\n", "Port 22\n", "Porrrt 22\n"),
    "nftables": ('{.nftables context="file"}', 'include "PATH"\n', "define a = 1\n", "defffine a = 1\n"),
    "sudoers": ('{.sudoers context="file"}', "@include PATH\n", "Defaults env_reset\n", "Defaults !!!\n"),
    "logrotate": ('{.logrotate context="file"}', "include PATH\n", "weekly\n", "weeeekly 5\n"),
}
PROGRAMS = {"nftables": "nft", "apache": "apache2", "sudoers": "visudo"}


def check(texts: list[str]) -> list[Report]:
    """Check each text as a document of its own, all in one run."""
    documents = [parse_document(f"{number:03}.md", text) for number, text in enumerate(texts)]
    report = check_documents(documents, Settings(sandbox=kept_sandbox()))
    return [
        Report(
            tuple(one for one in report.checked if one.snippet.path == document.path),
            tuple(one for one in report.diagnostics if one.path == document.path),
            report.tools,
        )
        for document in documents
    ]


def text_of(reader: str, form: str, *, right: bool) -> str:
    info, code, good, bad = READERS[reader]
    other = form.replace("CODE", good if right else bad)
    return f"```{info}\n{code}```\n\n{other}".replace("PATH", f"/srv/{reader}.part")


def test_a_file_of_the_group_can_be_included_whoever_checks_it(need: Callable[[str], str]) -> None:
    for reader in READERS:
        need(PROGRAMS.get(reader, reader))
    # What is laid out does not depend on who reads it, so one of them reads each kind.
    pairs = [*(("nginx", kind) for kind in FILES), *((reader, "hidden, of no checker") for reader in READERS)]
    rights = check([text_of(reader, FILES[kind], right=True) for reader, kind in pairs])
    for pair, report in zip(pairs, rights, strict=True):
        assert [one for one in report.diagnostics if one.line < 4] == [], pair
        assert str(report.checked[0].verdict.status) == "passed", pair
    # It is read: what is wrong there fails the snippet that includes it. logrotate goes on after that.
    failing = [pair for pair in pairs if pair[0] != "logrotate"]
    wrongs = check([text_of(reader, FILES[kind], right=False) for reader, kind in failing])
    assert {pair: str(report.checked[0].verdict.status) for pair, report in zip(failing, wrongs, strict=True)} == (
        dict.fromkeys(failing, "failed")
    )


def test_another_content_of_such_a_file_is_another_check(need: Callable[[str], str]) -> None:
    """A kept verdict rests on every file of the group."""
    need("nginx")
    fence = '```{.nginx context="server"}\ninclude /srv/x.conf;\n```\n\n'
    texts = [f'{fence}<!-- snippet-setup file="/srv/x.conf"\n{line}\n-->\n' for line in ("listen 80;", "lissten 80;")]
    reports = check([*texts, texts[0]])
    assert [str(report.checked[0].verdict.status) for report in reports] == ["passed", "failed", "passed"]
