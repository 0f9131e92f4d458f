"""Private names of Jinja, behind hooks that say what they are for."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from types import CodeType
from typing import Any

from jinja2 import Environment, Template
from jinja2.bccache import Bucket, BytecodeCache
from jinja2.filters import FILTERS
from jinja2.runtime import Context, Macro
from jinja2.tests import TESTS

# Class -> the private names; a test looks for each.
PRIVATE_NAMES = {
    "jinja2.Template": ("_get_default_module", "_module"),
    "jinja2.Environment": ("_generate",),
    "jinja2.utils._PassArg": ("jinja_pass_arg",),
    "jinja2.compiler.CodeGenerator": ("_loop_vars", "_block_vars"),
}
# The settings of an environment that decide how a template is compiled.
SYNTAX = (
    *("block_start_string", "block_end_string", "variable_start_string", "variable_end_string"),
    *("comment_start_string", "comment_end_string", "line_statement_prefix", "line_comment_prefix"),
    *("trim_blocks", "lstrip_blocks", "newline_sequence", "keep_trailing_newline"),
    *("optimized", "sandboxed", "is_async", "autoescape"),
)
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


class CompiledTemplates(BytecodeCache):
    """The compiled templates of a process. Each generator of Pelican has an environment, which would compile anew."""

    def __init__(self, is_called_later: Callable[[object], bool]) -> None:
        """`is_called_later` tells of a filter or test that is not Jinja's whether compiling never calls it."""
        self.is_called_later = is_called_later
        self.compiled: dict[tuple[str, object], tuple[str, CodeType]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        checksum, code = self.compiled.get((bucket.key, self.language_of(bucket.environment)), ("", None))
        bucket.code = code if checksum == bucket.checksum else None

    def dump_bytecode(self, bucket: Bucket) -> None:
        language = self.language_of(bucket.environment)
        if language is not None and bucket.code is not None:
            self.compiled[bucket.key, language] = bucket.checksum, bucket.code

    def language_of(self, environment: Environment) -> object:
        """Return all that a compiled template depends on besides its source; None if that cannot be told."""
        functions = []
        for named, own in ((environment.filters, FILTERS), (environment.tests, TESTS)):
            for name, function in named.items():
                is_own = own.get(name) is function
                if not is_own and not self.is_called_later(function):
                    return None
                functions.append((name, is_own, getattr(function, "jinja_pass_arg", None)))
        syntax = [getattr(environment, name) for name in SYNTAX] + [repr(environment.policies)]
        if environment.finalize or callable(environment.autoescape):
            return None
        return type(environment), tuple(syntax), tuple(map(type, environment.extensions.values())), tuple(functions)


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
