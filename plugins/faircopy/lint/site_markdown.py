"""Renders a text with the site's own Python-Markdown settings."""

import importlib.util
import json
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from markdown import Markdown

# Whose modules are imported: nothing that somebody else's settings name is run.
KNOWN = ("markdown.extensions.", "pymdownx.", "faircopy.")
# What colours code, or compares it already: it changes no word.
LEFT_OUT = ("faircopy.snippets.extension",)
COLOURS = {"markdown.extensions.codehilite": {"use_pygments": False}, "codehilite": {"use_pygments": False}}
# Processors of Python-Markdown's extensions that make a difference to what is compared.
NAMES = ("admonition", "deflist", "footnote", "abbr", "markdown_block", "attr_list", "smarty", "toc")
SMARTY_PRIORITY = 6  # https://python-markdown.github.io/extensions/api/
COMMONMARK = "faircopy.markdown.extension"


@dataclass(frozen=True, slots=True)
class SiteMarkdown:
    """Python-Markdown with the settings of a site."""

    markdown: "Markdown"
    additions: frozenset[str]  # the names of its processors: what its extensions add
    smarty: Any  # that which makes punctuation typographic, which takes the longest of all; None: nothing does

    def html(self, text: str, *, typographic: bool = True) -> str:
        """Return a text as HTML, without typographic punctuation where that makes no difference."""
        if self.smarty is not None and typographic != ("smarty" in self.markdown.treeprocessors):
            switch(self.markdown.treeprocessors, self.smarty)
        return self.markdown.reset().convert(text)


def reads_as_everywhere(setting: str) -> bool:
    """Tell whether a site reads texts as CommonMark and GitHub do."""
    return COMMONMARK in setting


@lru_cache(maxsize=4)
def site_markdown(setting: str) -> SiteMarkdown | None:
    """Return Markdown with the setting MARKDOWN, as JSON; None if that is unknown or not installed."""
    if not setting or importlib.util.find_spec("markdown") is None:
        return None
    from markdown import Markdown  # noqa: PLC0415  # a base installation has none

    settings = json.loads(setting)
    configs: dict[str, dict[str, Any]] = settings.get("extension_configs") or {}
    # Pelican adds the last one itself.
    names = [*(settings.get("extensions") or ()), *configs, "markdown.extensions.meta"]
    if not all(is_known(name) for name in names):
        return None
    leaves_out = LEFT_OUT if COMMONMARK in names else ()
    plain = {name: {**without_objects(config), **COLOURS.get(name, {})} for name, config in configs.items()}
    extensions = [name for name in dict.fromkeys(names) if name not in leaves_out]
    try:
        made = Markdown(extensions=extensions, extension_configs=plain, output_format="html")
    except (ImportError, AttributeError, TypeError, KeyError, ValueError):
        return None
    processors = [*registered(made.parser.blockprocessors), *registered(made.treeprocessors)]
    smarty = made.treeprocessors["smarty"] if "smarty" in made.treeprocessors else None  # noqa: SIM401  # it has no `get`
    return SiteMarkdown(made, frozenset(processors), smarty)


def switch(processors: Any, smarty: Any) -> None:
    """Remove the processor of punctuation, or put it back."""
    if "smarty" in processors:
        processors.deregister("smarty")
    else:
        processors.register(smarty, "smarty", SMARTY_PRIORITY)


def is_known(name: str) -> bool:
    return (
        name.startswith(KNOWN) or importlib.util.find_spec(f"markdown.extensions.{name.partition('.')[0]}") is not None
    )


def without_objects(config: dict[str, Any] | None) -> dict[str, Any]:
    return {name: value for name, value in (config or {}).items() if value is not None}


def registered(registry: Any) -> list[str]:
    return [name for name in NAMES if name in registry]
