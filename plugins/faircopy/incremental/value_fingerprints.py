"""Fingerprints of the values that pages read. A content counts by its name: its attributes are read one by one."""

from typing import Any

from jinja2.runtime import Undefined
from jinja2.utils import missing
from pelican.contents import Content
from pelican.urlwrappers import URLWrapper

from faircopy._compat.pelican import FOLLOWS_FROM_NAME, slug_follows_from_name
from faircopy.cache.fingerprints import UnhashableValueError, fingerprint

# Lists from here on are remembered, because every page of a site reads the same ones.
MIN_CACHED_LENGTH = 8
COLLECTIONS = (list, tuple, dict)
# Texts up to here stand for themselves, behind a sign that no fingerprint begins with, as other plain values do.
MAX_PLAIN_CHARS = 32
NOTHING = "nothing"  # for what is not there


class Fingerprints:
    """Caches the fingerprints of values during one build, in which values do not change. Contents count by name."""

    def __init__(self) -> None:
        self.known: dict[int, tuple[object, str]] = {}  # by id, with the value, so that no other gets that id
        self.plain_wrappers: dict[tuple[type, str], str] = {}

    def of(self, value: object) -> str:
        """Return the fingerprint of `value`. Raises UnhashableValueError for values that cannot be compared."""
        if type(value) is str and len(value) <= MAX_PLAIN_CHARS:
            return f"={value}"
        if value is None or value is True or value is False or type(value) is int:
            return f"!{value}"
        if isinstance(value, Content | URLWrapper):
            return str(self.name(value))
        if value is missing or isinstance(value, Undefined):
            return NOTHING
        if not isinstance(value, COLLECTIONS) or len(value) < MIN_CACHED_LENGTH:
            return self.calculate(value)
        return self.remembered(value) or self.remember(value, self.calculate(value))

    def calculate(self, value: object) -> str:
        try:
            return fingerprint(value, self.name)
        except RecursionError:  # such as two tags that have each other
            raise UnhashableValueError(f"{type(value).__qualname__} that holds itself") from None

    def name(self, value: object) -> str | None:
        if isinstance(value, Content):
            return self.name_of(value)
        if isinstance(value, URLWrapper):
            return self.remembered(value) or self.remember(value, self.of_wrapper(value))
        return None

    def name_of(self, content: object) -> str | None:
        if not isinstance(content, Content):
            return None
        return self.remembered(content) or self.remember(content, name_of(content))

    def of_wrapper(self, value: Any) -> str:
        # Its addresses come from the settings; all else follows from its name, or is filled in when asked for.
        own = {key: one for key, one in vars(value).items() if key not in FOLLOWS_FROM_NAME}
        if own or not slug_follows_from_name(value):
            return self.of((own, value.name, value.slug, value.url, value.save_as))
        # Each article has objects of its own for the same few tags.
        kind = type(value), value.name
        if kind not in self.plain_wrappers:
            self.plain_wrappers[kind] = self.of((own, value.name, value.slug, value.url, value.save_as))
        return self.plain_wrappers[kind]

    def remembered(self, value: object) -> str | None:
        found = self.known.get(id(value))
        return found[1] if found else None

    def remember(self, value: object, found: str) -> str:
        self.known[id(value)] = value, found
        return found


def name_of(content: Any) -> str:
    """Return the name of a content, of which there is one in a site."""
    return f"@{type(content).__name__}:{content.relative_source_path}"
