"""Reads a settings file without running it."""

import ast
import copy
import operator
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, partial
from typing import Any

from faircopy import packaged

Values = Mapping[str, Any]
SETTINGS_MODULE = packaged.PACKAGE / "settings.py"
# Characters of a settings file. No person has written more, and each takes time and memory before anything is known.
MAX_SOURCE = 1_000_000
# Characters or members of a value that is still looked at.
MAX_SIZE = 100_000
OPERATORS: Mapping[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.BitOr: operator.or_,
    ast.Sub: operator.sub,
}
# Functions and methods that give the same each time, of texts and collections.
FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    one.__name__: one for one in (tuple, list, dict, set, frozenset, sorted, str, bool, int, len)
}
METHODS = frozenset(("split", "join", "strip", "rstrip", "lstrip", "lower", "upper", "removesuffix", "removeprefix"))
METHODS |= {"replace", "splitlines", "keys", "values", "items", "get", "copy", "union"}
CHANGING = frozenset(("append", "extend", "insert", "remove", "update", "add", "setdefault", "pop"))
COLLECTIONS = (str, list, tuple, dict, set, frozenset)


class NotLiteralError(Exception):
    """A value can be known only by running the file."""


@dataclass
class Literals:
    """The names of a settings file and their values at its end."""

    values: dict[str, Any] = field(default_factory=dict)
    unknown: dict[str, int] = field(default_factory=dict)  # names that are worked out -> the line
    lines: dict[str, int] = field(default_factory=dict)  # names -> the line that has given them their value

    def learn(self, name: str, make: Callable[[], Any], line: int) -> None:
        try:
            self.values[name] = make()
            self.lines[name] = line
            self.unknown.pop(name, None)
        except (NotLiteralError, ArithmeticError, LookupError, TypeError, ValueError, AttributeError, RecursionError):
            self.forget(name, line)

    def forget(self, name: str, line: int) -> None:
        self.values.pop(name, None)
        self.unknown[name] = self.lines[name] = line


def literals_in(source: str, name: str) -> Literals:
    """Return the literal values in the text of a settings file. Raises SyntaxError, and ValueError for a NUL."""
    if len(source) > MAX_SOURCE:
        raise SyntaxError(f"it has {len(source):,} characters, and at most {MAX_SOURCE:,} are read", (name, 1, 1, ""))
    found = Literals()
    try:
        statements = ast.parse(source, name).body
    except (RecursionError, MemoryError):  # as Python's own parser says it
        raise SyntaxError("an expression is nested too deeply", (name, 1, 1, "")) from None
    for statement in statements:
        read_statement(statement, found)
    return found


def read_statement(statement: ast.stmt, found: Literals) -> None:
    match statement:
        case ast.Assign(targets=targets, value=value):
            for target in targets:
                assign(target, value, found)
        case ast.AnnAssign(target=target, value=ast.expr() as value):
            assign(target, value, found)
        case ast.AugAssign(target=ast.Name(id=name), op=op, value=value):
            whole = ast.BinOp(ast.Name(name), op, value)
            found.learn(name, lambda: evaluated(whole, found.values), statement.lineno)
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=method)) as call):
            found.learn(name, lambda: changed(name, method, call, found.values), statement.lineno)
        case ast.ImportFrom(module="faircopy.settings", level=0, names=names):
            take_over(names, statement.lineno, found)
        case ast.Expr() | ast.Import() | ast.ImportFrom() | ast.Pass() | ast.AnnAssign():
            pass  # it makes no setting, or one that no check asks for
        case _:
            # Whether, and how often, it happens is not known.
            for one in assigned(statement):
                found.forget(one, statement.lineno)


def take_over(names: Iterable[ast.alias], line: int, found: Literals) -> None:
    """Apply an import from faircopy.settings, the only module whose source is known."""
    theirs = defaults()
    every = sorted(name for name in (*theirs.values, *theirs.unknown) if name.isupper())
    for alias in names:
        for name in every if alias.name == "*" else [alias.name]:
            found.learn(alias.asname or name, partial(lambda one: copy.deepcopy(theirs.values[one]), name), line)


@cache
def defaults() -> Literals:
    """Return the settings of faircopy.settings; the values that it computes are computed here in the same way."""
    found = literals_in(SETTINGS_MODULE.read_text(encoding="utf-8"), str(SETTINGS_MODULE))
    found.learn("THEME", lambda: str(packaged.THEME), 1)
    return found


