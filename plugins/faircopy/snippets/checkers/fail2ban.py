"""fail2ban: filters, jails, actions and log samples of a group, by fail2ban's own library."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from faircopy.diagnostics.model import Severity
from faircopy.snippets.checkers._fail2ban.action_commands import read_by_shell
from faircopy.snippets.checkers._fail2ban.client import PYTHON, ask, request_for
from faircopy.snippets.checkers._fail2ban.files import notes_on_file
from faircopy.snippets.checkers._fail2ban.filters import FileProblem
from faircopy.snippets.checkers._fail2ban.ini import parse_ini
from faircopy.snippets.checkers._fail2ban.jail_values import jail_names
from faircopy.snippets.checkers._fail2ban.logs import notes_on_log, proof
from faircopy.snippets.checkers._fail2ban.paths import (
    CONFIGURATION,
    action_names,
    filter_name,
    library_version,
    log_filter_name,
)
from faircopy.snippets.checkers._fail2ban.plain import is_fail2ban, plain_outcome
from faircopy.snippets.checkers._newer import NEEDS_NEWER
from faircopy.snippets.model import Finding, Level, Outcome, Proof, Snippet, Task
from faircopy.snippets.packaged import packaged_files
from faircopy.snippets.rules import PATH_UNUSABLE
from faircopy.snippets.sandbox.paths import fitting
from faircopy.snippets.sandbox.runner import Sandbox


@dataclass(frozen=True, slots=True)
class Fail2ban:
    name: str = "fail2ban"
    tool: str = "fail2ban"
    command: str = "fail2ban's own library"
    level: Level = Level.EXERCISED
    programs: Mapping[str, str] = field(default_factory=lambda: {"fail2ban-client": "fail2ban"})
    version: int = 13
    files: tuple[str, ...] = (
        *("/etc/fail2ban/*.conf", "/etc/fail2ban/*.local"),
        # Whose names fail2ban does not read, but programs in action.d and filter.d/ignorecommands.
        *("/etc/fail2ban/jail.d/*", "/etc/fail2ban/action.d/*[!y]"),
        *("/etc/fail2ban/filter.d/[!i]*", "/etc/fail2ban/filter.d/i[!g]*"),
    )
    languages: frozenset[str] = frozenset({"cfg", "conf", "fail2ban", "ini"})
    recognise: Callable[[str], bool] | None = is_fail2ban
    fragment_languages: frozenset[str] = frozenset()
    contexts: frozenset[str] = frozenset()
    reads_logs: bool = True
    judges_each: bool = False  # how far a filter was taken depends on its samples

    def tool_version(self, sandbox: Sandbox) -> str | None:
        if sandbox.find(PYTHON) is None:
            return None
        return library_version()

    def check(self, task: Task, sandbox: Sandbox) -> Outcome:
        """Check the files and logs of a group together, and each plain fence by itself."""
        claims = [index for index, snippet in enumerate(task.snippets) if not snippet.is_plain]
        group = replace(task, snippets=tuple(task.snippets[index] for index in claims))
        outcome = self.check_group(group, sandbox) if claims else Outcome((), ())
        proofs = dict(zip(claims, outcome.proofs, strict=True))
        findings = [replace(one, snippet=claims[one.snippet]) for one in outcome.findings]
        for index, snippet in enumerate(task.snippets):
            if snippet.is_plain:
                proofs[index], found = plain_outcome(snippet, lambda part: self.check_group(part, sandbox))
                findings += [replace(one, snippet=index) for one in found]
        return Outcome(tuple(proofs[index] for index in range(len(task.snippets))), tuple(findings))

    def check_group(self, task: Task, sandbox: Sandbox) -> Outcome:
        unusable_files = refused_files(task.files)
        task = replace(task, files={path: text for path, text in task.files.items() if path not in unusable_files})
        files = {path: parse_ini(text) for path, text in task.files.items() if path.startswith(CONFIGURATION)}
        answer = ask(sandbox, request_for(task, files))
        answer["commands"] = read_by_shell(answer, action_names(task), sandbox)
        notes: dict[int, list[FileProblem]] = {}
        broken: set[str] = set()  # filters of the group that have something wrong with them
        broken_jails: set[str] = set()
        # Filters first, then jails: what is wrong with one is told once, and not again of its log.
        for index in sorted(range(len(task.snippets)), key=lambda one: order_of(task.snippets[one])):
            snippet = task.snippets[index]
            if why := unusable_files.get(snippet.file or ""):
                notes[index] = [FileProblem(PATH_UNUSABLE, f"'{snippet.file}' {why}", "give it another name", 0)]
                continue
            judge = (
                notes_on_log(snippet, task, answer, broken, broken_jails)
                if snippet.log
                else notes_on_file(snippet, files, answer, broken)
            )
            notes[index] = list(judge)
            name = filter_name(snippet)
            if any(note.rule.severity is Severity.ERROR for note in notes[index]):
                broken.update([name] if name else [])
                broken_jails.update(jail_names(files[snippet.file]) if snippet.file in files else [])
        findings = tuple(finding(index, note) for index in sorted(notes) for note in notes[index])
        proofs = (proof(snippet, task, answer) for snippet in task.snippets)
        return Outcome(tuple(as_far_as_read(one, notes[index]) for index, one in enumerate(proofs)), findings)

    def alone(self, task: Task, index: int) -> Task:
        snippet = task.snippets[index]
        if snippet.is_plain:
            return replace(task, snippets=(snippet,))
        name = filter_name(snippet)
        samples = [one for one in task.snippets if name and one.log and log_filter_name(one) == name]
        return replace(task, snippets=(snippet, *samples))


def as_far_as_read(one: Proof, notes: Iterable[FileProblem]) -> Proof:
    """Return a proof without what the installed fail2ban could not load: it does not know what is newer."""
    return replace(one, level=Level.PARSED) if any(note.rule is NEEDS_NEWER for note in notes) else one


def order_of(snippet: Snippet) -> int:
    return 2 if snippet.log else 1 if filter_name(snippet) is None else 0


def refused_files(files: Mapping[str, str]) -> dict[str, str]:
    """Return the files of a group that cannot lie in one tree with fail2ban's own, and why."""
    own = packaged_files("fail2ban")
    return fitting({path: text for path, text in files.items() if path not in own}, own)[1]


def finding(index: int, note: FileProblem) -> Finding:
    return Finding(index, note.rule, note.message, note.line, note.column, note.hint, note.tool_message, note.follows)


CHECKER = Fail2ban()
