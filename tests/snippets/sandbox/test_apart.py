"""Whose text a tool can see: that of one group of one document, however many are checked together."""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import pytest
from test_faults import SNIPPETS

from faircopy.markdown.document import parse_document
from faircopy.snippets.check import check_documents
from faircopy.snippets.checkers._fail2ban import client
from faircopy.snippets.jobs import Settings
from faircopy.snippets.sandbox.process import Completed, ResourceLimits, Server
from faircopy.snippets.sandbox.root import SandboxRoot
from faircopy.snippets.sandbox.runner import Sandbox, working_kind

pytestmark = pytest.mark.slow

MARK = re.compile("secret-[0-9]+")


class Watching(Sandbox):
    """The real sandbox, which notes the marks that each program was shown."""

    def __init__(self) -> None:
        super().__init__(working_kind())
        self.texts_seen: list[set[str]] = []

    def note(self, *texts: str | bytes) -> None:
        messages = [text if isinstance(text, str) else text.decode(errors="replace") for text in texts]
        self.texts_seen.append({mark for text in messages for mark in MARK.findall(text)})

    def run(
        self, command: Sequence[str], root: SandboxRoot, limits: ResourceLimits | None = None, stdin: str = ""
    ) -> Completed:
        self.note(*command, stdin, *root.files, *root.files.values(), *root.bind_mounts)
        return super().run(command, root, limits, stdin)

    @contextmanager
    def server(self, name: str, command: Sequence[str], root: SandboxRoot, limits: ResourceLimits) -> Iterator[Server]:
        note = self.note

        class Noting(Server):
            def ask(self, question: str, seconds: float) -> str:
                note(question)
                return super().ask(question, seconds)

        with super().server(name, command, root, limits) as server:
            yield Noting(server.process)


# What no checker takes for something that it need not ask its tool about.
LINES = {"session": "$ {}", "crontab": "0 1 * * * {}", "nginx": "server_name {};"}


@pytest.mark.parametrize("name", SNIPPETS)
def test_a_program_sees_one_group_of_one_document(name: str) -> None:
    claim = SNIPPETS[name] if SNIPPETS[name].startswith("{") else f"{{.{SNIPPETS[name]}}}"
    documents, marks = [], []
    for document in range(2):
        text = ""
        for group in range(2):
            mark = f"secret-{document}{group}"
            own = claim.replace("}", f' group="g{group}"}}')
            text += f"```{own}\n{LINES.get(name, '{}').format(mark)}\n```\n\n"
            text += f'```{{.text file="/srv/beside" group="g{group}" check="none" reason="x"}}\n{mark}\n```\n\n'
            marks.append({mark})
        documents.append(parse_document(f"{document}.md", text))
    sandbox = Watching()
    check_documents(documents, Settings(sandbox=sandbox))
    assert {frozenset(visible) for visible in sandbox.texts_seen if visible} == {frozenset(mark) for mark in marks}


WAYS = ["b.sh", "./b.sh", "/opt/b.sh", "/checked/snippet", "-", "/dev/stdin", "/proc/self/fd/0", "snippet", "*"]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("apart", ["another document", "another group", "the same group"])
def test_a_script_cannot_source_another_snippet(way: str, apart: str) -> None:
    """Its faults would be told, and its words with them."""
    wrong = "if [ $canary == 1 ]; then canary_said\n"
    group = {"another group": ' group="b"'}.get(apart, "")
    a = f'```{{.bash file="/opt/a.sh"}}\n# shellcheck source={way}\nsource {way}\n. {way}\n```\n\n'
    b = f'```{{.bash file="/opt/b.sh"{group}}}\n{wrong}```\n'
    texts = [a, b] if apart == "another document" else [a + b]
    documents = [parse_document(f"{number}.md", text) for number, text in enumerate(texts)]
    report = check_documents(documents, Settings(sandbox=Sandbox(working_kind()), jobs=2))
    first = report.checked[0].snippet
    assert first.file == "/opt/a.sh"
    assert [str(one) for one in report.diagnostics if one.path == "0.md" and one.line <= first.end_line] == []


def test_nothing_of_a_request_is_left_for_the_next(need: Callable[[str], str]) -> None:
    """One worker of fail2ban's answers all requests; a path into its folder for another one leads to nothing."""
    need("fail2ban-client")

    def request(files: dict[str, str]) -> dict[str, object]:
        jails = ["x"] if "jail.local" in files else []
        return {"files": files, "filters": [], "actions": [], "jails": jails, "logs": [], "seconds": 5}

    jail = "[x]\nfilter = sshd\nlogpath = /tmp/*/filter.d/FILE.conf\n"
    filter_file = "[Definition]\nfailregex = ^secret <HOST>$\n"
    with Sandbox(working_kind()) as sandbox:
        client.ask(sandbox, request({"filter.d/secret.conf": filter_file}))
        found = client.ask(sandbox, request({"jail.local": jail.replace("FILE", "secret")}))
        own = client.ask(
            sandbox, request({"jail.local": jail.replace("FILE", "own"), "filter.d/own.conf": filter_file})
        )
    assert "Have not found any log file" in json.dumps(found["jails"])
    assert "Have not found any log file" not in json.dumps(own["jails"])
