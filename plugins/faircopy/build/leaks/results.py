"""What was worked out of texts in earlier builds, by all that it follows from."""

from collections.abc import Callable
from dataclasses import dataclass

from faircopy.cache.database import Session
from faircopy.incremental.fingerprints import fingerprint


@dataclass(frozen=True, slots=True)
class Results:
    """What is kept in a session. Without one, all is worked out."""

    session: Session | None = None

    def of(self, kind: str, made_from: object, make: Callable[[], bytes]) -> bytes:
        """Return what `make` returns, which must follow from `made_from` and the code alone."""
        if self.session is None:
            return make()
        key = fingerprint((self.session.code, made_from))
        found = self.session.store.get(kind, key)
        if found is None:
            found = make()
            self.session.store.put(kind, key, found)
        return found
