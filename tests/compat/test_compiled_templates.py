"""Templates are compiled once for all environments that would make the same of them, and for no other."""

from collections.abc import Callable
from typing import Any

import pytest
from jinja2 import DictLoader, pass_context, pass_environment
from jinja2.ext import LoopControlExtension

from faircopy._compat.jinja import CompilingEnvironment
from faircopy.incremental.observe import observe, observe_functions

SOURCE = "{% if word %}\n{{ word|shout }}\n{% endif %}{{ 'constant'|upper }}"


def said(word: object) -> str:
    return f"{word}!"


def environment(
    source: str = SOURCE, shout: Callable[..., str] = said, *, is_observed: bool = True, **settings: Any
) -> CompilingEnvironment:
    made = CompilingEnvironment(loader=DictLoader({"a.html": source}), **settings)
    made.filters["shout"] = shout
    observe(made)
    if is_observed:
        observe_functions(made)
    return made


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The sources that have been compiled, since the test began."""
    found: list[str] = []
    compiling = CompilingEnvironment.compile

    def compile_it(self: CompilingEnvironment, source: Any, *more: Any) -> Any:
        found.append(source)
        return compiling(self, source, *more)

    monkeypatch.setattr(CompilingEnvironment, "compile", compile_it)
    return found


def render(made: CompilingEnvironment, **values: object) -> str:
    return made.get_template("a.html").render(word="a", **values)


def test_another_environment_of_the_same_kind_compiles_nothing(compiled: list[str]) -> None:
    source = f"one {SOURCE}"
    first, second = (render(environment(source, shout)) for shout in (said, lambda word: f"{word}?"))
    assert (first, second) == ("one \na!\nCONSTANT", "one \na?\nCONSTANT")
    assert compiled == [source]


@pass_environment
def with_environment(_environment: object, word: str) -> str:
    return f"{word}, in an environment"


@pass_context
def with_context(_context: object, word: str) -> str:
    return f"{word}, in a context"


def replaced(made: CompilingEnvironment) -> CompilingEnvironment:
    """Jinja's own filter of a constant is called when it is compiled; a site's may say something else each time."""
    made.filters["upper"] = lambda word: f"{word} of the site"
    observe_functions(made)
    return made


OTHERS: dict[str, tuple[Callable[[], CompilingEnvironment], str]] = {
    "a source": (lambda: environment(f"{SOURCE}."), "\na!\nCONSTANT."),
    "a setting": (lambda: environment(trim_blocks=True), "a!\nCONSTANT"),
    "a finish": (lambda: environment(finalize=lambda word: f"<{word}>"), "\n<a!>\n<CONSTANT>"),
    "an extension": (lambda: environment(extensions=[LoopControlExtension]), "\na!\nCONSTANT"),
    "a filter that wants the environment": (
        lambda: environment(shout=with_environment),
        "\na, in an environment\nCONSTANT",
    ),
    "a filter with the context": (lambda: environment(shout=with_context), "\na, in a context\nCONSTANT"),
    "a filter of Jinja's name": (lambda: replaced(environment()), "\na!\nconstant of the site"),
}


@pytest.mark.parametrize(("make", "expected"), OTHERS.values(), ids=OTHERS)
def test_what_would_be_compiled_otherwise_is(
    make: Callable[[], CompilingEnvironment], expected: str, compiled: list[str]
) -> None:
    render(environment())
    before = len(compiled)
    assert render(make()) == expected
    assert len(compiled) == before + 1
    assert render(environment()) == "\na!\nCONSTANT"


def test_what_compiling_may_have_called_is_not_kept() -> None:
    """Jinja calls a filter of a constant at once, unless it is observed."""
    words = iter(("first", "second"))
    made = (environment("{{ 'x'|shout }}", lambda _: next(words), is_observed=False) for _ in range(2))
    assert [render(one) for one in made] == ["first", "second"]


def test_a_cache_of_the_sites_own_stays() -> None:
    own = environment().bytecode_cache
    made = CompilingEnvironment(bytecode_cache=own)
    observe(made)
    assert made.bytecode_cache is own
