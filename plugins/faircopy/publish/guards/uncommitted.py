"""The folder has changes that are not committed, and so would not be published."""

from collections.abc import Iterator

from faircopy.diagnostics.model import Diagnostic, Rule, Severity
from faircopy.publish.guard import Guard, RepositoryFacts
from faircopy.publish.phrases import HERE, few

DIRTY = Rule(
    "PB105",
    Severity.ERROR,
    "there are uncommitted changes",
    "commit them, or put them away with `git stash -u`",
)


def check(facts: RepositoryFacts) -> Iterator[Diagnostic]:
    yield from check_changed(facts.state.changed)
    if facts.state.hidden:
        fact = f"git was told to overlook changes in {few(facts.state.hidden)}"
        yield DIRTY.at(HERE, 1, fact, "git update-index --no-assume-unchanged --no-skip-worktree FILE")


def check_changed(files: tuple[str, ...]) -> Iterator[Diagnostic]:
    """Yield one diagnostic if there are uncommitted files."""
    if files:
        yield DIRTY.at(HERE, 1, f"not committed: {few(files)}", "commit it, or put it away with git stash -u")


GUARD = Guard(RepositoryFacts, (DIRTY,), check)
