"""What we touch of the private names of Pelican, Jinja and Python-Markdown is listed, and is there."""

import ast
import inspect
import re
from collections.abc import Iterator, Mapping
from importlib import import_module

import pytest

from conftest import ROOT
from faircopy._compat import jinja, pelican, regex

PACKAGE = ROOT / "plugins" / "faircopy"
LISTED: dict[str, Mapping[str, tuple[str, ...]]] = {
    "jinja.py": jinja.PRIVATE_NAMES,
    "pelican.py": pelican.PRIVATE_NAMES,
    "regex.py": regex.PRIVATE_NAMES,
}
NAMES = [(owner, name) for names in LISTED.values() for owner, members in names.items() for name in members]
LIBRARIES = ("pelican", "jinja2", "markdown")
# Of fail2ban, which no build knows.
ELSEWHERE = {
    f"snippets/checkers/_fail2ban/sandboxed/{name}.py"
    for name in ("commands", "jail_setup", "library", "replay", "tally")
}
# Documented all the same: the methods of a named tuple, and of `sys`.
PUBLIC = {"_make", "_replace", "_asdict", "_fields", "_getframe"}
SOURCES = {path.relative_to(PACKAGE).as_posix(): path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py")}


@pytest.mark.parametrize(("owner", "name"), NAMES)
def test_a_private_name_is_there(owner: str, name: str) -> None:
    module, _, kind = owner.rpartition(".")
    found = getattr(import_module(module), kind)
    # An attribute that only an object has is set in a method of its class; what Jinja compiles is text there.
    assert hasattr(found, name) or re.search(rf"\b{name}\b", inspect.getsource(found))


@pytest.mark.parametrize("module", LISTED)
def test_all_that_is_touched_is_listed(module: str) -> None:
    listed = {name for names in LISTED[module].values() for name in names}
    touched = set(private_names(SOURCES[f"_compat/{module}"]))
    assert touched - listed == set()
    assert {name for name in listed if name.startswith("_")} - touched == set()


@pytest.mark.slow
def test_nobody_else_touches_one() -> None:
    others = {path: source for path, source in SOURCES.items() if not path.startswith("_compat/")}
    found = {path: names for path, source in others.items() if (names := touched_in(ast.parse(source)))}
    assert found.keys() == ELSEWHERE, f"put what needs it into faircopy._compat: {found}"


def touched_in(tree: ast.Module) -> list[str]:
    nodes = [*ast.walk(tree)]
    return [
        *(name for node in nodes if isinstance(node, ast.ImportFrom) for name in imported_privately(node)),
        *(name for node in nodes if isinstance(node, ast.Attribute) for name in asked_of_others(node)),
        *(name for node in foreign_classes(tree) for name in private_names(ast.unparse(node))),
    ]


def private_names(source: str) -> Iterator[str]:
    """Yield the private names that are defined, asked for, or stand in a text."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Attribute(attr=name) | ast.FunctionDef(name=name) | ast.Constant(value=str(name)):
                if re.fullmatch(r"_[a-z]\w*", name) and name != "_compat":
                    yield name


def foreign_classes(tree: ast.Module) -> list[ast.ClassDef]:
    """Return the classes that are built on one of a library's, or on one of `_compat`'s."""
    classes = [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    foreign = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and is_of_library(node.module or "")
        for alias in node.names
    }
    found: list[ast.ClassDef] = []
    while new := [one for one in classes if one not in found and {ast.unparse(base) for base in one.bases} & foreign]:
        found += new
        foreign |= {one.name for one in new}
    return found


def is_of_library(module: str) -> bool:
    return module.split(".", maxsplit=1)[0] in LIBRARIES or module.startswith("faircopy._compat.")


def imported_privately(node: ast.ImportFrom) -> Iterator[str]:
    if is_of_library(node.module or ""):
        yield from (alias.name for alias in node.names if alias.name.startswith("_"))


def asked_of_others(node: ast.Attribute) -> Iterator[str]:
    is_own = isinstance(node.value, ast.Name) and node.value.id in {"self", "cls", "os", "ctypes"}
    if node.attr.startswith("_") and not node.attr.startswith("__") and not is_own and node.attr not in PUBLIC:
        yield node.attr


def test_the_look_at_the_sources_sees_them() -> None:
    source = (
        "from pelican.writers import Writer\n"
        "from jinja2.utils import _missing\n"
        "class Mine(Writer):\n    def _open_w(self): pass\n"
        "class Other(Mine):\n    def page(self): return self._written_files\n"
        "def html(content): return content._content\n"
    )
    assert touched_in(ast.parse(source)) == ["_missing", "_content", "_open_w", "_written_files"]
