"""Marks of functions: what `incremental` and the preview may take for granted of them. Nothing of Pelican is needed."""

from collections.abc import Callable
from typing import TypeVar

Function = TypeVar("Function", bound=Callable[..., object])


def needs_no_text(receiver: Function) -> Function:
    """Mark a receiver of Pelican's signals that does not depend on the text of a content."""
    receiver.needs_no_text = True  # type: ignore[attr-defined]  # functions take attributes
    return receiver


def pure(function: Function) -> Function:
    """Mark a filter or test whose result depends only on its arguments, none of which is a content.

    Such a call reads nothing new, so the next build need not repeat it.
    """
    function.is_pure = True  # type: ignore[attr-defined]  # functions take attributes
    return function


def reads_by_name(function: Function) -> Function:
    """Mark a function that gets the template's context, and reads only variables of it by name.

    The context records those reads, as it records the template's own.
    """
    function.reads_by_name = True  # type: ignore[attr-defined]  # functions take attributes
    return function
