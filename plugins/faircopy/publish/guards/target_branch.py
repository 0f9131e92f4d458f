"""The target branch contains something that is not a site, which would be replaced."""

from collections.abc import Iterator

from faircopy.diagnostics.model import Diagnostic, Rule, Severity
from faircopy.publish.guard import Guard, RepositoryFacts

TARGET_IN_USE = Rule(
    "PB107",
    Severity.ERROR,
    "the site would overwrite a branch that holds something else",
    "set `PUBLISH_BRANCH` to a branch that holds nothing but the site",
)


def check(facts: RepositoryFacts) -> Iterator[Diagnostic]:
    state, settings = facts.state, facts.settings
    roles = (
        ("the branch that the site is made from", settings.branch == settings.source),
        ("the branch that is checked out", settings.branch == state.branch),
        ("the default branch of the remote", settings.branch == state.default_branch),
        ("checked out in another folder", settings.branch in state.in_use - {state.branch}),
    )
    roles_of_branch = [role for role, is_it in roles if is_it]
    if roles_of_branch:
        fact = f"PUBLISH_BRANCH '{settings.branch}' is {' and '.join(roles_of_branch)}: the site would replace it"
        yield TARGET_IN_USE.at(settings.file, 1, fact, "name another branch, as 'gh-pages'")


GUARD = Guard(RepositoryFacts, (TARGET_IN_USE,), check)
