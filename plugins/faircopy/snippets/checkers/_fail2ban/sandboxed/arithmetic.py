"""Values of a jail that fail2ban evaluates as Python, and which of them only calculate.

`findtime`, `bantime` and the like are numbers with units (jail.conf(5)); `bantime.formula` is an expression over the
ban and a factor. Anything else would run as the server's own code, as root.
"""

import ast
import re

NUMBERS_WITH_UNITS = re.compile(r"\s*-?\d[\d.]*\s*(?:[a-z]+\s*)?(?:[+-]?\s*\d[\d.]*\s*[a-z]+\s*)*", re.IGNORECASE)
PRODUCT = re.compile(r"\s*\d[\d.]*(?:\s*[*+]\s*\d[\d.]*)+\s*")
DURATIONS = ("findtime", "bantime", "bantime.maxtime", "bantime.rndtime", "dbpurgeage")

VALUE = 3  # where a command of the client has it: set JAIL OPTION VALUE

# What a formula may be made of: numbers, operators, the ban and its factor, and functions that only calculate.
NODES = (
    *(ast.Expression, ast.Constant, ast.Name, ast.Attribute, ast.Call, ast.Load),
    *(ast.BinOp, ast.UnaryOp, ast.BoolOp, ast.Compare, ast.IfExp),
    *(ast.operator, ast.unaryop, ast.boolop, ast.cmpop),
)
NAMES = {"ban", "banFactor"}
FUNCTIONS = {"abs", "float", "int", "max", "min", "pow", "round"}
MODULES = {"math", "random"}
BAN = {"Time", "Count"}


def only_calculates(option: str, value: str) -> bool:
    """Return whether fail2ban can be given this value of a jail's option: none, or one that runs nothing."""
    if option in DURATIONS:
        return (NUMBERS_WITH_UNITS.fullmatch(value) or PRODUCT.fullmatch(value)) is not None
    return option not in ("bantime.factor", "bantime.formula") or is_arithmetic(value)


def syntax_error(option: str, value: str) -> str:
    """Return what Python says of a formula that it cannot read; "" if it can, and for other options."""
    parsed = parse(value) if option == "bantime.formula" else None
    return parsed if isinstance(parsed, str) else ""


def parse(formula: str) -> ast.Expression | str:
    """Return the tree of a formula, or what Python says of one that it cannot read."""
    try:
        return ast.parse(formula.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        return str(getattr(error, "msg", "")) or str(error) or "it is nested too deeply"


def is_arithmetic(formula: str) -> bool:
    """Return whether a formula holds nothing but numbers, operators and functions that only calculate."""
    tree = parse(formula)
    if isinstance(tree, str):
        return False
    used = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    used |= {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    return all(is_harmless(node, id(node) in used) for node in ast.walk(tree))


def is_harmless(node: ast.AST, is_used: bool) -> bool:
    """Return whether a part of a formula runs nothing. `is_used`: it is called, or asked for one of its parts."""
    if isinstance(node, ast.Constant):
        return isinstance(node.value, int | float)
    if isinstance(node, ast.Name):
        return node.id in (FUNCTIONS | MODULES | {"ban"} if is_used else NAMES)
    if isinstance(node, ast.Attribute):
        owner = node.value.id if isinstance(node.value, ast.Name) else ""
        return (owner == "ban" and node.attr in BAN) or (owner in MODULES and not node.attr.startswith("_"))
    if isinstance(node, ast.Call):
        return not node.keywords
    return isinstance(node, NODES)
