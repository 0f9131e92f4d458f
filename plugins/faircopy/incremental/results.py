"""What functions of texts have returned, as one value from build to build.

For what takes longer than a digest of the text, and follows from the text alone.
"""

from collections.abc import Callable

import msgspec

from faircopy.incremental.digests import digest_of_bytes
from faircopy.incremental.store import Store

# A Pelican setting: the results of the build that is under way.
RESULTS = "INCREMENTAL_RESULTS"
KIND = "results"


class Results:
    """The results of the build that is under way, by function and text."""

    def __init__(self, store: Store, code: str) -> None:
        """`code` is the digest of all code that takes part, the functions among it."""
        self.store = store
        self.code = code
        self.before = read_results(store.get(KIND, code))
        self.now: dict[str, int] = {}

    def of(self, function: Callable[[str], int], text: str) -> int:
        """Return what `function` returns for `text`."""
        key = f"{function.__qualname__} {digest_of_bytes(text.encode('utf-8', 'surrogatepass'))}"
        found = self.before.get(key)
        self.now[key] = result = function(text) if found is None else found
        return result

    def save(self) -> None:
        """Have the store keep what this build has asked for."""
        if self.now != self.before:
            self.store.put(KIND, self.code, msgspec.msgpack.encode(self.now))
        self.before, self.now = self.now, {}


def read_results(data: bytes | None) -> dict[str, int]:
    """Return what was kept; nothing for what is none."""
    try:
        return msgspec.msgpack.decode(data, type=dict[str, int]) if data else {}
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return {}
