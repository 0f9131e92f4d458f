"""What `bantime.formula` comes to, calculated with bounds: fail2ban evaluates it at each ban, and waits for it."""

import ast
import math
import operator
from collections.abc import Callable
from typing import Any

from .arithmetic import is_arithmetic

MAX_BITS = 20_000  # of a whole number: none that is a time has so many
TIME, FACTOR = 600, 1  # fail2ban's own defaults
COUNTS = (1, 20)  # how often an address may have been banned
OPERATORS: dict[type[ast.AST], Callable[..., Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: operator.pow,
    ast.LShift: operator.lshift,
    ast.RShift: operator.rshift,
    ast.BitAnd: operator.and_,
    ast.BitOr: operator.or_,
    ast.BitXor: operator.xor,
    ast.USub: operator.neg,
    ast.UAdd: operator.pos,
    ast.Not: operator.not_,
    ast.Invert: operator.invert,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}
FUNCTIONS: dict[str, Callable[..., Any]] = {
    "abs": abs,
    "float": float,
    "int": int,
    "max": max,
    "min": min,
    "round": round,
    "pow": lambda one, other: calculated(ast.Pow(), one, other),
}
OF_MATH = ("ceil", "e", "exp", "floor", "log", "log10", "log2", "pi", "sqrt", "trunc")


class UnknownValueError(Exception):
    """A part of a formula whose value is not looked at."""


def trouble_with_formula(formula: str) -> str:
    """Return why a formula has no value for some ban; "" if it has one, or is more than is looked at."""
    if not is_arithmetic(formula):
        return ""
    tree = ast.parse(formula.strip(), mode="eval").body
    for count in COUNTS:
        try:
            result = value_of(tree, count)
        except UnknownValueError:
            return ""
        except ZeroDivisionError:
            return f"it divides by zero at ban number {count} of an address"
        except (OverflowError, ValueError, TypeError, RecursionError) as error:
            return f"it has no value at ban number {count} of an address: {error}"
        if isinstance(result, complex):
            return "its value is a complex number, not a time"
    return ""


def value_of(node: ast.AST, count: int) -> Any:
    """Return the value of a part. Raises what Python raises, and OverflowError for a number that nobody waits for."""
    value: Any
    match node:
        case ast.Constant():
            value = node.value
        case ast.Name() | ast.Attribute():
            value = named(node, count)
        case ast.UnaryOp():
            value = OPERATORS[type(node.op)](value_of(node.operand, count))
        case ast.BinOp():
            value = calculated(node.op, value_of(node.left, count), value_of(node.right, count))
        case ast.Compare(ops=[op], comparators=[other]) if type(op) in OPERATORS:
            value = OPERATORS[type(op)](value_of(node.left, count), value_of(other, count))
        case ast.IfExp():
            value = value_of(node.body if value_of(node.test, count) else node.orelse, count)
        case ast.Call():
            value = named(node.func, count)(*(value_of(one, count) for one in node.args))
        case _:
            raise UnknownValueError
    return value


def named(node: ast.AST, count: int) -> Any:
    """Return what a name stands for: a number, or a function. Raises UnknownValueError."""
    of_names = {"banFactor": FACTOR, **FUNCTIONS}
    match node:
        case ast.Name(id=name) if name in of_names:
            return of_names[name]
        case ast.Attribute(value=ast.Name(id="ban"), attr=name):
            return TIME if name == "Time" else count
        case ast.Attribute(value=ast.Name(id="math"), attr=name) if name in OF_MATH:
            return getattr(math, name)
    raise UnknownValueError


def calculated(sign: ast.operator, one: Any, other: Any) -> Any:
    if type(sign) not in OPERATORS:
        raise UnknownValueError
    if isinstance(one, int) and isinstance(other, int):
        bits = {
            ast.Pow: other * one.bit_length(),
            ast.LShift: other,
            ast.Mult: one.bit_length() + other.bit_length(),
        }
        if bits.get(type(sign), 0) > MAX_BITS:
            raise OverflowError("a number is so large that the server would never finish")
    return OPERATORS[type(sign)](one, other)
