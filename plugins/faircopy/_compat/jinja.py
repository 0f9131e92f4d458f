"""Private names of Jinja, behind hooks that say what they are for."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from jinja2 import Environment, Template
from jinja2.runtime import Context, Macro

# Class -> the private names; a test looks for each.
PRIVATE_NAMES = {
    "jinja2.Template": ("_get_default_module", "_module"),
    "jinja2.Environment": ("_generate",),
    "jinja2.utils._PassArg": ("jinja_pass_arg",),
    "jinja2.compiler.CodeGenerator": ("_loop_vars", "_block_vars"),
}
# What compiled templates give to each call besides its arguments.
INTERNAL_ARGUMENTS = frozenset(("_loop_vars", "_block_vars"))


class ImportedTemplate(Template):
    """A template that may be imported by others."""

    def runs_again(self) -> bool:
        """Tell whether the body runs for each importing page, rather than once."""
        return False

    def _get_default_module(self, ctx: Context | None = None) -> Any:
        if self.runs_again():
            self._module = None
        return super()._get_default_module(ctx)


class CompilingEnvironment(Environment):
    """An environment that knows when a template is being compiled."""

    def compiling(self) -> AbstractContextManager[None]:
        """Return the context manager in which a template is compiled: Jinja then calls filters of constants."""
        return nullcontext()

    def _generate(self, *args: Any, **settings: Any) -> str:
        with self.compiling():
            return super()._generate(*args, **settings)


def belongs_to_jinja(thing: object) -> bool:
    """Tell whether an object is Jinja's own: a macro, a function of its package, or a value of one of its types."""
    module = getattr(thing, "__module__", None) or type(thing).__module__
    # `jinja2.ext` makes the translation functions, which read what they are given.
    is_internal = str(module).startswith("jinja2") and module != "jinja2.ext"
    return isinstance(thing, Macro) or thing is range or thing is dict or is_internal


def wants_more(function: object) -> bool:
    """Tell whether Jinja passes a function the context or the environment besides its arguments."""
    return hasattr(function, "jinja_pass_arg")


def copy_pass_arguments(function: Any, other: Callable[..., Any]) -> None:
    """Copy the marks of `pass_context` and the like, so that Jinja calls `function` as it calls `other`."""
    if wants_more(other):
        function.jinja_pass_arg = other.jinja_pass_arg  # type: ignore[attr-defined]  # functions take attributes
