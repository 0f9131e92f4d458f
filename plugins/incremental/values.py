"""What stands for the values that a template meets: contents by their source, all else by what it says."""

from collections.abc import Mapping
from typing import Any

from jinja2.runtime import Undefined
from jinja2.utils import missing
from pelican.contents import Content
from pelican.urlwrappers import URLWrapper

from incremental.digests import digest_of

# Lists from here on are remembered, because every page of a site reads the same ones.
LONG = 8
OWN = {"settings", "name", "slug", "_name", "_slug", "_slug_from_name"}
NOTHING = "nothing"


class Values:
    """The digests of values during one run, in which nothing changes any more."""

    def __init__(self) -> None:
        self.known: dict[int, tuple[object, str]] = {}  # by id, with the value, so that no other gets that id

    def digest(self, value: object) -> str:
        """Return what stands for `value`. Raises OpaqueError where nobody can tell."""
        if value is missing or isinstance(value, Undefined):
            return NOTHING
        is_long = isinstance(value, list | tuple | dict) and len(value) >= LONG
        if is_long and id(value) in self.known:
            return self.known[id(value)][1]
        digest = digest_of(value, self.name)
        if is_long:
            self.known[id(value)] = value, digest
        return digest

    def name(self, value: object) -> str | None:
        if isinstance(value, Content):
            return name_of(value)
        if isinstance(value, URLWrapper):
            # Its addresses come from the settings; what is `OWN` follows from its name, or is filled in when asked for.
            own = {key: one for key, one in vars(value).items() if key not in OWN}
            return self.digest((own, value.name, value.slug, value.url, value.save_as))
        return None


def name_of(content: Any) -> str:
    """Return the name of a content, of which there is one in a site."""
    return f"@{type(content).__name__}:{content.relative_source_path}"


def contents_by_name(context: Mapping[str, Any]) -> dict[str, Any]:
    """Return all contents that Pelican knows, by name."""
    found = [*context["generated_content"].values(), *context["static_content"].values()]
    return {name_of(content): content for content in found if content}
