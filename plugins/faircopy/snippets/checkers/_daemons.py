"""Checkers of servers that can test a configuration file and report the faulty line."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from faircopy.diagnostics.model import Rule
from faircopy.snippets.checkers._each import Judgement, lower_first, unparsed
from faircopy.snippets.model import Finding, Level, Snippet
from faircopy.snippets.sandbox.root import SandboxRoot
from faircopy.snippets.sandbox.runner import Sandbox


@dataclass(frozen=True, slots=True)
class Daemon:
    """How to run one server's test, and how to read its output."""

    name: str  # the program, in our messages
    place: str  # where the snippet lies in the sandbox
    command: tuple[str, ...]
    # Of one fact in its answer; groups `message`, and where there are such `line` and `column`.
    message: re.Pattern[str]
    refused: Rule
    doubtful: Rule | None = None  # its message for a valid file
    of_the_machine: re.Pattern[str] | None = None  # facts that another machine would not have
    needs: Callable[[str], Mapping[str, str | bytes]] | None = None  # stand-ins for files that a text names
    writable: tuple[str, ...] = ()
    refused_status: tuple[int, ...] = (1,)
    hints: Mapping[str, str] = field(default_factory=dict)  # by a part of the message

    def judge(self, snippet: Snippet, files: Mapping[str, str], sandbox: Sandbox) -> Judgement:
        stand_ins = self.needs(snippet.code) if self.needs else {}
        root = SandboxRoot({**stand_ins, **files, self.place: snippet.code}, writable=self.writable)
        tested = sandbox.run(self.command, root)
        messages = list(self.message.finditer(f"{tested.stderr}\n{tested.stdout}"))
        if tested.status not in (0, *self.refused_status) or (tested.status != 0 and not messages):
            return Judgement(Level.PARSED, (unparsed(self.name, tested),))
        rule = self.doubtful if tested.status == 0 else self.refused
        of_the_machine = self.of_the_machine
        own = [one for one in messages if not (of_the_machine and of_the_machine.search(one["message"]))]
        found = [self.finding_of(one, rule, snippet.code) for one in own] if rule else []
        # It may have ended at what is not there.
        return Judgement(Level.LOADED if len(own) == len(messages) else Level.PARSED, tuple(dict.fromkeys(found)))

    def finding_of(self, match: re.Match[str], rule: Rule, code: str) -> Finding:
        groups, message = match.groupdict(), " ".join(match["message"].split())
        line = int(groups.get("line") or 0) or line_of(message, code)
        hint = next((hint for part, hint in self.hints.items() if part in message), "")
        return Finding(0, rule, lower_first(message), line, int(groups.get("column") or 1), hint, message)


def line_of(message: str, code: str) -> int:
    """Return the line with the word that a message names; 1 if there is none."""
    lines = code.split("\n")
    for word in re.findall(r"[\"'](\w[^\"'=]*)|\b(\w++)(?==)|: (\w+)$", message):
        name = "".join(word).strip()
        for number, line in enumerate(lines, 1):
            if re.match(rf"\s*{re.escape(name)}\b", line):
                return number
    return 1
