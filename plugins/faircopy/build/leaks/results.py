"""A cache of results from earlier builds, keyed by everything that they depend on."""

from collections.abc import Callable
from dataclasses import dataclass

from faircopy.cache.database import Session
from faircopy.cache.fingerprints import fingerprint


@dataclass(frozen=True, slots=True)
class Results:
    """The results in a session. Without a session, everything is computed."""

    session: Session | None = None

    def of(self, kind: str, made_from: object, make: Callable[[], bytes]) -> bytes:
        """Return the result of `make`, which must depend only on `made_from` and the code."""
        if self.session is None:
            return make()
        key = fingerprint((self.session.code, made_from))
        found = self.session.store.get(kind, key)
        if found is None:
            found = make()
            self.session.store.put(kind, key, found)
        return found
