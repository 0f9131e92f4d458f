"""Private names of Pelican, behind functions that say what they are for."""

from collections.abc import Callable
from typing import Any

from pelican.log import LimitFilter

# Class -> the private names of it that are used here or in a subclass of ours; a test looks for each.
PRIVATE_NAMES = {
    "pelican.contents.Content": ("_content", "_context", "_expand_settings"),
    "pelican.urlwrappers.URLWrapper": ("_slug", "_slug_from_name"),
    "pelican.log.LimitFilter": ("_raised_messages", "_group_count"),
    "pelican.readers.MarkdownReader": ("_md", "_parse_metadata"),
    "pelican.writers.Writer": ("_open_w", "_written_files", "_overridden_files"),
}


def html_of(content: Any) -> str:
    """Return the HTML of an article or a page before its links are resolved; "" where there is none.

    `content.content` would resolve them, for which it may be too early.
    """
    return content._content or ""  # noqa: SLF001


def set_html(content: Any, html: str) -> None:
    """Replace the HTML, as Pelican's documentation has plugins do. There is no setter."""
    content._content = html  # noqa: SLF001


def set_context(content: Any, context: dict[str, Any]) -> None:
    """Give a content that was made in an earlier run the context of this one."""
    content._context = context  # noqa: SLF001


def wrap_address_formatting(content: Any, wrap: Callable[[Callable[[str], str]], Callable[[str], str]]) -> None:
    """Replace what formats the addresses of a content from the settings."""
    content._expand_settings = wrap(content._expand_settings)  # noqa: SLF001


def slug_follows_from_name(wrapper: Any) -> bool:
    """Tell whether nobody has given a tag, a category or an author another slug."""
    return bool(wrapper._slug_from_name)  # noqa: SLF001


def set_slug_of_name(wrapper: Any, slug: str) -> None:
    """Set the slug that Pelican would make of the name, as Pelican remembers it."""
    wrapper._slug = slug  # noqa: SLF001


def forget_logged_messages() -> None:
    """Have Pelican log a warning again that this process has logged before; a second build would look clean."""
    LimitFilter._raised_messages.clear()  # noqa: SLF001
    LimitFilter._group_count.clear()  # noqa: SLF001
