"""Where a push goes, which may differ from where a fetch comes from (`pushurl`, `pushInsteadOf`)."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from faircopy.diagnostics.model import Diagnostic
from faircopy.publish import rules
from faircopy.publish.git import GitError, Repository

# Credentials before the host of an address: a name, a password or a token.
CREDENTIALS = re.compile(r"(?<=://)[^/@\s]+@")


@dataclass(frozen=True, slots=True)
class Destination:
    """A remote, and the address that a push changes."""

    remote: str  # its name
    configured: str  # the address, as the settings have it
    addresses: tuple[str, ...]  # that a push goes to, as git has rewritten them
    is_elsewhere: bool  # a fetch from the remote comes from another place

    @property
    def place(self) -> str:
        """The argument for git to read what was pushed."""
        return self.addresses[0] if self.is_elsewhere else self.remote

    @property
    def public_address(self) -> str:
        """The address for messages, without credentials."""
        return CREDENTIALS.sub("", self.addresses[0])


def destination_of(repository: Repository, remote: str) -> Destination:
    """Ask git where a push to `remote` goes. Raises GitError."""
    pushed = tuple(repository.ask_as_user("remote", "get-url", "--push", "--all", remote).splitlines())
    fetched = repository.ask_as_user("remote", "get-url", remote)
    return Destination(remote, configured_address(repository, remote), pushed, pushed != (fetched,))


def configured_address(repository: Repository, remote: str) -> str:
    for name in ("pushurl", "url"):
        with suppress(GitError):
            return repository.ask_as_user("config", f"remote.{remote}.{name}")
    return ""


def check_destination(destination: Destination) -> Iterator[Diagnostic]:
    """Yield a diagnostic if a push would go to several addresses, of which only some might fail."""
    if len(destination.addresses) > 1:
        fact = f"a push to '{destination.remote}' goes to {len(destination.addresses)} places at once"
        hint = "give the remote one 'pushurl', or add a remote for the site alone and name it in PUBLISH_REMOTE"
        yield rules.PUSHES_TO_SEVERAL.at(".", 1, fact, hint)
