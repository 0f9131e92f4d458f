"""A table of texts by name that is kept as one value: quicker than a value each, where most are asked for."""

import msgspec

from faircopy.cache.database import Store


class KeptTable:
    """The entries of the last build, and those of this one, which replace them."""

    def __init__(self, store: Store | None, kind: str, key: str) -> None:
        """Everything that all entries depend on is in `key`. Without a `store`, nothing is kept."""
        self.store = store
        self.kind = kind
        self.key = key
        self.before = decoded(store.get(kind, key)) if store else {}
        self.now: dict[str, str] = {}

    def get(self, name: str) -> str | None:
        """Return the entry of the last build, or None."""
        return self.before.get(name)

    def put(self, name: str, text: str) -> None:
        """Note an entry of this build, whether it is new or not."""
        self.now[name] = text

    def save(self) -> None:
        """Keep the entries of this build, and drop all others."""
        if self.store and self.now != self.before:
            self.store.put(self.kind, self.key, msgspec.msgpack.encode(self.now))


def decoded(data: bytes | None) -> dict[str, str]:
    """Return a kept table; an empty one if it is invalid."""
    try:
        return msgspec.msgpack.decode(data, type=dict[str, str]) if data else {}
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return {}
