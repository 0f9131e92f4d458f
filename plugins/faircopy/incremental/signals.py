"""What this package tells other plugins, and what they tell it."""

from collections.abc import Callable
from typing import TypeVar

from blinker import signal

# With a content whose text has been read again, when nothing else has changed. A plugin that does something to
# contents once all are read does it to this one. A site with a plugin that does, and does not listen, is read whole;
# so is one of which a receiver returns False, because more has changed than a text.
content_refreshed = signal("content_refreshed")

Function = TypeVar("Function", bound=Callable[..., object])


def needs_no_text(receiver: Function) -> Function:
    """Mark a receiver of Pelican's signals for which it makes no difference what the text of a content is."""
    receiver.needs_no_text = True  # type: ignore[attr-defined]  # functions take attributes
    return receiver


def pure(function: Function) -> Function:
    """Mark a filter or a test whose result follows from its arguments alone, and which is given no content.

    A call of it tells nothing that the page has not read already, so that it need not be made again to see.
    """
    function.is_pure = True  # type: ignore[attr-defined]  # functions take attributes
    return function
