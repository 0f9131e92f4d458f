"""What stands for the values that a template meets: contents by their source, all else by what it says."""

from collections.abc import Mapping
from typing import Any

from jinja2.runtime import Undefined
from jinja2.utils import missing
from pelican.contents import Content
from pelican.urlwrappers import URLWrapper

from faircopy._compat.pelican import FOLLOWS_FROM_NAME, slug_follows_from_name
from faircopy.incremental.digests import OpaqueError, digest_of

# Lists from here on are remembered, because every page of a site reads the same ones.
LONG = 8
COLLECTIONS = (list, tuple, dict)
# Texts up to here stand for themselves, behind a sign that no digest begins with, as other plain values do.
SHORT = 32
NOTHING = "nothing"


class Values:
    """The digests of values during one run, in which nothing changes any more."""

    def __init__(self) -> None:
        self.known: dict[int, tuple[object, str]] = {}  # by id, with the value, so that no other gets that id
        self.plain_wrappers: dict[tuple[type, str], str] = {}

    def digest(self, value: object) -> str:
        """Return what stands for `value`. Raises OpaqueError where nobody can tell."""
        if type(value) is str and len(value) <= SHORT:
            return f"={value}"
        if value is None or value is True or value is False or type(value) is int:
            return f"!{value}"
        if isinstance(value, Content | URLWrapper):
            return str(self.name(value))
        if value is missing or isinstance(value, Undefined):
            return NOTHING
        if not isinstance(value, COLLECTIONS) or len(value) < LONG:
            return self.digest_of(value)
        return self.remembered(value) or self.remember(value, self.digest_of(value))

    def digest_of(self, value: object) -> str:
        try:
            return digest_of(value, self.name)
        except RecursionError:  # such as two tags that have each other
            raise OpaqueError(f"{type(value).__qualname__} that holds itself") from None

    def name(self, value: object) -> str | None:
        if isinstance(value, Content):
            return self.name_of(value)
        if isinstance(value, URLWrapper):
            return self.remembered(value) or self.remember(value, self.digest_of_wrapper(value))
        return None

    def name_of(self, content: Content) -> str:
        return self.remembered(content) or self.remember(content, name_of(content))

    def digest_of_wrapper(self, value: Any) -> str:
        # Its addresses come from the settings; all else follows from its name, or is filled in when asked for.
        own = {key: one for key, one in vars(value).items() if key not in FOLLOWS_FROM_NAME}
        if own or not slug_follows_from_name(value):
            return self.digest((own, value.name, value.slug, value.url, value.save_as))
        # Each article has objects of its own for the same few tags.
        kind = type(value), value.name
        if kind not in self.plain_wrappers:
            self.plain_wrappers[kind] = self.digest((own, value.name, value.slug, value.url, value.save_as))
        return self.plain_wrappers[kind]

    def remembered(self, value: object) -> str | None:
        found = self.known.get(id(value))
        return found[1] if found else None

    def remember(self, value: object, digest: str) -> str:
        self.known[id(value)] = value, digest
        return digest


def name_of(content: Any) -> str:
    """Return the name of a content, of which there is one in a site."""
    return f"@{type(content).__name__}:{content.relative_source_path}"


def contents_by_name(context: Mapping[str, Any], values: Values) -> dict[str, Any]:
    """Return all contents that Pelican knows, by name."""
    found = [*context["generated_content"].values(), *context["static_content"].values()]
    return {values.name_of(content): content for content in found if content}
