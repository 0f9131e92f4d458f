"""A real checker for tests of everything around checkers: code must not have the word 'bad' in it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from faircopy.diagnostics.model import Rule, Severity
from faircopy.snippets.model import Finding, Level, Outcome, Proof, Task
from faircopy.snippets.sandbox.process import TimeLimitError, ToolMissingError
from faircopy.snippets.sandbox.runner import Sandbox

BAD = Rule("XX900", Severity.ERROR, "a bad word")
ODD = Rule("XX901", Severity.WARNING, "an odd word")


@dataclass(frozen=True)
class WordChecker:
    name: str = "words"
    tool: str = "wordlist"
    command: str = "wordlist"
    programs: Mapping[str, str] = field(default_factory=dict)
    level: Level = Level.PARSED
    version: int = 1
    files: tuple[str, ...] = ("*.words",)
    languages: frozenset[str] = frozenset({"words"})
    recognise: Callable[[str], bool] | None = None
    fragment_languages: frozenset[str] = frozenset({"phrase"})
    contexts: frozenset[str] = frozenset({"letter"})
    reads_logs: bool = False
    judges_each: bool = False
    installed: str | None = "2.0"
    calls: list[Task] = field(default_factory=list, compare=False)

    def tool_version(self, _: Sandbox) -> str | None:
        return self.installed

    def alone(self, task: Task, index: int) -> Task:
        return replace(task, snippets=(task.snippets[index],))

    def check(self, task: Task, _: Sandbox) -> Outcome:
        self.calls.append(task)
        findings = []
        for index, snippet in enumerate(task.snippets):
            for number, line in enumerate(snippet.code.split("\n"), 1):
                if "slow" in line:
                    raise TimeLimitError("wordlist took longer than 1 second")
                if "gone" in line:
                    raise ToolMissingError("wordlist")
                for word, rule in (("bad", BAD), ("odd", ODD)):
                    if word in line:
                        column = line.index(word) + 1
                        findings.append(Finding(index, rule, f"'{word}' word", number, column, "hint", f"{word}!"))
        return Outcome(tuple(Proof(Level.PARSED) for _ in task.snippets), tuple(findings))