def assign(target: ast.expr, value: ast.expr, found: Literals) -> None:
    match target:
        case ast.Name(id=name):
            found.learn(name, lambda: evaluated(value, found.values), value.lineno)
        case ast.Tuple(elts=parts) | ast.List(elts=parts) if isinstance(value, ast.Tuple | ast.List):
            for part, one in zip(parts, value.elts, strict=False):
                assign(part, one, found)
        case _:
            for changed_name in assigned(target):
                found.forget(changed_name, value.lineno)


def assigned(node: ast.AST) -> Iterator[str]:
    """Yield the names that something in `node` assigns or modifies."""
    for one in ast.walk(node):
        if isinstance(one, ast.FunctionDef | ast.ClassDef):
            yield one.name
        elif isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store | ast.Del):
            yield one.id
        elif isinstance(one, ast.Attribute | ast.Subscript) and isinstance(one.value, ast.Name):
            yield one.value.id


def changed(name: str, method: str, call: ast.Call, values: Values) -> Any:
    """Return the value of a list, set or dictionary after a method call on it. Raises NotLiteralError."""
    if method not in CHANGING or not isinstance(values[name], list | set | dict):
        raise NotLiteralError
    made = values[name].copy()
    getattr(made, method)(*arguments(call, values), **named(call, values))
    return made


def evaluated(node: ast.expr, values: Values) -> Any:
    """Return the value of an expression. Raises NotLiteralError, and whatever its evaluation raises."""
    work_out = KINDS.get(type(node))
    if work_out is None:
        raise NotLiteralError
    value = work_out(node, values)
    # Somebody else's settings may double a text forty times.
    if isinstance(value, COLLECTIONS) and len(value) > MAX_SIZE:
        raise NotLiteralError
    return value


def unary(node: ast.UnaryOp, values: Values) -> Any:
    value = evaluated(node.operand, values)
    match node.op:
        case ast.USub():
            return -value
        case ast.Not():
            return not value
    raise NotLiteralError


def binary(node: ast.BinOp, values: Values) -> Any:
    if type(node.op) not in OPERATORS:
        raise NotLiteralError
    return OPERATORS[type(node.op)](evaluated(node.left, values), evaluated(node.right, values))


def formatted(node: ast.FormattedValue, values: Values) -> Any:
    if node.conversion != -1 or node.format_spec is not None:
        raise NotLiteralError
    return evaluated(node.value, values)


def several(parts: list[ast.expr], values: Values) -> Iterator[Any]:
    for part in parts:
        if isinstance(part, ast.Starred):
            yield from evaluated(part.value, values)
        else:
            yield evaluated(part, values)


def dictionary(keys: list[ast.expr | None], parts: list[ast.expr], values: Values) -> dict[Any, Any]:
    made: dict[Any, Any] = {}
    for key, part in zip(keys, parts, strict=True):
        made |= evaluated(part, values) if key is None else {evaluated(key, values): evaluated(part, values)}
    return made


def called(call: ast.Call, values: Values) -> Any:
    match call.func:
        case ast.Name(id=name) if name in FUNCTIONS and name not in values:
            return FUNCTIONS[name](*arguments(call, values), **named(call, values))
        case ast.Attribute(value=ast.Name(id="dict"), attr="fromkeys"):
            return dict.fromkeys(*arguments(call, values))
        case ast.Attribute(value=owner, attr=method) if method in METHODS:
            thing = evaluated(owner, values)
            if isinstance(thing, COLLECTIONS):
                return getattr(thing, method)(*arguments(call, values), **named(call, values))
    raise NotLiteralError


def arguments(call: ast.Call, values: Values) -> list[Any]:
    return list(several(call.args, values))


def named(call: ast.Call, values: Values) -> dict[str, Any]:
    if any(one.arg is None for one in call.keywords):
        raise NotLiteralError
    return {str(one.arg): evaluated(one.value, values) for one in call.keywords}


KINDS: Mapping[type[ast.expr], Callable[[Any, Values], Any]] = {
    ast.Constant: lambda node, _: node.value,
    ast.Name: lambda node, values: values[node.id],
    ast.Tuple: lambda node, values: tuple(several(node.elts, values)),
    ast.List: lambda node, values: list(several(node.elts, values)),
    ast.Set: lambda node, values: set(several(node.elts, values)),
    ast.Dict: lambda node, values: dictionary(node.keys, node.values, values),
    ast.UnaryOp: unary,
    ast.BinOp: binary,
    ast.JoinedStr: lambda node, values: "".join(str(evaluated(part, values)) for part in node.values),
    ast.FormattedValue: formatted,
    ast.Subscript: lambda node, values: evaluated(node.value, values)[evaluated(node.slice, values)],
    ast.Call: called,
}
