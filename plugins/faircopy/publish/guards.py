"""What must hold before a site is built to be published."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from faircopy.diagnostics.model import Diagnostic
from faircopy.publish import rules
from faircopy.publish.repository_state import RepositoryState
from faircopy.publish.settings import PublishSettings

# Where a message is about the repository as a whole.
HERE = "."
# A list in a message is cut after so many.
MAX_LISTED = 5
# https://www.rfc-editor.org/rfc/rfc2606, and this machine.
NOWHERE = re.compile(r"(.+\.)?(example|invalid|test|localhost)")
GITHUB = re.compile(r"(?:https://(?:[^@/]+@)?github\.com/|(?:ssh://)?git@github\.com[:/])([^/]+)/([^/]+?)(?:\.git)?/?")


def check_state(state: RepositoryState, settings: PublishSettings) -> Iterator[Diagnostic]:
    """Yield each reason not to publish."""
    yield from check_checkout(state, settings)
    yield from check_target(state, settings)
    yield from check_source(state, settings)
    yield from check_address(state, settings)
    yield from check_domain(state, settings)


def check_checkout(state: RepositoryState, settings: PublishSettings) -> Iterator[Diagnostic]:
    if not state.branch:
        hint = f"git switch {settings.source}"
        yield rules.DETACHED.at(HERE, 1, "no branch is checked out (a detached HEAD)", hint)
    elif state.branch != settings.source:
        fact = f"'{state.branch}' is checked out, and the site is made from '{settings.source}'"
        yield rules.OTHER_BRANCH.at(HERE, 1, fact, f"git switch {settings.source}, or change PUBLISH_SOURCE")
    if state.is_shallow:
        fact = "this is a shallow clone: most of the history is not here"
        yield rules.SHALLOW.at(HERE, 1, fact, "git fetch --unshallow")
    if state.changed:
        fact = f"not committed: {few(state.changed)}"
        yield rules.DIRTY.at(HERE, 1, fact, "commit it, or put it away with git stash -u")
    if state.hidden:
        fact = f"git was told to overlook changes in {few(state.hidden)}"
        yield rules.DIRTY.at(HERE, 1, fact, "git update-index --no-assume-unchanged --no-skip-worktree FILE")
    if not state.has_identity:
        hint = "git config user.name 'Your name'; git config user.email you@example.org"
        yield rules.NOBODY.at(HERE, 1, "git has no name and address for the commit", hint)


def check_target(state: RepositoryState, settings: PublishSettings) -> Iterator[Diagnostic]:
    roles = (
        ("the branch that the site is made from", settings.branch == settings.source),
        ("the branch that is checked out", settings.branch == state.branch),
        ("the default branch of the remote", settings.branch == state.default_branch),
        ("checked out in another folder", settings.branch in state.in_use - {state.branch}),
    )
    held = [role for role, is_it in roles if is_it]
    if held:
        fact = f"PUBLISH_BRANCH '{settings.branch}' is {' and '.join(held)}: the site would replace it"
        yield rules.TARGET_IN_USE.at(settings.file, 1, fact, "name another branch, as 'gh-pages'")


def check_source(state: RepositoryState, settings: PublishSettings) -> Iterator[Diagnostic]:
    if state.unfetched:
        fact = f"the remote has {commits(state.unfetched)} of '{settings.source}' that are not here"
        yield rules.SOURCE_MOVED.at(HERE, 1, fact, "git pull, look at what has changed, and publish again")
    elif state.unpushed:
        fact = f"{commits(state.unpushed)} of '{settings.source}' only on this machine"
        yield rules.SOURCE_UNPUSHED.at(HERE, 1, fact, "git push, so that nobody publishes without them")
    # Of a shallow clone nobody can tell.
    if state.published and not state.published.source_is_behind and not state.is_shallow:
        fact = f"the live site was made from {str(state.published.source)[:10]}, which is no part of '{state.branch}'"
        hint = "git pull: publishing now would take back what somebody has published"
        yield rules.LIVE_UNKNOWN.at(HERE, 1, fact, hint)


def check_address(state: RepositoryState, settings: PublishSettings) -> Iterator[Diagnostic]:
    yield from check_stand_in(settings)
    host = urlsplit(settings.siteurl).hostname or ""
    wanted = address_at_github(state.remote_url)
    if wanted and host.endswith(".github.io") and settings.siteurl.lower() != wanted:
        fact = f"SITEURL is '{settings.siteurl}', and GitHub will show this repository at {wanted}"
        yield rules.ADDRESS_UNLIKELY.at(settings.file, 1, fact, f"make publish SITEURL={wanted}")


def check_stand_in(settings: PublishSettings) -> Iterator[Diagnostic]:
    if NOWHERE.fullmatch(urlsplit(settings.siteurl).hostname or ""):
        hint = "make publish SITEURL=https://…, or write your address into the settings"
        fact = f"SITEURL is '{settings.siteurl}', a stand-in"
        yield rules.ADDRESS_UNLIKELY.at(settings.file, 1, fact, hint)


def address_at_github(remote_url: str) -> str | None:
    """Return where GitHub Pages shows a repository by itself; None for a remote that is not GitHub's."""
    found = GITHUB.fullmatch(remote_url.lower())
    if not found:
        return None
    owner, name = found.groups()
    return f"https://{owner}.github.io" if name == f"{owner}.github.io" else f"https://{owner}.github.io/{name}"


def check_domain(state: RepositoryState, settings: PublishSettings) -> Iterator[Diagnostic]:
    live = state.published.cname if state.published else None
    if live and settings.cname is None:
        fact = f"the live site has the domain '{live}', and PUBLISH_CNAME is not set"
        hint = f'set it to "{live}", or to "" to give the domain up'
        yield rules.DOMAIN_LOST.at(settings.file, 1, fact, hint)
    host = urlsplit(settings.siteurl).hostname
    if settings.cname and settings.cname != host:
        fact = f"PUBLISH_CNAME is '{settings.cname}', and SITEURL '{settings.siteurl}' is elsewhere"
        hint = f"make publish SITEURL=https://{settings.cname}"
        yield rules.DOMAIN_LOST.at(settings.file, 1, fact, hint)


def commits(number: int) -> str:
    return f"{number} commit{'s' if number > 1 else ''}"


def few(names: tuple[str, ...]) -> str:
    shown = ", ".join(f"'{name.strip()}'" for name in names[:MAX_LISTED])
    return f"{shown} and {len(names) - MAX_LISTED} more" if len(names) > MAX_LISTED else shown
